"""Accounts, tokens, sign-ins and settings over the API: by whom, and never more than one's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from graph.store import Store
from service.accounts.clock import moment_of
from service.accounts.entries import SignIns
from service.accounts.people import People
from service.accounts.tokens import Tokens
from tests.service.api_asking import Ask, code
from tests.service.signing import PASSWORD, bearer, browser_of, form, person

API = "/api/v1"
EDITOR = {"title": "Anna", "role": "editor", "units": ["tyr-bun"], "disabled": False}


@pytest.fixture
def ask(stored_app: Flask, store: Store) -> Ask:
    """Asks with an admin's token, unless another is given."""
    client, admin = stored_app.test_client(), bearer(store, "admin")

    def send(
        method: str, path: str, said: Any = None, key: dict[str, str] | None = None, **named: str
    ) -> TestResponse:
        headers = {name.replace("_", "-"): value for name, value in named.items()}
        return client.open(
            API + path, method=method, json=said, headers={**(key or admin), **headers}
        )

    return send


def key_of(answer: TestResponse) -> dict[str, str]:
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.get_json()['token']}"}


def wanted(scope: str, *units: str, days: int = 1) -> dict[str, Any]:
    return {"label": "prov", "scope": scope, "days": days, "units": list(units)}


@pytest.mark.both
def test_an_account_is_made_read_and_changed_as_it_was_read(ask: Ask) -> None:
    made = ask("POST", "/users", {"name": "anna", "role": "editor", "units": ["tyr-ks"]})
    assert made.status_code == 201
    seen = ask("GET", made.headers["Location"].removeprefix(API))
    assert seen.get_json() == made.get_json()
    assert ask("GET", "/users/Anna").headers["ETag"] == made.headers["ETag"]
    assert code(ask("PUT", "/users/anna", EDITOR)) == (428, "if_match")
    done = ask("PUT", "/users/anna", EDITOR, If_Match=made.headers["ETag"])
    assert {name: done.get_json()[name] for name in EDITOR} == EDITOR
    late = ask("PUT", "/users/anna", EDITOR, If_Match=made.headers["ETag"])
    assert code(late) == (412, "clash")
    same = ask("PUT", "/users/anna", EDITOR, If_Match=done.headers["ETag"])
    assert same.headers["ETag"] == done.headers["ETag"]
    assert code(ask("POST", "/users", {"name": "ANNA"})) == (409, "user.taken")
    assert code(ask("GET", "/users/bo")) == (404, "unknown_name")


@pytest.mark.parametrize("name", ["/a", "a/../b", "-", "å ä@x", "a/link", "x?y#z"])
def test_whatever_a_name_holds_its_address_leads_to_it(ask: Ask, name: str) -> None:
    made = ask("POST", "/users", {"name": name})
    found = ask("GET", made.headers["Location"].removeprefix(API))
    assert found.get_json()["name"] == name


def test_accounts_are_listed_a_stretch_at_a_time(ask: Ask, store: Store) -> None:
    for name in ("c", "b", "d"):
        person(store, "reader", name=name)
    first = ask("GET", "/users?limit=3").get_json()
    second = ask("GET", f"/users?cursor={first['next']}").get_json()
    names = [user["name"] for user in first["users"] + second["users"]]
    assert (names, second["next"], first["total"]) == (["admin", "b", "c", "d"], None, 4)
    assert ask("GET", "/users/b").headers["ETag"] == f'"{first["users"][1]["tag"]}"'


@pytest.mark.parametrize(
    ("said", "expected"),
    [({}, (400, "needed")), ({"name": "a", "password": PASSWORD}, (400, "field")),
     ({"name": 1}, (400, "field")), ({"name": ""}, (400, "field")),
     ({"name": "a\x07"}, (400, "field")), ({"name": "a\ud800"}, (400, "field")),
     ({"name": "a", "role": "owner"}, (400, "field")), ({"name": "a", "role": []}, (400, "field")),
     ({"name": "a", "units": "tyr"}, (400, "field")), ({"name": " "}, (422, "user.name")),
     ({"name": "a", "units": ["nope"]}, (422, "user.units"))],
)  # fmt: skip
def test_what_is_no_account_is_refused(
    ask: Ask, store: Store, said: Any, expected: tuple[int, str]
) -> None:
    assert code(ask("POST", "/users", said)) == expected
    assert [user.name for user in People(store).all()] == ["admin"]


