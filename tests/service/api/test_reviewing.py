"""A program says that a suspect link has been read, as the page of the goal lets one do."""

from __future__ import annotations

import json

import pytest

from graph.reading import read_text
from graph.store import Store
from tests.service.api_asking import Ask, asking, code
from tests.service.editing.small import CHAIN
from tests.service.signing import bearer, service

LINK = {"from": "bun-1", "to": "kf-1"}


@pytest.mark.both
def test_a_suspect_link_is_reviewed_on_what_was_read(store: Store) -> None:
    store.import_files(read_text(json.dumps(CHAIN), "kedja.json").files)
    ask = asking(service(store), bearer(store, "editor"))
    above = ask("GET", "/api/v1/items/goals/kf-1")
    said = {**above.get_json(), "title": "Alla lär sig läsa"}
    put = ask("PUT", "/api/v1/items/goals/kf-1", said, If_Match=above.headers["ETag"])
    assert put.status_code == 200
    assert state_of(ask) == "suspect"
    seen = ask("GET", "/api/v1/items/goals/bun-1").headers["ETag"]
    assert code(ask("POST", "/api/v1/links/review", LINK)) == (428, "if_match")
    assert code(ask("POST", "/api/v1/links/review", LINK, If_Match='"x"')) == (412, "clash")
    lost = ask("POST", "/api/v1/links/review", {**LINK, "to": "v"}, If_Match=seen)
    assert code(lost) == (404, "unknown_name")
    done = ask("POST", "/api/v1/links/review", LINK, If_Match=seen)
    assert done.status_code == 200 and done.headers["ETag"] != seen
    assert done.get_json()["contributes_to"][0]["reviewed_by"] == "Editor Öberg"
    assert state_of(ask) == "valid"
    assert store.changes()[0].action == "review"


def state_of(ask: Ask) -> str:
    """What the link is held to be."""
    (link,) = ask("GET", "/api/v1/links?goal=bun-1").get_json()["links"]
    return str(link["state"])
