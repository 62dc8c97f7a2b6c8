"""
Which unit's row a goal stands in, for each level that units owe goals at.

A goal belongs to the nearest unit of an owing kind at or above its plan's unit. Its own unit
is looked at instead when there is no plan, or no row for the plan's unit. Joint goals stand
in the rows of all their units (docs/semantics.md, Matrix).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.layers import Flags, Indices
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

    def without(self, supported: Flags) -> Indices:
        """The rows in which no goal is among `supported`."""
        having = np.zeros(len(self.row_of), dtype=np.bool_)
        having[self.rows[supported[self.goals]]] = True
        return self.units[~having[self.units]]


def rows_of(scene: Scene, level: int) -> Rows:
    """The rows of a level and the goals that stand in them; linear in goals and units."""
    p = scene.projection
    owing, row_of = p.rows_above[level]
    goals = np.flatnonzero(scene.goals & (p.level == level))
    own = np.diff(p.units.start)[goals]

    single = goals[own < 2]
    rows = _through(row_of, p.plan_unit[p.plan[single]])
    left = np.flatnonzero(rows < 0)
    first_unit = np.append(p.units.values, -1)[p.units.start[single[left]]]
    rows[left] = _through(row_of, np.where(own[own < 2][left] > 0, first_unit, -1))

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


def _through(row_of: Indices, units: Indices) -> Indices:
    return np.append(row_of, -1)[units]