def test_the_last_admin_stays_and_the_last_but_one_may_go(ask: Ask, store: Store) -> None:
    tag = ask("GET", "/users/admin").headers["ETag"]
    for change in ({"role": "editor"}, {"disabled": True}):
        said = {"title": "", "role": "admin", "units": [], "disabled": False, **change}
        assert code(ask("PUT", "/users/admin", said, If_Match=tag)) == (409, "user.last_admin")
    assert ask("GET", "/users/admin").headers["ETag"] == tag
    person(store, "admin", name="bo")
    assert ask("PUT", "/users/admin", said, If_Match=tag).get_json()["disabled"] is True
    assert code(ask("GET", "/me")) == (401, "token.wrong")


def test_a_change_ends_sessions_but_another_title_doesnt(
    ask: Ask, stored_app: Flask, store: Store
) -> None:
    anna = People(store).add("anna", role="editor", units=["tyr-bun"], title="A")
    browser = browser_of(stored_app, anna)
    tag = ask("GET", "/users/anna").headers["ETag"]
    tag = ask("PUT", "/users/anna", EDITOR, If_Match=tag).headers["ETag"]
    assert browser.get(f"{API}/me").get_json()["title"] == "Anna"
    ask("PUT", "/users/anna", {**EDITOR, "units": ["tyr-ks"]}, If_Match=tag)
    assert browser.get(f"{API}/me").status_code == 401


def test_a_unit_that_is_gone_stays_in_a_scope_until_taken_out(ask: Ask, store: Store) -> None:
    People(store).add("anna", role="editor", units=["gone"])
    tag = ask("GET", "/users/anna").headers["ETag"]
    kept = ask("PUT", "/users/anna", {**EDITOR, "units": ["gone", "tyr-bun"]}, If_Match=tag)
    assert kept.get_json()["units"] == ["gone", "tyr-bun"]


def test_a_link_is_told_once_and_leads_to_a_password(
    ask: Ask, stored_app: Flask, store: Store
) -> None:
    ask("POST", "/users", {"name": "anna"})
    made = ask("POST", "/users/anna/link", Idempotency_Key="k")
    link = made.get_json()["link"]
    again = ask("POST", "/users/anna/link", Idempotency_Key="k")
    assert (again.status_code, again.get_json()["link"]) == (201, None)
    browser, path = stored_app.test_client(), link.removeprefix("http://localhost")
    answer = browser.post(path, data=form(browser, password=PASSWORD, again=PASSWORD))
    assert answer.status_code == 303, answer.text
    assert ask("GET", "/users/anna").get_json()["signs_in_by"] == ["password"]


def test_nothing_secret_is_told_or_kept(ask: Ask, store: Store) -> None:
    admin = person(store, "admin")
    hashed = People(store).set_password(admin, PASSWORD).password
    made = ask("POST", "/me/tokens", wanted("read"), Idempotency_Key="k")
    secret = made.get_json()["token"]
    again = ask("POST", "/me/tokens", wanted("read"), Idempotency_Key="k")
    assert again.get_json() == {**made.get_json(), "token": None}
    paths = ("users", "users/admin", "me", "me/tokens", "me/sessions", "sign-ins", "settings")
    told = "".join(ask("GET", f"/{path}").text for path in paths)
    shelves = (store.shelf("Reply"), store.shelf("Token"))
    kept = "".join(json.dumps(dict(each.body)) for shelf in shelves for each in shelf.all())
    assert "argon2" not in told and hashed not in told
    assert secret not in told + kept


