"""
What several verdicts need: which level a plan is of, which levels a rule asks about, days as text.

What is the same for every rule is worked out once for each audit.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from graph.days import EPOCH
from graph.layers import Flags, Indices, flags
from graph.model import Plan
from graph.projection import Projection
from queries.audit import Audit
from queries.matrix import answering_level
from queries.rules.finding import Finding, item_place
from queries.rules.spec import Rule

T = TypeVar("T")


def kept(work: Callable[[Audit], T]) -> Callable[[Audit], T]:
    """Have something worked out when a rule first asks, and kept with the audit for the others."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def once(audit: Audit) -> T:
        # As a cached property does: an audit is frozen, and never compared or hashed by this.
        held = vars(audit)
        if name not in held:
            held[name] = work(audit)
        found: T = held[name]
        return found

    return once


@kept
def plan_levels(audit: Audit) -> Indices:
    """For each plan the level in the view that has plans of its kind, -1 where there is none."""
    scene = audit.scene
    of_kind = {
        level.plan: place
        for place, level in enumerate(scene.levels[: scene.lowest + 1])
        if level.plan is not None
    }
    kinds = [plan.kind for plan in audit.projection.frame.plans]
    return np.array([of_kind.get(kind, -1) for kind in kinds], dtype=np.intp)


@kept
def plans_looked_at(audit: Audit) -> Flags:
    """Which plans are in force and of a kind that a level has."""
    return audit.scene.plans & (plan_levels(audit) >= 0)


@kept
def holders(audit: Audit) -> Indices:
    """For each plan a number of its kind and unit together, -1 where it has no unit."""
    p = audit.projection
    kinds: dict[str, int] = {}
    kind = [kinds.setdefault(plan.kind, len(kinds)) for plan in p.frame.plans]
    unit = p.plan_unit[:-1]
    numbers: Indices = np.array(kind, dtype=np.intp) * len(p.frame.units) + unit
    return np.where(unit >= 0, numbers, -1)


@kept
def plans_with_decisions(audit: Audit) -> Flags:
    """Which plans tell decisions of their own, one by one."""
    return flags([bool(plan.decisions) for plan in audit.projection.frame.plans])


@kept
def plans_with_basis(audit: Audit) -> Flags:
    """Which plans say what they build on."""
    return flags([bool(plan.based_on) for plan in audit.projection.frame.plans])


@kept
def plans_in_parts(audit: Audit) -> Flags:
    """Which plans are a part of another."""
    return flags([plan.part_of is not None for plan in audit.projection.frame.plans])


def wholes(p: Projection, plan: Plan) -> Iterator[Plan]:
    """The plan that a plan is a part of, the one that this is a part of, and so on."""
    seen = {plan.id}
    while plan.part_of is not None and plan.part_of not in seen:
        seen.add(plan.part_of)
        plan = p.frame.plans[p.plan_number[plan.part_of]]
        yield plan


@kept
def contributed_to(audit: Audit) -> Flags:
    """Which goals a carrying link leads to."""
    p = audit.projection
    met = np.zeros(p.count, dtype=np.bool_)
    met[p.target[audit.links.carries]] = True
    return met


def asked_levels(audit: Audit, rule: Rule) -> list[int]:
    """
    The levels that the rule's parameter `levels` names and the view holds.

    An empty list stands for the level that answers the root goals.
    """
    named = rule.parameters["levels"]
    if named:
        order = audit.projection.governance.order
        return sorted(
            order[name] for name in named if name in order and order[name] <= audit.scene.lowest
        )
    answering = answering_level(audit.scene)
    return [] if answering is None else [answering]


def goals_at(audit: Audit, levels: list[int]) -> Indices:
    """The goals in force at some levels, by number; exempt goals left out."""
    p, scene = audit.projection, audit.scene
    held = np.zeros(len(scene.levels) + 1, dtype=np.bool_)
    held[levels] = True
    # Level -1, of an id no goal has, finds the last entry.
    return np.flatnonzero(scene.goals & held[p.level] & ~scene.exempt)


def item_finding(rule: Rule, item: Any, **values: str) -> Finding:
    """A finding about an item with an id; its `title` is its title or name, else its id."""
    title = getattr(item, "title", None) or getattr(item, "name", None) or item.id
    return Finding(rule, item.id, (), {"id": item.id, "title": title, **values}, item_place(item))


def measured(audit: Audit) -> Flags:
    """Which goals an indicator measures."""
    p = audit.projection
    out = np.zeros(p.count, dtype=np.bool_)
    out[[p.number[goal] for each in p.frame.indicators for goal in each.measures]] = True
    return out


def day_text(day: int) -> str:
    """A day since 1970 as `YYYY-MM-DD`."""
    return (EPOCH + datetime.timedelta(days=day)).isoformat()


def last_day(audit: Audit) -> datetime.date | None:
    """The last day of the view; None where no date is looked at."""
    window = audit.scene.window
    return None if window is None else EPOCH + datetime.timedelta(days=window[1])
