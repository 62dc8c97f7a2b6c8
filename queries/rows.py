"""
Which unit's row a goal stands in, for each level that units owe goals at.

A goal belongs to the nearest unit of an owing kind at or above its plan's unit; above its
own unit where it has no plan or the plan's unit lies in no row; a goal of several units to
the row of each (docs/semantics.md, Matrix).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.layers import Flags, Indices
from graph.projection import Projection
from queries.view import Scene


@dataclass(frozen=True)
class Rows:
    """
    The rows of one level. `units` are the owing units in force; `row_of[unit]` the owing
    unit at or above any unit (in force or not), -1 where there is none. `goals` and `rows`
    are parallel: each goal of the level in force with each row it stands in; `outside`
    are goals with a row that isn't in force.
    """

    level: int
    units: Indices
    row_of: Indices
    goals: Indices
    rows: Indices
    outside: Indices


def rows_of(scene: Scene, level: int) -> Rows:
    """The rows of a level and the goals that stand in them; linear in goals and units."""
    p = scene.projection
    owing = owing_units(p, level)
    row_of = nearest_above(p, owing)
    goals = np.flatnonzero(scene.goals & (p.level == level))
    own = np.diff(p.units.start)[goals]

    single = goals[own < 2]
    by_plan = _through(row_of, _plan_units(p)[p.plan[single]])
    first_unit = np.append(p.units.values, -1)[p.units.start[single]]
    by_unit = _through(row_of, np.where(own[own < 2] > 0, first_unit, -1))
    rows = np.where(by_plan >= 0, by_plan, by_unit)

    joint = [
        (int(goal), int(row))
        for goal in goals[own >= 2].tolist()
        for row in np.unique(row_of[p.units.of(goal)]).tolist()
    ]
    all_goals = np.concatenate([single, np.array([g for g, _ in joint], dtype=np.intp)])
    all_rows = np.concatenate([rows, np.array([r for _, r in joint], dtype=np.intp)])
    placed = all_rows >= 0
    all_goals, all_rows = all_goals[placed], all_rows[placed]
    shown = np.append(owing & scene.units, False)[all_rows]
    return Rows(
        level=level,
        units=np.flatnonzero(owing & scene.units),
        row_of=row_of,
        goals=all_goals[shown],
        rows=all_rows[shown],
        outside=np.unique(all_goals[~shown]),
    )


def owing_units(projection: Projection, level: int) -> Flags:
    """Which units, in force or not, are of a kind that owes goals at the level."""
    governance = projection.governance
    asked = governance.levels[level]
    return np.array(
        [governance.owes(unit.kind, asked) for unit in projection.frame.units], dtype=np.bool_
    )


def nearest_above(projection: Projection, marked: Flags) -> Indices:
    """For each unit the nearest marked unit at or above it, -1 where there is none."""
    units = projection.frame.units
    out = np.full(len(units), -1, dtype=np.intp)
    first, _ = projection.unit_spans
    for place in np.argsort(first).tolist():
        parent = units[place].parent
        if marked[place]:
            out[place] = place
        elif parent is not None:
            out[place] = out[projection.unit_number[parent]]
    return out


def _plan_units(projection: Projection) -> Indices:
    """The unit of each plan, and -1 last, for goals without a plan."""
    number = projection.unit_number
    units = [number[plan.unit] if plan.unit else -1 for plan in projection.frame.plans]
    return np.array([*units, -1], dtype=np.intp)


def _through(row_of: Indices, units: Indices) -> Indices:
    return np.append(row_of, -1)[units]
