"""
Downward: which goals are answered, and how deep (docs/semantics.md, Downward).

deep_any and deep_all are least fixed points: worked out from the goals that need nothing,
so that a cycle never justifies itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, distinct, expand
from queries.links import Links
from queries.sweeps import Below, Bits, level_bits, what_lies_below
from queries.view import Scene


@dataclass(frozen=True)
class Depth:
    """
    `missing_bits`: for each goal the needed levels that no carrying contribution counts as,
    a level a bit. Flags for goals not in force mean nothing.
    """

    missing_bits: Bits
    levels: int
    answered: Flags
    deep_any: Flags
    deep_all: Flags

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """`[goal, level]`: the same as flags."""
        word = self.missing_bits.dtype.type
        bits = np.left_shift(word(1), np.arange(self.levels, dtype=word))
        missing: NDArray[np.bool_] = (self.missing_bits[:, None] & bits) != 0
        return missing


def depth(scene: Scene, links: Links) -> Depth:
    """Answered, deep_any and deep_all of all goals; linear in goals and links."""
    p = scene.projection
    needs = level_bits(scene, scene.needs)[p.level]
    below = (
        what_lies_below(scene, links, needs)
        if p.sweepable
        else _grown_from_leaves(scene, links, needs)
    )
    missing = needs & ~below.filled
    answered = scene.goals & (missing == 0)
    return Depth(missing, len(scene.levels), answered, below.deep_any, below.deep_all)


def _grown_from_leaves(scene: Scene, links: Links, needs: Bits) -> Below:
    """The same as a sweep gives, for links that hold cycles."""
    p = scene.projection
    filled = np.zeros((p.count, len(scene.levels)), dtype=np.bool_)
    filled[p.target[links.carries], p.level_from[links.carries]] = True
    for handing in links.handed:
        if handing.links.size:
            filled[handing.goal, handing.level] = True
    bits = level_bits(scene, filled)
    front = np.flatnonzero(scene.goals & (needs == 0))
    none = np.zeros(p.count, dtype=np.bool_)
    deep_any = grow_deep_any(scene, links, scene.needs[p.level], none, front)
    answered = scene.goals & ((needs & ~bits) == 0)
    return Below(bits, deep_any, _deep_all(scene, links, answered, front))


def grow_deep_any(
    scene: Scene, links: Links, open_needs: NDArray[np.bool_], closed: Flags, front: Indices
) -> Flags:
    """
    The goals that become deep_any, grown from `front`, among those not `closed`.

    `open_needs[goal, level]` are the needs no deep contribution meets yet; used up here.
    """
    p = scene.projection
    closed = closed.copy()
    deep = np.zeros(p.count, dtype=np.bool_)
    stands_for = _stands_for(links)
    while front.size:
        deep[front] = closed[front] = True
        up = expand(p.out, front)
        up = up[links.carries[up]]
        target = p.target[up]
        open_needs[target, p.level_from[up]] = False
        for goal, level in _handed_on(up, stands_for):
            open_needs[goal, level] = False
        met = distinct(target[~closed[target]], p.count)
        front = met[~open_needs[met].any(axis=1)]
    return deep


def _deep_all(scene: Scene, links: Links, answered: Flags, front: Indices) -> Flags:
    """Grow from the goals that need nothing: all contributions must be deep."""
    p = scene.projection
    deep = np.zeros(p.count, dtype=np.bool_)
    waiting = np.bincount(p.target[links.carries], minlength=p.count)
    while front.size:
        deep[front] = True
        up = expand(p.out, front)
        target = p.target[up[links.carries[up]]]
        if target.size * 8 < p.count:
            met, times = np.unique(target, return_counts=True)
        else:
            times = np.bincount(target, minlength=p.count)
            met = np.flatnonzero(times)
            times = times[met]
        waiting[met] -= times
        front = met[(waiting[met] == 0) & answered[met] & ~deep[met]]
    return deep


def _stands_for(links: Links) -> dict[int, list[tuple[int, int]]]:
    """For each link that a forward counts: the goal and the level it counts as."""
    out: dict[int, list[tuple[int, int]]] = {}
    for handing in links.handed:
        for link in handing.links.tolist():
            out.setdefault(link, []).append((handing.goal, handing.level))
    return out


def _handed_on(up: Indices, stands_for: dict[int, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    if not stands_for:
        return []
    met = up[np.isin(up, np.fromiter(stands_for, dtype=np.intp))]
    return [each for link in met.tolist() for each in stands_for[link]]
