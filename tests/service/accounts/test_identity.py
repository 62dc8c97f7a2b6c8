"""Who a request comes from, and what it may."""

from __future__ import annotations

import pytest
from flask import Flask, jsonify

from graph.store import Store
from service.access import ACCESS, ADMIN, EDIT, READ, SIGNED
from service.accounts.people import People
from service.accounts.who import current_store, who
from service.app import create_app
from service.data import Data
from service.settings import Settings
from tests.service.signing import bearer, browser_of, form, person, service

RULES = {"try.read": READ, "try.own": SIGNED, "try.edit": EDIT, "try.admin": ADMIN}


@pytest.fixture
def app(store: Store, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The service with a page of each rule, and the same for programs."""
    app = service(store)
    for endpoint, rule in RULES.items():
        for start in ("", "/api/v1"):
            name = f"{endpoint}{start.replace('/', '_')}"
            monkeypatch.setitem(ACCESS, name, rule)
            app.add_url_rule(
                f"{start}/prov/{endpoint[4:]}", name,
                lambda: jsonify(name=who().name, via=who().via, url=current_store().url),
                methods=["GET", "POST"],
            )  # fmt: skip
    return app


@pytest.mark.parametrize(
    ("role", "reached"),
    [
        ("", {"read"}),
        ("reader", {"read", "own"}),
        ("editor", {"read", "own", "edit"}),
        ("admin", {"read", "own", "edit", "admin"}),
    ],
)
def test_each_role_reaches_its_own(
    app: Flask, store: Store, role: str, reached: set[str]
) -> None:
    client = browser_of(app, person(store, role) if role else None)
    header = bearer(store, role) if role else {}
    for place in ("read", "own", "edit", "admin"):
        page = client.get(f"/prov/{place}")
        assert page.status_code == (200 if place in reached else 403 if role else 303)
        posted = client.post(f"/prov/{place}", data=form(client))
        assert posted.status_code == page.status_code
        answer = app.test_client().post(f"/api/v1/prov/{place}", headers=header)
        assert answer.status_code == (200 if place in reached else 403 if role else 401)
        if not role and place != "read":
            assert page.location == f"/logga-in?next=/prov/{place}"
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.json and answer.json["code"] == "not_signed_in"
        elif answer.status_code == 200 and role:
            assert answer.json == {"name": role, "via": "api", "url": store.url}


def test_a_cookie_never_writes_through_the_api(app: Flask, store: Store) -> None:
    client = browser_of(app, person(store, "admin"))
    assert client.get("/api/v1/prov/edit").status_code == 200
    assert client.post("/api/v1/prov/edit", data=form(client)).status_code == 401


def test_a_token_counts_for_the_api_alone(app: Flask, store: Store) -> None:
    assert app.test_client().get("/prov/own", headers=bearer(store, "admin")).status_code == 303


def test_a_token_never_allows_more_than_its_owner_may(app: Flask, store: Store) -> None:
    low, high = bearer(store, "admin", scope="read"), bearer(store, "editor")
    client = app.test_client()
    assert client.get("/api/v1/prov/edit", headers=low).status_code == 403
    people = People(store)
    people.set_role(people.known("editor"), "reader")
    assert client.get("/api/v1/prov/edit", headers=high).status_code == 403
    people.set_disabled(people.known("editor"), True)
    assert client.get("/api/v1/prov/read", headers=high).status_code == 401


def test_a_token_that_does_not_hold_is_told_even_where_nobody_needs_one(app: Flask) -> None:
    for said in ("Bearer rt_nonsense", "Bearer", "Basic YTpi", "x"):
        answer = app.test_client().get("/api/v1/prov/read", headers={"Authorization": said})
        assert answer.status_code == 401
        assert answer.json and answer.json["code"] == "token.wrong"


@pytest.mark.both
def test_reading_can_be_for_those_signed_in(app: Flask, store: Store) -> None:
    app.extensions["rodtrad.settings"].save(Settings(reading="signed-in"))
    nobody, reader = app.test_client(), browser_of(app, person(store, "reader"))
    assert nobody.get("/prov/read?a=1").location == "/logga-in?next=/prov/read%3Fa%3D1"
    assert nobody.get("/api/v1/prov/read").status_code == 401
    assert nobody.get("/healthz").status_code == 200
    assert reader.get("/prov/read").status_code == 200
    assert reader.get("/api/v1/prov/read").status_code == 200


def test_without_a_store_nobody_signs_in_and_it_says_so(
    sample: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(sample)
    monkeypatch.setitem(ACCESS, "edit", EDIT)
    app.add_url_rule("/andra", "edit", lambda: "done", methods=["GET", "POST"])
    client = app.test_client()
    for answer in (client.get("/andra"), client.post("/andra")):
        assert answer.status_code == 403
        assert "utan lager" in answer.text


def test_reading_sets_no_cookie(app: Flask, store: Store) -> None:
    for path in ("/", "/mal", "/api/v1/info", "/static/site.css", "/nope"):
        with app.test_client().get(path) as answer:
            assert "Set-Cookie" not in answer.headers
