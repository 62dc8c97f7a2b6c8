"""The path between two goals, against every shortest path there is."""

import networkx as nx

from queries.trace import path, trace
from tests.asking import audit_of
from tests.chains import random_chain


def test_a_path_is_the_first_of_the_shortest_ways_up() -> None:
    long = none = 0
    for seed in range(60):
        found = audit_of(*random_chain(seed))
        p, inside = found.projection, found.scene.goals
        carried = found.links.carries
        ways: nx.DiGraph[int] = nx.DiGraph(
            list(zip(p.source[carried].tolist(), p.target[carried].tolist(), strict=True))
        )
        ways.add_nodes_from(range(p.count))
        for lower in range(min(p.count, 12)):
            for upper in range(p.count):
                told = path(found, lower, upper)
                if inside[lower] and inside[upper] and nx.has_path(ways, lower, upper):
                    assert told == min(nx.all_shortest_paths(ways, lower, upper))
                    long += len(told) > 2
                else:
                    assert told == []
                    none += 1
    assert long > 50 and none > 50


def test_every_goal_can_be_traced_the_last_of_all_too() -> None:
    found = audit_of(*random_chain(3))
    assert [trace(found, goal).goal for goal in range(found.projection.count)] == list(
        range(found.projection.count)
    )
