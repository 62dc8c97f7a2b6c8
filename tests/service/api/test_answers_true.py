"""What the API says of a request that it refuses is so, and names what is to be mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from graph.reading import read_files
from graph.store import Store
from tests.service.api_asking import Ask, asking, code
from tests.service.signing import PASSWORD, bearer, browser_of, form, person

API = "/api/v1"


@pytest.fixture
def ask(stored_app: Flask, store: Store) -> Ask:
    """Asks with an editor's token."""
    return asking(stored_app, bearer(store, "editor"))


def test_a_narrow_token_is_told_and_not_the_role(stored_app: Flask, store: Store) -> None:
    ask = asking(stored_app, bearer(store, "admin", scope="read"))
    refused = ask("POST", f"{API}/items/goals", {"id": "x"})
    assert code(refused) == (403, "forbidden.scope")
    assert refused.get_json()["detail"].endswith("Gör en nyckel med omfattningen edit.")
    refused = asking(stored_app, bearer(store, "admin", scope="edit"))("GET", f"{API}/users")
    assert "omfattningen admin" in refused.get_json()["detail"]


@pytest.mark.parametrize(
    ("sent", "word", "said"),
    [({"filer": []}, "field", "'filer'"), ({"files": "a"}, "field", "'files'"),
     ({"kind": "nope", "files": []}, "field", "'kind'"),
     ({"files": [{"name": "a.yaml", "content": "###"}]}, "file", "base64")],
)  # fmt: skip
def test_what_is_wrong_with_files_that_are_sent_is_named(
    ask: Ask, sent: dict[str, Any], word: str, said: str
) -> None:
    refused = ask("POST", f"{API}/imports", sent)
    assert code(refused) == (400, word)
    assert said in refused.get_json()["detail"]


def test_an_embed_with_an_odd_id_is_told_so(ask: Ask) -> None:
    sent = {"kind": "sight", "subject": "bun24-2", "id": "X Y"}
    refused = ask("POST", f"{API}/embeds", sent)
    assert code(refused) == (400, "field") and "'id'" in refused.get_json()["detail"]


def test_a_name_that_nothing_has_is_told_with_the_nearest_or_with_none(ask: Ask) -> None:
    near = ask("GET", f"{API}/goals?unit=bun").get_json()["detail"]
    assert near == "Här finns inget som heter 'bun'. Närmast: tyr-bun."
    lost = ask("GET", f"{API}/goals?unit=zzzzzz").get_json()["detail"]
    assert lost == "Här finns inget som heter 'zzzzzz'."
    assert code(ask("GET", f"{API}/findings?rule=T999")) == (404, "unknown_rule")


def test_no_answer_tells_where_files_lie(ask: Ask, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "hemlig mapp" / "mål.yaml"
    path.parent.mkdir()
    path.write_text(
        "rodtrad: 1\nsource: {id: hemlig}\n"
        "goals: [{id: ensam, title: Ensam, level: namnd, unit: tyr-bun, valid_from: 2024-01-01}]\n"
    )
    store.import_files(read_files([path]).files)
    for address in ("findings?rule=T001", "findings.csv?rule=T001", "audit", "report.json"):
        said = ask("GET", f"{API}/{address}").get_data(as_text=True)
        assert "mål.yaml" in said, address
        assert "hemlig mapp" not in said, address


def test_signing_in_keeps_to_the_language(stored_app: Flask, store: Store) -> None:
    person(store, "editor", name="eva", password=PASSWORD)
    client = browser_of(stored_app)
    sent = form(client, name="eva", password=PASSWORD, next="/mal?unit=tyr-bun")
    entered = client.post("/logga-in?lang=en", data=sent)
    assert entered.location.endswith("/mal?unit=tyr-bun&lang=en")


def test_every_fault_of_an_item_is_told_at_once_and_as_its_own(ask: Ask) -> None:
    sent = {"id": "ny", "title": "Ny", "level": "xx", "plan": "nix", "areas": ["nope"],
            "valid_from": "2024-13-01", "budget_tkr": "mycket"}  # fmt: skip
    refused = ask("POST", f"{API}/items/goals", sent)
    assert code(refused) == (422, "input")
    codes = sorted(each["code"] for each in refused.get_json()["errors"])
    assert codes == ["bad_number", "no_such_day", "unknown_level", "unknown_reference",
                     "unknown_reference"]  # fmt: skip
    assert not [each for each in refused.get_json()["errors"] if "hänvisar dit" in each["message"]]


def test_a_misspelt_plan_is_no_matter_of_rights(stored_app: Flask, store: Store) -> None:
    ask = asking(stored_app, bearer(store, "editor", units=["tyr-bun"]))
    seen = ask("GET", f"{API}/items/goals/bun24-2")
    sent = {**seen.get_json(), "plan": "np-bun-2O24"}
    refused = ask("PUT", f"{API}/items/goals/bun24-2", sent, If_Match=seen.headers["ETag"])
    assert code(refused) == (422, "input")
    (wrong,) = refused.get_json()["errors"]
    assert wrong["message"] == "'np-bun-2O24' finns inte i plans."
    assert wrong["hint"] == "Menade du 'np-bun-2024'?"


def test_examples_name_what_there_is(stored_app: Flask) -> None:
    said = stored_app.test_client().get("/api").text
    assert "/api/v1/items/units/tyr&#39;" in said and "items/units/vision" not in said
    assert "/users/ID" in said and "/imports/ID/apply" in said
