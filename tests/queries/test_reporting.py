"""Assessments stand beside the outcomes of their own time, whoever they are of."""

from __future__ import annotations

import random
from typing import Any

import pytest

from queries.audit import Audit
from queries.reporting import goal_points, root_points
from queries.rules.check import check
from tests.asking import audit_of

PERIODS = ("2023", "2024-T1", "2024-T2", "2024-03", "2024", "2024-01-01/2024-04-30")


def chain(**more: Any) -> Audit:
    return audit_of(
        {
            "rodtrad": 1,
            "source": {"id": "s"},
            "model": {"current_year": 2024},
            "units": [{"id": "kf", "name": "KF", "kind": "fullmäktige"},
                      {"id": "n", "name": "N", "kind": "nämnd", "parent": "kf"}],
            "areas": [{"id": "a", "name": "A", "period": "2024"}],
            "goals": [
                {"id": "k", "title": "K", "level": "fullmaktige", "unit": "kf", "areas": ["a"]},
                {"id": "l", "title": "L", "level": "fullmaktige", "unit": "kf"},
                {"id": "n1", "title": "N1", "level": "namnd", "unit": "n",
                 "contributes_to": ["k"]},
                {"id": "n2", "title": "N2", "level": "namnd", "unit": "n",
                 "contributes_to": ["k"]},
            ],
            **more,
        },
        {"year": 2024},
    )


def indicator(goal: str, *readings: tuple[str, float], op: str = ">=") -> dict[str, Any]:
    told = [{"period": period, "value": value} for period, value in readings]
    return {"id": f"i-{goal}", "name": f"I {goal}", "measures": [goal], "target": 50,
            "target_op": op, "readings": told}


def told(found: Audit) -> list[tuple[str, str, str, str | None, int, bool]]:
    ids = found.projection.ids
    return [
        (ids[about.root], ids[about.goal], point.period.text,
         point.assessment.verdict if point.assessment else None, len(point.outcomes), point.at_odds)
        for about in root_points(found)
        for point in about.points
    ]


def test_a_root_goal_has_its_own_points_its_areas_and_those_of_goals_that_answer() -> None:
    found = chain(
        assessments=[
            {"goal": "k", "period": "2024-T1", "verdict": "met"},
            {"goal": "k", "period": "2024-T2", "verdict": "partly"},
            {"area": "a", "period": "2024-T2", "verdict": "met"},
            {"goal": "k", "period": "2023", "verdict": "not_met"},
            {"goal": "n1", "period": "2024-T1", "verdict": "not_met"},
        ],
        indicators=[indicator("k", ("2024-03", 40), ("2024", 60)),
                    indicator("n1", ("2024-T1", 55))],
    )
    assert told(found) == [
        ("k", "k", "2024", None, 1, False),
        ("k", "k", "2024-T2", "partly", 0, False),
        ("k", "k", "2024-T2", "met", 0, False),
        ("k", "k", "2024-T1", "met", 1, True),
        ("k", "n1", "2024-T1", "not_met", 1, True),
    ]
    # A root goal of which nothing is said is there all the same.
    assert [found.projection.ids[about.goal] for about in root_points(found)] == ["k", "n1", "l"]


def test_a_goals_own_points_are_told_whatever_the_view() -> None:
    found = chain(
        assessments=[{"goal": "n1", "period": "2022", "verdict": "met"},
                     {"goal": "n1", "period": "2024", "verdict": "met"}],
        indicators=[indicator("n1", ("2022", 10), ("2021", 9))],
    )
    points = goal_points(found, found.projection.number["n1"])
    assert [(each.period.text, len(each.outcomes), each.at_odds) for each in points] == [
        ("2024", 0, False), ("2022", 1, True), ("2021", 1, False)
    ]


@pytest.mark.parametrize(("op", "verdict"), [(None, "met"), (">=", "partly"), ("<=", "met")])
def test_what_cannot_be_held_against_a_target_never_disagrees(op: str, verdict: str) -> None:
    found = chain(
        assessments=[{"goal": "k", "period": "2024", "verdict": verdict}],
        indicators=[indicator("k", ("2024", 40), op=op)],
    )
    assert told(found) == [("k", "k", "2024", verdict, 1, False)]


def test_an_assessment_of_an_area_is_not_held_against_one_goal() -> None:
    found = chain(
        assessments=[{"area": "a", "period": "2024", "verdict": "met"}],
        indicators=[indicator("k", ("2024", 40))],
    )
    assert told(found) == [("k", "k", "2024", "met", 1, False)]


@pytest.mark.parametrize("seed", range(40))
def test_points_disagree_just_where_the_rules_say_so(seed: int) -> None:
    dice = random.Random(seed)
    pairs = [(goal, period) for goal in ("k", "l", "n1", "n2") for period in PERIODS]
    found = chain(
        assessments=[
            {"goal": goal, "period": period,
             "verdict": dice.choice(("met", "partly", "not_met", "cannot_judge"))}
            for goal, period in dice.sample(pairs, 10)
        ],
        indicators=[
            {**indicator(goal, *((period, dice.choice((40, 50, 60)))
                                 for period in dice.sample(PERIODS, 3)),
                         op=dice.choice((">=", "<=", "="))), "id": f"{goal}-{n}"}
            for goal in ("k", "l", "n1", "n2") for n in range(2)
        ],
    )
    by_rules = {
        finding.subject
        for outcome in check(found) if outcome.rule.id in ("T051", "T052")
        for finding in outcome.findings
    }
    by_goals = {
        f"{found.projection.ids[goal]}/{point.period.text}"
        for goal in range(found.projection.count)
        for point in goal_points(found, goal)
        if point.at_odds and found.scene.holds(point.period.first, point.period.last)
    }
    assert by_goals == by_rules
    assert {f"{goal}/{period}" for _, goal, period, _, _, odds in told(found) if odds} == by_rules
