"""
Repair candidates: goals that could carry one that has lost, or never had, its support.

Of the level above, in force and supported, with an area of the chain in common; nearest
in the organisation first, then likest in words (docs/semantics.md, Impact).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from graph.layers import Flags
from queries.areas import Words
from queries.audit import Audit

# Texts are compared among the nearest goals, this many and all that are as near as the last...
COMPARED = 60
# ...but no more than this, so that one unit with countless goals doesn't stop the answer.
COMPARED_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A goal that could carry: steps between the units, and likeness of words, 0 to 100."""

    goal: int
    steps: int
    likeness: int


class Pool:
    """Supported goals by level and unit, searched outward from a unit."""

    def __init__(self, audit: Audit, supported: Flags, words: Words) -> None:
        """`supported` and `words` say how things stand, before or after a drop."""
        self._audit = audit
        self._words = words
        p = audit.projection
        self._by_place: dict[tuple[int, int], list[int]] = defaultdict(list)
        for goal in np.flatnonzero(supported).tolist():
            for unit in p.held_by.of(goal).tolist() or [-1]:
                self._by_place[int(p.level[goal]), unit].append(goal)
        self._neighbours: list[list[int]] = [[] for _ in p.frame.units]
        for place, unit in enumerate(p.frame.units):
            if unit.parent is not None:
                above = p.unit_number[unit.parent]
                self._neighbours[place].append(above)
                self._neighbours[above].append(place)
        self._found: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def nearest(self, goal: int, limit: int) -> list[Candidate]:
        """The best candidates for a goal, best first; empty where nothing fits."""
        p = self._audit.projection
        level = int(p.level[goal]) - 1
        if level < p.governance.root:
            return []
        wanted = self._audit.chain_areas[goal]
        steps: dict[int, int] = {}
        for unit in p.held_by.of(goal).tolist() or [-1]:
            for other, away in self._around(level, unit):
                if other != goal and (self._words[other] & wanted).any():
                    steps[other] = min(away, steps.get(other, away))
        near = sorted(steps, key=lambda other: (steps[other], other))
        furthest = steps[near[min(COMPARED, len(near)) - 1]] if near else 0
        told = [
            Candidate(
                other,
                steps[other],
                round(fuzz.token_sort_ratio(p.titles[goal], p.titles[other])),
            )
            for other in near[:COMPARED_AT_MOST]
            if steps[other] <= furthest
        ]
        told.sort(key=lambda each: (each.steps, -each.likeness, each.goal))
        return told[:limit]

    def _around(self, level: int, unit: int) -> list[tuple[int, int]]:
        """Goals of a level with their distance from a unit, whole rings, until there are many."""
        key = (level, unit)
        if key not in self._found:
            out = [(goal, 99) for goal in self._by_place.get((level, -1), ())]
            front, seen, away = [unit] if unit >= 0 else [], {unit}, 0
            while front and len(out) < 4 * COMPARED:
                for place in front:
                    out.extend((goal, away) for goal in self._by_place.get((level, place), ()))
                ring = []
                for place in front:
                    for other in self._neighbours[place]:
                        if other not in seen:
                            seen.add(other)
                            ring.append(other)
                front, away = sorted(ring), away + 1
            self._found[key] = out
        return self._found[key]
