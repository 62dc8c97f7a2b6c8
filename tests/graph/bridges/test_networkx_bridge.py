"""The projection as a networkx graph and back."""

from __future__ import annotations

import dataclasses
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.bridges.networkx_bridge import from_networkx, to_networkx
from graph.chain import PlanFile
from graph.checking import join, read_chain
from graph.errors import InputError
from graph.projection import Projection, Ragged, project
from queries.audit import audit
from queries.view import View
from service.samples import tyreso_files
from tests.asking import projection_of
from tests.chains import random_chain

# The projection doesn't hold these, so neither does the graph.
LEFT_OUT = {"link_suspect", "files", "lines", "frame", "digest"}
LEFT_OUT |= {"exempt_from", "exempt_to", "exempt_by", "exempt_reason", "budgets"}


@pytest.fixture(scope="module")
def sample() -> Projection:
    return project(read_chain(tyreso_files())[0])


def there_and_back(projection: Projection) -> Projection:
    frame = [dataclasses.replace(file, goals=(), forwards=(), exemptions=(), indicators=(),
                                 assessments=(), guarantees=(), assignments=(), documents=(),
                                 areas=tuple(dataclasses.replace(area, contributes_to=())
                                             for area in file.areas))
             for file in projection.frame.files]  # fmt: skip
    return project(join([*frame, from_networkx(to_networkx(projection), "nx")]))


def same(left: Projection, right: Projection) -> None:
    for field in dataclasses.fields(Projection):
        if field.name in LEFT_OUT | {"sources", "revision"}:
            continue
        ours, theirs = getattr(left, field.name), getattr(right, field.name)
        if isinstance(ours, Ragged):
            assert np.array_equal(ours.start, theirs.start), field.name
            assert np.array_equal(ours.values, theirs.values), field.name
        else:
            assert np.array_equal(ours, theirs), field.name


def test_every_goal_and_link_of_the_sample_is_there(sample: Projection) -> None:
    graph = to_networkx(sample)
    assert list(graph) == sample.ids
    assert graph.number_of_edges() == len(sample.source)
    assert graph.nodes["kf24-1"]["level"] == "fullmaktige"
    assert graph.nodes["kfn24-5"] == {"exists": False}


def test_the_sample_comes_back_as_it_went(sample: Projection) -> None:
    same(sample, there_and_back(sample))


@pytest.mark.parametrize("seed", range(25))
def test_random_chains_come_back_as_they_went(seed: int) -> None:
    projection = projection_of(random_chain(seed)[0])
    same(projection, there_and_back(projection))


def test_carrying_links_alone_can_be_chosen(sample: Projection) -> None:
    found = audit(sample, View(year=2024))
    graph = to_networkx(sample, found.links.carries)
    assert graph.number_of_edges() == int(found.links.carries.sum())
    roots = [sample.ids[root] for root in found.scene.roots.tolist()]
    led_there = set(roots).union(*(nx.ancestors(graph, root) for root in roots))
    supported = np.flatnonzero(found.states.supported).tolist()
    assert {sample.ids[goal] for goal in supported} == led_there


def test_a_graph_made_by_hand_becomes_a_plan_file() -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_node("topp", title="Topp", level="fullmaktige", colour="röd")
    graph.add_node("bas", title="Bas", level="namnd", valid_from="2024-01-01")
    graph.add_edge("bas", "topp", how="Så här")
    file = from_networkx(graph, "för hand")
    assert isinstance(file, PlanFile)
    assert [goal.id for goal in file.goals] == ["bas", "topp"]
    assert file.goals[0].contributes_to[0].how == "Så här"
    assert join([file]).sources == ("för hand",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (7, {"title": "a", "level": "namnd"}),
        (" a", {"title": "a", "level": "namnd"}),
        ("a\x07", {"title": "a", "level": "namnd"}),
        ("a", {"level": "namnd"}),
        ("a", {"title": "a"}),
        ("a", {"title": "a", "level": "namnd", "status": "kanske"}),
        ("a", {"title": "a", "level": "namnd", "valid_from": "2024-02-30"}),
        ("a", {"title": "a", "level": "namnd", "areas": [1]}),
        ("a", {"title": "a", "level": "namnd", "kind": 3}),
    ],
)
def test_a_graph_that_cannot_be_one_is_refused_by_name(name: Any, said: dict[str, Any]) -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_node(name, **said)
    with pytest.raises(InputError) as caught:
        from_networkx(graph)
    assert len(caught.value.faults) == 1
    fault = caught.value.faults[0]
    assert fault.file.startswith("networkx: ")
    assert fault.message("sv") and fault.message("en")
