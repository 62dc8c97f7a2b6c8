"""
That a form was sent from a page of ours, by who was shown it.

Two guards, either of which would do: a token tied to the browser's cookie, and what the browser
itself says about the page that sent it.
"""

from __future__ import annotations

from flask import current_app, request
from flask_wtf.csrf import generate_csrf, validate_csrf  # type: ignore[import-untyped]
from markupsafe import Markup
from werkzeug.exceptions import BadRequest
from wtforms.validators import ValidationError  # type: ignore[import-untyped]

from service.accounts.cookies import has_key
from service.asking import language_of
from service.settings import keeper
from service.words import say

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


def csrf_field() -> Markup:
    """The hidden field that each form which writes must hold; sets the cookie it is tied to."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def csrf_token() -> str:
    """The same for a script, which sends it as `X-CSRF-Token`; empty without a store."""
    return str(generate_csrf()) if has_key(current_app) else ""


def check_forgery() -> None:
    """BadRequest for a form that wasn't sent from a page of ours, or long ago."""
    try:
        if not _is_ours():
            raise ValidationError("another site")
        validate_csrf(request.form.get(FIELD) or request.headers.get(HEADER), time_limit=None)
    except ValidationError:
        raise BadRequest(say("signing.stale_form", language_of(request))) from None


def _is_ours() -> bool:
    """True unless the browser says that another site's page, or none, sent this."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return origin.lower() in (request.host_url.rstrip("/").lower(), keeper().known().origin)

