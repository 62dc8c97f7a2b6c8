"""
What a rule's `require` says of an audit: for each thing there is, whether it is fulfilled.

Linear in goals and links for each requirement, whatever the number of steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from graph.days import EPOCH, NEVER, Days, final_decision
from graph.layers import Flags, Indices, flags
from graph.model import Plan
from queries.areas import closure, leading_to
from queries.audit import Audit
from queries.rules import terms
from queries.rules.measuring import measures, with_outcome
from queries.rules.selecting import goals_where, plans_where


class Fulfilled(NamedTuple):
    """
    One requirement: which of all goals (units, plans, indicators) fulfil it, and what was
    counted of each where something was.
    """

    holds: Flags
    counts: Indices | None = None


def fulfilled(audit: Audit, needs: Any) -> Iterator[Fulfilled]:
    """Each requirement of a rule, in the order of its class."""
    if isinstance(needs, terms.GoalNeeds):
        yield from _of_goals(audit, needs)
    elif isinstance(needs, terms.UnitNeeds):
        yield from _of_units(audit, needs)
    elif isinstance(needs, terms.PlanNeeds):
        yield from _of_plans(audit, needs)
    else:
        yield from _of_indicators(audit, needs)


def _of_goals(audit: Audit, needs: terms.GoalNeeds) -> Iterator[Fulfilled]:
    p = audit.projection
    if needs.up is not None:
        yield _linked(audit, needs.up, up=True)
    if needs.down is not None:
        yield _linked(audit, needs.down, up=False)
    if needs.must_be is not None:
        yield Fulfilled(goals_where(audit, needs.must_be))
    if needs.must_not_be is not None:
        yield Fulfilled(~goals_where(audit, needs.must_not_be))
    if needs.indicators is not None:
        yield _number_of(needs.indicators, measures(audit, needs.indicators))
    if needs.decided is not None:
        yield Fulfilled(np.append(_decided(audit, needs.decided), not needs.decided.known)[p.plan])
    for key in needs.has:
        yield Fulfilled(_goal_has(audit, key))
    for key in needs.plan_has:
        yield Fulfilled(np.append(_plan_has(audit, key), False)[p.plan])


def _of_units(audit: Audit, needs: terms.UnitNeeds) -> Iterator[Fulfilled]:
    p = audit.projection
    if needs.goals is not None:
        kept = goals_where(audit, needs.goals)
        yield _number_of(needs.goals, _goals_under(audit, kept))
    if needs.plans is not None:
        units = p.plan_unit[:-1][plans_where(audit, needs.plans)]
        yield _number_of(needs.plans, _under(audit, units[units >= 0]))


def _of_plans(audit: Audit, needs: terms.PlanNeeds) -> Iterator[Fulfilled]:
    p = audit.projection
    if needs.goals is not None:
        plans = p.plan[goals_where(audit, needs.goals)]
        counts = np.bincount(plans[plans >= 0], minlength=len(p.frame.plans))
        yield _number_of(needs.goals, counts)
    if needs.decided is not None:
        yield Fulfilled(_decided(audit, needs.decided))
    for key in needs.has:
        yield Fulfilled(_plan_has(audit, key))


def _of_indicators(audit: Audit, needs: terms.IndicatorNeeds) -> Iterator[Fulfilled]:
    indicators = audit.projection.frame.indicators
    for key in needs.has:
        yield Fulfilled(flags([getattr(each, key) not in (None, (), "") for each in indicators]))
    if needs.with_outcome:
        yield Fulfilled(flags([with_outcome(audit.scene, each) for each in indicators]))


def _number_of(asked: Any, counts: Indices) -> Fulfilled:
    """Whether a number lies within `min` and `max`; with neither it must be one or more."""
    least = asked.min if asked.min is not None else 1 if asked.max is None else 0
    holds = counts >= least
    if asked.max is not None:
        holds &= counts <= asked.max
    return Fulfilled(holds, counts)


def _linked(audit: Audit, asked: terms.Linked, *, up: bool) -> Fulfilled:
    p, carries = audit.projection, audit.links.carries
    kept = goals_where(audit, asked)
    near, far = (p.source, p.target) if up else (p.target, p.source)
    if asked.steps in (None, "1"):
        return _number_of(asked, np.bincount(near[carries & kept[far]], minlength=p.count))
    if asked.steps == terms.ANY_STEPS:
        walk = leading_to if up else closure
        kept = _flagged(walk(audit.scene, audit.links, np.flatnonzero(kept)), p.count)
        steps = 1
    else:
        steps = int(asked.steps or 1)
    met = np.zeros(p.count, dtype=np.bool_)
    for _ in range(steps):
        before = int(met.sum())
        met[near[carries & (kept | met)[far]]] = True
        if int(met.sum()) == before:
            break
    return Fulfilled(~met if asked.max == 0 else met)


def _flagged(places: Indices, count: int) -> Flags:
    found = np.zeros(count, dtype=np.bool_)
    found[places] = True
    return found


def _decided(audit: Audit, asked: terms.Decided) -> Flags:
    """For each plan, whether its final decision is as asked; unknown ones pass but for `known`."""
    calendar = audit.projection.calendar
    decided: Days = calendar.decided
    unknown = decided == NEVER
    holds = np.ones(len(decided), dtype=np.bool_)
    if asked.by is not None:
        holds &= decided <= (asked.by - EPOCH).days
    if asked.since is not None:
        holds &= decided >= (asked.since - EPOCH).days
    if asked.before_start:
        holds &= (decided < calendar.plan_first) | (calendar.plan_first == NEVER)
    late: Flags = np.where(unknown, not asked.known, holds)
    return late


def _goal_has(audit: Audit, key: str) -> Flags:
    p = audit.projection
    if key == "plan":
        return p.plan >= 0
    if key == "unit":
        return np.diff(p.held_by.start) > 0
    if key == "area":
        return np.diff(p.areas.start) > 0
    texts = {"code": p.codes, "kind": p.kinds, "tags": p.tags}[key]
    return flags([bool(text) for text in texts])


def _plan_has(audit: Audit, key: str) -> Flags:
    return flags([_says(plan, key) for plan in audit.projection.frame.plans])


def _says(plan: Plan, key: str) -> bool:
    value = final_decision(plan) if key == "decided_on" else getattr(plan, key)
    return value not in (None, (), "")


def _goals_under(audit: Audit, kept: Flags) -> Indices:
    """For each unit, how many of the goals it or a unit below it has; each goal once."""
    p = audit.projection
    several = kept & (np.diff(p.held_by.start) > 1)
    single = (kept & ~several)[p.held_by.owner]
    counts = _under(audit, p.held_by.values[single])
    units = p.frame.units
    for goal in np.flatnonzero(several).tolist():
        above: set[int] = set()
        for unit in p.held_by.of(goal).tolist():
            place = int(unit)
            while place not in above:
                above.add(place)
                parent = units[place].parent
                place = place if parent is None else p.unit_number[parent]
        counts[sorted(above)] += 1
    return counts


def _under(audit: Audit, units: Indices) -> Indices:
    """For each unit, how many of `units` are it or lie below it."""
    first, last = audit.projection.unit_spans
    here = np.bincount(first[units], minlength=len(first))
    until = np.concatenate([[0], np.cumsum(here)])
    counts: Indices = until[last] - until[first]
    return counts
