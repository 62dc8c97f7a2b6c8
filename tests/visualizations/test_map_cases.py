"""Golden cases: small chains whose maps are told in full, each with its purpose."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.checking import join
from graph.projection import project
from graph.reading import read_text
from service.compared import together
from service.maps import Earlier, focus_map
from tests.visualizations.chains_to_draw import audit_of, goals
from visualizations.looks import weak
from visualizations.model import Edge, MapModel
from visualizations.request import MapRequest

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return case


def drawn(case: dict[str, Any]) -> MapModel:
    items = list(case["goals"])
    many = case.get("many")
    if many:
        items += [
            {
                "id": f"{many['id']}{number}",
                "title": f"Mål {number}",
                "level": many["level"],
                "contributes_to": [many["to"]],
            }
            for number in range(many["count"])
        ]
    request: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in case["request"].items()
    }
    audit = audit_of({**goals(*items), "indicators": case.get("indicators", [])})
    if "before" not in case:
        return focus_map(audit, MapRequest(**request))
    before = audit_of(goals(*case["before"]))
    chains = [
        join(read_text(json.dumps(goals(*each)), "chain.json").files)
        for each in (items, case["before"])
    ]
    earlier = Earlier(before, case["request"]["against"], project(together(*chains)))
    return focus_map(audit, MapRequest(**request), earlier=earlier)


def name(edge: Edge) -> str:
    return f"{edge.source[2:]}>{edge.target[2:]}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_map_shows_and_counts_what_the_case_says(path: Path) -> None:
    case = read(path)
    assert case["purpose"]
    expected, model = case["expect"], drawn(case)
    by_key = {node.key: node for node in model.nodes}
    told: dict[str, Any] = {
        "shown": sorted(node.goal for node in model.nodes if node.goal),
        "boxes": {node.key: node.title for node in model.nodes if node.kind == "count"},
        "drawn": model.counts.links_drawn,
        "counted": model.counts.links_counted,
        "links": {name(edge): edge.text for edge in model.edges if edge.state != "merged"},
        "changes": {node.goal: node.change_text for node in model.nodes if node.change},
        "link_changes": {name(edge): edge.change for edge in model.edges if edge.change},
        "charts": {
            node.goal: [chart.text.replace("\u00a0", " ") for chart in node.charts]
            for node in model.nodes
            if node.charts
        },
        "dashed": sorted(name(edge) for edge in model.edges if weak(edge)),
        "first": model.summary[0],
        "hidden": model.hidden,
        "tree": [row.key[2:] for row in model.tree],
        "legend": [
            ("link." if sign.kind == "link" else "") + sign.state for sign in model.legend
        ],
        "also": {
            node.key[2:]: [by_key[key].title for key in node.also]
            for node in model.nodes
            if node.also
        },
    }
    for key, value in expected.items():
        if key == "notes":
            assert {goal: list(by_key[f"g:{goal}"].notes) for goal in value} == value
        elif key == "says":
            assert value in model.summary
        elif key == "widths":
            assert {name(edge): edge.width for edge in model.edges} == value
        elif key == "labels":
            assert {goal: list(by_key[f"g:{goal}"].label) for goal in value} == value
        else:
            wanted = sorted(value) if key == "dashed" else value
            links = {each: told["links"][each] for each in value} if key == "links" else None
            assert (links or told[key]) == wanted, key
    for key in ("changes", "charts", "link_changes"):
        assert key in expected or told[key] == {}, key
    if "boxes" not in expected:
        assert told["boxes"] == {}
