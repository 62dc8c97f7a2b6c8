"""Necks, sole units and loads against the slow, obvious ways of finding them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.areas import leading_to
from queries.audit import Audit
from queries.concentration import (
    SEVERAL,
    loads,
    necks,
    necks_of_roots,
    sole_units,
    sole_units_of_roots,
)
from queries.states import ROOTED
from queries.trees import Tree
from tests.asking import Doc, audit_of
from tests.chains import chains, random_chain

BOTTOM = "bottom"


def carrying(audit: Audit) -> nx.DiGraph[Any]:
    """Goals and carrying links, as another library holds them."""
    p = audit.projection
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from(range(p.count))
    for link in np.flatnonzero(audit.links.carries).tolist():
        graph.add_edge(int(p.source[link]), int(p.target[link]))
    return graph


def slow_necks(audit: Audit) -> dict[int, list[list[int]]]:
    """By networkx: rings drawn together, a bottom below all that nothing leads to."""
    graph: nx.DiGraph[Any] = nx.condensation(carrying(audit))
    graph.add_node(BOTTOM)
    for node in list(graph):
        if node != BOTTOM and graph.in_degree(node) == 0:
            graph.add_edge(BOTTOM, node)
    above = nx.immediate_dominators(graph, BOTTOM)
    out = {}
    for goal, node in graph.graph["mapping"].items():
        way, at = [], node
        while above.get(at, BOTTOM) not in (BOTTOM, at, None):
            at = above[at]
            way.append(sorted(graph.nodes[at]["members"]))
        out[goal] = way
    return out


def slow_sole(audit: Audit, level: int, goal: int) -> int:
    """By walking: the units of all goals of the level below the goal."""
    rows = audit.rows[level]
    units: set[int] = set()
    for below in leading_to(audit.scene, audit.links, np.array([goal])).tolist():
        if audit.projection.level[below] != level or not audit.scene.goals[below]:
            continue
        own = set(rows.rows[rows.goals == below].tolist())
        units |= own or {-2}
        units |= {-2} if below in rows.outside else set()
    return units.pop() if len(units) == 1 and min(units) >= 0 else SEVERAL


@settings(max_examples=120, deadline=None)
@given(chains())
def test_necks_are_the_dominators(chain: tuple[Doc, Doc]) -> None:
    audit = audit_of(*chain)
    found, expected = necks(audit), slow_necks(audit)
    for goal in range(audit.projection.count):
        assert found.of(goal) == expected[goal], audit.projection.ids[goal]


@settings(max_examples=80, deadline=None)
@given(chains())
def test_a_neck_can_not_be_gone_round_and_any_other_goal_can(chain: tuple[Doc, Doc]) -> None:
    audit = audit_of(*chain)
    graph = carrying(audit)
    rings = list(nx.strongly_connected_components(graph))
    bottoms = [
        min(ring)
        for ring in rings
        if all(source in ring for goal in ring for source in graph.predecessors(goal))
    ]
    ringed = {goal for ring in rings if len(ring) > 1 for goal in ring}
    found = necks(audit)

    def reached_without(gone: list[int], goal: int) -> bool:
        left = graph.copy()
        left.remove_nodes_from(gone)
        return any(nx.has_path(left, each, goal) for each in bottoms if each not in gone)

    for goal in range(audit.projection.count):
        through = found.of(goal)
        assert not any(reached_without(ring, goal) for ring in through)
        beside = nx.ancestors(graph, goal) - {each for ring in through for each in ring} - ringed
        assert all(reached_without([other], goal) for other in beside - {goal})


def test_sole_units_are_those_that_a_walk_finds() -> None:
    told = 0
    for seed in range(150):
        audit = audit_of(*random_chain(seed))
        for level, sole in sole_units(audit).items():
            for goal in range(audit.projection.count):
                if audit.scene.goals[goal]:
                    assert sole[goal] == slow_sole(audit, level, goal), (seed, level, goal)
                    told += sole[goal] >= 0
    assert told > 200


def test_root_goals_alone_are_answered_as_among_all_goals() -> None:
    narrow = alone = 0
    for seed in range(250):
        audit = audit_of(*random_chain(seed))
        roots = audit.scene.roots
        few, every = necks_of_roots(audit), necks(audit)
        assert [few.of(root) for root in roots.tolist()] == [
            every.of(root) for root in roots.tolist()
        ]
        narrow += int(every.single(roots).sum())
        sole, of_roots = sole_units(audit), sole_units_of_roots(audit)
        assert list(of_roots) == [n for n, rows in audit.rows.items() if len(rows.units) > 1]
        for level, told in of_roots.items():
            assert told.tolist() == sole[level][roots].tolist(), (seed, level)
            alone += int((told != SEVERAL).sum())
    assert narrow > 50
    assert alone > 50


def test_two_ways_that_meet_further_down_are_no_two_ways() -> None:
    """The goal in which they meet is the neck, though the root goal has two goals below it."""
    units = [{"id": "u", "name": "U", "kind": "enhet"}]
    above = {"k": [], "a": ["k"], "b": ["k"], "meet": ["a", "b"], "c": ["meet"], "d": ["meet"]}
    goals = [
        {"id": goal, "title": "E", "level": "enhet" if up else "fullmaktige", "unit": "u",
         "contributes_to": up}
        for goal, up in above.items()
    ]  # fmt: skip
    audit = audit_of({"rodtrad": 1, "source": {"id": "s"}, "units": units, "goals": goals}, {})
    number = audit.projection.number
    assert necks_of_roots(audit).of(number["k"]) == [[number["meet"]]]


def test_loads_add_up() -> None:
    seen = 0
    for seed in range(80):
        audit = audit_of(*random_chain(seed))
        p = audit.projection
        sole = sole_units(audit)
        for load in loads(audit):
            rows = audit.rows[load.level]
            goals = rows.goals[rows.rows == load.unit]
            seen += len(goals)
            assert load.goals == len(goals)
            assert load.rooted == int((audit.states.state[goals] == ROOTED).sum())
            carried = audit.links.carries
            assert load.links_up == sum(int(carried[p.source == goal].sum()) for goal in goals)
            assert load.links_down == sum(int(carried[p.target == goal].sum()) for goal in goals)
            led = [
                root
                for root in audit.scene.roots.tolist()
                if np.isin(goals, leading_to(audit.scene, audit.links, np.array([root]))).any()
            ]
            assert list(load.roots) == led
            assert list(load.alone) == [r for r in led if sole[load.level][r] == load.unit]
    assert seen > 200


@given(st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=6), min_size=1, max_size=60))
def test_the_common_node_is_the_one_that_two_walks_meet_in(below: list[list[int]]) -> None:
    tree = Tree.empty(len(below))
    for node, given_ in enumerate(below):
        under = np.array([each for each in given_ if each < node], dtype=np.intp)
        tree.hang(np.full(len(under), node), under)
        ways = [{each, *tree.above(each)} for each in under.tolist()]
        shared = set.intersection(*ways) if ways else set()
        deepest = max(shared, key=lambda each: tree.depth[each], default=len(below))
        assert tree.parent[node] == deepest


def test_a_long_ladder_takes_no_long_walks() -> None:
    """Every goal has two ways to the next step, so that none but the first is a neck."""
    count = 4000
    units = [{"id": "u", "name": "U", "kind": "enhet"}]
    goals = [{"id": "k", "title": "K", "level": "fullmaktige", "contributes_to": []}]
    for step in range(count):
        up = ["k"] if step == 0 else [f"a{step - 1:05}", f"b{step - 1:05}"]
        goals += [
            {"id": f"{side}{step:05}", "title": "E", "level": "enhet", "unit": "u",
             "contributes_to": up}
            for side in "ab"
        ]  # fmt: skip
    goals.append(
        {"id": "low", "title": "E", "level": "enhet", "unit": "u",
         "contributes_to": [f"a{count - 1:05}", f"b{count - 1:05}"]}
    )  # fmt: skip
    audit = audit_of({"rodtrad": 1, "source": {"id": "s"}, "units": units, "goals": goals}, {})
    p = audit.projection
    assert [[p.ids[each] for each in ring] for ring in necks(audit).of(p.number["k"])] == [["low"]]
