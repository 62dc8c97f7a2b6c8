"""
Verdicts on follow-up: assessments against indicators, analyses, assignments (A07, A14, A21–A24).

Where the data holds no item of the sort at all, nothing is looked at: then they are kept
elsewhere.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from graph.model import Assessment, Indicator, Reading
from graph.period import Period
from queries.audit import Audit
from queries.matrix import answering_level
from queries.rules.finding import Finding, Looked, goal_finding, item_place, view_finding
from queries.rules.spec import Rule
from queries.rules.verdicts.contradictions import assignments
from queries.rules.verdicts.facts import (
    asked_levels,
    goals_at,
    item_finding,
    last_day,
    plan_levels,
)

JUDGED = ("met", "partly", "not_met")


def not_followed_up(audit: Audit, rule: Rule) -> Looked:
    """
    Goals at the levels asked about with neither assessment nor outcome at the latest reporting
    point of the view: the last period that any assessment is for (A07).
    """
    told = assessments(audit)
    if not told:
        return Looked(0, [])
    point = max((each.period for each in told), key=lambda period: (period.last, period.first))
    p = audit.projection
    seen = np.zeros(p.count, dtype=np.bool_)
    seen[[p.number[each.goal] for each in told if each.goal and _meets(each.period, point)]] = True
    for indicator, reading in _outcomes(audit):
        if _meets(reading.period, point):
            seen[[p.number[goal] for goal in indicator.measures]] = True
    looked = goals_at(audit, asked_levels(audit, rule))
    found = [
        goal_finding(audit, rule, goal, point=str(point)) for goal in looked[~seen[looked]].tolist()
    ]
    return Looked(len(looked), found)


def met_but_missed(audit: Audit, rule: Rule) -> Looked:
    """Goals said to be met though an indicator missed its target in that time (A21)."""
    return _against_indicators(audit, rule, "met")


def missed_but_met(audit: Audit, rule: Rule) -> Looked:
    """Goals said not to be met though all their indicators reached their targets (A21)."""
    return _against_indicators(audit, rule, "not_met")


def _against_indicators(audit: Audit, rule: Rule, verdict: str) -> Looked:
    of, found = 0, []
    outcomes = _by_goal(audit)
    for each in assessments(audit):
        if each.verdict != verdict or each.goal is None:
            continue
        reached = [
            (indicator, hit)
            for indicator, reading in outcomes.get(each.goal, ())
            if _meets(reading.period, each.period)
            and (hit := reaches(indicator, reading)) is not None
        ]
        of += bool(reached)
        missed = sorted({indicator.id for indicator, hit in reached if not hit})
        wrong = bool(missed) if verdict == "met" else bool(reached) and not missed
        if wrong:
            told = missed or sorted({indicator.id for indicator, _ in reached})
            found.append(_assessment(audit, rule, each, indicators=", ".join(told)))
    return Looked(of, found)


def reaches(indicator: Indicator, reading: Reading) -> bool | None:
    """True if an outcome reaches its target; None where value, target or direction isn't told."""
    target = reading.target if reading.target is not None else indicator.target
    value, way = reading.value, indicator.target_op
    if value is None or target is None or way is None:
        return None
    return {
        ">=": value >= target,
        "<=": value <= target,
        ">": value > target,
        "<": value < target,
        "=": value == target,
    }[way]


def without_outcome(audit: Audit, rule: Rule) -> Looked:
    """
    Assessments behind which no outcome of an indicator is told for that time (A21).

    Of an area, those of the goals in force that are tagged with it; of a plan, those of its goals.
    """
    p = audit.projection
    if not p.frame.indicators:
        return Looked(0, [])
    looked = [each for each in assessments(audit) if each.verdict in JUDGED]
    backed: dict[tuple[str, int], list[datetime.date]] = {}
    for name, told in _by_goal(audit).items():
        goal = p.number[name]
        keys = [("goal", goal), ("plan", int(p.plan[goal]))]
        keys += [("area", area) for area in p.areas.of(goal).tolist()]
        for key in keys:
            backed.setdefault(key, []).extend(reading.period.last for _, reading in told)
    for days in backed.values():
        days.sort()

    def told_in_time(each: Assessment) -> bool:
        days = backed.get(_about(audit, each), [])
        place = bisect_left(days, each.period.first)
        return place < len(days) and days[place] <= each.period.last

    found = [_assessment(audit, rule, each) for each in looked if not told_in_time(each)]
    return Looked(len(looked), found)


def without_analysis(audit: Audit, rule: Rule) -> Looked:
    """Assessments that say how it went and not why (A22)."""
    looked = [each for each in assessments(audit) if each.verdict in JUDGED]
    found = [_assessment(audit, rule, each) for each in looked if not each.analysis]
    return Looked(len(looked), found)


