"""docs/security.md names tests that are there; and those of its lines that no other test shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from graph.errors import StoreError
from graph.store import Store
from service.app import create_app
from service.data import Data
from tests.conftest import wipe
from tests.service.signing import PASSWORD, browser_of, person

ROOT = Path(__file__).parents[3]


@pytest.fixture
def app(sample: Data, embedded_store: Store) -> Flask:
    wipe(embedded_store.url)
    return create_app(sample, store=embedded_store)


def test_every_test_it_names_is_there() -> None:
    there = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    files = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    lines = [
        line.split("|") for line in (ROOT / "docs" / "security.md").read_text("utf-8").splitlines()
        if re.match(r"\| \d", line)
    ]  # fmt: skip
    assert len(lines) > 50
    for _, line, said, shown, _ in lines:
        named = re.findall(r"`(test_\w+)`", shown)
        assert named or said.strip().startswith("*"), line
        for name in named:
            assert f"def {name}(" in there or name in files, name


def test_password_fields_are_marked_for_managers(app: Flask) -> None:
    store = app.extensions["rodtrad.store"]
    client = browser_of(app, person(store, "reader", password=PASSWORD))
    page = app.test_client().get("/logga-in").text
    assert 'autocomplete="username"' in page and 'autocomplete="current-password"' in page
    assert client.get("/konto").text.count('autocomplete="new-password"') == 2


def test_a_route_that_nobody_declared_is_for_admins_alone(app: Flask) -> None:
    app.add_url_rule("/glomd", "forgotten", lambda: "done")
    store = app.extensions["rodtrad.store"]
    for role, code in (("editor", 403), ("admin", 200)):
        assert browser_of(app, person(store, role)).get("/glomd").status_code == code
    assert app.test_client().get("/glomd").status_code == 303


def test_what_somebody_signed_in_is_shown_is_not_kept(app: Flask) -> None:
    client = browser_of(app, person(app.extensions["rodtrad.store"], "reader"))
    for path in ("/", "/mal", "/konto", "/api/v1/info"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store" and "ETag" not in headers
    assert app.test_client().get("/").headers["Cache-Control"] == "no-cache"


def test_a_store_that_is_away_lets_nobody_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(app, person(app.extensions["rodtrad.store"], "admin"))

    def away(kind: str) -> None:
        raise StoreError("store.unreachable", url="bolt://somewhere")

    monkeypatch.setattr(app.extensions["rodtrad.store"], "shelf", away)
    for path in ("/konto", "/installningar", "/anvandare"):
        assert client.get(path).status_code == 503
