"""
What a drop or a reorganisation costs, as the lists that its page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from queries.impact import Impact
from queries.reorganise import Reorganisation
from queries.responsible import responsible
from service.asking import Asked
from service.pages.goal_view import GoalLine, goal_lines
from service.reports.losses import goes, share_line
from service.reports.regroupings import (
    cell_line,
    changed,
    duty_line,
    names_of,
    swallowed_lists,
    verdict,
)

SHOWN = 15
# Goals that could carry one that loses its last support.
NAMED = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """The first of a list, and how many there are."""

    items: list[T]
    total: int

    @property
    def left(self) -> int:
        """How many aren't shown."""
        return self.total - len(self.items)


@dataclass(frozen=True, slots=True)
class Losses:
    """What a drop costs; `last` are goals, each with those that could carry it instead."""

    goes: str
    last: Some[tuple[GoalLine, list[GoalLine]]]
    one: Some[GoalLine]
    rest: int
    whole: int
    cells: Some[tuple[str, str, str]]
    answers: Some[GoalLine]
    deep: Some[GoalLine]
    indicators: Some[tuple[str, str]]
    units: Some[str]
    kind: str = "drop"


def losses(question: Asked, found: Impact) -> Losses:
    """The lists of an impact; what is unaffected is what stays and is in none of them."""
    p, language = question.audit.projection, question.language
    units, areas, indicators = p.frame.units, p.frame.areas, p.frame.by_id("indicators")
    shares = responsible(found)
    whole = int((question.audit.scene.goals & ~found.drops.goals).sum())
    touched = {
        *found.loses_last, *found.loses_one, *found.loses_answer, *found.loses_deep_any
    }
    carried = [
        goal_lines(question, [each.goal for each in found.candidates_of(goal, NAMED)])
        for goal in found.loses_last[:SHOWN]
    ]
    last = goal_lines(question, found.loses_last[:SHOWN])
    return Losses(
        goes=goes(found, language),
        last=Some(list(zip(last, carried, strict=True)), len(found.loses_last)),
        one=_goals(question, found.loses_one),
        rest=whole - len(touched),
        whole=whole,
        cells=Some(
            [
                (units[unit].name, question.unit(units[unit].id), areas[area].name)
                for _, unit, area in found.lost_cells[:SHOWN]
            ],
            len(found.lost_cells),
        ),
        answers=_goals(question, found.loses_answer),
        deep=_goals(question, found.loses_deep_any),
        indicators=Some(
            [
                (indicators[each].name, question.indicator(each))
                for each in found.indicators_without_goal[:SHOWN]
            ],
            len(found.indicators_without_goal),
        ),
        units=Some([share_line(found, each, language) for each in shares[:SHOWN]], len(shares)),
    )


@dataclass(frozen=True, slots=True)
class Regrouped:
    """
    What merged and moved units cost; `coverage` is by level and area (done, owed) before and
    after.
    """

    sentence: str
    coverage: list[tuple[str, str, tuple[int, int], tuple[int, int]]]
    cells: Some[str]
    roots: Some[tuple[str, GoalLine]]
    goals: list[tuple[str, Some[GoalLine]]]
    duties: list[tuple[str, Some[str]]]
    together: Some[tuple[str, str, list[tuple[str, str]]]]
    kind: str = "regroup"


def regrouped(question: Asked, found: Reorganisation) -> Regrouped:
    """The lists of a reorganisation, cells that are lost before others."""
    p, language = question.audit.projection, question.language
    names, plans = names_of(found), p.frame.by_id("plans")
    areas = {area.id: area.name for area in p.frame.areas}
    cells = sorted(found.cells, key=lambda each: not each.lost)
    lists = (
        ("answers", found.loses_answer), ("deep", found.loses_deep_any),
        ("homeless", found.homeless),
    )
    return Regrouped(
        sentence=f"{changed(found, names, language)} {verdict(found, language)}",
        coverage=[
            (p.governance.level(level).name, areas[area], (was, owed), (now, owed_now))
            for (level, area), (was, owed, now, owed_now) in found.covered.items()
        ],
        cells=Some(
            [cell_line(found, each, names, language) for each in cells[:SHOWN]], len(cells)
        ),
        roots=Some(
            [
                (names[unit], line)
                for (unit, _), line in zip(
                    found.lost_answers[:SHOWN],
                    goal_lines(question, [p.number[g] for _, g in found.lost_answers[:SHOWN]]),
                    strict=True,
                )
            ],
            len(found.lost_answers),
        ),
        goals=[(key, _goals(question, goals)) for key, goals in lists if goals],
        duties=[
            (
                key,
                Some([duty_line(found, e, names, language) for e in those[:SHOWN]], len(those)),
            )
            for key, those in swallowed_lists(found)
            if those
        ],
        together=Some(
            [
                (
                    names[unit], kind,
                    [(plans[each].name or each, question.plan(each)) for each in those],
                )
                for unit, kind, those in found.plans_together[:SHOWN]
            ],
            len(found.plans_together),
        ),
    )


def _goals(question: Asked, goals: Sequence[int]) -> Some[GoalLine]:
    return Some(goal_lines(question, goals[:SHOWN]), len(goals))
