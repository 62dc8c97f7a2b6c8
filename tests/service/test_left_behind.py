"""What still refers to an item that is to go: named, linked to, and mended first."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from graph.store import Store
from tests.service.api_asking import asking
from tests.service.importing.doing import CHAIN, apply, chain, page, upload, wait
from tests.service.signing import bearer, form, signed_in

FOLLOWED = """rodtrad: 1
source: {id: uppf, title: Uppföljningen}
assignments:
  - {id: upp-1, title: Pröva <b>vikarier</b>, goals: [b1]}
assessments:
  - {goal: b1, period: "2024", verdict: met}
""".encode()
LINK = re.compile(r'href="(/andra/[^"]*)"><bdi>([^<]*)<')


@pytest.fixture
def editor(store: Store) -> FlaskClient:
    """An editor's browser, on goals of one source that another one refers to."""
    store.import_files([chain(), chain(FOLLOWED)])
    return signed_in(store, "editor")


@pytest.mark.both
def test_a_goal_that_is_referred_to_says_so_before_it_is_removed(
    editor: FlaskClient, store: Store
) -> None:
    said = page(editor, "/ta-bort/goals?id=b1")
    assert "Fler larare går inte att ta bort än" in said and "Ta bort</button>" not in said
    assert "Uppdrag: <a" in said and "Bedömningar: <a" in said
    assert [name for _, name in LINK.findall(said)] == [
        "Ändra: Pröva &lt;b&gt;vikarier&lt;/b&gt;", "Ändra: b1",
    ]  # fmt: skip
    for path, _ in LINK.findall(said):
        assert editor.get(path.replace("&amp;", "&")).status_code == 200
    assert "b1" in {goal.id for goal in store.chain().goals}


def test_a_new_id_is_refused_with_a_link_to_what_uses_the_old_one(editor: FlaskClient) -> None:
    asked = editor.get("/andra/goals?id=b1").text
    boxes = dict(re.findall(r'<input[^>]*name="((?:f\.)?[a-z.0-9]+)"[^>]*value="([^"]*)"', asked))
    sent = {**boxes, "f.id": "b2", "f.title": "Fler lärare", "f.level": "namnd", "f.unit.0": "bun"}
    answer = editor.post("/andra/goals?id=b1", data=form(editor, **sent))
    assert answer.status_code == 422
    assert "2 saker behöver rättas" in answer.text
    assert len(LINK.findall(answer.text)) == 2


def test_a_goal_dropped_from_a_sheet_names_what_another_source_says_of_it(
    editor: FlaskClient, store: Store
) -> None:
    """Told with a way to mend it, and read anew when that is done."""
    without = CHAIN.replace(CHAIN.splitlines(keepends=True)[-1], b"")
    address = upload(editor, ("mal.yaml", without))
    said = page(editor, address)
    assert "2 fel att rätta" in said and "Uppföljningen" in said
    assert "finns inte i goals" not in said
    assert "Det som är fel står inte i filen" in said and "markerad.xlsx" not in said
    for path, _ in LINK.findall(said):
        back = path.replace("&amp;", "&").replace("/andra/", "/ta-bort/")
        tag = re.search(r'name="tag" value="([^"]*)"', page(editor, back))
        assert tag
        assert editor.post(back, data=form(editor, tag=tag[1])).status_code == 303
    assert editor.get(address).status_code == 200
    apply(editor, wait(editor, address))
    assert {goal.id for goal in store.chain().goals} == {"v", "kf1"}


def test_a_program_is_told_the_item_and_no_path_of_the_server(
    editor: FlaskClient, store: Store
) -> None:
    ask = asking(editor.application, bearer(store, "editor"))
    new = {"id": "ny", "title": "Ny", "level": "namnd", "unit": "bum"}
    said = ask("POST", "/api/v1/items/goals", new)
    assert said.status_code == 422
    (wrong,) = said.get_json()["errors"]
    assert (wrong["file"], wrong["code"]) == ("goals", "unknown_reference")
    assert (wrong["message"], wrong["hint"]) == ("'bum' finns inte i units.", "Menade du 'bun'?")
    seen = ask("GET", "/api/v1/items/goals/b1")
    kept = ask("DELETE", "/api/v1/items/goals/b1", If_Match=seen.headers["ETag"])
    assert {each["file"] for each in kept.get_json()["errors"]} == {"Uppföljningen"}
    assert {each["code"] for each in kept.get_json()["errors"]} == {"leads_nowhere"}
    taken = {**new, "id": "b1", "unit": "bun"}
    said = ask("POST", "/api/v1/items/goals?source=uppf", taken)
    (wrong,) = said.get_json()["errors"]
    assert wrong["message"] == "Id:t 'b1' har redan ett mål i Kommunen."


def test_goals_on_a_level_that_another_source_takes_away_are_named(
    editor: FlaskClient, store: Store
) -> None:
    """The levels are the model's, and the model is that of one source."""
    goals = """rodtrad: 1
source: {id: m, title: Målen}
goals: [{id: x, title: Ett mål, level: grupp, unit: bun}]
"""
    store.import_files([chain(goals.encode())])
    levels = b"""model: {current_year: 2024, levels: [
      {id: vision, name: Vision}, {id: fullmaktige, name: F, root: true}, {id: namnd, name: N}]}"""
    said = page(editor, upload(editor, ("s.yaml", CHAIN.replace(
        b"model: {current_year: 2024}", levels))))
    assert "Nivån &#39;grupp&#39; finns inte, men ett mål står på den: &#39;Ett mål&#39;." in said
