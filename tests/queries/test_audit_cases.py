"""Every worked example, asked of the projection through the project's own reader."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from queries.links import FIRST_CARRYING, LINK_STATES
from tests.asking import audit_answer, audit_of, impact_answer

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
CARRYING = LINK_STATES[FIRST_CARRYING:]


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_audit_gives_the_expected_verdicts(path: Path) -> None:
    case = load(path)
    expected = case["expect"]
    answer = audit_answer(audit_of(case["plan_file"], case["view"]))
    goals = {
        goal: {key: told[key] for key in expected["goals"].get(goal, told)}
        for goal, told in answer["goals"].items()
    }
    assert goals == expected["goals"]
    assert {
        f"{source}->{target}": "carries" if state in CARRYING else state
        for (source, target), state in answer["links"].items()
    } == expected["links"]
    assert {"/".join(cell): told["status"] for cell, told in answer["matrix"].items()} == expected[
        "matrix"
    ]
    assert answer["cycles"] == expected["cycles"]
    for way in ("up", "down"):
        satisfied, whole = answer["score"][way]
        assert f"{satisfied} of {whole}" == expected["score"][way]


@pytest.mark.parametrize(
    "path", [p for p in CASES if "impact" in load(p)["expect"]], ids=lambda path: path.stem
)
def test_the_impact_gives_the_expected_losses(path: Path) -> None:
    case = load(path)
    expected = case["expect"]["impact"]
    answer = impact_answer(audit_of(case["plan_file"], case["view"]), expected["dropped"])
    assert {key: answer[key] for key in expected if key != "dropped"} == {
        key: told for key, told in expected.items() if key != "dropped"
    }
