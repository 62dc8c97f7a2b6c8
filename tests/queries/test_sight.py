"""The line of sight, read as a person would, and true to the chain on any data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.checking import read_chain
from graph.projection import project
from queries.audit import Audit, audit
from queries.sight import LANGUAGES, goal_sight, meeting_sight, unit_sight, without_meeting
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
    assert told[-2:] == [
        "Därifrån leder vägen till ”Vision 2030”.",
        "Målen sattes vid ett möte 12 december 2023 där 14 av 18 tog del.",
    ]


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


def met(year: int, *meetings: dict[str, object]) -> Audit:
    units = [{"id": each, "name": each.upper(), "kind": "grupp"}
             for each in "uvx"]
    return audit_of(
        {
            "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
            "units": [*units, {"id": "kf", "name": "KF", "kind": "fullmäktige"}],
            "goals": [{"id": "g", "title": "G", "level": "grupp", "unit": ["u", "x"]},
                      {"id": "h", "title": "H", "level": "grupp", "unit": "u"}],
            "participation": list(meetings),
        },
        {"year": year},
    )  # fmt: skip


def test_the_latest_meeting_up_to_the_view_is_told_with_as_much_as_is_known() -> None:
    def told(year: int, *meetings: dict[str, object]) -> list[str]:
        found = met(year, *({"unit": "u", **each} for each in meetings))
        unit = found.projection.unit_number["u"]
        return [meeting_sight(found, unit, language) for language in LANGUAGES]

    whole = {"date": "2023-12-07", "took_part": 6, "of": 6}
    assert told(2024, {"date": "2023-03-01"}, whole, {"date": "2025-01-01"}) == [
        "Målen sattes vid ett möte 7 december 2023 där 6 av 6 tog del.",
        "The goals were set at a meeting on 2023-12-07, where 6 of 6 took part.",
    ]
    assert told(2024, {"date": "2024-02-01", "took_part": 0})[0] == (
        "Målen sattes vid ett möte 1 februari 2024 där 0 tog del."
    )
    assert told(2024, {"date": "2024-02-01", "of": 4})[0] == (
        "Målen sattes vid ett möte 1 februari 2024."
    )
    # Goals of 2026 were not set two years before.
    assert told(2026, whole) == told(2022, whole) == ["", ""]


def test_a_unit_tells_its_meeting_once_and_a_joint_goal_each_by_name() -> None:
    found = met(2024, {"unit": "u", "date": "2023-12-07"}, {"unit": "x", "date": "2024-01-08"})
    p = found.projection
    first, *goals = unit_sight(found, p.unit_number["u"])
    assert first == ["U har 2 mål.", "Målen sattes vid ett möte 7 december 2023."]
    assert len(goals) == 2 and "möte" not in str(goals)
    assert goal_sight(found, p.number["g"])[-2:] == [
        "Us mål sattes vid ett möte 7 december 2023.", "X mål sattes vid ett möte 8 januari 2024."
    ]
    assert goal_sight(found, p.number["h"])[-1].startswith("Målen sattes")


def test_no_meeting_is_remarked_on_only_of_units_that_owe_goals_where_others_have_one() -> None:
    found = met(2024, {"unit": "u", "date": "2023-12-07"})
    number = found.projection.unit_number
    assert {each for each in number if without_meeting(found, number[each])} == {"v", "x"}
    for none in (met(2024), met(2026, {"unit": "u", "date": "2023-12-07"})):
        assert not any(without_meeting(none, unit) for unit in number.values())


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
