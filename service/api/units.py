"""
Units: what each carries, what both matrices say together, and what a reorganisation costs.
"""

from __future__ import annotations

from flask import Response

from graph.errors import UsageError
from queries.contract import coverage_json
from queries.contract_units import load_json, reorganisation_json
from queries.reorganise import reorganise
from service.api.address import as_json, blueprint
from service.api.declared import Parameter, given, route
from service.api.parameters import VIEW
from service.asking import asked
from service.refusing import Refused

PAIRS = 100


@route(blueprint, "GET", "/coverage", *VIEW, answers="coverage")
def coverage() -> Response:
    """Both matrices and the score."""
    return as_json(coverage_json(asked().audit))


@route(blueprint, "GET", "/load", *VIEW, answers="load")
def load() -> Response:
    """What each unit carries, and what root goals hang on."""
    return as_json(load_json(asked().audit))


@route(
    blueprint, "GET", "/reorganisation", *VIEW,
    *(Parameter(name, times=PAIRS) for name in ("into", "merge", "move", "under")),
    answers="reorganisation", errors=(404,),
)  # fmt: skip
def reorganisation() -> Response:
    """What merging each `merge` into its `into`, and moving each `move` to `under`, would cost."""
    merges, moves = _pairs("into", "merge"), _pairs("move", "under")
    if not merges and not moves:
        raise UsageError("nothing_to_change")
    return as_json(reorganisation_json(reorganise(asked().audit, merges, moves)))


def _pairs(one: str, other: str) -> list[tuple[str, str]]:
    ones, others = given()(one, []), given()(other, [])
    if len(ones) != len(others):
        raise Refused("pairs", asked().language, one=one, other=other)
    return list(dict.fromkeys(zip(ones, others, strict=True)))
