"""
Leaning: for every goal and every link, how many goals would lose their last support without it.

All at once, where impact asks of one drop at a time. A goal leans on what every way from it to
a root goal passes: the tree of dominators seen from the root goals (docs/semantics.md,
Concentration).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.layers import Flags, Indices
from queries.audit import Audit
from queries.states import ROOTED
from queries.trees import Tree


@dataclass(frozen=True)
class Leaning:
    """`goals` by goal and `links` by link: how many rooted goals would be rooted no more."""

    goals: Indices
    links: Indices


def leaning(audit: Audit) -> Leaning:
    """
    What leans on each goal and link; linear in links, but for a logarithm of the longest way.

    Chains with cycles take the slower way of networkx.
    """
    p, states = audit.projection, audit.states
    rooted = states.state == ROOTED
    # From whatever has support, goals above the roots that lead down to one included.
    held = audit.links.carries & (states.steps[p.target] >= 0) & (states.steps[p.source] > 0)
    tree = _tree(audit, held)
    sizes = _sizes(tree, rooted)
    alone = held.copy()
    # A way round that comes back to its start supports nothing.
    at = np.flatnonzero(held)
    alone[at] = tree.common(p.source[at], p.target[at]) != p.source[at]
    supports = np.bincount(p.source[alone], minlength=p.count)
    only = alone & (supports[p.source] == 1)
    return Leaning(sizes - rooted, np.where(only, sizes[p.source], 0))


def _tree(audit: Audit, held: Flags) -> Tree:
    p = audit.projection
    tree = Tree.empty(p.count)
    if p.sweepable:
        order = p.from_roots
        kept = held[order.links]
        for begin, end, _, _ in order.spans:
            among = kept[begin:end]
            tree.hang(order.source[begin:end][among], order.target[begin:end][among])
        return tree
    above = _dominators(audit, held)
    depth = _depths(above, p.count)
    for step in range(2, int(depth.max(initial=0)) + 1):
        nodes = np.flatnonzero(depth == step)
        tree.hang(nodes, above[nodes])
    return tree


def _dominators(audit: Audit, held: Flags) -> Indices:
    """For each goal the nearest that all its ways to a root pass; `count` where there is none."""
    from networkx import DiGraph, immediate_dominators  # half a second that few chains need

    p = audit.projection
    links = np.flatnonzero(held & (p.source != p.target))
    graph: Any = DiGraph()
    graph.add_edges_from((p.count, root) for root in audit.scene.roots.tolist())
    graph.add_edges_from(zip(p.target[links].tolist(), p.source[links].tolist(), strict=True))
    graph.add_node(p.count)
    above = np.full(p.count, p.count)
    for node, over in immediate_dominators(graph, p.count).items():
        if node != p.count and over is not None:
            above[node] = over
    return above


def _depths(above: Indices, top: int) -> Indices:
    depth = np.ones(len(above), dtype=np.intp)
    climbing = above.copy()
    while (more := climbing != top).any():
        depth[more] += 1
        climbing[more] = above[climbing[more]]
    return depth


def _sizes(tree: Tree, counted: Flags) -> Indices:
    """How many counted nodes hang at or beneath each."""
    sizes = np.append(counted, False).astype(np.intp)
    order = np.argsort(-tree.depth[:-1], kind="stable")
    depths = tree.depth[order]
    starts = np.searchsorted(-depths, np.arange(-int(depths.max(initial=0)), 0))
    for begin, end in zip(starts, [*starts[1:], len(order)], strict=True):
        nodes = order[begin:end]
        np.add.at(sizes, tree.parent[nodes], sizes[nodes])
    return sizes[:-1]
