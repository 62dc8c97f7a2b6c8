"""
The eight irregularities that the public sources of Tyresö hold, found by name in the sample.

docs/analysis.md says what of them the data shows, and what it can't.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.checking import read_chain
from graph.projection import Projection, project
from queries.audit import audit
from queries.rules.check import check
from queries.rules.finding import Finding
from queries.view import View

SAMPLE = sorted((Path(__file__).parents[3] / "samples" / "tyreso").glob("*.yaml"))


@cache
def tyreso() -> Projection:
    return project(read_chain(SAMPLE)[0])


@cache
def found(year: int) -> dict[tuple[str, str], Finding]:
    outcomes = check(audit(tyreso(), View(year=year)))
    return {(each.rule, each.subject): each for outcome in outcomes for each in outcome.findings}


def marked(mark: str) -> set[str]:
    """The ids of the items whose notes bear a mark."""
    items = [item for name in ("plans", "documents", "assignments", "indicators")
             for item in tyreso().frame.section(name)]  # fmt: skip
    return {item.id for item in items if mark in (item.note or "")}


def test_x01_the_plan_for_2021_was_to_be_decided_in_december_2021() -> None:
    told = found(2021)["T039", "upp-slutlig-plan-2021"]
    assert {"due": "2021-12", "start": "2021-01-01", "plan": "np-gvn-2021p"}.items() <= (
        told.values.items()
    )
    assert ("T026", "np-gvn-2021p") in found(2021)
    assert {"upp-slutlig-plan-2021", "np-gvn-2021p"} <= marked("X01")


def test_x02_two_days_are_told_for_one_decision() -> None:
    told = found(2021)["T036", "kp2021"]
    assert told.values["days"] == "2020-10-19, 2020-11-19"
    assert "kp2021" in marked("X02")


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_x03_the_goals_that_the_two_news_items_disagree_on_are_missing(year: int) -> None:
    areas = {subject for rule, subject in found(year) if rule == "T080"}
    # The fourth area has the financial goal, which is known.
    assert {"mo1", "mo2", "mo3"} <= areas
    assert not [subject for rule, subject in found(2024) if rule == "T080"]
    assert {"kp2024", "dok-nyhet-2023-06-28", "dok-nyhet-2024-01-09"} <= marked("X03")


def test_x04_two_digits_have_changed_places() -> None:
    told = found(2018)["T043", "ind-bun-driftbudget-2018"]
    assert (told.values["first"], told.values["second"]) == ("24164", "24146")
    assert {"ind-bun-driftbudget-2018", "np-bun-2018"} <= marked("X04")


def test_x05_a_plan_was_decided_in_november_and_not_in_october() -> None:
    told = found(2024)["T027", "np-gvn-2024"]
    assert (told.values["decided"], told.values["deadline"]) == ("2023-11-30", "2023-10-31")
    assert "np-gvn-2024" in marked("X05")


@pytest.mark.parametrize(
    ("year", "plan", "decided"),
    [
        (2021, "kp2021", "2020-11-19"),
        (2022, "kp2022", "2021-10-21"),
        (2023, "kp2023", "2022-11-24"),
    ],
)
def test_x06_three_years_fullmaktige_decided_after_june(year: int, plan: str, decided: str) -> None:
    told = found(year)["T027", plan]
    assert told.values["decided"] == decided
    assert told.values["deadline"] == f"{year - 1}-06-30"
    assert plan in marked("X06")


def test_x07_kommunstyrelsen_had_no_plan_before_2021() -> None:
    cells = {subject for rule, subject in found(2020) if rule == "T023"}
    assert any(subject.startswith("namnd/tyr-ks/") for subject in cells)
    assert not any(subject.startswith("namnd/tyr-bun/") for subject in cells)
    assert not [each for each in found(2021) if each[0] == "T023" and "/tyr-ks/" in each[1]]
    assert "np-ks-2021-stab" in marked("X07")


def test_x08_plans_for_2013_were_shown_in_may() -> None:
    for plan in ("ep-bib-2013", "ep-kultur-2013", "ep-fritid-2013"):
        told = found(2013)["T031", plan]
        assert (told.values["start"], told.values["shown"]) == ("2013-01-01", "2013-05-27")
        assert plan in marked("X08")
