"""The line of sight, read as a person would, and true to the chain on any data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.checking import read_chain
from graph.projection import project
from queries.audit import Audit, audit
from queries.sight import LANGUAGES, goal_sight, unit_sight
from tests.asking import audit_of
from tests.chains import random_chain

SAMPLE = sorted((Path(__file__).parents[2] / "samples" / "tyreso").glob("*.yaml"))


@cache
def tyreso() -> Audit:
    return audit(project(read_chain(SAMPLE)[0]))


def said(goal: str, language: str = "sv") -> list[str]:
    return goal_sight(tyreso(), tyreso().projection.number[goal], language)


def test_a_group_sees_all_the_way_to_the_vision() -> None:
    told = said("boll24-1")
    assert told[0].startswith("Hemtjänstgrupp Bollmora har målet ”Varje brukare har två fasta")
    assert told[1].startswith("Det bidrar till Hemtjänstens mål ”Den som har hjälp varje dag")
    assert told[2].startswith("Det bidrar till Äldre- och omsorgsnämndens mål ”Den som får stöd")
    assert told[3].startswith("Det bidrar till fullmäktiges mål ”Tyresö kommun levererar bra")
    assert told[-1] == "Därifrån leder vägen till ”Vision 2030”."


def test_the_other_root_goals_and_the_how_of_a_link_are_told() -> None:
    told = said("ks24-s2")
    assert told[2].startswith("Så här: Varje procentenhet lägre sjukfrånvaro")
    assert told[3] == (
        "Målet leder också till ”Medarbetare i Tyresö kommunkoncern är motiverade och delaktiga "
        "i kommunens utveckling”."
    )


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        ("asn24-4", "Ingen koppling uppåt är inlagd"),
        ("njup24-4", "Målet har kopplingar uppåt, men ingen av dem gäller."),
        ("bou24-3", "Där tar vägen slut, utan att nå fullmäktige."),
        ("it24-3", "Målet leder uppåt, men ingen väg når ända till fullmäktige."),
        ("bun24-6", "Målet är undantaget genom beslut"),
    ],
)
def test_a_goal_that_leads_nowhere_says_why(goal: str, sentence: str) -> None:
    assert any(each.startswith(sentence) for each in said(goal))
    assert not any("fullmäktiges mål" in each for each in said(goal))


def test_a_how_without_a_full_stop_gets_one() -> None:
    found = audit_of(
        {
            "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
            "units": [{"id": "n", "name": "N", "kind": "nämnd"}],
            "goals": [{"id": "k", "title": "K", "level": "fullmaktige"}] + [
                {"id": f"n{place}", "title": "N", "level": "namnd", "unit": "n",
                 "contributes_to": [{"to": "k", "how": how}]}
                for place, how in enumerate(("Genom arbete", "Genom arbete.", "Hur? "))
            ],
        },
        {"year": 2024},
    )
    hows = [goal_sight(found, found.projection.number[f"n{place}"])[2] for place in range(3)]
    assert hows == ["Så här: Genom arbete.", "Så här: Genom arbete.", "Så här: Hur?"]


def test_one_goal_below_two_and_names_that_belong_together_are_told_as_such() -> None:
    above = {"k": [], "n": ["k"], "e": ["n"], "g": ["e"]}
    levels = {"k": "fullmaktige", "n": "namnd", "e": "enhet", "g": "grupp"}
    found = audit_of(
        {
            "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
            "units": [{"id": each, "name": each.upper(), "kind": "enhet"} for each in "uvw"],
            "goals": [{"id": each, "title": each, "level": levels[each], "unit": ["u", "v"],
                       "contributes_to": up} for each, up in above.items()],
            "indicators": [{"id": each, "name": each.upper(), "measures": ["n"]} for each in "ij"],
        },
        {"year": 2024},
    )  # fmt: skip
    told = {each: goal_sight(found, found.projection.number[each]) for each in above}
    assert told["n"][0] == "U och V har målet ”n”."
    assert told["n"][-2:] == ["2 mål längre ned leder hit.", "Det mäts av I och J."]
    assert told["e"][-1] == "Ett mål längre ned leder hit."


def test_english_says_as_much() -> None:
    for goal in ("boll24-1", "ks24-s2", "asn24-4", "it24-3", "kf24-1"):
        assert len(said(goal)) == len(said(goal, "en"))
    assert said("asn24-4", "en")[1].startswith("No link upward is written")


def test_a_unit_tells_of_each_of_its_goals() -> None:
    p = tyreso().projection
    told = unit_sight(tyreso(), p.unit_number["tyr-ksf-it"])
    assert told[0] == ["IT & digitalisering har 3 mål."]
    assert [each[0][: len("IT & digitalisering har målet")] for each in told[1:]] == (
        ["IT & digitalisering har målet"] * 3
    )
    none = unit_sight(tyreso(), p.unit_number["tyr-bn"])
    assert none == [["Byggnadsnämnden har inga mål i vyn."]]


def test_every_goal_in_force_has_a_sight_and_its_way_is_the_witness() -> None:
    for seed in range(60):
        found = audit_of(*random_chain(seed))
        p = found.projection
        for goal in range(p.count):
            for language in LANGUAGES:
                told = goal_sight(found, goal, language)
                assert bool(told) == bool(found.scene.goals[goal])
                for each in found.states.witness(goal):
                    assert any(p.titles[each] in sentence for sentence in told)
