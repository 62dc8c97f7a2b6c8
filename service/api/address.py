"""
Where the API hangs, and what every answer of it carries.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response

from queries.contract import data_json
from service.api.declared import given
from service.asking import asked

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@blueprint.before_request
def read() -> None:
    """Read what the request says, so that what a route doesn't take is refused before it runs."""
    given()


def said(form: str, **values: Any) -> Response:
    """One answer with its format, its view and the data it was asked of."""
    audit = asked().audit
    return as_json({
        "format": f"rodtrad.{form}/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        **values,
    })


def as_json(value: dict[str, Any]) -> Response:
    """A JSON answer, texts as they are written."""
    return Response(WRITER.encode(value) + "\n", content_type="application/json")
