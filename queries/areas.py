"""
What is reached by chain: areas, and root goals (docs/semantics.md, Areas).

One sweep over the layers, roots first, carries a word of 64 labels to every goal that
leads to a goal holding them; a label is a bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, distinct, expand, layer
from queries.links import Links
from queries.view import Scene

Words = NDArray[np.uint64]
BITS = 64


class Sweep:
    """
    Carrying links in sweeping order; kept, since several sets of labels may be swept.

    Where the written links hold no cycle their order does for every view; otherwise the
    carrying links are layered by themselves, since a cycle may not carry all the way round.
    """

    def __init__(self, scene: Scene, links: Links, within: Flags | None = None) -> None:
        """`within` limits the sweep to links from these goals."""
        p = scene.projection
        self.links = links
        if p.layers.acyclic:
            self.layers, positions = p.layers, p.layers.order
        else:
            carried = np.flatnonzero(links.carries)
            self.layers = layer(p.source[carried], p.target[carried], p.count)
            positions = carried[self.layers.order]
        kept = links.carries[positions]
        if within is not None:
            kept &= within[p.source[positions]]
        self._positions = positions[kept]
        ends = np.concatenate([[0], np.cumsum(kept)])
        self._bounds = ends[self.layers.bounds].tolist()
        self._scene = scene

    @cached_property
    def _ends(self) -> tuple[Indices, Indices]:
        p = self._scene.projection
        source, target = p.source[self._positions], p.target[self._positions]
        component = self.layers.component
        if component is None:
            return source, target
        return component[source], component[target]

    @cached_property
    def _firsts(self) -> Flags:
        source, _ = self._ends
        first = np.ones(len(source), dtype=np.bool_)
        first[1:] = source[1:] != source[:-1]
        return first

    def run(self, own: Words) -> Words:
        """Each goal's labels and those of all goals it leads to; linear in links."""
        component = self.layers.component
        mask = own.copy()
        if component is not None:
            mask = np.zeros(self.layers.components, dtype=np.uint64)
            holders = np.flatnonzero(own)
            np.bitwise_or.at(mask, component[holders], own[holders])
        source, target = self._ends
        for begin, end in zip(self._bounds, self._bounds[1:], strict=False):
            if begin < end:
                starts = np.flatnonzero(self._firsts[begin:end])
                met = np.bitwise_or.reduceat(mask[target[begin:end]], starts)
                mask[source[begin:end][starts]] |= met
        return mask if component is None else mask[component]

    def labels(self, holders: Sequence[tuple[int, Sequence[int]]], count: int) -> Words:
        """`[goal, word]` for labels 0..count-1, given which goals hold which of them."""
        out = np.zeros((self._scene.projection.count, max(1, -(-count // BITS))), dtype=np.uint64)
        for goal, labels in holders:
            set_labels(out, goal, labels)
        for word in range(out.shape[1]):
            out[:, word] = self.run(np.ascontiguousarray(out[:, word]))
        return out


def areas_by_chain(scene: Scene, sweep: Sweep) -> Words:
    """`[goal, word]`: bit b of word w is area `64 w + b`."""
    p = scene.projection
    holders = [(root, p.areas.of(root).tolist()) for root in scene.roots.tolist()]
    return sweep.labels(holders, len(p.frame.areas))


def roots_by_chain(scene: Scene, links: Links, goals: Indices) -> Words:
    """`[goal, word]` for root goals in their order, told for `goals` and all above them."""
    p = scene.projection
    above = np.zeros(p.count, dtype=np.bool_)
    above[closure(scene, links, goals)] = True
    sweep = Sweep(scene, links, within=above)
    return sweep.labels(
        [(root, [n]) for n, root in enumerate(scene.roots.tolist())], len(scene.roots)
    )


def closure(scene: Scene, links: Links, goals: Indices) -> Indices:
    """`goals` and every goal they lead to by carrying links, in number order."""
    p = scene.projection
    seen = np.zeros(p.count, dtype=np.bool_)
    front = goals
    while front.size:
        seen[front] = True
        up = expand(p.out, front)
        met = p.target[up[links.carries[up]]]
        front = distinct(met[~seen[met]], p.count)
    return np.flatnonzero(seen)


def leading_to(scene: Scene, links: Links, goals: Indices) -> Indices:
    """`goals` and every goal that leads to one of them by carrying links, in number order."""
    p = scene.projection
    seen = np.zeros(p.count, dtype=np.bool_)
    front = goals
    while front.size:
        seen[front] = True
        down = expand(p.into, front)
        met = p.inward_source[down[links.carries[p.inward[down]]]]
        front = distinct(met[~seen[met]], p.count)
    return np.flatnonzero(seen)


def set_labels(words: Words, goal: int, labels: Sequence[int]) -> None:
    """Give a goal these labels, in place."""
    for label in labels:
        words[goal, label // BITS] |= np.uint64(1 << (label % BITS))


def holds(words: Words, goal: int, label: int) -> bool:
    """True if the goal has the label."""
    return bool((int(words[goal, label // BITS]) >> (label % BITS)) & 1)


def has(words: Words, label: int) -> Flags:
    """Which goals have the label."""
    bit = np.uint64(1 << (label % BITS))
    held: Flags = (words[:, label // BITS] & bit) != 0
    return held


def listed(words: Words, goal: int) -> list[int]:
    """The labels of one goal, in number order."""
    out = []
    for place, word in enumerate(words[goal].tolist()):
        while word:
            low = word & -word
            out.append(place * BITS + low.bit_length() - 1)
            word ^= low
    return out
