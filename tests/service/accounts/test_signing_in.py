"""Signing in and out by password, on both engines."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.store import Store
from service.accounts.entries import SignIns
from service.accounts.identity import TOKEN
from service.accounts.people import People, User
from service.accounts.sessions import Sessions
from service.accounts.tokens import Tokens
from service.app import create_app
from service.data import Data
from service.pages.forms import local_path
from service.settings import Settings
from tests.service.signing import PASSWORD, browser_of, form, person


@pytest.fixture
def app(sample: Data, store: Store) -> Flask:
    """The service, with an editor who has a password."""
    person(store, "editor", password=PASSWORD)
    return create_app(sample, store=store)


def enter(
    client: FlaskClient, name: str = "editor", password: str = PASSWORD, **more: str
) -> TestResponse:
    return client.post("/logga-in", data=form(client, name=name, password=password, **more))


def secret_of(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return str(session.get(TOKEN, ""))


@pytest.mark.both
def test_one_signs_in_and_out(app: Flask, store: Store) -> None:
    client = app.test_client()
    assert "Logga in" in client.get("/").text
    answer = enter(client, next="/mal?level=namnd")
    assert answer.status_code == 303 and answer.location == "/mal?level=namnd"
    assert "Editor Öberg" in client.get("/").text
    assert client.get("/konto").status_code == 200
    secret = secret_of(client)
    assert client.post("/logga-ut", data=form(client)).location == "/"
    assert client.get("/konto").status_code == 303
    assert "Editor Öberg" not in client.get("/").text
    # A copy of the cookie opens nothing any more.
    assert Sessions(store).get(secret, Settings()) is None


def test_a_name_may_be_written_in_any_way(app: Flask) -> None:
    assert enter(app.test_client(), name=" EDITOR ").status_code == 303


def test_what_fails_says_the_same_of_every_account(app: Flask, store: Store) -> None:
    person(store, "reader", name="shut", password=PASSWORD)
    People(store).set_disabled(People(store).known("shut"), True)
    person(store, "reader", name="none")
    said = set()
    for name, password in (
        ("editor", "wrong"), ("shut", PASSWORD), ("none", ""), ("nobody", PASSWORD), ("", ""),
    ):  # fmt: skip
        answer = enter(app.test_client(), name, password)
        assert answer.status_code == 400
        said.add(answer.text.split("<ul>")[1].split("</ul>")[0])
    assert len(said) == 1


def test_too_many_tries_wait_and_say_how_long_whether_there_is_an_account_or_not(
    app: Flask,
) -> None:
    told = set()
    for name in ("editor", "nobody"):
        client = app.test_client()
        for _ in range(5):
            assert enter(client, name, "wrong").status_code == 400
        answer = enter(client, name, PASSWORD)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        told.add(answer.text.count("Vänta"))
    assert told == {2}


def test_a_sign_in_takes_nothing_of_the_browsers_past_along(app: Flask) -> None:
    client = browser_of(app, person(app.extensions["rodtrad.store"], "reader"))
    old, before = secret_of(client), form(client)
    enter(client)
    assert secret_of(client) not in ("", old)
    assert client.post("/logga-ut", data=before).status_code == 400
    planted = browser_of(app)
    with planted.session_transaction() as session:
        session[TOKEN] = old
    assert planted.get("/konto").status_code == 303


FAR = (
    "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "",
    "/\t/evil.example", "\\\\evil.example", "evil.example", "/x\r\nSet-Cookie: a=b", "///x",
)  # fmt: skip


def test_one_is_never_led_to_another_host(app: Flask) -> None:
    assert [local_path(path) for path in FAR] == ["/"] * len(FAR)
    assert enter(app.test_client(), next="//evil.example").location == "/"
    page = app.test_client().get("/logga-in", query_string={"next": "//evil.example"})
    assert "evil.example" not in page.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    said = enter(app.test_client()).headers["Set-Cookie"]
    assert said.startswith("rodtrad=") and "HttpOnly" in said and "SameSite=Lax" in said
    assert "Domain" not in said and "Expires" not in said


def test_the_store_keeps_only_the_print_of_a_session(app: Flask, store: Store) -> None:
    client = app.test_client()
    enter(client)
    kept = store.shelf("Session").all()
    assert len(kept) == 1 and secret_of(client) not in f"{kept}" and len(kept[0].id) == 64


def test_a_session_ends_when_left_alone_and_after_some_days(app: Flask, store: Store) -> None:
    client = app.test_client()
    enter(client)
    shelf = store.shelf("Session")
    kept = shelf.all()[0]
    lived = datetime.datetime.fromisoformat(kept.until) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=6.9) < lived <= datetime.timedelta(days=7)
    for hours, code in ((7, 200), (9, 303)):
        seen = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=hours)
        kept = shelf.all()[0]
        shelf.put(kept.id, {**kept.body, "seen": seen.isoformat()}, version=kept.version,
                  key=kept.key, until=kept.until)  # fmt: skip
        assert client.get("/konto").status_code == code
    enter(client)
    kept = shelf.all()[0]
    shelf.put(kept.id, kept.body, version=kept.version, key=kept.key, until="2020-01-01")
    assert client.get("/konto").status_code == 303


@pytest.mark.both
def test_all_sessions_end_when_password_role_or_state_change(app: Flask, store: Store) -> None:
    people = People(store)
    changes: list[Callable[[User], User]] = [
        lambda user: people.set_password(user, "tranbär i norrsken"),
        lambda user: people.set_role(user, "reader", ["tyr-bun"]),
        lambda user: people.set_disabled(user, True),
    ]
    for change in changes:
        user = person(store, "editor", name="changed")
        client = browser_of(app, user)
        assert client.get("/konto").status_code == 200
        change(people.known("changed"))
        assert client.get("/konto").status_code == 303


def test_every_try_is_noted_and_never_what_was_typed(app: Flask, store: Store) -> None:
    client = app.test_client()
    enter(client, password="wrong")
    enter(client, name="my password in the wrong field")
    enter(client)
    client.post("/logga-ut", data=form(client))
    log = SignIns(store).latest()
    assert [(each.user, each.outcome) for each in log] == [
        ("editor", "out"), ("editor", "in"), ("?", "wrong"), ("editor", "wrong"),
    ]  # fmt: skip
    assert {each.address for each in log} == {"127.0.0.1"}
    assert "wrong field" not in f"{store.shelf('SignIn').all()}"
    until = datetime.datetime.fromisoformat(store.shelf("SignIn").all()[0].until)
    assert 360 < (until - datetime.datetime.now(datetime.UTC)).days <= 365


def test_the_key_is_made_once_and_outlives_a_restart(
    app: Flask, sample: Data, store: Store
) -> None:
    client = app.test_client()
    enter(client)
    with client.session_transaction() as session:
        held = dict(session)
    again = create_app(sample, store=store)
    other = again.test_client()
    other.set_cookie("rodtrad", client.get_cookie("rodtrad").value)  # type: ignore[union-attr]
    assert held[TOKEN] and other.get("/konto").status_code == 200
    assert again.secret_key == app.secret_key and len(str(app.secret_key)) > 60


def test_a_forged_cookie_is_nobodys(app: Flask) -> None:
    client = app.test_client()
    for value in ("x", "e30.x.y", "eyJ0b2tlbiI6IngifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"):
        client.set_cookie("rodtrad", value)
        assert client.get("/konto").status_code == 303
        assert client.get("/").status_code == 200


def test_a_link_chooses_a_password_once(app: Flask, store: Store) -> None:
    user = person(store, "reader", name="new")
    text = Tokens(store).make_link(user)
    client = app.test_client()
    path = f"/losenord/{text}"
    assert "new" in client.get(path).text
    chosen = "tranbär i norrsken"
    for one, other in (("short", "short"), (chosen, "tranbär i norrsken!"), ("Sommar2024!!",) * 2):
        answer = client.post(path, data=form(client, password=one, again=other))
        assert answer.status_code == 400 and 'role="alert"' in answer.text
    answer = client.post(path, data=form(client, password=chosen, again=chosen))
    assert answer.status_code == 303 and client.get("/konto").status_code == 200
    late = app.test_client()
    for tried in (late.get(path), late.post(path, data=form(late, password=chosen, again=chosen))):
        assert tried.status_code == 404 and "gäller inte längre" in tried.text
    assert enter(app.test_client(), "new", chosen).status_code == 303
    # Neither does it open the API, nor a token a password.
    token = Tokens(store).make(People(store).known("new"), label="", scope="read", days=1)
    assert late.get(f"/losenord/{token}").status_code == 404
    other = Tokens(store).make_link(People(store).known("new"))
    header = {"Authorization": f"Bearer {other}"}
    assert late.get("/api/v1/info", headers=header).status_code == 401

