"""
What is reached by chain: areas, and root goals (docs/semantics.md, Areas).

One sweep over the layers, roots first, carries a word of 64 labels to every goal that
leads to a goal holding them; a label is a bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, Order, expand, in_order, layer, reached
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
        self._count = p.count
        if p.sweepable:
            self.layers, self._order = p.layers, p.from_roots
        else:
            carried = np.flatnonzero(links.carries)
            source, target = p.source[carried], p.target[carried]
            self.layers = layer(source, target, p.count)
            self._order = self._between_components(carried, source, target)
        kept = links.carries[self._order.links]
        if within is not None:
            kept &= within[p.source[self._order.links]]
        self._kept = np.where(kept, ~np.uint64(0), np.uint64(0))

    def _between_components(self, links: Indices, source: Indices, target: Indices) -> Order:
        component = self.layers.component
        if component is not None:
            source, target = component[source], component[target]
        order = np.argsort(source, kind="stable")
        order = order[source[order] != target[order]]
        source, target = source[order], target[order]
        return in_order(links[order], source, target, source, self.layers.height)

    def run(self, own: Words) -> Words:
        """Each goal's labels and those of all goals it leads to; linear in links."""
        component, order = self.layers.component, self._order
        mask = own.copy()
        if component is not None:
            mask = np.zeros(self.layers.components, dtype=np.uint64)
            holders = np.flatnonzero(own)
            np.bitwise_or.at(mask, component[holders], own[holders])
        for begin, end, row, last in order.spans:
            met = mask[order.target[begin:end]] & self._kept[begin:end]
            firsts = order.firsts[row:last]
            mask[order.source[firsts]] |= np.bitwise_or.reduceat(met, firsts - begin)
        return mask if component is None else mask[component]

    def labels(self, holders: Sequence[tuple[int, Sequence[int]]], count: int) -> Words:
        """`[goal, word]` for labels 0..count-1, given which goals hold which of them."""
        out = np.zeros((self._count, max(1, -(-count // BITS))), dtype=np.uint64)
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

    def onward(front: Indices) -> Indices:
        up = expand(p.out, front)
        return p.target[up[links.carries[up]]]

    return np.flatnonzero(reached(goals, p.count, onward))


def leading_to(scene: Scene, links: Links, goals: Indices) -> Indices:
    """`goals` and every goal that leads to one of them by carrying links, in number order."""
    p = scene.projection

    def onward(front: Indices) -> Indices:
        down = expand(p.into, front)
        return p.inward_source[down[links.carries[p.inward[down]]]]

    return np.flatnonzero(reached(goals, p.count, onward))


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
