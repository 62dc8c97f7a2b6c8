"""
What a map needs to know: the projection and the verdicts on it, as arrays.

Handed over by whoever asked the questions; a map asks none of its own. One per data and
view: what several maps need (counts of what lies below each goal) is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, expand, pointers, reached
from graph.projection import Projection

CHUNK = 4096
# Goal and goal-above pairs that may be walked before counts are given up for lower bounds.
PAIRS_AT_MOST = 40_000_000


@dataclass(frozen=True, eq=False)
class Below:
    """
    For each goal: how many goals lead to it in one or more steps, how many of them have
    something to look at. `exact` is False where the graph is too tangled to count, and only
    the goals that lead straight to it are.
    """

    goals: NDArray[np.int64]
    troubled: NDArray[np.int64]
    exact: bool


@dataclass(frozen=True, eq=False)
class Facts:
    """
    One view of one projection.

    `in_force`, `goal_state` (an index of `goal_states`, their number where not in force),
    `next_up` (the goal after it on the shortest way to a root, -1 without one) and
    `missing` (`[goal, level]` needed and not there) are by goal; `chain_areas` (`[goal,
    word]`, bit b of word w is area 64 w + b) too. `link_state` (an index of `link_states`,
    their number where the goal it leads from isn't in force) and `carries` are by link.
    `view` is the view as JSON.
    """

    projection: Projection
    in_force: Flags
    goal_states: tuple[str, ...]
    goal_state: NDArray[np.int8]
    next_up: Indices
    missing: NDArray[np.bool_]
    chain_areas: NDArray[np.uint64]
    link_states: tuple[str, ...]
    link_state: NDArray[np.int8]
    carries: Flags
    view: Mapping[str, Any]

    @cached_property
    def total(self) -> int:
        """How many goals are in force."""
        return int(np.count_nonzero(self.in_force))

    @cached_property
    def seen(self) -> Flags:
        """Links of goals in force, whatever their state: those that a map must account for."""
        return self.link_state < len(self.link_states)

    @cached_property
    def seen_inward(self) -> Flags:
        """The same in the order of `projection.inward`."""
        return self.seen[self.projection.inward]

    @cached_property
    def troubled(self) -> Flags:
        """
        Goals in force with something to look at: not rooted and not exempt, without a needed
        answer from below, or with a link that is suspect or doesn't carry.
        """
        p = self.projection
        names = ("orphan", "broken", "detached")
        states = [self.goal_states.index(name) for name in names]
        out: Flags = np.isin(self.goal_state, states)
        out |= self.missing.any(axis=1)
        doubtful = self.seen & ~(self.carries & (self.link_state != self._suspect))
        out[p.source[doubtful]] = True
        out &= self.in_force
        return out

    @property
    def _suspect(self) -> int:
        return self.link_states.index("suspect")

    @cached_property
    def tops(self) -> Indices:
        """Where a map of everything starts: visions and roots that lead no higher."""
        p = self.projection
        names = [self.goal_states.index(name) for name in ("vision", "root")]
        high = self.in_force & np.isin(self.goal_state, names)
        higher = self.carries & (p.source != p.target)
        high[p.source[higher]] = False
        found = np.flatnonzero(high)
        if found.size:
            return found
        # A ring at the top, or no top at all: start at the highest level there is.
        held = np.flatnonzero(self.in_force)
        return held[p.level[held] == p.level[held].min()] if held.size else held

    @cached_property
    def loose(self) -> Indices:
        """Goals in force that no way of links, carrying or not, joins to the tops."""
        return np.flatnonzero(self.in_force & ~self.under(self.tops))

    def under(self, tops: Indices, barred: Flags | None = None) -> Flags:
        """These goals and all that lead to them by links of any state, not through `barred`."""
        p = self.projection

        def onward(front: Indices) -> Indices:
            down = expand(p.into, front)
            met = p.inward_source[down[self.seen_inward[down]]]
            return met if barred is None else met[~barred[met]]

        return reached(tops, p.count, onward)

    def carried(self, low: int, high: int) -> bool:
        """True if links that carry lead from the one to the other."""
        p = self.projection

        def onward(front: Indices) -> Indices:
            links = expand(p.out, front)
            return p.target[links[self.carries[links]]]

        return bool(reached(np.array([low]), p.count, onward)[high])

    def steps_up(self, goal: int, barred: Flags) -> Indices:
        """Steps from a goal to each goal it leads to by links of any state, -1 for the others."""
        p = self.projection

        def onward(front: Indices) -> Indices:
            links = expand(p.out, front)
            return p.target[links[self.seen[links]]]

        return self._steps(goal, onward, barred)

    def steps_down(self, goal: int, barred: Flags) -> Indices:
        """Steps to a goal from each goal that leads to it, -1 for the others."""
        p = self.projection

        def onward(front: Indices) -> Indices:
            links = expand(p.into, front)
            return p.inward_source[links[self.seen_inward[links]]]

        return self._steps(goal, onward, barred)

    def _steps(
        self, goal: int, onward: Callable[[Indices], Indices], barred: Flags
    ) -> Indices:
        steps = np.full(self.projection.count, -1, dtype=np.intp)
        front, step = np.array([goal]), 0
        while front.size:
            steps[front] = step
            met = np.unique(onward(front))
            front, step = met[(steps[met] < 0) & ~barred[met]], step + 1
        return steps

    def counts_below(self, tops: Indices, goals: Flags) -> dict[int, int]:
        """
        For each of a few goals how many of some goals lead to it in one or more steps.

        Time in links for every 64 tops, once for each step of the longest way.
        """
        p = self.projection
        start, target = self._kept
        led = np.flatnonzero(np.diff(start))
        bits = np.arange(len(tops))
        held = np.zeros((p.count, -(-len(tops) // 64)), dtype=np.uint64)
        held[tops, bits // 64] = np.uint64(1) << (bits % 64).astype(np.uint64)
        while led.size:
            met = held.copy()
            met[led] |= np.bitwise_or.reduceat(held[target], start[led])
            if np.array_equal(met, held):
                break
            held = met
        words = held[goals].astype("<u8").view(np.uint8)
        counts = np.unpackbits(words, axis=1, bitorder="little").sum(axis=0)[: len(tops)]
        counts -= goals[tops]
        return dict(zip(tops.tolist(), counts.tolist(), strict=True))

    @cached_property
    def _kept(self) -> tuple[Indices, Indices]:
        """Links between goals in force, as row pointers and targets."""
        p = self.projection
        kept = np.flatnonzero(self.seen & (p.source != p.target) & self.in_force[p.target])
        return pointers(p.source[kept], p.count), p.target[kept]

    def children(self, goal: int) -> Indices:
        """Links of any state that lead to the goal, as positions; self-links left out."""
        p = self.projection
        begin, end = p.into[goal], p.into[goal + 1]
        links: Indices = p.inward[begin:end][self.seen_inward[begin:end]]
        others: Flags = p.source[links] != goal
        return links[others]

    def parents(self, goal: int, *, selves: bool = False) -> list[tuple[int, int]]:
        """Links of any state that lead on from the goal, with the goal they lead to."""
        p = self.projection
        begin, end = int(p.out[goal]), int(p.out[goal + 1])
        seen, targets = self.seen[begin:end].tolist(), p.target[begin:end].tolist()
        return [
            (begin + place, target)
            for place, target in enumerate(targets)
            if seen[place] and (selves or target != goal)
        ]

    @cached_property
    def below(self) -> Below:
        """
        Counts of what lies below every goal; each goal is counted once for each goal above.

        Walks upward from all goals, a chunk at a time: the pairs of a goal and a goal above it
        are few in a chain of a handful of levels, even where there are very many goals.
        """
        p = self.projection
        start, target = self._kept
        source = np.repeat(np.arange(p.count), np.diff(start))
        goals = np.zeros(p.count, dtype=np.int64)
        troubled = np.zeros(p.count, dtype=np.int64)
        held = np.flatnonzero(self.in_force)
        walked = 0
        for begin in range(0, len(held), CHUNK):
            own, above = _above(start, target, held[begin : begin + CHUNK], p.count)
            walked += len(own)
            if walked > PAIRS_AT_MOST:
                return Below(
                    np.bincount(target, minlength=p.count),
                    np.bincount(target[self.troubled[source]], minlength=p.count),
                    exact=False,
                )
            goals += np.bincount(above, minlength=p.count)
            troubled += np.bincount(above[self.troubled[own]], minlength=p.count)
        return Below(goals, troubled, exact=True)


def _above(start: Indices, target: Indices, goals: Indices, count: int) -> tuple[Indices, Indices]:
    """All pairs of one of the goals and a goal it leads to, each pair once, as two columns."""
    front = np.arange(len(goals)) * count + goals
    found = front[:0]
    first = front
    while front.size:
        node = front % count
        times = start[node + 1] - start[node]
        met = np.unique(np.repeat(front - node, times) + target[expand(start, node)])
        front = met[~np.isin(met, found, assume_unique=True)]
        found = np.concatenate([found, front])
    found = found[~np.isin(found, first)]
    return goals[found // count], found % count
