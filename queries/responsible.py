"""
Who must act on an impact: for each unit, its goals that lose something and its cells that empty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from queries.impact import Impact


@dataclass(frozen=True, slots=True)
class Share:
    """What an impact costs one unit: goals by number, cells as (level, area)."""

    unit: int
    loses_last: tuple[int, ...]
    loses_one: tuple[int, ...]
    loses_answer: tuple[int, ...]
    loses_deep_any: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]


def responsible(found: Impact) -> list[Share]:
    """
    The units whose goals or cells are in a loss list, by number.

    A goal is its own units' matter, else its plan's; a joint goal is told with each of them.
    """
    p = found.audit.projection
    lists = (found.loses_last, found.loses_one, found.loses_answer, found.loses_deep_any)
    by_unit: dict[int, tuple[list[int], ...]] = defaultdict(lambda: ([], [], [], []))
    for place, goals in enumerate(lists):
        for goal in goals:
            for unit in p.held_by.of(goal).tolist():
                by_unit[unit][place].append(goal)
    cells: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for level, unit, area in found.lost_cells:
        cells[unit].append((level, area))
    out = []
    for unit in sorted(by_unit.keys() | cells.keys()):
        last, one, answer, deep = (tuple(goals) for goals in by_unit[unit])
        out.append(Share(unit, last, one, answer, deep, tuple(cells[unit])))
    return out