@pytest.mark.parametrize("role", ["nobody", "reader", "editor"])
def test_accounts_and_settings_are_for_admins(ask: Ask, store: Store, role: str) -> None:
    key = {"Authorization": ""} if role == "nobody" else bearer(store, role)
    expected = (401, "token.wrong") if role == "nobody" else (403, "forbidden.admin")
    before = [user.version for user in People(store).all()]
    for method, path in (
        ("GET", "/users"), ("GET", "/users/admin"), ("POST", "/users"), ("PUT", "/users/admin"),
        ("POST", "/users/admin/link"), ("GET", "/sign-ins"), ("GET", "/settings"),
        ("PUT", "/settings"),
    ):  # fmt: skip
        said = None if method == "GET" else {"name": "x"}
        assert code(ask(method, path, said, key, If_Match="*")) == expected, path
    assert [user.version for user in People(store).all()] == before


def test_an_admins_token_for_some_units_changes_no_account(ask: Ask, store: Store) -> None:
    narrow = key_of(ask("POST", "/me/tokens", wanted("admin", "tyr-bun")))
    said = {"title": "", "role": "admin", "units": [], "disabled": False}
    for method, path, body in (
        ("POST", "/users", {"name": "x"}), ("PUT", "/users/admin", said),
        ("POST", "/users/admin/link", None), ("PUT", "/settings", {}),
        ("POST", "/me/tokens", wanted("admin")), ("POST", "/me/tokens", wanted("read", "tyr-ks")),
        ("POST", "/me/tokens", wanted("read", "tyr-bun", "tyr")),
        ("DELETE", "/me/sessions/x", None),
    ):  # fmt: skip
        assert code(ask(method, path, body, narrow, If_Match="*")) == (403, "token.beyond"), path
    key_of(ask("POST", "/me/tokens", wanted("edit", "tyr-bun"), narrow))


def test_a_token_makes_none_that_allows_more(ask: Ask, store: Store) -> None:
    keys = {scope: bearer(store, "admin", scope=scope) for scope in ("read", "edit", "admin")}
    keys["editor"] = bearer(store, "editor")
    held = {name: len(Tokens(store).of(name)) for name in ("admin", "editor")}
    for holder, scope in (
        ("read", "edit"), ("read", "admin"), ("edit", "admin"), ("editor", "admin")
    ):  # fmt: skip
        refused = ask("POST", "/me/tokens", wanted(scope), keys[holder])
        assert code(refused) == (403, "token.beyond"), (holder, scope)
    assert {name: len(Tokens(store).of(name)) for name in held} == held
    for scope in keys.keys() - {"editor"}:
        made = key_of(ask("POST", "/me/tokens", wanted(scope), keys[scope]))
        assert ask("GET", "/me", key=made).get_json()["allowed"]["role"] == (
            {"read": "reader", "edit": "editor"}.get(scope, scope)
        )


def test_a_token_lasts_no_longer_than_the_one_that_made_it(ask: Ask, store: Store) -> None:
    own = ask("GET", "/me").get_json()["allowed"]["until"]
    made = ask("POST", "/me/tokens", wanted("admin", days=365))
    assert made.get_json()["until"] == own
    again = ask("POST", "/me/tokens", wanted("admin", days=365), key_of(made)).get_json()
    assert again["until"] == own and moment_of(own) > moment_of(again["made"])


def test_a_token_is_never_for_units_that_its_owner_hasnt(ask: Ask, store: Store) -> None:
    key = bearer(store, "editor", units=["tyr-bun"])
    for unit in ("tyr-ks", "tyr", "nope"):
        assert code(ask("POST", "/me/tokens", wanted("edit", unit), key)) == (422, "token.units")
    made = key_of(ask("POST", "/me/tokens", wanted("edit"), key))
    put = ask("POST", "/items/goals", {"id": "x", "title": "x", "level": "namnd", "unit": "tyr-ks"},
              made)  # fmt: skip
    assert code(put) == (403, "forbidden.units")


