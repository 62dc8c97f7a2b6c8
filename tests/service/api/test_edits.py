"""Items are changed over the API: by whom, on what they have seen, once, and back again."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.store import Store
from service.accounts.tokens import Tokens
from tests.service.api_asking import Ask, asking, code
from tests.service.signing import bearer, browser_of, person

GOAL = "/api/v1/items/goals/bun24-2"
NEW = {"id": "ny/1", "title": "Nytt mål", "level": "namnd", "plan": "np-bun-2024",
       "contributes_to": ["kf24-3"]}  # fmt: skip
# Bodies that are no JSON object, or say a thing twice.
UNREAD = (
    b"{", b"[]", b"", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e999}', b"[" * 100_000, b"\xff{}",
)  # fmt: skip


# What refers to others, by section.
READS = {
    "goals": ("id", "unit", "plan"), "assessments": ("goal",), "indicators": ("owner", "measures"),
    "units": ("id", "parent"), "exemptions": ("unit", "goal"),
}  # fmt: skip


@pytest.fixture
def ask(stored_app: Flask, store: Store) -> Ask:
    """Asks with an editor's token, unless another is given."""
    return asking(stored_app, bearer(store, "editor"))


@pytest.mark.both
def test_an_item_is_read_changed_and_changed_back(ask: Ask) -> None:
    seen = ask("GET", GOAL)
    said = {**seen.get_json(), "code": "2b"}
    done = ask("PUT", GOAL, said, If_Match=seen.headers["ETag"])
    assert (done.status_code, done.get_json()) == (200, said)
    again = ask("GET", GOAL)
    assert again.headers["ETag"] == done.headers["ETag"] != seen.headers["ETag"]
    assert ask("GET", "/api/v1/goals/bun24-2").get_json()["goal"]["code"] == "2b"

    number = done.headers["Rodtrad-Change"]
    told = ask("GET", f"/api/v1/changes/{number}").get_json()
    assert (told["by"], told["via"], told["total"]) == ("editor", "api", 1)
    (item,) = told["items"]
    assert (item["before"], item["after"]) == (seen.get_json(), said)
    undone = ask("POST", f"/api/v1/changes/{number}/undo")
    assert undone.get_json()["undoes"] == int(number)
    assert ask("GET", GOAL).headers["ETag"] == seen.headers["ETag"]
    assert code(ask("POST", f"/api/v1/changes/{number}/undo"))[0] == 409
    listed = ask("GET", "/api/v1/changes?section=goals&id=bun24-2").get_json()["changes"]
    assert [each["undone_by"] for each in listed] == [None, int(number) + 1, None]


def test_a_new_item_gets_an_address_and_can_be_taken_out(ask: Ask) -> None:
    made = ask("POST", "/api/v1/items/goals", NEW)
    assert (made.status_code, made.get_json()) == (201, NEW)
    address = made.headers["Location"]
    seen = ask("GET", address)
    assert seen.headers["ETag"] == made.headers["ETag"]
    assert code(ask("POST", "/api/v1/items/goals", NEW)) == (422, "input")
    gone = ask("DELETE", address, If_Match=seen.headers["ETag"])
    assert (gone.status_code, gone.data) == (204, b"")
    assert code(ask("GET", address)) == (404, "unknown_name")
    assert code(ask("DELETE", address, If_Match=seen.headers["ETag"])) == (412, "clash")


@pytest.mark.parametrize("id", ["/a", "a/../b", ".", "-", "å ä", "a%2Fb", "x?y#z", "//a//b/"])
def test_whatever_an_id_holds_its_address_leads_to_it(ask: Ask, id: str) -> None:
    made = ask("POST", "/api/v1/items/goals", {**NEW, "id": id})
    assert ask("GET", made.headers["Location"]).get_json()["id"] == id


def test_items_without_ids_go_by_their_tags(ask: Ask) -> None:
    said = {"unit": "tyr-bun", "date": "2023-11-14", "took_part": 9, "of": 11}
    made = ask("POST", "/api/v1/items/participation", said)
    address, tag = made.headers["Location"], made.headers["ETag"]
    assert address.endswith(tag.strip('"'))
    done = ask("PUT", address, {**said, "took_part": 10}, If_Match=tag)
    assert done.headers["Content-Location"] != address
    assert code(ask("GET", address)) == (404, "unknown_name")
    assert ask("GET", done.headers["Content-Location"]).get_json()["took_part"] == 10


@pytest.mark.both
def test_nobody_writes_over_what_they_havent_seen(ask: Ask) -> None:
    seen = ask("GET", GOAL)
    said = {**seen.get_json(), "note": "a"}
    assert code(ask("PUT", GOAL, said)) == (428, "if_match")
    assert code(ask("DELETE", GOAL)) == (428, "if_match")
    ask("PUT", GOAL, said, If_Match=seen.headers["ETag"])
    late = ask("PUT", GOAL, {**said, "note": "b"}, If_Match=seen.headers["ETag"])
    assert code(late) == (412, "clash")
    problem = json.loads(late.data)
    assert problem["item"] == said
    done = ask("PUT", GOAL, {**said, "note": "b"}, If_Match=f'"{problem["tag"]}"')
    assert done.status_code == 200
    several = f'"old", {done.headers["ETag"]}'
    assert ask("PUT", GOAL, said, If_Match=several).status_code == 200
    assert ask("PUT", GOAL, said, If_Match="*").headers.get("Rodtrad-Change") is None


