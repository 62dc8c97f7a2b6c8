"""The two repairs of a link: let a goal contribute to another, and say that a link is reviewed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from graph.editing import plain_item
from graph.store.review import current_prints
from service.accounts.who import current_store, who
from service.asking import Asked, asked
from service.editing.desk import address, fetch
from service.pages.editing import asked_id
from service.writing import put

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
    return _quick(question, said, "connect")


@blueprint.post("/granskad")
def review() -> Response:
    """Say that a link has been read against the wording of now."""
    question, to = asked(), request.form.get("to", "")
    found = fetch("goals", asked_id())
    prints = current_prints(current_store().files())
    said = plain_item(found.item)
    said["contributes_to"] = [
        _reviewed(link, prints, asked_id()) if _target(link) == to else link
        for link in said.get("contributes_to", [])
    ]
    return _quick(question, said, "review")


def _reviewed(link: Any, prints: Mapping[str, str], goal: str) -> dict[str, Any]:
    said = dict(link) if isinstance(link, dict) else {"to": link}
    said["reviewed_by"] = who().shown
    said["reviewed_on"] = datetime.date.today().isoformat()
    said["fingerprint_from"] = prints[goal]
    if said["to"] in prints:
        said["fingerprint_to"] = prints[said["to"]]
    return said


def _target(link: Any) -> str:
    return str(link["to"] if isinstance(link, dict) else link)


def _quick(question: Asked, said: dict[str, Any], action: str) -> Response:
    done = put("goals", said, id=asked_id(), tag=request.form.get("tag"), action=action)
    return redirect(address(question, "goals", asked_id(), andring=done.number or "ingen"), 303)
