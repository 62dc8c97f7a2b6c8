"""
One goal: its verdicts with its trace, or the trace alone.
"""

from __future__ import annotations

from flask import Response

from graph.errors import UsageError
from queries import contract
from queries.drops import find_goal
from queries.states import NOT_IN_FORCE
from queries.trace import trace as trace_of
from service.api.address import as_json, blueprint, said
from service.api.declared import route
from service.api.parameters import IDENT, VIEW
from service.asking import Asked, asked


@route(blueprint, "GET", "/goals/<path:ident>", IDENT, *VIEW, answers="goal_asked", errors=(404,))
def goal(ident: str) -> Response:
    """One goal in force: its verdicts, what it says, its links and its trace."""
    question = asked()
    audit, place = question.audit, _in_force(question, ident)
    p = audit.projection
    found = contract.trace_json(audit, trace_of(audit, place))
    told = contract.goal_json(audit, place)
    return said(
        "goal",
        goal={**told, "title": p.titles[place], "code": p.codes[place], "basis": p.bases[place]},
        trace={name: found[name] for name in ("up", "down", "links", "witness")},
    )


@route(blueprint, "GET", "/trace/<path:ident>", IDENT, *VIEW, answers="trace", errors=(404,))
def trace(ident: str) -> Response:
    """What a goal in force leads to and what leans on it."""
    question = asked()
    place = _in_force(question, ident)
    return as_json(contract.trace_json(question.audit, trace_of(question.audit, place)))


def _in_force(question: Asked, ident: str) -> int:
    """The goal's number; UsageError if there is none, or if it isn't in force in the view."""
    p = question.audit.projection
    place = p.number.get(ident, -1)
    if place < 0 or not p.exists[place]:
        place = find_goal(p, ident)
    if question.audit.states.state[place] == NOT_IN_FORCE:
        raise UsageError("not_in_view", name=ident)
    return place
