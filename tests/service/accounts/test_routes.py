"""Every route of the service, tried as everybody: whoever adds one is covered here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from graph.store import Store
from service.access import ACCESS, ADMIN, EDIT, OPEN, READ, SIGNED
from service.accounts.gate import NEEDED
from service.accounts.people import User
from service.accounts.roles import reaches
from service.app import create_app
from service.data import Data
from tests.conftest import wipe
from tests.service.signing import bearer, browser_of, form, person

WRITES = ("POST", "PUT", "PATCH", "DELETE")
# What stands for each argument of an address; anything not named here is a plain word.
SAMPLES = {"goal_id": "bun24-2", "goal": "bun24-2", "unit": "tyr-bun"}


@pytest.fixture(scope="module")
def app(sample: Data, embedded_store: Store) -> Flask:
    wipe(embedded_store.url)
    return create_app(sample, store=embedded_store)


@pytest.fixture(scope="module")
def people(app: Flask, embedded_store: Store) -> dict[str, User | None]:
    return {
        "nobody": None,
        "reader": person(embedded_store, "reader"),
        "elsewhere": person(embedded_store, "editor", name="elsewhere", units=["tyr-kfn"]),
        "editor": person(embedded_store, "editor"),
        "admin": person(embedded_store, "admin"),
    }


def tried(app: Flask, methods: tuple[str, ...]) -> Iterator[tuple[Rule, str, str]]:
    """Each route with a method of these and an address of it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: sample_of(rule, name) for name in rule.arguments}
        for method in methods:
            if method in (rule.methods or ()):
                yield rule, method, adapter.build(rule.endpoint, values, method=method)


def sample_of(rule: Rule, name: str) -> str | int:
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return 1
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return SAMPLES.get(name, "x")


def ask(client: FlaskClient, method: str, path: str, **more: object) -> TestResponse:
    answer = client.open(path, method=method, **more)  # type: ignore[arg-type]
    answer.close()
    return answer


def stopped(answer: TestResponse) -> bool:
    """True if the answer is that one must be signed in."""
    led = answer.status_code == 303 and "/logga-in" in (answer.location or "")
    return led or answer.status_code == 401


def test_every_route_has_a_declared_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)
    assert set(ACCESS.values()) == {OPEN, READ, SIGNED, EDIT, ADMIN}


@pytest.mark.parametrize("name", ["nobody", "reader", "elsewhere", "editor", "admin"])
def test_every_route_lets_in_its_own_and_no_other(
    app: Flask, people: dict[str, User | None], name: str
) -> None:
    user, count = people[name], 0
    role = user.role if user else "nobody"
    for rule, method, path in tried(app, ("GET", *WRITES)):
        kind = ACCESS[rule.endpoint]
        api = path.startswith("/api/")
        client = browser_of(app, user)
        if method == "GET":
            answer = ask(client, method, path)
        elif api:
            held = app.extensions["rodtrad.store"]
            header = bearer(held, user.role, name=user.name) if user else {}
            answer = ask(app.test_client(), method, path, headers=header, json={})
        else:
            answer = ask(client, method, path, data=form(client))
        count += 1
        told = f"{name} {method} {path}: {answer.status_code}"
        assert answer.status_code < 500, told
        if kind == OPEN or (kind == READ and method == "GET"):
            assert not stopped(answer), told
        elif not reaches(role, NEEDED[kind]):
            assert stopped(answer) if user is None else answer.status_code == 403, told
        else:
            assert not stopped(answer), told
            if name == "admin":
                assert answer.status_code != 403, told
    assert count > 60


def test_no_write_of_a_page_goes_through_without_its_forms_token(
    app: Flask, people: dict[str, User | None]
) -> None:
    for _, method, path in tried(app, WRITES):
        if not path.startswith("/api/"):
            client = browser_of(app, people["admin"])
            form(client)
            for data in ({}, {"csrf_token": "x"}, form(browser_of(app), other="1")):
                answer = ask(client, method, path, data=data)
                assert answer.status_code == 400, (path, answer.status_code)
                assert "Formuläret har blivit för gammalt" in answer.text


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_no_write_of_a_page_comes_from_another_site(
    app: Flask, people: dict[str, User | None], header: dict[str, str]
) -> None:
    for _, method, path in tried(app, WRITES):
        if not path.startswith("/api/"):
            client = browser_of(app, people["admin"])
            answer = ask(client, method, path, data=form(client), headers=header)
            assert answer.status_code == 400, (path, answer.status_code)


def test_no_write_of_the_api_goes_by_a_cookie(app: Flask, people: dict[str, User | None]) -> None:
    for rule, method, path in tried(app, WRITES):
        if path.startswith("/api/") and ACCESS[rule.endpoint] in (SIGNED, EDIT, ADMIN):
            client = browser_of(app, people["admin"])
            assert ask(client, method, path, data=form(client)).status_code == 401, path


def test_reading_for_those_signed_in_shuts_every_page_of_reading(
    app: Flask, people: dict[str, User | None]
) -> None:
    keeper = app.extensions["rodtrad.settings"]
    keeper.save(replace(keeper.anew(), reading="signed-in"))
    for rule, method, path in tried(app, ("GET",)):
        if ACCESS[rule.endpoint] != OPEN:
            answer = ask(app.test_client(), method, path)
            assert stopped(answer), (path, answer.status_code)
            assert "Barn- och utbildning" not in answer.text
