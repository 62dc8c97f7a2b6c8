"""Import by programs: send, look, write."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.store import Store
from tests.service.importing.doing import CHAIN, chain, titles
from tests.service.signing import bearer, service

CHANGED = CHAIN.replace(b"Fler larare", b"Fler pedagoger")


@pytest.fixture
def client(store: Store) -> FlaskClient:
    """Asks the service on a store with a small chain."""
    store.import_files([chain()])
    return service(store).test_client()


def send(client: FlaskClient, key: dict[str, str], content: bytes) -> Any:
    said = {"files": [{"name": "s.yaml", "content": base64.b64encode(content).decode()}]}
    return client.post("/api/v1/imports", json=said, headers=key)


def settled(client: FlaskClient, key: dict[str, str], address: str) -> Any:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = client.get(address, headers=key).get_json()
        if found["progress"] is None:
            return found
        time.sleep(0.02)
    raise AssertionError("still at it")


@pytest.mark.both
def test_a_program_sends_looks_and_writes(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    answer = send(client, key, CHAIN.replace(b"Fler larare", b"Fler pedagoger"))
    assert answer.status_code == 202, answer.text
    found = settled(client, key, answer.headers["Location"])
    assert found["state"] == "ready"
    (section,) = found["preview"]["sections"]
    assert section["changed"]["rows"][0]["fields"] == [
        {"field": "title", "before": "Fler larare", "after": "Fler pedagoger"}
    ]
    revision = found["preview"]["revision"]
    address = answer.headers["Location"]
    for _ in range(2):
        again = client.post(f"{address}/apply", json={"revision": revision}, headers=key)
        assert again.status_code == 202, again.text
        assert settled(client, key, address)["state"] == "applied"
    assert titles(store)["b1"] == "Fler pedagoger" and store.revision() == 2
    assert store.changes()[0].via == "api"


def test_faults_are_told_as_errors(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    answer = send(client, key, CHAIN.replace(b"level: vision", b"level: x"))
    found = settled(client, key, answer.headers["Location"])
    assert (found["state"], found["faults"]) == ("faulty", 1)
    assert found["errors"][0]["file"] == "s.yaml"


@pytest.mark.parametrize("said", [
    {}, {"files": 1}, {"files": [{"name": "x", "content": "%"}]}, {"files": [], "more": 1},
    {"files": [{"name": 1, "content": ""}]}, {"files": ["x"]}, {"files": []},
])
def test_other_bodies_are_refused(client: FlaskClient, store: Store, said: Any) -> None:
    answer = client.post("/api/v1/imports", json=said, headers=bearer(store, "editor"))
    assert answer.status_code == 400, answer.text


def test_readers_and_strangers_are_refused(client: FlaskClient, store: Store) -> None:
    assert send(client, {}, CHAIN).status_code == 401
    assert send(client, bearer(store, "reader"), CHAIN).status_code == 403
    key = bearer(store, "editor")
    assert client.get("/api/v1/imports/nope", headers=key).status_code == 404


LIST = "Mål;Nämnd;Bidrar till\nLugna klassrum;BUN;Alla elever\nNy simhall;BUN;Mer bad\n".encode()


def listed(client: FlaskClient, key: dict[str, str], name: str = "lista.csv") -> Any:
    content = base64.b64encode(LIST).decode()
    said = {"kind": "list", "files": [{"name": name, "content": content}]}
    return client.post("/api/v1/imports", json=said, headers=key)


def test_a_plain_list_is_confirmed_and_written(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    address = listed(client, key).headers["Location"]
    found = settled(client, key, address)
    assert (found["state"], found["preview"]) == ("list", None)
    first, second = found["proposal"]["wordings"]
    assert (first["text"], first["choices"][0]["to"]) == ("Alla elever", "kf1")
    assert "kf1" not in [each["to"] for each in second["choices"]]

    def choose(*choices: tuple[int, str]) -> Any:
        said = {"choices": [{"wording": place, "to": to} for place, to in choices]}
        return client.post(f"{address}/choices", json=said, headers=key)

    for wrong, status in (
        (((2, "kf1"),), 422), (((0, "kf1"), (0, "v")), 422), (((0, "nope"),), 404),
        (((-1, "kf1"),), 400),
    ):  # fmt: skip
        assert choose(*wrong).status_code == status
    assert choose((0, "kf1")).status_code == 202
    ready = settled(client, key, address)
    assert (ready["state"], ready["proposal"]) == ("ready", None), ready
    revision = {"revision": ready["preview"]["revision"]}
    client.post(f"{address}/apply", json=revision, headers=key)
    assert settled(client, key, address)["state"] == "applied"
    goals = {goal.title: goal for goal in store.chain().goals}
    assert [link.to for link in goals["Lugna klassrum"].contributes_to] == ["kf1"]
    assert goals["Ny simhall"].contributes_to == ()


def test_only_one_spreadsheet_is_a_list(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    assert listed(client, key, "lista.yaml").status_code == 422
    said: dict[str, Any] = {"kind": "other", "files": []}
    assert client.post("/api/v1/imports", json=said, headers=key).status_code == 400


def test_a_list_is_confirmed_by_nobody_else(client: FlaskClient, store: Store) -> None:
    address = listed(client, bearer(store, "editor")).headers["Location"]
    said: dict[str, Any] = {"choices": []}
    for key, status in (
        ({}, 401), (bearer(store, "reader"), 403), (bearer(store, "editor", name="bo"), 404)
    ):  # fmt: skip
        answer = client.post(f"{address}/choices", json=said, headers=key)
        assert answer.status_code == status


@pytest.mark.both
def test_an_import_is_listed_undone_and_thrown_away(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    address = send(client, key, CHANGED).headers["Location"]
    revision = settled(client, key, address)["preview"]["revision"]
    client.post(f"{address}/apply", json={"revision": revision}, headers=key)
    assert settled(client, key, address)["state"] == "applied"
    (listed,) = client.get("/api/v1/imports", headers=key).get_json()["imports"]
    assert (listed["state"], listed["change"]) == ("applied", 2)
    assert listed["files"][0]["name"] == "s.yaml"
    undone = client.post(f"{address}/undo", headers=key)
    assert (undone.status_code, undone.get_json()["state"]) == (200, "undone")
    assert titles(store)["b1"] == "Fler larare"
    assert client.post(f"{address}/undo", headers=key).get_json()["change"] == 2
    assert store.revision() == 3
    assert client.delete(address, headers=key).status_code == 204
    assert client.get(address, headers=key).status_code == 404
    assert client.get("/api/v1/imports", headers=key).get_json()["imports"] == []


def test_an_import_undone_in_the_log_says_so(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    address = send(client, key, CHANGED).headers["Location"]
    revision = settled(client, key, address)["preview"]["revision"]
    client.post(f"{address}/apply", json={"revision": revision}, headers=key)
    settled(client, key, address)
    assert client.post("/api/v1/changes/2/undo", headers=key).status_code == 200
    assert settled(client, key, address)["state"] == "undone"
    twice = client.post("/api/v1/changes/2/undo", headers=key)
    assert (twice.status_code, twice.get_json()["code"]) == (409, "undone_already")
    assert "redan ångrad, av ändring 3" in twice.get_json()["detail"]


def test_what_pages_let_one_fetch_programs_fetch_too(client: FlaskClient, store: Store) -> None:
    key = bearer(store, "editor")
    for path in ("/template.xlsx", "/source.xlsx?source=s", "/source.yaml?source=s",
                 "/source.csv?source=s"):
        fetched = client.get(f"/api/v1{path}", headers=key)
        assert fetched.status_code == 200 and fetched.data, path
        page = {"/template.xlsx": "/las-in/mall.xlsx"}.get(path)
        assert page is None or "attachment" in fetched.headers["Content-Disposition"]
    assert b"Fler larare" in client.get("/api/v1/source.yaml?source=s", headers=key).data
    gone = client.get("/api/v1/source.yaml?source=nope", headers=key)
    assert (gone.status_code, gone.get_json()["code"]) == (404, "unknown_source")
    address = send(client, key, CHAIN.replace(b"level: vision", b"level: x")).headers["Location"]
    settled(client, key, address)
    assert client.get(f"{address}/marked.xlsx", headers=key).status_code == 404
    book = {"files": [{"name": "b.csv", "content": base64.b64encode(
        "Id;Mål;Nivå;Enhet\nx;Ett mål;nix;bun\n".encode()).decode()}]}
    address = client.post("/api/v1/imports", json=book, headers=key).headers["Location"]
    assert settled(client, key, address)["state"] == "faulty"
    marked = client.get(f"{address}/marked.xlsx", headers=key)
    assert marked.status_code == 200 and marked.data[:2] == b"PK"
    listed = {"kind": "list", "files": [{"name": "l.csv", "content": base64.b64encode(
        "Mål;Enhet;Bidrar till\nLäsa;BUN;Alla elever\n".encode()).decode()}]}
    address = client.post("/api/v1/imports", json=listed, headers=key).headers["Location"]
    assert settled(client, key, address)["state"] == "list"
    assert client.get(f"{address}/proposal.xlsx", headers=key).data[:2] == b"PK"
    client.post(f"{address}/choices", json={"choices": []}, headers=key)
    assert settled(client, key, address)["files"][0]["name"] == "l.csv.json"
