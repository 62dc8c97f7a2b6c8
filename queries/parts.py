"""
Split plans: what the parts of a unit's plan carry together, and what each carries alone.

A unit's plans of a level count together in its row of the matrix; this tells them apart again
(docs/semantics.md, Split plans).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from queries.areas import Words, listed, roots_by_chain
from queries.audit import Audit
from queries.matrix import columns_of
from queries.rows import Rows


@dataclass(frozen=True, slots=True)
class Part:
    """
    One plan: its goals in the row, the areas and root goals their chains lead to, and those
    of them that no other part leads to.
    """

    plan: int
    goals: tuple[int, ...]
    areas: tuple[int, ...]
    roots: tuple[int, ...]
    areas_alone: tuple[int, ...]
    roots_alone: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """The parts of a unit's plan at a level, the areas they cover together, and those left."""

    level: int
    unit: int
    parts: tuple[Part, ...]
    covered: tuple[int, ...]
    missing: tuple[int, ...]


def split_plans(audit: Audit) -> list[SplitPlan]:
    """
    Rows in which more than one plan of the level's kind is in force.

    By level and unit; parts in plan order. Linear in goals and links.
    """
    out = []
    for rows in audit.rows.values():
        split = {row: plans for row, plans in _plans_by_row(audit, rows).items() if len(plans) > 1}
        if split:
            goals = rows.goals[np.isin(rows.rows, list(split))]
            reach = roots_by_chain(audit.scene, audit.links, goals)
            out += [_split(audit, rows, unit, split[unit], reach) for unit in sorted(split)]
    return out


def _plans_by_row(audit: Audit, rows: Rows) -> dict[int, set[int]]:
    """The plans in force of the level's kind in each row that is shown."""
    p = audit.projection
    kind = audit.scene.levels[rows.level].plan
    shown = set(rows.units.tolist())
    out: dict[int, set[int]] = {}
    for plan in np.flatnonzero(audit.scene.plans).tolist():
        unit = int(p.plan_unit[plan])
        row = int(rows.row_of[unit]) if unit >= 0 else -1
        if kind is not None and p.frame.plans[plan].kind == kind and row in shown:
            out.setdefault(row, set()).add(plan)
    return out


def _split(audit: Audit, rows: Rows, unit: int, plans: set[int], reach: Words) -> SplitPlan:
    p, roots = audit.projection, audit.scene.roots
    goals = np.sort(rows.goals[rows.rows == unit])
    columns = set(columns_of(audit.scene, rows.level).tolist())
    held: dict[int, tuple[list[int], set[int], set[int]]] = {
        plan: ([], set(), set()) for plan in sorted(plans)
    }
    for goal in goals[audit.states.supported[goals]].tolist():
        own = held.get(int(p.plan[goal]))
        if own is not None:
            own[0].append(goal)
            own[1].update(columns & set(listed(audit.chain_areas, goal)))
            own[2].update(int(roots[place]) for place in listed(reach, goal))
    in_parts = Counter(area for _, areas, _ in held.values() for area in areas)
    led_by_parts = Counter(root for _, _, led in held.values() for root in led)
    parts = tuple(
        Part(
            plan,
            tuple(those),
            tuple(sorted(areas)),
            tuple(sorted(led)),
            tuple(sorted(area for area in areas if in_parts[area] == 1)),
            tuple(sorted(root for root in led if led_by_parts[root] == 1)),
        )
        for plan, (those, areas, led) in held.items()
    )
    covered, missing = tuple(sorted(in_parts)), tuple(sorted(columns - in_parts.keys()))
    return SplitPlan(rows.level, unit, parts, covered, missing)
