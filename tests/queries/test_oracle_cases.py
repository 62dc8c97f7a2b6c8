"""The slow version of the semantics answers every worked example as written in its file."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.oracle import CARRYING, audit, impact

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


def share(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]}"


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return load(request.param)


def test_all_worked_examples_are_here() -> None:
    assert len(CASES) == 63


def test_the_oracle_gives_the_expected_verdicts(case: dict[str, Any]) -> None:
    answer, expected = audit(case["plan_file"], case["view"]), case["expect"]
    goals = {
        gid: {key: goal[key] for key in expected["goals"].get(gid, goal)}
        for gid, goal in answer["goals"].items()
    }
    links = {
        f"{source}->{target}": "carries" if state in CARRYING else state
        for (source, target), state in answer["links"].items()
    }
    assert goals == expected["goals"]
    assert links == expected["links"]
    cells = {"/".join(at): cell["status"] for at, cell in answer["matrix"].items()}
    assert cells == expected["matrix"]
    assert answer["cycles"] == expected["cycles"]
    score = {way: share(answer["score"][way]) for way in ("up", "down")}
    assert score == expected["score"]


@pytest.mark.parametrize(
    "case",
    [path for path in CASES if "impact" in load(path)["expect"]],
    indirect=True,
    ids=lambda path: path.stem,
)
def test_the_oracle_gives_the_expected_losses(case: dict[str, Any]) -> None:
    expected = dict(case["expect"]["impact"])
    answer = impact(case["plan_file"], case["view"], expected.pop("dropped"))
    assert {key: answer[key] for key in expected} == expected
