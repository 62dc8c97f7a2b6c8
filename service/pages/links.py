"""The two repairs of a link: let a goal contribute to another, and say that a link is reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from graph.editing import plain_item
from service.asking import Asked, asked
from service.editing.desk import address, fetch
from service.pages.editing import asked_id
from service.writing import put, review

if TYPE_CHECKING:
    from graph.store.log import Changed

blueprint = Blueprint("links", __name__)


@blueprint.post("/koppla")
def connect() -> Response:
    """Let one goal contribute to another: the repair that a finding offers."""
    question = asked()
    to, how = request.form.get("to", ""), request.form.get("how", "").strip()
    found = fetch("goals", asked_id())
    said = plain_item(found.item)
    said["contributes_to"] = [
        *said.get("contributes_to", []), {"to": to, "how": how} if how else to,
    ]  # fmt: skip
    done = put("goals", said, id=asked_id(), tag=request.form.get("tag"), action="connect")
    return _back(question, done)


@blueprint.post("/granskad")
def reviewed() -> Response:
    """Say that a link has been read against the wording of now."""
    question, to = asked(), request.form.get("to", "")
    return _back(question, review(asked_id(), to, tag=request.form.get("tag")))


def _back(question: Asked, done: Changed) -> Response:
    return redirect(address(question, "goals", asked_id(), andring=done.number or "ingen"), 303)
