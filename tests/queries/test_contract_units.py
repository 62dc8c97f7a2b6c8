"""Answers about units hold to the schema that is shipped, on any data."""

from __future__ import annotations

import json
from importlib.resources import files
from random import Random

import jsonschema_rs
import pytest

from queries.contract_units import load_json, reorganisation_json
from queries.reorganise import reorganise
from tests.asking import audit_of
from tests.chains import random_chain

SCHEMA = json.loads(files("queries").joinpath("answers.schema.json").read_text("utf-8"))
HOLDS = jsonschema_rs.validator_for(SCHEMA)


@pytest.mark.parametrize("seed", range(30))
def test_load_and_reorganisation_hold_to_the_schema(seed: int) -> None:
    doc, view = random_chain(seed)
    found = audit_of(doc, view)
    told = [load_json(found)]
    owing = [found.projection.frame.units[unit].id
             for rows in found.rows.values() for unit in rows.units.tolist()]  # fmt: skip
    if len(set(owing)) > 1:
        keep, gone = Random(seed).sample(sorted(set(owing)), 2)
        told.append(reorganisation_json(reorganise(found, merges=[(keep, gone)])))
    for answer in told:
        assert not [str(fault) for fault in HOLDS.iter_errors(json.loads(json.dumps(answer)))]
    assert not HOLDS.is_valid({**told[0], "more": 1})
