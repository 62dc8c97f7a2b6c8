"""
Downward: which goals are answered, and how deep (docs/semantics.md, Downward).

deep_any and deep_all are least fixed points: worked out from the goals that need nothing,
so that a cycle never justifies itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, distinct, expand
from queries.links import Links
from queries.view import Scene


@dataclass(frozen=True)
class Depth:
    """
    `filled[goal, level]`: a carrying contribution counts as that level. `missing` are the
    needed levels that aren't filled. Flags for goals not in force mean nothing.
    """

    filled: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    answered: Flags
    deep_any: Flags
    deep_all: Flags


def depth(scene: Scene, links: Links) -> Depth:
    """Answered, deep_any and deep_all of all goals; linear in goals and links."""
    p = scene.projection
    needs = scene.needs[p.level]
    carried = np.flatnonzero(links.carries)
    filled = np.zeros_like(needs)
    filled[p.target[carried], p.level[p.source[carried]]] = True
    for handing in links.handed:
        if handing.links.size:
            filled[handing.goal, handing.level] = True
    missing = needs & ~filled
    answered = scene.goals & ~missing.any(axis=1)
    needless = scene.goals & ~needs.any(axis=1)
    none = np.zeros(p.count, dtype=np.bool_)
    return Depth(
        filled,
        missing,
        answered,
        grow_deep_any(scene, links, needs, none, np.flatnonzero(needless)),
        _deep_all(scene, links, answered, np.flatnonzero(needless)),
    )


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
        open_needs[target, p.level[p.source[up]]] = False
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
