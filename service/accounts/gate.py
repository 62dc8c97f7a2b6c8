"""
The gate that every request passes: is it small enough, is it ours, and may whoever asks?
"""

from __future__ import annotations

from urllib.parse import quote

from flask import redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from service.access import ACCESS, ADMIN, EDIT, OPEN, READ, SIGNED, UPLOADS
from service.accounts.forgery import check_forgery
from service.accounts.identity import API, SAFE
from service.accounts.roles import EDITOR, READER, reaches
from service.accounts.tokens import SCOPES
from service.accounts.who import Forbidden, NotSignedIn, current_store, who
from service.settings import SIGNED_IN, settings

# Bytes of a request's body: of an upload, and of any other.
UPLOAD_BYTES, FORM_BYTES = 50_000_000, 1_000_000
NEEDED = {READ: READER, SIGNED: READER, EDIT: EDITOR, ADMIN: ADMIN}


def admit() -> Response | None:
    """
    Nothing where the request may go on, or the way to sign in. Forbidden, NotSignedIn,
    BadRequest or RequestEntityTooLarge otherwise.
    """
    endpoint = request.endpoint
    if endpoint is None:
        return None
    # What isn't declared is for admins alone.
    rule = ACCESS.get(endpoint, ADMIN)
    if request.method not in SAFE:
        _check_size(endpoint)
        if not request.path.startswith(API):
            # Without a store there is no cookie, and nothing to forge.
            current_store()
            check_forgery()
    if rule == OPEN:
        return None
    if rule == READ and settings().reading != SIGNED_IN:
        if "HTTP_AUTHORIZATION" in request.environ:
            who()
        return None
    return _stopped(rule)


def _stopped(rule: str) -> Response | None:
    needed = NEEDED[rule]
    if rule != READ:
        current_store()
    person = who()
    if person.may(needed):
        return None
    if person.token and reaches(person.owner, needed):
        scope = next(name for name, role in SCOPES.items() if role == needed)
        raise Forbidden("forbidden.scope", scope=scope)
    if person.name:
        raise Forbidden(f"forbidden.{needed}")
    if request.path.startswith(API):
        raise NotSignedIn("not_signed_in")
    return redirect(sign_in_address(), 303)


def sign_in_address() -> str:
    """Where to sign in, and afterwards be led back to the page asked for."""
    back = f"?next={quote(request.full_path.rstrip('?'))}" if request.method == "GET" else ""
    return f"{request.script_root}/logga-in{back}"


def _check_size(endpoint: str) -> None:
    most = UPLOAD_BYTES if endpoint in UPLOADS else FORM_BYTES
    request.max_content_length = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
