"""
The order in which a directed graph can be swept: what is led to before what leads.

Cycles are first drawn together (strongly connected components), so that every graph has
such an order. Iterative, linear in nodes and links.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


def pointers(ends: Indices, count: int) -> Indices:
    """Row pointers of links sorted by `ends`: links of node i are `[p[i]:p[i + 1]]`."""
    out = np.zeros(count + 1, dtype=np.intp)
    np.cumsum(np.bincount(ends, minlength=count), out=out[1:])
    return out


def expand(start: Indices, nodes: Indices) -> Indices:
    """The positions of all links of `nodes`, row after row."""
    begin = start[nodes]
    length = start[nodes + 1] - begin
    total = int(length.sum())
    if total == 0:
        return np.empty(0, dtype=np.intp)
    offset = np.cumsum(length)
    return np.arange(total, dtype=np.intp) + np.repeat(begin - offset + length, length)


def distinct(nodes: Indices, count: int) -> Indices:
    """The different nodes, sorted; chooses the way that is cheap for how many there are."""
    if nodes.size * 8 < count:
        return np.unique(nodes)
    seen = np.zeros(count, dtype=np.bool_)
    seen[nodes] = True
    return np.flatnonzero(seen)


@dataclass(frozen=True, slots=True)
class Layers:
    """
    Links in sweeping order.

    `component` numbers each node's strongly connected component (None: every node is its
    own). `order` are link positions sorted by layer and, within it, by component led from;
    `bounds[k]:bounds[k + 1]` are those of layer k. Links within a component are left out.
    """

    component: Indices | None
    components: int
    order: Indices
    bounds: Indices

    @property
    def acyclic(self) -> bool:
        """True if no two nodes share a component (self-links aside)."""
        return self.component is None


def layer(source: Indices, target: Indices, count: int) -> Layers:
    """
    Layer the graph with these links, any order, among nodes 0..count-1.

    A component's layer is the length of the longest way on from it.
    """
    across = np.flatnonzero(source != target)
    height = _heights(source[across], target[across], count)
    component: Indices | None = None
    components = count
    if (height < 0).any():
        links = csr_matrix(
            (np.ones(len(source), dtype=np.int8), (source, target)), shape=(count, count)
        )
        components, labels = connected_components(links, directed=True, connection="strong")
        component = labels.astype(np.intp)
        source, target = component[source], component[target]
        across = np.flatnonzero(source != target)
        height = _heights(source[across], target[across], components)
    depth = height[source[across]]
    order = np.lexsort((source[across], depth))
    bounds = pointers(depth, int(height.max(initial=0)) + 1)
    return Layers(component, components, across[order], bounds)


def _heights(source: Indices, target: Indices, count: int) -> Indices:
    """Longest way on from each node; -1 where it meets a cycle."""
    by_target = np.argsort(target, kind="stable")
    start = pointers(target, count)
    led_from = source[by_target]
    waiting = np.bincount(source, minlength=count)
    height = np.full(count, -1, dtype=np.intp)
    front = np.flatnonzero(waiting == 0)
    level = 0
    while front.size:
        height[front] = level
        level += 1
        met = led_from[expand(start, front)]
        if met.size * 8 < count:
            reached, times = np.unique(met, return_counts=True)
        else:
            times = np.bincount(met, minlength=count)
            reached = np.flatnonzero(times)
            times = times[reached]
        waiting[reached] -= times
        front = reached[waiting[reached] == 0]
    return height
