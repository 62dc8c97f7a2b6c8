"""Pages call things what people call them, count them in grammar, and lead on from where one is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.store import Store
from service.item_words import extent, value_text
from service.words import say
from tests.service import signing
from tests.service.editing.small import fill

LEVELS = {"namnd": "Nämndmål"}


@pytest.fixture
def editor(store: Store, tmp_path: Path) -> FlaskClient:
    """An editor's browser on a small chain."""
    fill(store, tmp_path)
    return signing.signed_in(store, "editor", app=signing.service(store))


@pytest.mark.parametrize(
    ("section", "key", "value", "said"),
    [("goals", "basis", "made_up", "påhittad"), ("goals", "level", "namnd", "Nämndmål"),
     ("goals", "level", "okänd", "okänd"), ("assessments", "verdict", "met", "uppfyllt"),
     ("goals", "title", "made_up", "made_up"), ("indicators", "target", 79.5, "79,5"),
     ("goals", "contributes_to", [{"to": "kf-1", "how": "så"}, "kf-2"],
      "kf-1 (Hur: så); kf-2"),
     ("indicators", "readings", [{"period": "2023", "value": 1.5, "basis": "made_up"}],
      "Period: 2023, Utfall: 1,5, Grund: påhittad"),
     ("goals", "note", None, "")],
)  # fmt: skip
def test_a_value_is_told_as_forms_and_sheets_tell_it(
    section: str, key: str, value: object, said: str
) -> None:
    assert value_text(section, key, value, "sv", LEVELS) == said


def test_one_is_said_in_the_singular() -> None:
    assert extent(1, 2, 1, "sv") == "1 ny, 2 ändrade, 1 borttagen"
    assert extent(0, 1, 0, "en") == "1 changed"
    assert say("drop.cells", "sv", count="1") == "1 ruta i matrisen töms."
    assert say("drop.cells", "sv", count="11") == "11 rutor i matrisen töms."


def test_a_change_is_told_in_the_words_of_the_forms(editor: FlaskClient) -> None:
    sent = {"f.title": "Ett nytt mål", "f.level": "namnd", "f.plan": "np-bun",
            "f.basis": "made_up", "once": "x"}  # fmt: skip
    made = editor.post("/ny/goals", data=signing.form(editor, **sent))
    assert made.status_code == 303, made.text
    said = editor.get("/andringar/2").text
    assert "påhittad" in said and "made_up" not in said
    assert re.search("<td><bdi>Nämndmål</bdi>", said)
    assert "1 ny." in said


def test_a_change_that_isnt_there_leads_to_those_that_are(editor: FlaskClient) -> None:
    answer = editor.get("/andringar/99")
    assert answer.status_code == 404
    assert 'href="/andringar"' in answer.text


def test_every_sort_of_thing_can_be_made_from_what_it_is_about(editor: FlaskClient) -> None:
    """Nothing needs its address typed: a page of a goal, plan or unit leads to the form."""
    led = {
        path.partition("?")[0].removeprefix("/ny/")
        for page in ("/mal/bun-1", "/plan/np-bun", "/enhet/bun", "/enhet", "/plan", "/omrade",
                     "/indikator", "/undantag")
        for path in re.findall(r'href="(/ny/[^"]*)"', editor.get(page).text)
    }
    assert led == {
        "units", "plans", "areas", "goals", "indicators", "exemptions", "forwards", "assessments",
        "participation", "guarantees", "assignments", "documents",
    }  # fmt: skip
    for path in re.findall(r'href="(/ny/[^"]*)"', editor.get("/mal/bun-1").text):
        filled = editor.get(path.replace("&amp;", "&"))
        assert filled.status_code == 200 and 'value="bun-1"' in filled.text, path


def test_an_orphan_leads_to_the_exemption_that_its_finding_speaks_of(editor: FlaskClient) -> None:
    said = editor.get("/mal/skola-1").text
    assert re.search(r'undanta det genom beslut\. <a href="/ny/exemptions\?goal=skola-1">', said)


def test_search_goes_on_without_a_word_that_is_nowhere(editor: FlaskClient) -> None:
    said = editor.get("/sok?q=läsläxa+zzzzzzz").text
    assert "1 träff på" in said and "Läsläxa varje dag" in said
    assert "Inget innehåller ”zzzzzzz” eller liknar det. Det här är träffarna på resten." in said
    said = editor.get("/sok?q=zzzzzzz").text
    assert "0 träffar på" in said and "resten" not in said


def test_an_error_leads_to_the_search_in_its_language(client: FlaskClient) -> None:
    assert 'href="/sok"' in client.get("/nope").text
    said = client.get("/nope?lang=en").text
    assert 'href="/sok?lang=en"' in said and 'href="/?lang=en"' in said


def test_a_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    answer = client.put("/api/v1/goals/bun24-2")
    assert answer.status_code == 405
    assert "GET, HEAD, OPTIONS" in answer.get_json()["detail"]
    assert "står på /api" in answer.get_json()["detail"]
