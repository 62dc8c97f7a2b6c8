"""
The matrix unit × area, and who answers which root goal (docs/semantics.md, Matrix).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.layers import Indices
from graph.model import Exemption
from queries.areas import Words, has, listed, roots_by_chain
from queries.links import Links
from queries.rows import Rows
from queries.states import ROOTED, States
from queries.view import Scene

# In the order they are tested: the first that fits is the cell's status.
CELL_STATUSES = ("covered", "forwarded", "exempt", "tag_only", "weak", "no_plan", "empty")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit has in one area: goals by chain that cover, and all goals by tag."""

    level: int
    unit: int
    area: int
    status: str
    goals: tuple[int, ...] = ()
    goals_by_tag: tuple[int, ...] = ()


@dataclass(slots=True)
class _Marks:
    """What is gathered for a cell before its status is known."""

    covering: list[int] = field(default_factory=list)
    tagged: list[int] = field(default_factory=list)


def matrix(
    scene: Scene, links: Links, states: States, words: Words, rows: Sequence[Rows]
) -> list[Cell]:
    """
    The cells of every level that asks for every area, by level, unit and area.

    Linear in the goals of those levels times their areas.
    """
    cells: list[Cell] = []
    for each in rows:
        columns = columns_of(scene, each.level)
        if columns.size:
            cells.extend(_level_cells(scene, links, states, words, each, columns))
    return cells


def columns_of(scene: Scene, level: int) -> Indices:
    """The areas in force of the kinds that the level asks for."""
    asked = scene.levels[level].every_area
    if asked is False or level > scene.lowest:
        return np.empty(0, dtype=np.intp)
    in_force = np.flatnonzero(scene.areas)
    if asked is True:
        return in_force
    kinds = [scene.projection.frame.areas[area].kind for area in in_force.tolist()]
    return in_force[[kind in asked for kind in kinds]]


def exemptions_in_force(scene: Scene) -> Iterator[tuple[int, int | None, Exemption]]:
    """Exemptions of units, as (unit, area or None for all, exemption)."""
    p = scene.projection
    for exemption in p.frame.exemptions:
        if exemption.unit and scene.holds(exemption.decided_on, exemption.until):
            area = p.area_number[exemption.area] if exemption.area else None
            yield p.unit_number[exemption.unit], area, exemption


def _level_cells(
    scene: Scene, links: Links, states: States, words: Words, rows: Rows, columns: Indices
) -> Iterator[Cell]:
    p = scene.projection
    marks: dict[tuple[int, int], _Marks] = {}
    supported = states.supported[rows.goals]
    for area in columns.tolist():
        covering = supported & has(words, area)[rows.goals]
        for goal, row in zip(
            rows.goals[covering].tolist(), rows.rows[covering].tolist(), strict=True
        ):
            marks.setdefault((row, area), _Marks()).covering.append(goal)
    for goal, row in zip(rows.goals.tolist(), rows.rows.tolist(), strict=True):
        for area in p.areas.of(goal).tolist():
            marks.setdefault((row, area), _Marks()).tagged.append(goal)

    forwarded = _forwarded(scene, links, words, rows)
    exempt = {(unit, area) for unit, area, _ in exemptions_in_force(scene)}
    planned = _rows_with_plan(scene, rows)
    peopled = set(rows.rows.tolist())
    nothing = _Marks()
    for unit in rows.units.tolist():
        for area in columns.tolist():
            found = marks.get((unit, area), nothing)
            if found.covering:
                status = "covered"
            elif (unit, area) in forwarded:
                status = "forwarded"
            elif (unit, area) in exempt or (unit, None) in exempt:
                status = "exempt"
            elif any(states.supported[goal] for goal in found.tagged):
                status = "tag_only"
            elif found.tagged:
                status = "weak"
            elif planned is not None and unit not in planned and unit not in peopled:
                status = "no_plan"
            else:
                status = "empty"
            yield Cell(
                rows.level,
                unit,
                area,
                status,
                tuple(sorted(found.covering)),
                tuple(sorted(found.tagged)),
            )


def _forwarded(scene: Scene, links: Links, words: Words, rows: Rows) -> set[tuple[int, int]]:
    """(unit, area) pairs handed on and taken up by at least one goal."""
    p = scene.projection
    out: set[tuple[int, int]] = set()
    for handing in links.handed:
        if handing.level == rows.level and handing.links.size:
            row = int(rows.row_of[p.unit_number[p.frame.forwards[handing.forward].unit]])
            out.update((row, area) for area in listed(words, handing.goal))
    return out


def _rows_with_plan(scene: Scene, rows: Rows) -> set[int] | None:
    """The rows in which a plan of the level's kind is held; None if the level has no kind."""
    p = scene.projection
    kind = scene.levels[rows.level].plan
    if kind is None:
        return None
    held = {
        int(p.plan_unit[place])
        for place in np.flatnonzero(scene.plans).tolist()
        if p.frame.plans[place].kind == kind
    }
    return {int(rows.row_of[unit]) for unit in held if unit >= 0}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a unit answers a root goal: with which goals, and whether it was asked to."""

    unit: int
    goal: int
    addressed: bool
    status: str
    goals: tuple[int, ...]


def answering_level(scene: Scene) -> int | None:
    """The first level in model order that the root level needs and that units owe."""
    root = scene.projection.governance.root
    for level in np.flatnonzero(scene.needs[root]).tolist():
        if scene.levels[level].owed_by:
            return int(level)
    return None


def answers(scene: Scene, links: Links, states: States, words: Words, rows: Rows) -> list[Answer]:
    """
    Unit × root goal: a cell where the unit is addressed, has a rooted goal that leads there, or
    has handed the goal on and somebody took it up.

    Only what lies above the level's goals is swept, once for every 64 root goals.
    """
    p = scene.projection
    shown = set(rows.units.tolist())
    reached: dict[tuple[int, int], list[int]] = {}
    kept = states.state[rows.goals] == ROOTED
    roots = scene.roots.tolist()
    columns = set(roots)
    reach = roots_by_chain(scene, links, rows.goals[kept])
    for goal, row in zip(rows.goals[kept].tolist(), rows.rows[kept].tolist(), strict=True):
        for place in listed(reach, goal):
            reached.setdefault((row, roots[place]), []).append(goal)
    for handing in links.handed:
        row = int(rows.row_of[p.unit_number[p.frame.forwards[handing.forward].unit]])
        if handing.level == rows.level and handing.goal in columns and row in shown:
            # Handed on lawfully: those who took it up answer for the unit.
            taken = reached.setdefault((row, handing.goal), []) if handing.links.size else []
            taken += p.source[handing.links].tolist()
    addressed = {
        (int(unit), root)
        for root in roots
        for unit in p.addressed.of(root).tolist()
        if unit in shown
    }
    exempt = {(unit, area) for unit, area, _ in exemptions_in_force(scene)}
    out = []
    for unit, root in sorted(addressed | reached.keys()):
        goals = tuple(sorted(set(reached.get((unit, root), ()))))
        excused = (unit, None) in exempt or any(
            (unit, area) in exempt for area in listed(words, root)
        )
        status = "answered" if goals else "exempt" if excused else "missing"
        out.append(Answer(unit, root, (unit, root) in addressed, status, goals))
    return out
