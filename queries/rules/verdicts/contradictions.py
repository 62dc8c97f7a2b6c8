"""
Verdicts on records that can't all be right: days, definitions, targets and figures
(A26–A28, A30).
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Iterator

import numpy as np

from graph.days import final_decision, plan_start
from graph.layers import Flags
from graph.model import Assignment, Indicator, Plan
from graph.period import Period
from graph.text import fold
from queries.audit import Audit
from queries.rules.finding import Finding, Looked
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import (
    item_finding,
    plans_in_parts,
    plans_looked_at,
    plans_with_decisions,
)
from queries.view import DRAFT

# A key, what is said for it, and the indicator that says so.
Told = tuple[Hashable, Hashable, Indicator]


def decision_days(audit: Audit, rule: Rule) -> Looked:
    """Plans for whose final decision several days are told (A28)."""
    found = []
    for plan in _plans(audit, plans_with_decisions(audit)):
        told = [each.decided_on for each in plan.decisions if each.kind == "final"]
        days = {day for day in (*told, plan.decided_on) if day is not None}
        if len(days) > 1:
            said = ", ".join(day.isoformat() for day in sorted(days))
            found.append(item_finding(rule, plan, days=said))
    return Looked(_count(audit), found)


def plan_days(audit: Audit, rule: Rule) -> Looked:
    """
    Plans whose days can't all be right: decided after their period, starting outside it, or
    decided for the time being after the final decision (A28).
    """
    calendar = audit.projection.calendar
    # A plan may last shorter than its period, never longer: these are all that may be wrong.
    past = np.maximum(calendar.decided, calendar.plan_first) > calendar.plan_last
    own = [plan.in_force_from is not None for plan in audit.projection.frame.plans]
    doubtful = past | plans_with_decisions(audit) | np.array(own, dtype=np.bool_)
    found = []
    for plan in _plans(audit, doubtful):
        decided, start, period = final_decision(plan), plan_start(plan), plan.period
        days = [
            each.decided_on
            for each in plan.decisions
            if each.kind == "preliminary" and each.decided_on and decided
            if each.decided_on > decided
        ]
        if period and decided and decided > period.last:
            days.append(decided)
        if period and start and not period.first <= start <= period.last:
            days.append(start)
        if days:
            said = ", ".join(day.isoformat() for day in sorted(set(days)))
            found.append(item_finding(rule, plan, days=said, period=str(period or "–")))
    return Looked(_count(audit), found)


def assignment_days(audit: Audit, rule: Rule) -> Looked:
    """Assignments with some day in the view, due or reported before they were given (A28)."""
    looked = [
        each
        for each in audit.projection.frame.assignments
        if each.given_on is not None
        and any(_in_view(audit, day) for day in (each.given_on, each.due, each.reported_on) if day)
    ]
    found = []
    for each in looked:
        assert each.given_on is not None
        ends = [end for end in (each.due, each.reported_on) if end is not None]
        if any(end.last < each.given_on.first for end in ends):
            said = ", ".join(str(end) for end in ends)
            found.append(item_finding(rule, each, given=str(each.given_on), days=said))
    return Looked(len(looked), found)


def decided_too_late_by_order(audit: Audit, rule: Rule) -> Looked:
    """
    Assignments of a plan that is still a draft, due only when the plan has begun (A15, A28).

    There is nothing to carry out in a plan that isn't decided but to decide it.
    """
    p = audit.projection
    of, found = 0, []
    for each in p.frame.assignments:
        plan = p.frame.plans[p.plan_number[each.plan]] if each.plan else None
        if plan is None or each.due is None or not _in_view(audit, plan.period):
            continue
        start = plan_start(plan)
        if p.calendar.plan_status[p.plan_number[plan.id]] != DRAFT or start is None:
            continue
        of += 1
        if each.due.last > start:
            days = {"due": str(each.due), "start": start.isoformat()}
            found.append(item_finding(rule, each, plan=plan.id, **days))
    return Looked(of, found)


def assignments(audit: Audit) -> list[Assignment]:
    """
    The assignments that the view is about: given by its last day, and due or reported, if at
    all, no earlier than its first.
    """
    window = audit.scene.window
    every = list(audit.projection.frame.assignments)
    if window is None:
        return every
    return [
        each
        for each in every
        if audit.scene.holds(
            each.given_on.first if each.given_on else None,
            each.reported_on.last if each.reported_on else None,
        )
    ]


def redefined(audit: Audit, rule: Rule) -> Looked:
    """
    Indicators that are called the same as another, by key figure or name, but are defined or
    counted otherwise; and those on a key figure that the rule is told is retired (A26).
    """
    retired = set(rule.parameters["retired"])
    indicators = audit.projection.frame.indicators
    told: list[Told] = []
    for each in indicators:
        called = _called(each)
        if each.definition:
            told.append((("definition", *called), fold(each.definition), each))
        if each.kolada_id and each.unit_of_measure:
            told.append((("unit", *called), each.unit_of_measure, each))
        if each.kolada_id and each.target_op:
            told.append((("direction", *called), each.target_op, each))
    found = {
        each.id: item_finding(rule, each, other=each.kolada_id)
        for each in indicators
        if each.kolada_id and each.kolada_id in retired
    }
    _tell_pairs(rule, told, found)
    return Looked(len(indicators), list(found.values()))


def conflicting_targets(audit: Audit, rule: Rule) -> Looked:
    """
    Indicators that another, of the same key figure or name and unit, contradicts: for the same
    time another target, or another outcome (A30).
    """
    indicators = [each for each in audit.projection.frame.indicators if _of_view(audit, each)]
    told: list[Told] = []
    for each in indicators:
        called = (*_called(each), each.unit_of_measure)
        if each.target is not None:
            told.append((("target", *called, _days(each.period)), each.target, each))
        told += [
            (("outcome", *called, _days(reading.period), reading.gender), reading.value, each)
            for reading in each.readings
            if reading.value is not None
        ]
    found: dict[str, Finding] = {}
    _tell_pairs(rule, told, found)
    return Looked(len(indicators), list(found.values()))


def figures_disagree(audit: Audit, rule: Rule) -> Looked:
    """Indicators that tell two outcomes, or two targets, for one period (A27)."""
    return _figures(audit, rule, changed_about=False)


def digits_swapped(audit: Audit, rule: Rule) -> Looked:
    """The same, where two digits have only changed places: most likely a slip (A27)."""
    return _figures(audit, rule, changed_about=True)


def _figures(audit: Audit, rule: Rule, *, changed_about: bool) -> Looked:
    indicators = [each for each in audit.projection.frame.indicators if _of_view(audit, each)]
    found = [
        item_finding(rule, each, first=_number(first), second=_number(second))
        for each in indicators
        for first, second in _told_twice(each)
        if swapped(first, second) == changed_about
    ]
    return Looked(len(indicators), found)


def _told_twice(indicator: Indicator) -> Iterable[tuple[float, float]]:
    """The first pair of outcomes, and of targets, that differ for one period and gender."""
    for key in ("value", "target"):
        told: dict[Hashable, float] = {}
        for each in indicator.readings:
            figure = getattr(each, key)
            if figure is None:
                continue
            first = told.setdefault((_days(each.period), each.gender), figure)
            if first != figure:
                yield first, figure
                break


def swapped(first: float, second: float) -> bool:
    """True if the figures are the same digits with two neighbours changed about."""
    one, other = _number(first), _number(second)
    if len(one) != len(other):
        return False
    apart = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    left, right = apart
    return one[left] == other[right] and one[right] == other[left]


def budgets_disagree(audit: Audit, rule: Rule) -> Looked:
    """
    Plans whose budget isn't the sum of those of their parts, all of which tell theirs (A27).

    A difference up to the parameter `tolerance`, in thousands of kronor, is rounding.
    """
    p, looked = audit.projection, plans_looked_at(audit)
    parts: dict[int, list[Plan]] = {}
    for plan in _plans(audit, plans_in_parts(audit)):
        parts.setdefault(p.plan_number[plan.part_of or ""], []).append(plan)
    of, found = 0, []
    for whole_plan in sorted(parts):
        plan = p.frame.plans[whole_plan]
        told = [each.budget_tkr for each in parts[whole_plan]]
        if not looked[whole_plan] or plan.budget_tkr is None or None in told:
            continue
        of += 1
        whole = sum(each for each in told if each is not None)
        if abs(whole - plan.budget_tkr) > rule.parameters["tolerance"]:
            sums = {"budget": _number(plan.budget_tkr), "sum": _number(whole)}
            found.append(item_finding(rule, plan, **sums))
    return Looked(of, found)


def _plans(audit: Audit, among: Flags) -> list[Plan]:
    """Some of the plans in force of a kind that a level has."""
    looked = np.flatnonzero(plans_looked_at(audit) & among)
    return [audit.projection.frame.plans[place] for place in looked.tolist()]


def _count(audit: Audit) -> int:
    """How many such plans there are."""
    return int(plans_looked_at(audit).sum())


def _of_view(audit: Audit, indicator: Indicator) -> bool:
    return _in_view(audit, indicator.period)


def _in_view(audit: Audit, period: Period | None) -> bool:
    first: datetime.date | None = period.first if period else None
    return audit.scene.holds(first, period.last if period else None)


def _days(period: Period | None) -> Hashable:
    """A period however it was written."""
    return None if period is None else (period.first, period.last)


def _called(indicator: Indicator) -> tuple[str, str]:
    """What makes two indicators one: the key figure, else the name."""
    if indicator.kolada_id:
        return "kolada", indicator.kolada_id
    return "name", fold(indicator.name).casefold()


def _apart(told: Iterable[Told]) -> Iterator[tuple[Indicator, Indicator]]:
    """Each indicator that says otherwise than another of the same key, with the first such."""
    groups: dict[Hashable, dict[Hashable, list[Indicator]]] = {}
    for key, said, each in told:
        groups.setdefault(key, {}).setdefault(said, []).append(each)
    for values in groups.values():
        first = [(said, those[0]) for said, those in values.items()][:2]
        for said, those in values.items() if len(first) > 1 else ():
            others = [other for value, other in first if value != said]
            for each in those:
                # The same indicator may tell two figures itself; that is another rule's.
                if others[0] is not each:
                    yield each, others[0]


def _tell_pairs(rule: Rule, told: Iterable[Told], found: dict[str, Finding]) -> None:
    """Add what says otherwise than another: one finding for an indicator, and one for a pair."""
    pairs: set[frozenset[str]] = set()
    for each, other in _apart(told):
        pair = frozenset((each.id, other.id))
        if each.id not in found and pair not in pairs:
            pairs.add(pair)
            found[each.id] = item_finding(rule, each, other=other.id)


def _number(value: float) -> str:
    return str(value).removesuffix(".0")
