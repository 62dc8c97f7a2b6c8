"""
The order in which a directed graph can be swept: what is led to before what leads.

Cycles are first drawn together (strongly connected components), so that every graph has
such an order. Iterative, linear in nodes and links.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


def flags(values: Sequence[bool]) -> Flags:
    """Flags from a list of truths."""
    return np.array(values, dtype=np.bool_)


def pointers(ends: Indices, count: int) -> Indices:
    """Row pointers of links sorted by `ends`: links of node i are `[p[i]:p[i + 1]]`."""
    out = np.zeros(count + 1, dtype=np.intp)
    np.cumsum(np.bincount(ends, minlength=count), out=out[1:])
    return out


def expand(start: Indices, nodes: Indices) -> Indices:
    """The positions of all links of `nodes`, row after row."""
    begin = start[nodes]
    length = start[nodes + 1] - begin
    offset = length.cumsum()
    if not offset.size or not offset[-1]:
        return np.empty(0, dtype=np.intp)
    places: Indices = (begin - offset + length).repeat(length)
    places += np.arange(offset[-1], dtype=np.intp)
    return places


def distinct(nodes: Indices, count: int) -> Indices:
    """The different nodes, sorted; chooses the way that is cheap for how many there are."""
    if nodes.size * 8 < count:
        # As np.unique does, without its choices: most calls are of a handful of nodes.
        ordered = np.sort(nodes)
        new = np.ones(ordered.size, dtype=np.bool_)
        np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
        return ordered[new]
    seen = np.zeros(count, dtype=np.bool_)
    seen[nodes] = True
    return np.flatnonzero(seen)


def reached(front: Indices, count: int, onward: Callable[[Indices], Indices]) -> Flags:
    """
    The nodes of `front` and all that can be reached from them.

    `onward` gives the nodes one step on from some nodes, in any order and number; each node
    is asked of once.
    """
    seen = np.zeros(count, dtype=np.bool_)
    while front.size:
        seen[front] = True
        met = onward(front)
        new = met[~seen[met]]
        front = distinct(new, count) if new.size > 1 else new
    return seen


@dataclass(frozen=True, slots=True)
class Layers:
    """
    How far each node is from where all ways end.

    `component` numbers each node's strongly connected component (None: every node is its
    own); `height` is, for each component, the length of the longest way on from it.
    """

    component: Indices | None
    components: int
    height: Indices

    @property
    def acyclic(self) -> bool:
        """True if no two nodes share a component (self-links aside)."""
        return self.component is None


def layer(source: Indices, target: Indices, count: int) -> Layers:
    """Layer the graph with these links, any order, among nodes 0..count-1."""
    across = np.flatnonzero(source != target)
    height = _heights(source[across], target[across], count)
    component: Indices | None = None
    components = count
    if (height < 0).any():
        components, component = _components(source, target, count)
        source, target = component[source], component[target]
        across = np.flatnonzero(source != target)
        height = _heights(source[across], target[across], components)
    return Layers(component, components, height)


@dataclass(frozen=True, slots=True)
class Order:
    """
    All links of a graph without cycles, layer after layer, a node's links side by side.

    `links` are their positions, `source` and `target` their ends; `firsts` the place of each
    node's first link; `spans` tells for each layer where its links and its firsts begin and
    end. A sweep that fills each layer from those before it sees every link once.
    """

    links: Indices
    source: Indices
    target: Indices
    firsts: Indices
    spans: list[tuple[int, int, int, int]]


def in_order(
    links: Indices, source: Indices, target: Indices, by: Indices, depth: Indices
) -> Order:
    """
    Put links, given side by side for each node of `by`, in the order of the nodes' depth.
    """
    order = np.argsort(depth[by], kind="stable")
    by = by[order]
    first = np.ones(len(by), dtype=np.bool_)
    first[1:] = by[1:] != by[:-1]
    firsts = np.flatnonzero(first)
    layer_of = depth[by]
    ends = np.searchsorted(layer_of, np.arange(int(layer_of.max(initial=-1)) + 2))
    rows = np.searchsorted(firsts, ends)
    spans = [
        (begin, end, row, last)
        for begin, end, row, last in zip(
            ends.tolist(), ends[1:].tolist(), rows.tolist(), rows[1:].tolist(), strict=False
        )
        if begin < end
    ]
    return Order(links[order], source[order], target[order], firsts, spans)


def _components(source: Indices, target: Indices, count: int) -> tuple[int, Indices]:
    """
    How many strongly connected components there are, and each node's.

    Nodes that can be layered from either end are components of their own; only the knot
    that is left is walked, by Tarjan's algorithm (1972) without recursion.
    """
    knotted = (_heights(source, target, count) < 0) & (_heights(target, source, count) < 0)
    inside = np.flatnonzero(knotted[source] & knotted[target])
    inside = inside[np.argsort(source[inside], kind="stable")]
    start = pointers(source[inside], count).tolist()
    onward = target[inside].tolist()

    leader = np.arange(count, dtype=np.intp)
    found: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    for seed in np.flatnonzero(knotted).tolist():
        waiting = [] if seed in found else [(seed, start[seed])]
        while waiting:
            node, link = waiting.pop()
            if node not in found:
                found[node] = low[node] = len(found)
                open_nodes.append(node)
            elif link > start[node] and onward[link - 1] in low:
                low[node] = min(low[node], low[onward[link - 1]])
            while link < start[node + 1] and onward[link] in found:
                low[node] = min(low[node], low.get(onward[link], low[node]))
                link += 1
            if link < start[node + 1]:
                waiting += [(node, link + 1), (onward[link], start[onward[link]])]
            elif low[node] == found[node]:
                members = _closed(open_nodes, node)
                leader[members] = node
                for member in members:
                    del low[member]
    numbered, labels = np.unique(leader, return_inverse=True)
    return len(numbered), labels.astype(np.intp)


def _closed(open_nodes: list[int], node: int) -> list[int]:
    """Take the nodes of a finished component off the stack."""
    members: list[int] = []
    while not members or members[-1] != node:
        members.append(open_nodes.pop())
    return members


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
