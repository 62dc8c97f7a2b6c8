"""
Reporting points: what was said of goals, set against what their indicators told for that time.

A reporting point is a period that an assessment or an outcome is for (docs/semantics.md,
Reporting points; A21). An outcome belongs to an assessment whose period it ends within, so that
the outcome of a year isn't held against an assessment of its spring.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Assessment, Indicator, Reading
from graph.period import Period
from queries.audit import Audit
from queries.rules.verdicts.followup import reaches


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an indicator told; `reached` is None where nobody can tell."""

    indicator: Indicator
    reading: Reading

    @property
    def target(self) -> int | float | None:
        """The target of that period, else the indicator's own."""
        own = self.reading.target
        return own if own is not None else self.indicator.target

    @property
    def reached(self) -> bool | None:
        """True if the outcome reaches the target."""
        return reaches(self.indicator, self.reading)


@dataclass(frozen=True, slots=True)
class Point:
    """One assessment with the outcomes for its time; or outcomes with no assessment beside."""

    period: Period
    assessment: Assessment | None
    outcomes: tuple[Outcome, ...]

    @property
    def at_odds(self) -> bool:
        """
        True if a goal is said to be met and a target was missed, or not met and all were reached.

        Never for an assessment of an area, which is of more than one goal's indicators.
        """
        hits = [each.reached for each in self.outcomes if each.reached is not None]
        said = self.assessment.verdict if self.assessment and self.assessment.goal else None
        return bool(hits) and (
            (said == "met" and not all(hits)) or (said == "not_met" and all(hits))
        )


@dataclass(frozen=True, slots=True)
class About:
    """
    The points of a goal, as they bear on a root goal; both by number.

    `goal` is the root goal itself, with assessments of its areas among its points, or one by
    which a unit answers it.
    """

    root: int
    goal: int
    points: tuple[Point, ...]


def goal_points(audit: Audit, goal: int) -> list[Point]:
    """The points of one goal, whenever they were, the latest first."""
    frame, ident = audit.projection.frame, audit.projection.ids[goal]
    said = [each for each in frame.assessments if each.goal == ident]
    told = [
        Outcome(each, reading)
        for each in frame.indicators if ident in each.measures
        for reading in each.readings if reading.value is not None
    ]
    return _points(said, told)


def root_points(audit: Audit) -> list[About]:
    """
    For each root goal in force its own points in the view, then those of goals that answer it.

    Goals without points are left out, but for root goals themselves. Linear in assessments,
    outcomes and the matrix unit × root goal.
    """
    p, scene = audit.projection, audit.scene
    said: dict[tuple[str, str], list[Assessment]] = {}
    for each in p.frame.assessments:
        if scene.holds(each.period.first, each.period.last):
            for kind in ("goal", "area"):
                if name := getattr(each, kind):
                    said.setdefault((kind, name), []).append(each)
    told: dict[str, list[Outcome]] = {}
    for indicator in p.frame.indicators:
        for reading in indicator.readings:
            period = reading.period
            if reading.value is not None and scene.holds(period.first, period.last):
                for goal in indicator.measures:
                    told.setdefault(goal, []).append(Outcome(indicator, reading))
    answering: dict[int, set[int]] = {}
    for answer in audit.answers:
        answering.setdefault(answer.goal, set()).update(answer.goals)
    known = {p.number[name] for kind, name in said if kind == "goal"} | {
        p.number[name] for name in told
    }
    points = {
        goal: tuple(_points(said.get(("goal", p.ids[goal]), []), told.get(p.ids[goal], [])))
        for goal in known
    }
    out = []
    for root in scene.roots.tolist():
        areas = [p.frame.areas[area].id for area in p.areas.of(root).tolist()]
        own = list(said.get(("goal", p.ids[root]), []))
        own += [each for area in areas for each in said.get(("area", area), [])]
        out.append(About(root, root, tuple(_points(own, told.get(p.ids[root], [])))))
        below = (answering.get(root, set()) & known) - {root}
        out += [About(root, goal, points[goal]) for goal in sorted(below)]
    return out


def _points(said: Sequence[Assessment], told: Iterable[Outcome]) -> list[Point]:
    """Assessments with the outcomes for their time, then other outcomes, the latest first."""
    outcomes = sorted(told, key=_order)
    days = [each.reading.period.last for each in outcomes]
    found: list[Point] = []
    used: set[int] = set()
    for each in said:
        here = range(bisect_left(days, each.period.first), bisect_right(days, each.period.last))
        used.update(here)
        found.append(Point(each.period, each, tuple(outcomes[place] for place in here)))
    rest: dict[Period, list[Outcome]] = {}
    for place, outcome in enumerate(outcomes):
        if place not in used:
            rest.setdefault(outcome.reading.period, []).append(outcome)
    found += [Point(period, None, tuple(those)) for period, those in rest.items()]
    return sorted(found, key=_latest_first)


def _order(outcome: Outcome) -> tuple[object, ...]:
    reading = outcome.reading
    return reading.period.last, outcome.indicator.id, reading.period.first, reading.gender or ""


def _latest_first(point: Point) -> tuple[object, ...]:
    """What was said of the goal itself stands before what was said of its area."""
    said = point.assessment
    about = (said.goal is None, said.area or "", said.verdict) if said else (True, "", "")
    period = point.period
    return -period.last.toordinal(), -period.first.toordinal(), said is None, *about
