"""Embeds are made and changed over the API: by whom, on what they have seen, and once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from graph.store import Store
from service.embeds import keeping
from tests.service.api_asking import Ask, asking, code
from tests.service.api_watch import watched
from tests.service.embeds.placing import BOTH, filled, placed_now, reword
from tests.service.embeds.test_answers import filled_client
from tests.service.signing import bearer

ALL, ONE = "/api/v1/embeds", "/api/v1/embeds/larare"
NEW = {"id": "larare", "kind": "sight", "subject": "bun1", "pages": ["https://a.se/skola"]}


@pytest.fixture
def app(store: Store) -> Iterator[Flask]:
    """The service; every answer is held against what its route declares."""
    app = filled(store)
    with watched() as faults:
        yield app
    assert faults == []


@pytest.fixture
def ask(app: Flask, store: Store) -> Ask:
    """Asks with an editor's token, unless another is given."""
    return asking(app, bearer(store, "editor"))


@BOTH
@pytest.mark.both
def test_an_embed_is_made_changed_reviewed_and_taken_away(
    ask: Ask, app: Flask, store: Store
) -> None:
    made = ask("POST", ALL, NEW)
    assert (made.status_code, made.headers["Location"]) == (201, ONE)
    seen = ask("GET", ONE)
    assert seen.get_json() == made.get_json()
    assert seen.get_json()["address"] == "http://localhost/embed/larare"
    assert ask("GET", ONE, If_None_Match=seen.headers["ETag"]).status_code == 304
    listed = ask("GET", ALL)
    assert [each["id"] for each in listed.get_json()["embeds"]] == ["larare"]
    assert ask("GET", ALL, If_None_Match=listed.headers["ETag"]).status_code == 304

    reword(store, "bun1", title="Ännu fler behöriga lärare")
    filled_client(app)
    warned = ask("GET", ONE)
    assert [each["kind"] for each in warned.get_json()["warnings"]] == ["reworded"]
    # Nobody calls looked into what they haven't seen.
    old = seen.headers["ETag"]
    assert code(ask("POST", f"{ONE}/reviewed", If_Match=old)) == (412, "clash")
    reviewed = ask("POST", f"{ONE}/reviewed", If_Match=warned.headers["ETag"])
    assert reviewed.status_code == 200 and reviewed.get_json()["warnings"] == []

    said = {"kind": "unit", "subject": "bun", "language": "en", "year": 2024}
    put = ask("PUT", ONE, said, If_Match=reviewed.headers["ETag"])
    assert put.status_code == 200
    assert {**put.get_json(), **said} == put.get_json()
    # What isn't said is as usual.
    assert put.get_json()["pages"] == [] and put.get_json()["title"] == "Barnnämnden"
    gone = ask("DELETE", ONE, If_Match=put.headers["ETag"])
    assert (gone.status_code, gone.data) == (204, b"")
    assert code(ask("GET", ONE)) == (404, "unknown_name")
    assert app.test_client().get("/embed/larare").status_code == 410
    assert code(ask("POST", ALL, NEW)) == (409, "taken")


def test_what_was_sent_twice_is_done_once(ask: Ask, store: Store) -> None:
    said = {"kind": "score"}
    first = ask("POST", ALL, said, Idempotency_Key="k")
    again = ask("POST", ALL, said, Idempotency_Key="k")
    assert (again.status_code, again.data) == (201, first.data)
    for name in ("ETag", "Location"):
        assert again.headers[name] == first.headers[name]
    assert len(list(keeping.all_kept(store))) == 1
    assert code(ask("POST", ALL, NEW, Idempotency_Key="k")) == (422, "key_reused")


def test_nothing_is_changed_without_having_been_seen(ask: Ask) -> None:
    tag = ask("POST", ALL, NEW).headers["ETag"]
    said = {"kind": "score"}
    for method, address in (("PUT", ONE), ("DELETE", ONE), ("POST", f"{ONE}/reviewed")):
        assert code(ask(method, address, said)) == (428, "if_match")
        assert code(ask(method, address, said, If_Match='"x"')) == (412, "clash")
        assert code(ask(method, f"{ALL}/annan", said, If_Match="*"))[0] in (404, 405)
    assert ask("PUT", ONE, said, If_Match=tag).status_code == 200
    assert code(ask("PUT", ONE, said, If_Match=tag)) == (412, "clash")


