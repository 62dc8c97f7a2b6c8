"""
A tree that grows from its top, and what two of its nodes have in common, many at a time.

Every node knows its parent and one ancestor further up, chosen so that any ancestor is found in
a logarithm of steps (Myers 1983). Node `len - 1` is the top.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.layers import Indices


@dataclass(frozen=True)
class Tree:
    """`parent`, `leap` (an ancestor further up) and `depth` of each node; the top comes last."""

    parent: Indices
    leap: Indices
    depth: Indices

    @classmethod
    def empty(cls, count: int) -> Tree:
        """A tree in which `count` nodes hang from the top."""
        depth = np.ones(count + 1, dtype=np.intp)
        depth[count] = 0
        return cls(np.full(count + 1, count), np.full(count + 1, count), depth)

    def hang(self, nodes: Indices, beneath: Indices) -> None:
        """
        Hang nodes beneath the lowest node that is at or above all that are given for each.

        `nodes` and `beneath` are parallel, entries of one node side by side; nothing hangs
        beneath the nodes yet.
        """
        if not nodes.size:
            return
        first = np.ones(len(nodes), dtype=np.bool_)
        first[1:] = nodes[1:] != nodes[:-1]
        hung = nodes[first]
        below = self._common_of_all(np.cumsum(first) - 1, beneath)
        self.parent[hung] = below
        self.depth[hung] = self.depth[below] + 1
        far = self.leap[below]
        further = self.leap[far]
        even = self.depth[below] - self.depth[far] == self.depth[far] - self.depth[further]
        self.leap[hung] = np.where(even, further, below)

    def common(self, one: Indices, other: Indices) -> Indices:
        """For each pair the lowest node that is at or above both."""
        depth, parent, leap = self.depth, self.parent, self.leap
        swapped = depth[one] < depth[other]
        low, high = np.where(swapped, other, one), np.where(swapped, one, other)
        while (lower := depth[low] > depth[high]).any():
            far = leap[low]
            step = np.where(depth[far] >= depth[high], far, parent[low])
            low = np.where(lower, step, low)
        while (apart := low != high).any():
            far, other_far = leap[low], leap[high]
            wide = apart & (far != other_far)
            low = np.where(wide, far, np.where(apart, parent[low], low))
            high = np.where(wide, other_far, np.where(apart, parent[high], high))
        return low

    def above(self, node: int) -> list[int]:
        """The nodes above one, nearest first, the top left out."""
        out = []
        top = len(self.parent) - 1
        node = int(self.parent[node])
        while node != top:
            out.append(node)
            node = int(self.parent[node])
        return out

    def _common_of_all(self, group: Indices, nodes: Indices) -> Indices:
        """The lowest common node of each group, pair by pair until one is left of each."""
        while len(nodes) > int(group[-1]) + 1:
            first = np.ones(len(nodes), dtype=np.bool_)
            first[1:] = group[1:] != group[:-1]
            starts = np.flatnonzero(first)
            place = np.arange(len(nodes)) - starts[group]
            left = np.flatnonzero(place % 2 == 0)
            paired = np.append(place, 0)[left + 1] % 2 == 1
            met = nodes[left]
            met[paired] = self.common(met[paired], nodes[left[paired] + 1])
            group, nodes = group[left], met
        return nodes
