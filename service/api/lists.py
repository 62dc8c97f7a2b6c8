"""
Long lists a stretch at a time: `limit` rows after the one that `cursor` names.

A cursor holds the place by what stands there, so that it leads on though rows come and go.
"""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response

from queries import contract
from queries.findings import Finding
from service.api.address import blueprint, said
from service.api.declared import Parameter, given, route
from service.api.goals import goal as one_goal
from service.api.parameters import GOAL_FILTER, ID, PAGING, SEVERITY, USUAL_ROWS, VIEW
from service.asking import asked
from service.refusing import Refused
from service.selecting import filter_asked, findings_in, goals_in

T = TypeVar("T")


@route(
    blueprint, "GET", "/goals", *VIEW, *PAGING, *GOAL_FILTER, ID,
    answers="goals|goal_asked", errors=(404,),
)  # fmt: skip
def goals() -> Response:
    """Goals in force with their verdicts, by level and id; one by `id`, whatever it holds."""
    if (ident := given()("id")) is not None:
        return one_goal(ident)
    question = asked()
    p = question.audit.projection
    found = goals_in(question.reading, filter_asked())
    rows, following = stretch(found, lambda goal: [int(p.level[goal]), p.ids[goal]])
    return said(
        "goals",
        total=len(found),
        goals=[
            {**contract.goal_json(question.audit, goal), "title": p.titles[goal]} for goal in rows
        ],
        next=following,
    )


@route(
    blueprint, "GET", "/findings", *VIEW, *PAGING, SEVERITY, Parameter("rule"),
    answers="findings", errors=(404,),
)  # fmt: skip
def findings() -> Response:
    """Findings by rule and subject."""
    question = asked()
    found = findings_in(question.reading)
    rows, following = stretch(found, place_of)
    told = [contract.finding_json(question.audit, each, question.language) for each in rows]
    return said("findings", total=len(found), findings=told, next=following)


def place_of(finding: Finding) -> list[Any]:
    """Where a finding stands among the others."""
    return [finding.rule, finding.kind, finding.subject, list(finding.witness)]


def stretch(rows: Sequence[T], place: Callable[[T], list[Any]]) -> tuple[Sequence[T], str | None]:
    """The rows asked for, sorted by `place`, and the cursor to go on with."""
    limit, cursor, begin = given()("limit", USUAL_ROWS), given()("cursor"), 0
    if cursor is not None:
        try:
            begin = bisect_right(rows, _place(cursor), key=place)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise Refused("cursor", asked().language) from None
    shown = rows[begin : begin + limit]
    more = begin + limit < len(rows)
    return shown, _cursor(place(shown[-1])) if more else None


def _cursor(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(cursor: str) -> list[Any]:
    padded = cursor + "=" * (-len(cursor) % 4)
    found = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    if not isinstance(found, list):
        raise ValueError(cursor)
    return found


