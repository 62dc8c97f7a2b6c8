"""Golden cases: small chains whose overviews are told in full, each with its purpose."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from service.maps import focus_map
from tests.visualizations.chains_to_draw import audit_of, goals
from visualizations.request import MapRequest

CASES = sorted((Path(__file__).parent / "overviews").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_overview_counts_and_says_what_the_case_says(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert case["purpose"]
    request: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in case["request"].items()
    }
    doc = {**goals(), **case["chain"]}
    model = focus_map(audit_of(doc), MapRequest(**request))
    told: dict[str, Any] = {
        "boxes": {node.key: " ".join(node.label) for node in model.nodes if node.kind == "count"},
        "notes": {node.key: list(node.notes) for node in model.nodes},
        "more": {n.key: n.more.address({}, "sv") for n in model.nodes if n.more},
        "alone": [node.key for node in model.nodes if node.kind == "goal"],
        "lines": {f"{edge.source}>{edge.target}": edge.count for edge in model.edges},
        "dashed": [f"{edge.source}>{edge.target}" for edge in model.edges if not edge.carries],
        "tree": [row.key for row in model.tree],
        "drawn": model.counts.links_drawn,
        "counted": model.counts.links_counted,
        "said": list(model.summary),
        "hidden": model.hidden,
    }
    for key, expected in case["expect"].items():
        if isinstance(expected, dict) and key == "notes":
            told[key] = {each: told[key][each] for each in expected}
        assert told[key] == expected, key
