"""
Whole answers: the audit, matrix, answers, score, impact, path, map, model, and what is served.
"""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import BadRequest

from graph.digest import plain_model
from queries import contract
from queries.drops import find_goal
from queries.impact import impact
from queries.trace import path as way_between
from service.api.address import as_json, blueprint, said
from service.asking import asked
from service.drawing import asked_map
from service.guard import program_version
from service.words import say
from visualizations.page import payload


@blueprint.get("/info")
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


@blueprint.get("/audit")
def audit() -> Response:
    """The whole contract object."""
    question = asked()
    return as_json(
        contract.audit_json(question.audit, question.reading.outcomes, question.language)
    )


@blueprint.get("/matrix")
def matrix() -> Response:
    """Unit × area."""
    return said("matrix", matrix=contract.matrix_json(asked().audit))


@blueprint.get("/answers")
def answers() -> Response:
    """Unit × root goal."""
    return said("answers", answers=contract.answers_json(asked().audit))


@blueprint.get("/score")
def score() -> Response:
    """The trace score with its arithmetic."""
    return said("score", score=contract.score_json(asked().audit.score))


@blueprint.get("/impact", endpoint="impact")
def impact_of() -> Response:
    """What dropping everything that `drop` names (repeatable) would cost."""
    names = [name for name in request.args.getlist("drop") if name]
    if not names:
        raise BadRequest(say("error.needed", asked().language, name="drop"))
    return as_json(contract.impact_json(impact(asked().audit, names)))


@blueprint.get("/path")
def path() -> Response:
    """A shortest way `from` one goal up `to` another."""
    question = asked()
    ends = []
    for name in ("from", "to"):
        if not request.args.get(name):
            raise BadRequest(say("error.needed", question.language, name=name))
        ends.append(find_goal(question.audit.projection, request.args[name]))
    lower, upper = ends
    way = way_between(question.audit, lower, upper)
    return as_json(contract.path_json(question.audit, lower, upper, way))


@blueprint.get("/map", endpoint="map")
def map_of() -> Response:
    """A map, as the page's picture is drawn from it."""
    return as_json(payload(asked_map()))


@blueprint.get("/model")
def model() -> Response:
    """The governance model."""
    governance = asked().audit.projection.governance
    return said("model", model=plain_model(governance), root=governance.levels[governance.root].id)


