"""
Everything that goes wrong, as a page for people and as a problem (RFC 9457) for programs.
"""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError

from graph.editing import Clash, item_tag
from graph.errors import InputError, RodtradError, StoreError, UsageError
from graph.model import SECTIONS
from graph.plain import restored_item
from queries.contract import errors_json
from service.accounts.waits import TooMany
from service.accounts.who import Forbidden, NotSignedIn
from service.asking import language_of
from service.codes import PLAIN, status_of
from service.refusing import Refused
from service.words import say, table

PROBLEM = "application/problem+json"
# Where each code is told of, as a place on a page.
HELP = "/hjalp/fel#"

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
    if isinstance(error, Clash):
        return answer(412, error.text(language), error.code, **_now(error))
    if isinstance(error, UsageError):
        # By its kind too: not all codes that pages may meet are those of the API.
        kinds = {NotSignedIn: 401, Forbidden: 403}
        status = kinds.get(type(error)) or status_of(error.code)
        response = answer(status, error.text(language), error.code)
        if isinstance(error, NotSignedIn):
            response.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.wait)
        return response
    faults = tuple(error.faults) if isinstance(error, InputError) else ()
    detail = "\n".join(fault.text(language) for fault in faults) or str(error)
    return answer(422, detail, "input", errors=errors_json(faults, language)["errors"])


def _now(error: Clash) -> dict[str, object]:
    """The item as it is now, and the tag by which it can be changed."""
    if error.item is None:
        return {"item": None, "tag": None}
    section = error.values["section"]
    item = restored_item(SECTIONS[section], error.item)
    return {"item": error.item, "tag": item_tag(section, item)}


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return Response(error.get_response(request.environ).data, error.code)
    # Ours say what is wrong in the reader's language; werkzeug's own texts are English.
    ours = isinstance(error, BadRequest) and error.description != BadRequest.description
    word = error.word if isinstance(error, Refused) else PLAIN.get(error.code)
    detail = (error.description or "") if ours else ""
    allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    if allowed:
        detail = say("error.405_allowed", language_of(request), allowed=allowed)
    response = answer(error.code, detail, word)
    if allowed:
        response.headers["Allow"] = allowed
    return response


def _unknown(error: Exception) -> Response:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return answer(InternalServerError.code, "", PLAIN[500])


def answer(status: int, detail: str, code: str | None = None, **more: object) -> Response:
    """One problem; `detail` in the reader's language, else the usual text of the status."""
    language = language_of(request)
    usual = status if f"error.{status}" in table() else 500 if status >= 500 else 400
    title = say(f"error.{usual}", language)
    detail = detail or say(f"error.{usual}_detail", language)
    if request.path.startswith("/api/") or request.path in ("/healthz", "/oembed"):
        said = {"title": title, "status": status, "detail": detail, **more}
        kind = {"type": "about:blank"}
        if code:
            kind = {"type": f"{request.script_root}{HELP}{code}", "code": code}
        body = json.dumps({**kind, **said}, ensure_ascii=False)
        return Response(body, status, content_type=PROBLEM)
    page = render_template("problem.html", status=status, title=title, detail=detail, code=code)
    return Response(page, status)
