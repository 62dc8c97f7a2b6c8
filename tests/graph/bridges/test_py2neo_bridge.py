"""py2neo reads the same graph on both engines, and what it changes goes back safely."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from graph.bridges import py2neo_bridge
from graph.errors import UsageError
from graph.projection import build
from graph.store import Store
from tests.graph.store.content import file, goal


@pytest.fixture
def filled(store: Store) -> Store:
    store.import_files([file("a", goal("upp"), goal("ner", "upp", "borta"), goal("öde"))])
    return store


def read(store: Store) -> Any:
    with py2neo_bridge.connect(store) as graph:
        return py2neo_bridge.read_goals(graph)


def test_goals_and_links_are_read_as_one_subgraph(filled: Store) -> None:
    found = read(filled)
    assert {node["id"] for node in found.nodes} == {"upp", "ner", "öde", "borta"}
    assert {(link.start_node["id"], link.end_node["id"]) for link in found.relationships} == {
        ("ner", "upp"),
        ("ner", "borta"),
    }


def test_a_changed_title_is_merged_and_makes_the_link_suspect(filled: Store) -> None:
    found = read(filled)
    for node in found.nodes:
        if node["id"] == "upp":
            node["title"] = "Nya ord, åäö"
    before = filled.info()
    report = py2neo_bridge.merge(filled, found)
    assert (report.changed, report.new, report.removed) == ({"goals": 1}, {}, {})
    after = filled.info()
    assert (after.revision, after.counts) == (before.revision + 1, before.counts)
    assert after.digest == report.digest != before.digest
    p = build(filled.columns())
    assert p.titles[p.number["upp"]] == "Nya ord, åäö"
    assert p.link_suspect.tolist() == [False, True]
    assert py2neo_bridge.merge(filled, found).unchanged


def test_a_goal_the_store_does_not_have_is_refused(filled: Store) -> None:
    import py2neo

    with pytest.raises(UsageError, match="ny"):
        py2neo_bridge.merge(filled, py2neo.Node("Goal", id="ny", title="Ny"))
    with pytest.raises(UsageError, match="rubrik"):
        py2neo_bridge.merge(filled, py2neo.Node("Goal", id="upp"))
    assert filled.revision() == 1


def test_an_analysts_own_nodes_stand_beside_and_are_no_part_of_the_chain(filled: Store) -> None:
    import py2neo

    before = filled.info()
    with py2neo_bridge.connect(filled) as graph:
        graph.merge(py2neo.Node("Rank", goal="upp", value=0.5), "Rank", "goal")
        graph.merge(py2neo.Node("Rank", goal="upp", value=0.75), "Rank", "goal")
        assert graph.run("MATCH (r:Rank) RETURN collect(r.value)").evaluate() == [0.75]
    assert filled.info() == before


def test_without_the_extra_the_reason_is_plain(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "py2neo", None)
    with pytest.raises(UsageError, match="py2neo") as caught:
        read(filled)
    assert "pip install" in caught.value.text("en")
