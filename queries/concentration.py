"""
Concentration: root goals that hang on one unit, or on one goal; and how much each unit carries.

A goal hangs on one unit at a level when all goals of that level that lead to it stand in that
unit's row. It hangs on a goal, its neck, when every way up to it passes that goal: the goal's
dominators, seen from the goals that nothing leads to. One pass over the links each, leaves
first (docs/semantics.md, Concentration).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph.layers import Flags, Indices, Order, in_order
from queries.areas import Words, closure, leading_to, listed, roots_by_chain
from queries.audit import Audit
from queries.rows import Rows
from queries.states import ROOTED
from queries.trees import Tree

SEVERAL = -1
_NO_UNIT = np.iinfo(np.intp).max
_NO_GOALS: Indices = np.empty(0, dtype=np.intp)


@dataclass(frozen=True)
class Upward:
    """
    The links of an audit from the leaves up, rings of goals drawn together to one node.

    `node` is each goal's node (None: the goal itself), `depth` how far up each node comes, `kept`
    the links of `order` that carry.
    """

    node: Indices | None
    nodes: int
    depth: Indices
    order: Order
    kept: Flags

    def of(self, goals: Indices) -> Indices:
        """The nodes of some goals."""
        return goals if self.node is None else self.node[goals]

    def among(self, goals: Indices) -> Upward:
        """The same, with only the links that carry between some goals."""
        inside = np.zeros(self.nodes, dtype=np.bool_)
        inside[self.of(goals)] = True
        old = self.order
        at = np.flatnonzero(self.kept & inside[old.source] & inside[old.target])
        order = in_order(old.links[at], old.source[at], old.target[at], old.target[at], self.depth)
        return replace(self, order=order, kept=np.ones(len(at), dtype=np.bool_))


def upward(audit: Audit) -> Upward:
    """The order in which every goal comes after all that lead to it."""
    p, carries = audit.projection, audit.links.carries
    if p.sweepable:
        depth = p.layers.height.max(initial=0) - p.layers.height
        return Upward(None, p.count, depth, p.from_leaves, carries[p.from_leaves.links])
    layers = audit.sweep.layers
    links = p.inward[carries[p.inward]]
    source, target = p.source[links], p.target[links]
    if layers.component is not None:
        source, target = layers.component[source], layers.component[target]
    across = np.flatnonzero(source != target)
    across = across[np.argsort(target[across], kind="stable")]
    links, source, target = links[across], source[across], target[across]
    depth = layers.height.max(initial=0) - layers.height
    order = in_order(links, source, target, target, depth)
    kept = np.ones(len(links), dtype=np.bool_)
    return Upward(layers.component, layers.components, depth, order, kept)


@dataclass(frozen=True)
class Necks:
    """The tree of necks: a node's parent is the nearest node that every way to it passes."""

    upward: Upward
    tree: Tree

    def of(self, goal: int) -> list[list[int]]:
        """
        The necks of a goal, nearest first, each as its goals: one, or the members of a ring.

        Empty where there are several ways, or none. The goal's own ring isn't among them.
        """
        node = int(self.upward.of(np.array([goal]))[0])
        return [self._members(each) for each in self.tree.above(node)]

    def single(self, goals: Indices) -> Flags:
        """Which of some goals have a neck."""
        return self.tree.depth[self.upward.of(goals)] > 1

    def _members(self, node: int) -> list[int]:
        if self.upward.node is None:
            return [node]
        return np.flatnonzero(self.upward.node == node).tolist()


def necks(audit: Audit, order: Upward | None = None) -> Necks:
    """The necks of all goals; linear in links, but for a logarithm of the longest way."""
    up = order or upward(audit)
    tree = Tree.empty(up.nodes)
    links = up.order
    for begin, end, _, _ in links.spans:
        kept = up.kept[begin:end]
        tree.hang(links.target[begin:end][kept], links.source[begin:end][kept])
    return Necks(up, tree)


def necks_of_roots(audit: Audit, order: Upward | None = None) -> Necks:
    """
    The tree of necks for the root goals alone: other goals may hang from the top in it.

    Most root goals have ways that plainly share nothing; only what leads to the rest is gone
    through.
    """
    up = order or upward(audit)
    narrow = _maybe_narrow(up, audit.scene.roots)
    if not narrow.size:
        return Necks(up, Tree.empty(up.nodes))
    return necks(audit, up.among(leading_to(audit.scene, audit.links, narrow)))


def _maybe_narrow(up: Upward, goals: Indices) -> Indices:
    """
    The goals less those that nothing leads to, or two ways that share nothing.

    From each node one link is followed down, always the same, so that two such ways that meet
    end in the same leaf; those that end in different ones have nothing in common.
    """
    links = up.order
    below = np.arange(up.nodes)
    below[links.target[up.kept]] = links.source[up.kept]
    below = _at_the_end(below, int(up.depth.max(initial=0)))
    asked = np.zeros(up.nodes, dtype=np.bool_)
    asked[up.of(goals)] = True
    into = np.flatnonzero(asked[links.target] & up.kept)
    leaf = below[links.source[into]]
    least, most = np.full(up.nodes, up.nodes), np.full(up.nodes, -1)
    np.minimum.at(least, links.target[into], leaf)
    np.maximum.at(most, links.target[into], leaf)
    narrow: Flags = least == most
    return goals[narrow[up.of(goals)]]


def _at_the_end(onward: Indices, steps: int) -> Indices:
    """Where each node comes that goes onward, so many steps at most; the last leads to itself."""
    # Each time round, twice as many steps are taken.
    for _ in range(steps.bit_length()):
        onward = onward[onward]
    return onward


