"""
The log of changes: who changed what and when, item by item, and the way back.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response

from graph.errors import UsageError
from graph.model import SECTIONS
from graph.store.log import Change
from service.accounts.who import current_store
from service.api.address import as_json, blueprint
from service.api.declared import Parameter, given, route
from service.api.edits import CHANGE
from service.api.lists import stretch
from service.api.parameters import KEY, LANG, NUMBER, PAGING
from service.api.replies import once
from service.writing import undo

USUAL_CHANGES, MOST_CHANGES = 50, 200
SUBJECTS = (*SECTIONS, "sources")


@route(
    blueprint, "GET", "/changes", LANG, Parameter("limit", "whole", most=MOST_CHANGES),
    Parameter("before", "whole"), Parameter("section", "choice", SUBJECTS), Parameter("id"),
    answers="changes",
)  # fmt: skip
def changes() -> Response:
    """Changes, newest first; those `before` a number, and those of one item by section and id."""
    read = given()
    limit, section = read("limit", USUAL_CHANGES), read("section")
    found = current_store().changes(
        about=(section, read("id", "")) if section else None,
        before=read("before"),
        limit=limit,
    )
    following = found[-1].number if len(found) == limit and found[-1].number > 1 else None
    told = [change_json(each) for each in found]
    return as_json({"format": "rodtrad.changes/1", "changes": told, "next": following})


@route(
    blueprint, "GET", "/changes/<int:number>", NUMBER, LANG, *PAGING, answers="change",
    errors=(404,),
)  # fmt: skip
def change(number: int) -> Response:
    """One change, with each item before and after it."""
    return _told(number)


@route(
    blueprint, "POST", "/changes/<int:number>/undo", NUMBER, LANG, KEY,
    answers="change", errors=(404, 409, 413, 422),
)  # fmt: skip
def change_undone(number: int) -> Response:
    """Take a change back by a new one, all of it or nothing; the answer is the new one."""

    def work() -> Response:
        done = undo(number)
        response = _told(number if done.number is None else done.number)
        response.headers[CHANGE] = str(done.number or number)
        return response

    return once(work)


def change_json(found: Change) -> dict[str, Any]:
    """A change as JSON values, without its items."""
    told = asdict(found)
    del told["revision"]
    return {**told, "sources": list(found.sources)}


def _told(number: int) -> Response:
    store = current_store()
    found = next(iter(store.changes(before=number + 1, limit=1)), None)
    if found is None or found.number != number:
        raise UsageError("no_change", number=number)
    items = store.alterations(number)
    rows, following = stretch(items, lambda each: [each.section, each.id])
    return as_json({
        "format": "rodtrad.change/1",
        **change_json(found),
        "total": len(items),
        "items": [asdict(each) for each in rows],
        "next": following,
    })