def test_a_token_that_is_taken_back_takes_along_what_it_made(ask: Ask, store: Store) -> None:
    person(store, "editor")
    first = bearer(store, "editor")
    second = ask("POST", "/me/tokens", wanted("edit"), first)
    third = ask("POST", "/me/tokens", wanted("read"), key_of(second))
    keys = [first, key_of(second), key_of(third)]
    # A token that reads may end itself and its like, and no wider one.
    path = f"/me/tokens/{second.get_json()['id']}"
    assert code(ask("DELETE", path, key=keys[2])) == (403, "token.beyond")
    assert ask("DELETE", path, key=first).status_code == 204
    assert [ask("GET", "/me", key=key).status_code for key in keys] == [200, 401, 401]
    assert code(ask("DELETE", path, key=first)) == (404, "unknown_name")
    # Nobody ends what is somebody else's.
    admin = ask("GET", "/me/tokens").get_json()["tokens"][0]["id"]
    assert code(ask("DELETE", f"/me/tokens/{admin}", key=first)) == (404, "unknown_name")
    own = ask("GET", "/me/tokens", key=first).get_json()["tokens"][0]
    assert own["own"] and ask("DELETE", f"/me/tokens/{own['id']}", key=first).status_code == 204
    assert code(ask("GET", "/me", key=first)) == (401, "token.wrong")


@pytest.mark.parametrize("more", [{"days": 0}, {"days": 366}, {"days": True}, {"scope": "all"},
                                  {"units": [1]}, {"label": "\x07"}, {"until": "9999"}])
def test_what_is_no_token_is_refused(ask: Ask, more: dict[str, Any]) -> None:
    assert code(ask("POST", "/me/tokens", {**wanted("read"), **more})) == (400, "field")


def test_sessions_are_shown_and_ended_by_their_own(
    ask: Ask, stored_app: Flask, store: Store
) -> None:
    browser = browser_of(stored_app, person(store, "editor"))
    (own,) = browser.get(f"{API}/me/sessions").get_json()["sessions"]
    path = f"/me/sessions/{own['id']}"
    assert own["own"] and browser.delete(API + path).status_code == 401
    assert code(ask("DELETE", path)) == (404, "unknown_name")
    reading = bearer(store, "editor", scope="read")
    assert code(ask("DELETE", path, key=reading)) == (403, "token.beyond")
    key = bearer(store, "editor")
    assert ask("GET", "/me/sessions", key=key).get_json()["sessions"][0]["own"] is False
    assert ask("DELETE", path, key=key).status_code == 204
    assert browser.get(f"{API}/me").status_code == 401


def test_sign_ins_are_told_newest_first(ask: Ask, store: Store) -> None:
    for outcome in ("wrong", "wait", "in"):
        SignIns(store).note("admin", "127.0.0.1", "password", outcome)
    SignIns(store).note("?", "127.0.0.1", "password", "wrong")
    first = ask("GET", "/sign-ins?user=Admin&limit=2").get_json()
    rest = ask("GET", f"/sign-ins?user=Admin&limit=2&cursor={first['next']}").get_json()
    told = [each["outcome"] for each in first["sign_ins"] + rest["sign_ins"]]
    assert (told, rest["next"]) == (["in", "wait", "wrong"], None)
    assert len(ask("GET", "/sign-ins").get_json()["sign_ins"]) == 4


def test_settings_are_changed_as_they_were_read(ask: Ask) -> None:
    seen = ask("GET", "/settings")
    said = seen.get_json()
    del said["format"]
    said |= {"title": "Tyresö", "frame_ancestors": ["https://a.example/", "https://a.example"]}
    assert code(ask("PUT", "/settings", said)) == (428, "if_match")
    done = ask("PUT", "/settings", said, If_Match=seen.headers["ETag"])
    assert done.get_json()["frame_ancestors"] == ["https://a.example"]
    assert ask("GET", "/settings").headers["ETag"] == done.headers["ETag"]
    assert code(ask("PUT", "/settings", said, If_Match=seen.headers["ETag"])) == (412, "clash")
    for more, word in (
        ({"public_address": "javascript:alert(1)"}, "settings.address"),
        ({"public_address": "https://a.example/api"}, "settings.prefix"),
        ({"frame_ancestors": ["https://a.example; script-src *"]}, "settings.ancestor"),
    ):  # fmt: skip
        refused = ask("PUT", "/settings", {**said, **more}, If_Match=done.headers["ETag"])
        assert code(refused) == (422, word)
    assert code(ask("PUT", "/settings", {"title": ""}, If_Match="*")) == (400, "needed")
