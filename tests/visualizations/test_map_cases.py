"""Golden cases: small chains whose maps are told in full, each with its purpose."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from service.maps import focus_map
from tests.visualizations.chains_to_draw import audit_of, goals
from visualizations.model import Edge, MapModel
from visualizations.request import MapRequest
from visualizations.vis import weak

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
    return focus_map(audit_of(goals(*items)), MapRequest(**request))


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
        "dashed": sorted(name(edge) for edge in model.edges if weak(edge)),
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
        elif key == "labels":
            assert {goal: list(by_key[f"g:{goal}"].label) for goal in value} == value
        else:
            wanted = sorted(value) if key == "dashed" else value
            links = {each: told["links"][each] for each in value} if key == "links" else None
            assert (links or told[key]) == wanted, key
    if "boxes" not in expected:
        assert told["boxes"] == {}
