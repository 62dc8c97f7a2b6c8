"""
Reporting points in a report: rows of an audit's assessments and outcomes, and their words.
"""

from __future__ import annotations

from collections.abc import Iterator

from queries.audit import Audit
from queries.judging import Judged, judged_roots
from queries.reporting import Outcome, root_points
from queries.rules.verdicts.measures import has_outcome
from service.reports.filed.leaves import PointLeaf, PointsLeaf
from service.reports.filed.result import OutcomeRow, PointRow, Report
from service.showing import cut, number, period_text
from service.words import say

# How many characters of a name and of a root goal's id, and how many outcomes, are shown.
NAME, IDENT, OUTCOMES = 240, 20, 12
DIRECTIONS = {">=": "ge", "<=": "le", ">": "gt", "<": "lt", "=": "eq"}


def point_rows(audit: Audit) -> Iterator[PointRow]:
    """A row for each point of a root goal and of the goals that answer it, roots in order."""
    p = audit.projection
    can = {each.goal: each for each in judged_roots(audit)}
    for about in root_points(audit):
        root, goal = p.ids[about.root], p.ids[about.goal]
        judged = can[about.root] if about.goal == about.root else None
        title = p.titles[about.goal]
        if not about.points:
            yield PointRow(root, goal, title, None, None, None, False, False, (), judged)
        for point in about.points:
            said = point.assessment
            yield PointRow(
                root=root,
                goal=goal,
                title=title,
                area=said.area if said and said.goal is None else None,
                period=point.period.text,
                verdict=said.verdict if said else None,
                at_odds=point.at_odds,
                made_up=said is not None and said.basis == "made_up",
                outcomes=tuple(map(outcome_row, point.outcomes)),
                judged=judged,
            )


def measured_before(audit: Audit) -> int:
    """
    How many root goals have no outcome in the view, but one from the year before it: what
    T048 and T050 count too, by their parameter `years_back`, unless it is tuned.
    """
    p = audit.projection

    def measured(years_back: int) -> set[str]:
        return {goal for each in p.frame.indicators if has_outcome(audit, each, years_back)
                for goal in each.measures}

    late = measured(1) - measured(0)
    return sum(p.ids[root] in late for root in audit.scene.roots.tolist())


def outcome_row(outcome: Outcome) -> OutcomeRow:
    """One outcome's row."""
    indicator, reading = outcome.indicator, outcome.reading
    assert reading.value is not None
    return OutcomeRow(
        indicator=indicator.id,
        name=indicator.name,
        period=reading.period.text,
        gender=reading.gender,
        value=reading.value,
        target=outcome.target,
        direction=indicator.target_op,
        unit=indicator.unit_of_measure,
        reached=outcome.reached,
        made_up="made_up" in (indicator.basis, reading.basis),
    )


def points_leaf(report: Report) -> PointsLeaf | None:
    """The points in words; None where no root goal is in force."""
    rows, language = report.points, report.language
    if not rows:
        return None
    roots = {row.root for row in rows}
    own = [row for row in rows if row.goal == row.root]
    odds = {(row.goal, row.period, row.verdict) for row in rows if row.at_odds}
    late = report.measured_before
    sentence = say(
        "filed.points_sum", language, whole=len(roots), odds=len(odds),
        assessed=len({row.root for row in own if row.verdict}),
        measured=len({row.root for row in own if row.outcomes}),
        before=say("filed.points_before", language, count=late) if late else "",
        below=len({row.goal for row in rows if row.goal not in roots and row.verdict}),
    )
    return PointsLeaf(sentence, tuple(_leaf(report, row) for row in rows))


def _leaf(report: Report, row: PointRow) -> PointLeaf:
    language = report.language
    told = [outcome_text(each, row.period, language) for each in row.outcomes[:OUTCOMES]]
    if len(row.outcomes) > OUTCOMES:
        told.append(say("filed.more", language, count=len(row.outcomes) - OUTCOMES))
    return PointLeaf(
        root=cut(row.root, IDENT),
        own=row.goal == row.root,
        subject=cut(subject_of(report, row), NAME),
        period=period_text(row.period, language) if row.period else "–",
        verdict=verdict_word(row.verdict, language),
        odds=say("filed.at_odds", language) if row.at_odds else "",
        mark=say("filed.example", language) if row.made_up else "",
        outcomes=tuple(told),
        judged=judged_word(row.judged, language) if row.judged else "",
    )


def subject_of(report: Report, row: PointRow) -> str:
    """What was assessed: the area by name, else the goal by id and title."""
    if row.area is not None:
        return say("filed.of_area", report.language, area=report.names.areas[row.area])
    return f"{row.goal} {row.title}"


def verdict_word(verdict: str | None, language: str) -> str:
    """A verdict as people read it; for None that there is no assessment."""
    return say(f"verdict.{verdict}" if verdict else "filed.not_assessed", language)


def judged_word(judged: Judged, language: str) -> str:
    """Whether a root goal can be judged, as people read it: `nej: målvärde saknas`."""
    if not judged.missing:
        return say("filed.judged_own" if judged.own else "filed.judged_below", language)
    lacks = ", ".join(say(f"filed.lacks_{part}", language) for part in judged.missing)
    return say("filed.judged_not", language, lacks=lacks)


def outcome_text(row: OutcomeRow, period: str | None, language: str) -> str:
    """An outcome beside its target: `Sjukfrånvaro: 7,1 %, målvärde högst 6,5 % (inte nått)`."""
    beside = [period_text(row.period, language)] if row.period != period else []
    beside += [row.gender] if row.gender else []
    beside += [say("filed.example", language)] if row.made_up else []
    name = f"{row.name} ({', '.join(beside)})" if beside else row.name
    said = f"{cut(name, NAME)}: {_amount(row.value, row.unit, language)}"
    if row.target is None:
        return f"{said}, {say('filed.without_target', language)}"
    direction = say(f"op.{DIRECTIONS[row.direction]}", language) + " " if row.direction else ""
    target = direction + _amount(row.target, row.unit, language)
    return said + ", " + say("filed.against", language, target=target,
                             reached=reached_word(row.reached, language))


def reached_word(reached: bool | None, language: str) -> str:
    """Whether a target was reached, as people read it."""
    names = {True: "reached", False: "missed", None: "not_comparable"}
    return say(f"filed.{names[reached]}", language)


def _amount(value: int | float, unit: str | None, language: str) -> str:
    return number(value, language) + (f"\u00a0{cut(unit, 40)}" if unit else "")
