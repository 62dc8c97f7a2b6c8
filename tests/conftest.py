"""
The engines the tests run on, ArcadeDB in this process and a real Neo4j server, and a browser.

Each is started once in a process that needs it, and its content wiped before every test. The
tests of a file stay on one worker, which then makes what they share once; those on Neo4j all
stay on the same one, whose server they wipe.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import Browser, sync_playwright
from werkzeug.routing import Rule

from graph.chain import gather
from graph.digest import digest
from graph.store import Store, open_store
from tests import neo4j_server
from tests.service.in_browser import Tab

WIPE = """
MATCH (n) WHERE NOT n:Meta DETACH DELETE n
"""
FORGET = """
MATCH (m:Meta) SET m.revision = 0, m.digest = $digest, m.counts = '{}', m.head = ''
"""

CHROMIUM = Path("/usr/bin/chromium")

EMBEDDED = pytest.param("embedded", id="embedded")
NEO4J = pytest.param("neo4j", marks=pytest.mark.neo4j, id="neo4j")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay together when several workers run them."""
    for item in items:
        together = "neo4j" if item.get_closest_marker("neo4j") else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(together))


@pytest.fixture(autouse=True)
def swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test's switch of language leaves behind is undone with the test."""
    for name in ("RODTRAD_LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "sv")


class Compiled(BytecodeCache):
    """Templates as compiled once in this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was kept, if it was compiled from the same text."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Most tests make the service anew, which would compile its routes and templates anew."""
    builders: dict[str, Any] = {}
    compile_builder = Rule._compile_builder

    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        # All that it is compiled from; what it works on is handed to it when it is called.
        key = repr((rule.rule, rule._trace, rule.defaults, append_unknown))
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept)
        patch.setitem(Flask.jinja_options, "bytecode_cache", Compiled())
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window; one to a process, which can't hold two."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} isn't there")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Tab]:
    """The page that tests of this process use in turn."""
    kept = Tab(browser)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def embedded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The embedded store of this process, in a folder whose name isn't ASCII."""
    with open_store(f"embedded:{tmp_path_factory.mktemp('ett lager å')}") as store:
        yield store


@pytest.fixture(scope="session")
def embedded_url(embedded_store: Store) -> str:
    """The URL of the embedded store; whoever opens it attaches to this process."""
    return embedded_store.url


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Neo4j server; its password is in the environment."""
    missing = neo4j_server.missing()
    if missing:
        # `make test` leaves these tests out where Neo4j is missing, and says so.
        pytest.fail(f"Neo4j can't be started: {missing}")
    # Not shared with other workers: tests wipe it, and must not meet those of another.
    folder = tmp_path_factory.mktemp("neo4j")
    with neo4j_server.shared(folder) as (url, password), pytest.MonkeyPatch.context() as patch:
        patch.setenv("RODTRAD_STORE_PASSWORD", password)
        yield url


@pytest.fixture(scope="session")
def neo4j_store(neo4j_url: str) -> Iterator[Store]:
    """The store on the real Neo4j server."""
    with open_store(neo4j_url) as store:
        yield store


@pytest.fixture(params=[EMBEDDED, NEO4J])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, on each engine in turn."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    wipe(found.url)
    return found


@pytest.fixture
def run_cypher(store: Store) -> Callable[[str], list[neo4j.Record]]:
    """Run any Cypher text on the store and commit it, past the store's own door."""
    return lambda text: bare(store.url, text)


def wipe(url: str) -> None:
    """Empty the store; the schema stays."""
    bare(url, WIPE)
    bare(url, FORGET, digest=digest(gather(())))


def bare(url: str, text: str, **values: object) -> list[neo4j.Record]:
    """Run a text over a driver of its own."""
    uri, auth, database = url, ("neo4j", os.environ.get("RODTRAD_STORE_PASSWORD", "")), "neo4j"
    if url.startswith("embedded:"):
        path = Path(url.removeprefix("embedded:"))
        port = json.loads((path / "service.json").read_text())["port"]
        uri, database = f"bolt://127.0.0.1:{port}", "rodtrad"
        auth = ("root", (path / "secret").read_text())
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
        return driver.execute_query(text, values, database_=database).records
