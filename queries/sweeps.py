"""
One pass over all links, layer after layer, for chains whose links hold no cycle.

Most chains are such, and a pass that fills each layer from those before it reads memory in
order and every link once. With a cycle somewhere the same answers are grown from fronts
(states.py, depth.py, areas.py); tests hold the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices
from queries.links import Handing, Links
from queries.view import Scene

Bits = NDArray[np.unsignedinteger[Any]]

UNREACHED = np.iinfo(np.int64).max
GOAL_BITS = 32


def steps_and_next(scene: Scene, links: Links) -> tuple[NDArray[np.int32], Indices]:
    """
    Steps to the nearest root, -1 where there is none, and the next goal on the way.

    Steps and goal number share one word, steps above, so that the least word of a goal's
    links is at once the shortest way and, of several, the one whose id comes first.
    """
    p, order = scene.projection, scene.projection.from_roots
    word = np.full(p.count, UNREACHED, dtype=np.int64)
    word[scene.roots] = scene.roots
    following = np.full(p.count, -1, dtype=np.intp)
    carries = links.carries[order.links]
    mask = np.int64((1 << GOAL_BITS) - 1)
    one_step = np.int64(1 << GOAL_BITS)
    for begin, end, row, last in order.spans:
        met = np.where(carries[begin:end], word[order.target[begin:end]], UNREACHED)
        firsts = order.firsts[row:last]
        least = np.minimum.reduceat(met, firsts - begin)
        goals = order.source[firsts]
        better = (least < UNREACHED) & (word[goals] == UNREACHED)
        goals, least = goals[better], least[better]
        following[goals] = least & mask
        word[goals] = (least & ~mask) + one_step + goals
    steps = np.where(word == UNREACHED, -1, word >> GOAL_BITS).astype(np.int32)
    return steps, following


@dataclass(frozen=True, slots=True)
class Below:
    """What lies below each goal: `filled` levels as bits, and how deep it goes."""

    filled: Bits
    deep_any: Flags
    deep_all: Flags


def what_lies_below(scene: Scene, links: Links, needs: Bits) -> Below:
    """
    The levels that contributions count as, deep_any and deep_all, leaves first.

    `needs` are the needed levels of each goal as bits.
    """
    p, order = scene.projection, scene.projection.from_leaves
    needless = scene.goals & (needs == 0)
    filled = np.zeros(p.count, dtype=needs.dtype)
    deep_any, deep_all = needless.copy(), needless.copy()
    carries = links.carries[order.links]
    # Bits where a link carries, none where it doesn't.
    bits = bit_of_level(scene)[p.level_from][order.links] * carries
    handed: dict[int, list[Handing]] = {}
    for handing in links.handed:
        if handing.links.size:
            handed.setdefault(handing.goal, []).append(handing)
    for begin, end, row, last in order.spans:
        firsts = order.firsts[row:last] - begin
        goals = order.target[begin:end][firsts]
        source, met = order.source[begin:end], bits[begin:end]
        direct = np.bitwise_or.reduceat(met, firsts)
        deep = np.bitwise_or.reduceat(met * deep_any[source], firsts)
        whole = np.logical_and.reduceat((met == 0) | deep_all[source], firsts)
        for goal in handed.keys() & set(goals.tolist()) if handed else ():
            at = np.searchsorted(goals, goal)
            for handing in handed[goal]:
                bit = bit_of_level(scene)[handing.level]
                direct[at] |= bit
                if deep_any[p.source[handing.links]].any():
                    deep[at] |= bit
        asked = needs[goals]
        filled[goals] = direct
        deep_any[goals] = scene.goals[goals] & (asked & ~deep == 0)
        whole &= scene.goals[goals] & (asked & ~direct == 0)
        deep_all[goals] = whole | needless[goals]
    return Below(filled, deep_any, deep_all)


def bit_of_level(scene: Scene) -> Bits:
    """The bit that stands for each level, in the narrowest word that holds them all."""
    count = len(scene.levels)
    word = np.uint8 if count <= 8 else np.uint64
    bits: Bits = np.left_shift(word(1), np.arange(count, dtype=word))
    return bits


def level_bits(scene: Scene, flags: NDArray[np.bool_]) -> Bits:
    """`[…, level]` flags as words, a level a bit."""
    bits = bit_of_level(scene)
    words: Bits = (flags * bits).sum(axis=-1, dtype=bits.dtype)
    return words
