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