def sole_units(audit: Audit, order: Upward | None = None) -> dict[int, Indices]:
    """
    For each level that units owe goals at: for each goal the one unit in whose row all goals
    of the level stand that lead to it, SEVERAL where there are more, or none.

    A goal that stands in no row in force counts as one of another unit. Linear in links.
    """
    up = order or upward(audit)
    return {level: _sole(audit, up, rows) for level, rows in audit.rows.items()}


def sole_units_of_roots(audit: Audit, order: Upward | None = None) -> dict[int, Indices]:
    """
    The same for the root goals alone, in their order, at levels with more than one unit.

    Where the goals whose shortest way leads to a root goal are of two units already, the other
    ways need not be gone through.
    """
    scene, roots, nearest = audit.scene, audit.scene.roots, _nearest_roots(audit)
    up = order or upward(audit)
    out = {}
    for level, rows in audit.rows.items():
        if len(rows.units) < 2:
            continue
        led = nearest[rows.goals] >= 0
        low, high = _bounds(
            audit.projection.count, nearest[rows.goals[led]], rows.rows[led], _NO_GOALS
        )
        maybe = np.flatnonzero(low[roots] >= high[roots])
        sole = np.full(len(roots), SEVERAL, dtype=np.intp)
        if maybe.size:
            of_level = np.flatnonzero(scene.goals & (audit.projection.level == level))
            # Above the goals of a higher level there is little; above those of the lowest, all.
            few = of_level.size * 8 < audit.projection.count
            over = up.among(closure(scene, audit.links, of_level)) if few else up
            sole[maybe] = _sole(audit, over, rows)[roots[maybe]]
        out[level] = sole
    return out


def _nearest_roots(audit: Audit) -> Indices:
    """For each goal the root goal that its witness ends in, itself for a root; else -1."""
    states = audit.states
    onward = np.where(states.steps > 0, states.next, np.arange(audit.projection.count))
    root = _at_the_end(onward, int(states.steps.max(initial=0)))
    return np.where(states.steps >= 0, root, -1)


def _bounds(
    count: int, nodes: Indices, units: Indices, several: Indices
) -> tuple[Indices, Indices]:
    """
    The first and the last unit of each of so many nodes, given which nodes are of which units
    and which are of none; alike only where there is one unit, or SEVERAL.
    """
    low = np.full(count, _NO_UNIT, dtype=np.intp)
    high = np.full(count, SEVERAL, dtype=np.intp)
    low[several] = SEVERAL
    np.minimum.at(low, nodes, units)
    np.maximum.at(high, nodes, units)
    return low, high


def _sole(audit: Audit, up: Upward, rows: Rows) -> Indices:
    p = audit.projection
    rowless = audit.scene.goals & (p.level == rows.level)
    rowless[rows.goals] = False
    # A goal with a row in force and one out of force stands under both.
    rowless[rows.outside] = True
    low, high = _bounds(up.nodes, up.of(rows.goals), rows.rows, up.of(np.flatnonzero(rowless)))
    links = up.order
    for begin, end, row, last in links.spans:
        firsts, kept, source = links.firsts[row:last], up.kept[begin:end], links.source[begin:end]
        goals = links.target[firsts]
        least = np.minimum.reduceat(np.where(kept, low[source], _NO_UNIT), firsts - begin)
        most = np.maximum.reduceat(np.where(kept, high[source], SEVERAL), firsts - begin)
        low[goals] = np.minimum(low[goals], least)
        high[goals] = np.maximum(high[goals], most)
    sole = np.where(low == high, high, SEVERAL)
    return sole if up.node is None else sole[up.node]


@dataclass(frozen=True, slots=True)
class Load:
    """
    What a unit carries at a level: its goals and the rooted of them, the carrying links up
    from them and down to them, the root goals they lead to, and those of the root goals that no
    other unit of the level leads to.
    """

    level: int
    unit: int
    goals: int
    rooted: int
    links_up: int
    links_down: int
    roots: tuple[int, ...]
    alone: tuple[int, ...]


def loads(audit: Audit, sole: dict[int, Indices] | None = None) -> list[Load]:
    """
    The load of every unit that owes goals in the view, by level and unit.

    Linear in goals and links, once for every 64 root goals.
    """
    p, carries = audit.projection, audit.links.carries
    sole = sole if sole is not None else sole_units(audit)
    given = np.bincount(p.source[carries], minlength=p.count)
    taken = np.bincount(p.target[carries], minlength=p.count)
    rooted = audit.states.state == ROOTED
    roots = audit.scene.roots
    out = []
    for level, rows in audit.rows.items():
        reach = _reached_roots(audit, rows)
        count = len(p.frame.units)
        sums = [
            np.bincount(rows.rows, weights=each[rows.goals], minlength=count).astype(int).tolist()
            for each in (np.ones(p.count), rooted, given, taken)
        ]
        alone: dict[int, list[int]] = {}
        for root in roots[sole[level][roots] >= 0].tolist():
            alone.setdefault(int(sole[level][root]), []).append(root)
        for unit in rows.units.tolist():
            goals, held, links_up, links_down = (each[unit] for each in sums)
            led = tuple(int(roots[place]) for place in listed(reach, unit))
            out.append(
                Load(level, unit, goals, held, links_up, links_down, led,
                     tuple(alone.get(unit, ())))
            )  # fmt: skip
    return out


def _reached_roots(audit: Audit, rows: Rows) -> Words:
    """`[unit, word]`: the root goals that the goals of each row lead to, by place."""
    reach = roots_by_chain(audit.scene, audit.links, rows.goals)
    out = np.zeros((len(audit.projection.frame.units), reach.shape[1]), dtype=np.uint64)
    np.bitwise_or.at(out, rows.rows, reach[rows.goals])
    return out