def links_without_how(audit: Audit, rule: Rule) -> Looked:
    """
    The view, where too large a share of the carrying links at the levels asked about doesn't
    say how the goal contributes (A22).

    Nothing is looked at where no link says how.
    """
    p = audit.projection
    level = np.zeros(len(audit.scene.levels) + 1, dtype=np.bool_)
    level[asked_levels(audit, rule)] = True
    links = np.flatnonzero(audit.links.carries & level[p.level_from]).tolist()
    silent = sum(not p.hows[link] for link in links)
    if not any(p.hows) or not links:
        return Looked(0, [])
    if silent <= rule.parameters["share"] * len(links):
        return Looked(1, [])
    found = view_finding(audit, rule)
    found.values.update(silent=str(silent), links=str(len(links)))
    return Looked(1, [found])


def without_action(audit: Audit, rule: Rule) -> Looked:
    """Assessments that tell a deviation and no action; not met counts as one (A24)."""
    looked = [each for each in assessments(audit) if each.deviation or each.verdict == "not_met"]
    found = [_assessment(audit, rule, each) for each in looked if not each.action]
    return Looked(len(looked), found)


def without_due(audit: Audit, rule: Rule) -> Looked:
    """Assignments of the view without a day when they are due (A23)."""
    looked = assignments(audit)
    return Looked(len(looked), [item_finding(rule, each) for each in looked if each.due is None])


def overdue(audit: Audit, rule: Rule) -> Looked:
    """
    Assignments whose time had run out by the last day of the view, and of which no report is
    told (A23).

    Nothing is looked at where no date is.
    """
    last = last_day(audit)
    if last is None:
        return Looked(0, [])
    looked = [each for each in assignments(audit) if each.due is not None]
    found = [
        item_finding(rule, each, due=str(each.due), seen=last.isoformat())
        for each in looked
        if each.due is not None and each.due.last <= last and each.reported_on is None
    ]
    return Looked(len(looked), found)


def plans_without_budget(audit: Audit, rule: Rule) -> Looked:
    """
    Plans in force of the level that answers the root goals, for which no money is told, nor for
    their parts or what they are a part of (A14).

    Nothing is looked at where no plan of the data tells its budget.
    """
    plans, level = audit.projection.frame.plans, answering_level(audit.scene)
    if level is None or all(plan.budget_tkr is None for plan in plans):
        return Looked(0, [])
    funded = {plan.id for plan in plans if plan.budget_tkr is not None}
    funded |= {plan.part_of for plan in plans if plan.id in funded and plan.part_of}
    looked = np.flatnonzero(audit.scene.plans & (plan_levels(audit) == level)).tolist()
    found = [
        item_finding(rule, plan)
        for plan in (plans[place] for place in looked)
        if plan.id not in funded and plan.part_of not in funded
    ]
    return Looked(len(looked), found)


def assessments(audit: Audit) -> list[Assessment]:
    """The assessments for a time in the view."""
    return [
        each
        for each in audit.projection.frame.assessments
        if audit.scene.holds(each.period.first, each.period.last)
    ]


def _by_goal(audit: Audit) -> dict[str, list[tuple[Indicator, Reading]]]:
    """The outcomes of each goal's indicators."""
    out: dict[str, list[tuple[Indicator, Reading]]] = {}
    for indicator, reading in _outcomes(audit):
        for goal in indicator.measures:
            out.setdefault(goal, []).append((indicator, reading))
    return out


def _outcomes(audit: Audit) -> Iterator[tuple[Indicator, Reading]]:
    for indicator in audit.projection.frame.indicators:
        for reading in indicator.readings:
            if reading.value is not None:
                yield indicator, reading


def _about(audit: Audit, each: Assessment) -> tuple[str, int]:
    p = audit.projection
    if each.goal is not None:
        return "goal", p.number[each.goal]
    if each.area is not None:
        return "area", p.area_number[each.area]
    return "plan", p.plan_number.get(each.plan or "", -1)


def _assessment(audit: Audit, rule: Rule, each: Assessment, **values: str) -> Finding:
    p = audit.projection
    about = each.goal or each.area or each.plan or "–"
    title = about
    if each.goal:
        title = p.titles[p.number[each.goal]]
    elif each.area:
        title = p.frame.areas[p.area_number[each.area]].name
    elif each.plan:
        title = p.frame.plans[p.plan_number[each.plan]].name or about
    said = {"id": about, "title": title, "period": str(each.period), **values}
    witness = (each.goal,) if each.goal else ()
    return Finding(rule, f"{about}/{each.period}", witness, said, item_place(each))


def _meets(one: Period, other: Period) -> bool:
    """True if a period ends within another: an outcome of a year is not one of its spring."""
    return other.first <= one.last <= other.last
