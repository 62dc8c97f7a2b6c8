"""
Repair candidates: goals that could carry one that has lost, or never had, its support.

Of the level above, in force and supported, with an area of the chain in common; nearest
in the organisation first, then likest in words (docs/semantics.md, Impact and Findings).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from graph.layers import Flags
from queries.areas import Words, set_labels
from queries.audit import Audit
from queries.rules.finding import Finding
from queries.rules.verdicts.facts import kept

# Texts are compared among the nearest goals, this many and all that are as near as the last...
COMPARED = 60
# ...but no more than this, so that one unit with countless goals doesn't stop the answer.
COMPARED_AT_MOST = 2000

# The rules whose findings are of goals that don't reach a root: orphan, broken and detached.
REPAIRED = ("T001", "T002", "T003")
# A list of findings offers candidates for this many of each such rule, so that a report of
# a hundred thousand goals with no chain at all takes no longer than it must...
REPAIRS_TOLD = 100
# ...and this many candidates for each.
CANDIDATES_TOLD = 5


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
        """The best candidates for a goal that had a chain, best first; empty where none fits."""
        return self._best(goal, limit, self._audit.chain_areas[goal])

    def repairs(self, goal: int, limit: int) -> list[Candidate]:
        """
        The same for a goal that has no chain: its areas are its tags.

        Where it has no tags either, a candidate of any area will do.
        """
        wanted = np.zeros_like(self._words[:1])
        set_labels(wanted, 0, self._audit.projection.areas.of(goal).tolist())
        return self._best(goal, limit, wanted[0] if wanted.any() else ~wanted[0])

    def _best(self, goal: int, limit: int, wanted: Words) -> list[Candidate]:
        p = self._audit.projection
        level = int(p.level[goal]) - 1
        if level < p.governance.root:
            return []
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


def repairs(audit: Audit, goal: int, limit: int = CANDIDATES_TOLD) -> list[int]:
    """Goals that an orphan, broken or detached goal could contribute to, best first."""
    return [each.goal for each in _pool(audit).repairs(goal, limit)]


def offered(audit: Audit, finding: Finding, place: int = 0) -> list[int] | None:
    """
    The same for the goal of a finding; None where the finding is of another sort.

    `place` is the finding's place among those of its rule that are told, from 0; beyond
    REPAIRS_TOLD nothing is worked out.
    """
    if finding.rule not in REPAIRED or place >= REPAIRS_TOLD:
        return None
    return repairs(audit, audit.projection.number[finding.subject])


@kept
def _pool(audit: Audit) -> Pool:
    return Pool(audit, audit.states.supported, audit.chain_areas)
