"""Answers hold to the schema that is shipped, and the schema knows every token there is."""

import json
from importlib.resources import files
from random import Random
from typing import Any

import jsonschema_rs
import pytest

from graph.errors import Fault
from queries.contract import (
    audit_json,
    coverage_json,
    errors_json,
    impact_json,
    path_json,
    trace_json,
)
from queries.impact import impact
from queries.links import LINK_STATES
from queries.matrix import CELL_STATUSES
from queries.rules.check import check
from queries.rules.spec import SEVERITIES
from queries.states import GOAL_STATES
from queries.trace import path, trace
from tests.asking import audit_of
from tests.chains import drops, random_chain

SCHEMA = json.loads(files("queries").joinpath("answers.schema.json").read_text("utf-8"))
HOLDS = jsonschema_rs.validator_for(SCHEMA)


def answers(seed: int) -> list[dict[str, Any]]:
    doc, view = random_chain(seed)
    found = audit_of(doc, view)
    told: list[dict[str, Any]] = [
        audit_json(found, check(found)),
        audit_json(found, check(found), "en"),
        coverage_json(found),
        impact_json(impact(found, drops(doc, Random(seed)))),
    ]
    goals = found.goals_in_force[:2]
    told += [trace_json(found, trace(found, goal)) for goal in goals]
    if goals:
        told.append(path_json(found, goals[0], goals[-1], path(found, goals[0], goals[-1])))
    return told


@pytest.mark.parametrize("seed", range(40))
def test_every_answer_holds_to_the_schema(seed: int) -> None:
    for answer in answers(seed):
        assert not [str(fault) for fault in HOLDS.iter_errors(json.loads(json.dumps(answer)))]


def test_errors_hold_to_the_schema() -> None:
    fault = Fault.at("f.yaml", 3, 1, "unknown_key", key="titel", known="title", near="title")
    told = errors_json((fault,))
    assert HOLDS.is_valid(told)
    assert not HOLDS.is_valid({**told, "more": 1})


def test_the_schema_knows_every_token() -> None:
    kinds = SCHEMA["$defs"]
    assert set(kinds["goal"]["properties"]["state"]["enum"]) == set(GOAL_STATES)
    assert set(kinds["link"]["properties"]["state"]["enum"]) == set(LINK_STATES)
    assert set(kinds["cell"]["properties"]["status"]["enum"]) == set(CELL_STATUSES)
    assert set(kinds["finding"]["properties"]["severity"]["enum"]) == set(SEVERITIES)
