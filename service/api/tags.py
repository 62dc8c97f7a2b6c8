"""
Things that have a tag: what ETag tells, and If-Match must show.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request

from graph.errors import UsageError
from service.api.address import as_json
from service.asking import language_of
from service.refusing import Refused


def check_seen(ident: str, version: int) -> None:
    """Refused without If-Match; UsageError if it shows another version."""
    if "If-Match" not in request.headers:
        raise Refused("if_match", language_of(request), 428)
    if not request.if_match.contains(str(version)):
        raise UsageError("clash", id=ident)


def tagged(value: dict[str, Any], version: int, status: int = 200) -> Response:
    """A JSON answer with the tag of its version."""
    response = as_json(value)
    response.status_code = status
    response.set_etag(str(version))
    return response
