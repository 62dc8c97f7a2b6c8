"""
Everything that goes wrong, as a page for people and as a problem (RFC 9457) for programs.
"""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError

from graph.errors import InputError, RodtradError, StoreError, UsageError
from queries.contract import errors_json
from service.asking import language_of
from service.words import say, table

# Questions about something that isn't there; all others are put wrongly.
NOT_FOUND = (
    "unknown_name", "unknown_rule", "unknown_place", "level_not_here", "not_in_view", "map_goal",
)  # fmt: skip

log = logging.getLogger("rodtrad.service")


def handle_problems(app: Flask) -> None:
    """Answer every exception in the form the request can read; none is shown raw."""
    app.register_error_handler(RodtradError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _known(error: RodtradError) -> Response:
    language = language_of(request)
    if isinstance(error, StoreError):
        return answer(503, error.text(language), error.code)
    if isinstance(error, UsageError):
        status = 404 if error.code in NOT_FOUND else 400
        return answer(status, error.text(language), error.code)
    faults = tuple(error.faults) if isinstance(error, InputError) else ()
    detail = "\n".join(fault.text(language) for fault in faults) or str(error)
    return answer(400, detail, "input", errors=errors_json(faults, language)["errors"])


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return Response(error.get_response(request.environ).data, error.code)
    # Ours say what is wrong in the reader's language; werkzeug's own texts are English.
    ours = type(error) is BadRequest and error.description != BadRequest.description
    response = answer(error.code, (error.description or "") if ours else "")
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unknown(error: Exception) -> Response:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return answer(InternalServerError.code, "")


def answer(status: int, detail: str, code: str | None = None, **more: object) -> Response:
    """One problem; `detail` in the reader's language, else the usual text of the status."""
    language = language_of(request)
    usual = status if f"error.{status}" in table() else 500 if status >= 500 else 400
    title = say(f"error.{usual}", language)
    detail = detail or say(f"error.{usual}_detail", language)
    if request.path.startswith("/api/") or request.path == "/healthz":
        said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        if code:
            said["code"] = code
        body = json.dumps({**said, **more}, ensure_ascii=False)
        return Response(body, status, content_type="application/problem+json")
    page = render_template("problem.html", status=status, title=title, detail=detail)
    return Response(page, status)
