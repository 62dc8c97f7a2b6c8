"""Search finds what is meant, of every kind, and says how it read a misspelt word."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.checking import read_chain
from graph.projection import Projection, project
from queries.audit import audit
from service.searching import Index

TITLES = {
    "g1": "Trygga skolvägar", "g2": "Fler skolvagnar på stan", "g3": "Vårdnadshavare är med",
    "g4": "Bättre idéer för ån", "g5": "Anden simmar", "vård": "Annat",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("search") / "chain.json"
    doc: dict[str, Any] = {
        "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
        "units": [{"id": "u", "name": "Älvenheten", "kind": "enhet"},
                  {"id": "v", "name": "Åenheten", "kind": "enhet"}],
        "goals": [{"id": ident, "title": title, "level": "fullmaktige"}
                  for ident, title in TITLES.items()],
    }
    path.write_text(json.dumps(doc), encoding="utf-8")
    projection: Projection = project(read_chain([path])[0])
    return Index(projection, audit(projection).scene.goals)


def goals(index: Index, words: str) -> list[str]:
    """The ids of what is found, in order."""
    ids = sorted(TITLES)
    return [ids[place] for place in index.find(words).places["goals"]]


def test_a_for_å_finds_both_and_what_is_typed_comes_first(index: Index) -> None:
    assert goals(index, "skolvag") == ["g2", "g1"]
    assert goals(index, "skolväg") == ["g1", "g2"]
    assert goals(index, "VARDNADSHAVARE") == ["g3"]
    assert goals(index, "ideer") == ["g4"]


def test_the_very_id_comes_before_words(index: Index) -> None:
    assert goals(index, "vård")[0] == "vård"


def test_every_word_must_be_there(index: Index) -> None:
    assert goals(index, "trygga skolvägar") == ["g1"]
    assert goals(index, "trygga stan") == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [("trgga", "trygga"), ("tryyga", "trygga"), ("vårdnadshvare", "vårdnadshavare"),
     ("vårdnadhsavrae", "vårdnadshavare"), ("alvenehten", "älvenheten")],
)
def test_typos_are_forgiven_and_told(index: Index, typed: str, read: str) -> None:
    found = index.find(typed)
    assert found.total == 1
    assert found.read == {typed: [read]}


def test_short_words_and_nonsense_find_nothing(index: Index) -> None:
    for words in ("zzz", "qwertyuiop", "", "   "):
        assert index.find(words).total == 0


def test_units_are_in_swedish_order(index: Index) -> None:
    # Å comes before Ä, though not by the numbers of their characters.
    assert index.find("enhet").places["units"] == [1, 0]


def test_every_kind_is_found_and_leads_to_its_page(client: FlaskClient) -> None:
    for words, address in (
        ("bun24-3", "/mal/bun24-3"), ("Kultur- och fritidsnämnden", "/enhet/tyr-kfn"),
        ("Kommunplan 2024", "/plan/kp2024"), ("Hållbar ekonomi", "/omrade/mo4"),
        ("N15428", "/indikator/ind-behoriga"), ("Årsredovisning 2023", "/plan/kp2023"),
    ):
        assert f'href="{address}"' in client.get("/sok", query_string={"q": words}).text, words


def test_a_kind_can_be_looked_at_alone_and_leafed(client: FlaskClient) -> None:
    page = client.get("/sok?q=2024").text
    assert '/sok?q=2024&amp;kind=plans' in page
    alone = client.get("/sok?q=2024&kind=plans&page=2").text
    assert 'rel="prev"' in alone and 'id="h-goals"' not in alone
    assert client.get("/sok?q=a&kind=nope").status_code == 400


def test_where_nothing_is_found_it_says_what_to_try(client: FlaskClient) -> None:
    page = client.get("/sok?q=zzzqqq").text
    assert "Inget hittades" in page and "/sok?q=zzzqqq&amp;all=1" in page
    typo = client.get("/sok?q=vardnadshavre").text
    assert "Inget innehåller ”vardnadshavre”. Visar det som liknar: vårdnadshavare." in typo