def test_who_may_change_an_embed_is_asked_every_time(app: Flask, store: Store) -> None:
    placed_now(app, "larare")
    client = app.test_client()

    def tried(headers: dict[str, str]) -> list[tuple[int, str]]:
        """What is said of each change, on the embed as it is."""
        seen = {**headers, "If-Match": "*"}
        return [
            code(client.post(ALL, json={"kind": "sight", "subject": "bun1"}, headers=headers)),
            code(client.put(ONE, json={"kind": "score"}, headers=seen)),
            code(client.post(f"{ONE}/reviewed", headers=seen)),
            code(client.delete(ONE, headers=seen)),
        ]

    assert set(tried({})) == {(401, "not_signed_in")}
    assert set(tried(bearer(store, "reader"))) == {(403, "forbidden.editor")}
    elsewhere = bearer(store, "editor", name="bo", units=["ks"])
    assert set(tried(elsewhere)) == {(403, "forbidden.units")}
    mine = bearer(store, "editor", name="anna", units=["bun"])
    # What is about the whole municipality isn't for who answers for a part of it.
    assert code(client.post(ALL, json={"kind": "score"}, headers=mine)) == (403, "forbidden.units")
    seen = {**mine, "If-Match": "*"}
    public = {"kind": "sight", "subject": "bun1", "public": True}
    assert code(client.put(ONE, json=public, headers=seen)) == (403, "forbidden.admin")
    admin = {**bearer(store, "admin"), "If-Match": "*"}
    assert client.put(ONE, json=public, headers=admin).status_code == 200
    # An editor leaves it public, or takes it back no more than they could give it.
    assert client.put(ONE, json=public, headers=seen).status_code == 200
    assert code(client.put(ONE, json={**public, "public": False}, headers=seen))[0] == 403
    assert client.delete(ONE, headers=seen).status_code == 204


@pytest.mark.parametrize(
    ("said", "expected"),
    [({}, (422, "input")), ({"kind": "x"}, (422, "input")), ({"kind": []}, (422, "input")),
     ({"kind": "score", "mer": 1}, (422, "input")),
     ({"kind": "score", "year": True}, (422, "input")),
     ({"kind": "score", "pages": "https://a.se"}, (422, "input")),
     ({"kind": "score", "pages": ["https://a.se"] * 21}, (422, "input")),
     ({"kind": "score", "id": "../x"}, (400, "field")),
     ({"kind": "score", "subject": "bun1"}, (404, "unknown_name")),
     ({"kind": "sight"}, (404, "unknown_name")),
     ({"kind": "sight", "subject": "\ud800"}, (404, "unknown_name")),
     ({"kind": "score", "pages": ["javascript:alert(1)"]}, (422, "input")),
     ({"kind": "score", "pages": ["https://a.se/\ud800"]}, (422, "input")),
     ({"kind": "score", "id": "larare"}, (409, "taken"))],
)  # fmt: skip
def test_a_body_that_is_no_embed_is_refused(
    ask: Ask, app: Flask, store: Store, said: dict[str, Any], expected: tuple[int, str]
) -> None:
    placed_now(app, "larare")
    assert code(ask("POST", ALL, said)) == expected
    assert [embed.id for embed in keeping.all_kept(store)] == ["larare"]


def test_each_key_that_cannot_be_is_named(ask: Ask) -> None:
    told = ask("POST", ALL, {"kind": "score", "titel": "x", "year": "i år"}).get_json()
    assert [each["file"] for each in told["errors"]] == ["titel", "year"]
    assert "Okänd nyckel 'titel'" in told["detail"] and "kind, " in told["detail"]
    assert "Värdet 'i år' kan inte stå i year" in told["detail"]
