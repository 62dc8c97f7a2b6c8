"""
Whole answers: the audit, matrix, answers, score, impact, path, map, model, and what is served.
"""

from __future__ import annotations

from flask import Response

from graph.digest import plain_model
from queries import contract
from queries.drops import find_goal
from queries.impact import impact
from queries.trace import path as way_between
from service.api.address import as_json, blueprint, said
from service.api.declared import Parameter, given, route
from service.api.parameters import MAP, VIEW
from service.asking import asked
from service.drawing import asked_map
from service.guard import program_version
from service.maps import VALUES_AT_MOST
from visualizations.page import payload


@route(blueprint, "GET", "/info", *VIEW, answers="info")
def info() -> Response:
    """What is served: program, data, and how much of it is in the view."""
    audit = asked().audit
    frame = audit.projection.frame
    return said(
        "info",
        version=program_version(),
        goals=len(audit.goals_in_force),
        units=int(audit.scene.units.sum()),
        plans=int(audit.scene.plans.sum()),
        areas=int(audit.scene.areas.sum()),
        indicators=len(frame.indicators),
        current_year=audit.projection.governance.current_year,
    )


@route(blueprint, "GET", "/audit", *VIEW, answers="audit")
def audit() -> Response:
    """The whole contract object."""
    question = asked()
    return as_json(
        contract.audit_json(question.audit, question.reading.outcomes, question.language)
    )


@route(blueprint, "GET", "/matrix", *VIEW, answers="matrix_alone")
def matrix() -> Response:
    """Unit × area."""
    return said("matrix", matrix=contract.matrix_json(asked().audit))


@route(blueprint, "GET", "/answers", *VIEW, answers="answers_alone")
def answers() -> Response:
    """Unit × root goal."""
    return said("answers", answers=contract.answers_json(asked().audit))


@route(blueprint, "GET", "/score", *VIEW, answers="score_alone")
def score() -> Response:
    """The trace score with its arithmetic."""
    return said("score", score=contract.score_json(asked().audit.score))


@route(
    blueprint, "GET", "/impact", *VIEW, Parameter("drop", times=VALUES_AT_MOST, required=True),
    answers="impact", errors=(404,), name="impact",
)  # fmt: skip
def impact_of() -> Response:
    """What dropping everything that `drop` names (repeatable) would cost."""
    return as_json(contract.impact_json(impact(asked().audit, given()("drop"))))


@route(
    blueprint, "GET", "/path", *VIEW, Parameter("from", required=True),
    Parameter("to", required=True), answers="path", errors=(404,),
)  # fmt: skip
def path() -> Response:
    """A shortest way `from` one goal up `to` another."""
    question, read = asked(), given()
    lower, upper = (
        find_goal(question.audit.projection, read(name)) for name in ("from", "to")
    )
    way = way_between(question.audit, lower, upper)
    return as_json(contract.path_json(question.audit, lower, upper, way))


@route(
    blueprint, "GET", "/map", *VIEW, *MAP, answers="map", errors=(404,), name="map"
)
def map_of() -> Response:
    """A map, as the page's picture is drawn from it."""
    return as_json(payload(asked_map()))


@route(blueprint, "GET", "/model", *VIEW, answers="model_asked")
def model() -> Response:
    """The governance model."""
    governance = asked().audit.projection.governance
    return said("model", model=plain_model(governance), root=governance.levels[governance.root].id)
