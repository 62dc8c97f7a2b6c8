"""`rodtrad serve` as a process of its own: what stops it, and what it shows when it starts."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.store import Store
from tests.conftest import wipe
from tests.service.signing import person

RUN = (sys.executable, "-c", "from service.cli import main; main()", "--lang", "sv", "serve")


@pytest.fixture
def empty(embedded_store: Store) -> Store:
    wipe(embedded_store.url)
    return embedded_store


def said_of(store: Store, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RODTRAD_OIDC_")}
    return {**kept, "RODTRAD_STORE": store.url, **more}


def refused(store: Store, *options: str, **more: str) -> str:
    """The one line that a service which doesn't start says."""
    ended = subprocess.run(
        [*RUN, *options], env=said_of(store, **more), capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    return line


@contextmanager
def serving(store: Store, *options: str) -> Iterator[int]:
    """The port of a service on the store."""
    with subprocess.Popen(
        [*RUN, *options], env=said_of(store), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            found = re.search(r":(\d+)/$", process.stdout.readline().strip())
            assert found
            yield int(found[1])
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--behind-proxy",)])
def test_without_an_admin_it_is_not_shown_beyond_this_machine(
    empty: Store, options: tuple[str, ...]
) -> None:
    person(empty, "editor")
    line = refused(empty, *options)
    assert "ingen administratör" in line and "rodtrad user add" in line


def test_settings_of_sign_in_that_nobody_knows_stop_it(empty: Store) -> None:
    line = refused(empty, RODTRAD_OIDC_ISUER="https://id.example")
    assert "RODTRAD_OIDC_ISUER" in line and "CLIENT_SECRET" in line


def test_with_an_admin_it_is_shown_and_says_what_to_do_with_an_empty_store(empty: Store) -> None:
    person(empty, "admin")
    with serving(empty, "--host", "0.0.0.0") as port:
        assert "rodtrad import" in page(port, "/")
        for path in ("/mal", "/matris", "/granskning", "/karta", "/enhet"):
            assert "<h1" in page(port, path), path
        assert 'name="password"' in page(port, "/logga-in")
