"""
What a person means to drop: goals, links, units with all below them, and plans.

`goal:ID`, `unit:ID` and `plan:ID` name the kind, `FROM->TO` a link; a bare id is tried as
a whole first (docs/semantics.md, Impact).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import UsageError
from graph.layers import Flags
from graph.projection import Projection

KINDS = ("goal", "unit", "plan")


@dataclass(frozen=True)
class Drops:
    """Flags over goals, links, units and plans, and the names that were given, sorted."""

    names: tuple[str, ...]
    goals: Flags
    links: Flags
    units: Flags
    plans: Flags


def dropped(projection: Projection, names: Sequence[str]) -> Drops:
    """Find what the names mean; UsageError for a name that means nothing, or two things."""
    p = projection
    drops = Drops(
        tuple(sorted(set(names))),
        goals=np.zeros(p.count, dtype=np.bool_),
        links=np.zeros(len(p.source), dtype=np.bool_),
        units=np.zeros(len(p.frame.units), dtype=np.bool_),
        plans=np.zeros(len(p.frame.plans), dtype=np.bool_),
    )
    named_plans = drops.plans.copy()
    for name in drops.names:
        kind, place = _meant(p, name)
        if kind == "goal":
            drops.goals[place] = True
        elif kind == "link":
            drops.links[place] = True
        elif kind == "plan":
            named_plans[place] = True
        else:
            drops.units[p.under(np.arange(len(p.frame.units)), place)] = True
    if not (named_plans.any() or drops.units.any()):
        return drops
    # Plan and unit -1, for goals and plans without one, find the last entry: never dropped.
    drops.plans[:] = named_plans | np.append(drops.units, False)[p.plan_unit[:-1]]
    held = p.held_by
    all_gone = np.diff(held.start) > 0
    all_gone[held.owner[~drops.units[held.values]]] = False
    # A plan takes its goals along; one that only follows its unit leaves a joint goal,
    # which stays while one of its own units does.
    joint = np.diff(p.units.start) > 1
    of_plan = np.append(drops.plans, False)[p.plan] & ~joint
    drops.goals[all_gone | of_plan | np.append(named_plans, False)[p.plan]] = True
    return drops


def _meant(p: Projection, name: str) -> tuple[str, int]:
    numbers = (p.number, p.unit_number, p.plan_number)
    whole = [
        (kind, known[name])
        for kind, known in zip(KINDS, numbers, strict=True)
        if name in known and (kind != "goal" or p.exists[known[name]])
    ]
    if len(whole) > 1:
        choices = ", ".join(f"{kind}:{name}" for kind, _ in whole)
        raise UsageError("ambiguous", name=name, choices=choices)
    if whole:
        return whole[0]
    for kind, known in zip(KINDS, numbers, strict=True):
        told, rest = name[: len(kind) + 1], name[len(kind) + 1 :]
        if told == f"{kind}:" and rest in known and (kind != "goal" or p.exists[known[rest]]):
            return kind, known[rest]
    for source, target in _halves(name):
        link = find_link(p, source, target)
        if link is not None:
            return "link", link
    raise unknown(p, name)


def _halves(name: str) -> Iterator[tuple[str, str]]:
    """Every way to read the name as FROM->TO, since ids may hold an arrow themselves."""
    at = name.find("->")
    while at >= 0:
        yield name[:at], name[at + 2 :]
        at = name.find("->", at + 1)


def find_link(p: Projection, source: str, target: str) -> int | None:
    """The position of the link between two goals, None if none is written."""
    begin, end = p.number.get(source), p.number.get(target)
    if begin is None or end is None:
        return None
    row = p.target[p.out[begin] : p.out[begin + 1]]
    place = int(np.searchsorted(row, end))
    if place < len(row) and row[place] == end:
        return int(p.out[begin]) + place
    return None


def find_goal(p: Projection, name: str) -> int:
    """The number of a goal by id, with or without `goal:`; UsageError if there is none."""
    for each in (name, name.removeprefix("goal:")):
        place = p.number.get(each)
        if place is not None and p.exists[place]:
            return place
    raise unknown(p, name)


def unknown(p: Projection, name: str) -> UsageError:
    """The error for a name that nothing has, with the nearest names there are."""
    known = [*p.ids, *p.unit_number, *p.plan_number]
    near = difflib.get_close_matches(name, known[:20_000], n=3, cutoff=0.6)
    return UsageError("unknown_name", name=name, near=", ".join(near))
