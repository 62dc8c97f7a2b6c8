"""The way shown round a ring is a real one, the shortest, and the first of those."""

import networkx as nx

from queries.cycles import closed_path
from tests.asking import audit_of
from tests.chains import random_chain


def test_the_way_round_a_ring_is_the_first_of_the_shortest() -> None:
    seen = 0
    for seed in range(400):
        found = audit_of(*random_chain(seed))
        p = found.projection
        carried = found.links.carries
        ways: nx.DiGraph[int] = nx.DiGraph(
            list(zip(p.source[carried].tolist(), p.target[carried].tolist(), strict=True))
        )
        for ring in found.cycles:
            if len(ring) == 1:
                assert closed_path(found.scene, found.links, ring) == ring * 2
                continue
            if ways.has_edge(ring[0], ring[0]):
                continue
            every = [
                [ring[0], *way]
                for after in ways.successors(ring[0])
                if after in ring
                for way in nx.all_shortest_paths(ways.subgraph(ring), after, ring[0])
            ]
            shortest = min(map(len, every))
            assert closed_path(found.scene, found.links, ring) == min(
                way for way in every if len(way) == shortest
            )
            seen += 1
    assert seen > 20


def test_a_link_that_leaves_the_ring_or_carries_nothing_is_no_way_round() -> None:
    goals = [
        {"id": "k", "title": "K", "level": "fullmaktige"},
        # To the root first, by id; then over a refused shortcut; then the long way round.
        {"id": "n1", "title": "N1", "level": "namnd",
         "contributes_to": ["k", {"to": "n3", "status": "rejected"}, "n2"]},
        {"id": "n2", "title": "N2", "level": "namnd", "contributes_to": ["k", "n3"]},
        {"id": "n3", "title": "N3", "level": "namnd", "contributes_to": ["n1"]},
    ]  # fmt: skip
    found = audit_of({"rodtrad": 1, "source": {"id": "s"}, "goals": goals}, {"year": 2024})
    ids = found.projection.ids
    (ring,) = found.cycles
    way = closed_path(found.scene, found.links, ring)
    assert [ids[goal] for goal in way] == ["n1", "n2", "n3", "n1"]