@pytest.mark.both
def test_what_was_sent_twice_is_done_once(ask: Ask) -> None:
    first = ask("POST", "/api/v1/items/goals", NEW, Idempotency_Key="k1")
    again = ask("POST", "/api/v1/items/goals", NEW, Idempotency_Key="k1")
    assert (again.status_code, again.data) == (201, first.data)
    for name in ("ETag", "Location", "Rodtrad-Change"):
        assert again.headers[name] == first.headers[name]
    other = ask("POST", "/api/v1/items/goals", {**NEW, "id": "b"}, Idempotency_Key="k1")
    assert code(other) == (422, "key_reused")
    # What failed wrote nothing: the key is free to be used again.
    faulty = {**NEW, "id": "c", "level": "x"}
    assert code(ask("POST", "/api/v1/items/goals", faulty, Idempotency_Key="k2"))[0] == 422
    mended = ask("POST", "/api/v1/items/goals", {**NEW, "id": "c"}, Idempotency_Key="k2")
    assert mended.status_code == 201


def test_a_key_is_its_senders_own(ask: Ask, store: Store) -> None:
    ask("POST", "/api/v1/items/goals", NEW, Idempotency_Key="k1")
    admin = bearer(store, "admin")["Authorization"]
    said = {**NEW, "id": "annan"}
    other = ask("POST", "/api/v1/items/goals", said, Idempotency_Key="k1", Authorization=admin)
    assert other.status_code == 201


def test_who_may_write_is_asked_every_time(stored_app: Flask, store: Store) -> None:
    client = stored_app.test_client()
    tag = client.get(GOAL).headers["ETag"]
    said = {**client.get(GOAL).get_json(), "note": "a"}

    def put(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
        return client.put(GOAL, json=said, headers={**headers, "If-Match": tag})

    assert code(put(client, {})) == (401, "not_signed_in")
    assert code(put(client, {"Authorization": "Bearer rt_x"})) == (401, "token.wrong")
    assert code(put(client, bearer(store, "reader"))) == (403, "forbidden.editor")
    person(store, "editor", units=["tyr-ks"])
    assert code(put(client, bearer(store, "editor"))) == (403, "forbidden.units")
    # A browser's cookie doesn't count: no page elsewhere can write through it.
    assert code(put(browser_of(stored_app, person(store, "admin")), {})) == (401, "not_signed_in")
    owner = person(store, "editor", name="anna", units=["tyr-bun"])
    text = Tokens(store).make(owner, label="prov", scope="edit", days=1)
    assert put(client, {"Authorization": f"Bearer {text}"}).status_code == 200
    assert client.get("/api/v1/changes").status_code == 401


@pytest.mark.parametrize(
    ("sent", "kind", "expected"),
    [*((sent, "application/json", (400, "body")) for sent in UNREAD),
     (b"{}", "text/plain", (415, "media_type")),
     (b"a=b", "application/x-www-form-urlencoded", (415, "media_type")),
     (b"{}", "application/json", (422, "input")),
     (b'{"id":"a","title":"\\ud800"}', "application/json", (422, "input")),
     (b" " * 1_000_001, "application/json", (413, "body_too_large"))],
)  # fmt: skip
def test_a_body_that_isnt_an_item_is_refused(
    stored_app: Flask, store: Store, sent: bytes, kind: str, expected: tuple[int, str]
) -> None:
    revision = store.revision()
    answer = stored_app.test_client().post(
        "/api/v1/items/goals", data=sent, content_type=kind, headers=bearer(store, "admin")
    )
    assert code(answer) == expected
    assert store.revision() == revision


def test_every_fault_of_an_item_is_told_at_once(ask: Ask) -> None:
    answer = ask("POST", "/api/v1/items/goals", {"id": "a", "titel": "x", "level": "nope"})
    problem = json.loads(answer.data)
    assert {"unknown_key", "missing"} <= {each["code"] for each in problem["errors"]}


@pytest.mark.parametrize("odd", [[["a"]], {"a": 1}, [{"to": "a"}, 5], True])
@pytest.mark.parametrize("section", ["goals", "assessments", "indicators", "units", "exemptions"])
def test_a_reference_of_another_shape_is_a_fault(ask: Ask, section: str, odd: object) -> None:
    told = {key: odd for key in ("id", "unit", "owner", "plan", "parent", "goal", "measures")}
    said = {key: value for key, value in told.items() if key in READS[section]}
    answer = ask("POST", f"/api/v1/items/{section}", {**said, "title": "T", "name": "N"})
    assert code(answer) == (422, "input")


def test_a_unit_is_the_same_whether_it_is_sent_as_text_or_number(
    stored_app: Flask, store: Store
) -> None:
    admin = asking(stored_app, bearer(store, "admin"))
    unit = {"id": "5", "name": "Fem", "kind": "nämnd", "parent": "tyr"}
    assert admin("POST", "/api/v1/items/units", unit).status_code == 201
    ask = asking(stored_app, bearer(store, "editor", units=["tyr-bun"]))
    for sent in ("5", 5, ["5"], [5]):
        assert code(ask("POST", "/api/v1/items/goals", {**NEW, "unit": sent}))[0] == 403
    mine = bearer(store, "editor", name="femman", units=["5"])
    own = {"id": "f", "title": "T", "level": "namnd", "unit": 5}
    assert asking(stored_app, mine)("POST", "/api/v1/items/goals", own).status_code == 201
