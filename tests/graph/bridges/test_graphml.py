"""GraphML holds every id and text, whatever stands in it."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from graph.bridges.graphml import restored, safe, write_graphml
from graph.bridges.networkx_bridge import to_networkx
from graph.checking import read_chain
from graph.projection import project
from service.samples import tyreso_files
from tests.asking import projection_of

ODD = ["a/b?c#d%20", "😀", "\u202eomvänt", "<script>", '"&\'', "]]>", "\ufffe", "\uffff", "_x0007_",
       "_x005F_x0007_", "x0041_", "å", "𝔊", "_", "__x0041__"]  # fmt: skip


def test_the_sample_comes_back_through_another_reader(tmp_path: Path) -> None:
    graph = to_networkx(project(read_chain(tyreso_files())[0]))
    write_graphml(graph, tmp_path / "å.graphml", {"rang": dict.fromkeys(graph, 1.5)})
    read = nx.read_graphml(tmp_path / "å.graphml")
    assert list(read) == list(graph)
    assert list(read.edges) == list(graph.edges)
    for name, said in graph.nodes(data=True):
        expected = {
            key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            for key, value in said.items()
        }
        assert read.nodes[name] == {**expected, "rang": 1.5}


def test_odd_ids_and_texts_are_lossless(tmp_path: Path) -> None:
    goals = [
        {"id": name, "title": f"Rad\n{name}\t ", "level": "namnd", "contributes_to": ODD[:n]}
        for n, name in enumerate(ODD)
    ]
    graph = to_networkx(projection_of({"rodtrad": 1, "source": {"id": "x"}, "goals": goals}))
    write_graphml(graph, tmp_path / "odd.graphml")
    read = nx.read_graphml(tmp_path / "odd.graphml")
    assert {restored(name) for name in read} == set(ODD)
    assert {(restored(a), restored(b)) for a, b in read.edges} == set(graph.edges)
    for name in read:
        assert restored(read.nodes[name]["title"]) == graph.nodes[restored(name)]["title"]


@pytest.mark.parametrize("text", ["", "\x00\x07\x1b\r", "a\rb", "_x0041_x0041_", *ODD])
def test_what_is_made_safe_can_be_restored(text: str) -> None:
    assert restored(safe(text)) == text


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    graph = to_networkx(project(read_chain(tyreso_files())[0]))
    write_graphml(graph, tmp_path / "a")
    write_graphml(graph, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
