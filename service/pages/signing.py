"""Logga in: signing in and out, and choosing a password by a link."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from graph.errors import UsageError
from graph.store.shelf import Stale
from service.accounts.passwords import LONGEST, SHORTEST
from service.accounts.people import People, User
from service.accounts.signing_in import by_password, sign_in, sign_out
from service.accounts.tokens import Token, Tokens
from service.accounts.waits import TooMany
from service.accounts.who import current_store
from service.asking import language_of
from service.pages.forms import Faults, fault_of, field, local_path, missing

blueprint = Blueprint("signing", __name__)


@blueprint.get("/logga-in")
def page() -> str:
    """The form, or that nobody can sign in."""
    return _shown([])


@blueprint.post("/logga-in")
def enter() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in and go on to the page asked for; the form again where that failed."""
    try:
        user = by_password(field("name"), request.form.get("password", ""))
    except TooMany as error:
        return _shown(fault_of("name", error)), 429, {"Retry-After": str(error.wait)}
    if user is None:
        return _shown(missing("name", "signing.wrong")), 400
    sign_in(user)
    back = _in_language(local_path(request.form.get("next", "")))
    return redirect(request.script_root + back, 303)


@blueprint.post("/logga-ut")
def leave() -> Response:
    """Sign out, here alone."""
    sign_out()
    return redirect(request.script_root + _in_language("/"), 303)


def _in_language(path: str) -> str:
    """The path in the language of the form that led there, unless it names one itself."""
    if language_of(request) == "sv" or "lang=" in path:
        return path
    return f"{path}{'&' if '?' in path else '?'}lang=en"


@blueprint.get("/losenord/<text>")
def choose(text: str) -> str | tuple[str, int]:
    """The form by which the holder of a link chooses a password."""
    found = _held(text)
    if found is None:
        return render_template("password.html", user=None, faults=[]), 404
    return render_template("password.html", user=found[1], faults=[], **_lengths())


@blueprint.post("/losenord/<text>")
def chosen(text: str) -> Response | tuple[str, int]:
    """Take the password, end the link, and sign in."""
    found = _held(text)
    if found is None:
        return render_template("password.html", user=None, faults=[]), 404
    link, user = found
    faults: Faults = []
    password = request.form.get("password", "")
    try:
        if password != request.form.get("again", ""):
            raise UsageError("password.differ")
        changed = People(current_store()).set_password(user, password)
    except Stale:
        return render_template("password.html", user=None, faults=[]), 409
    except UsageError as error:
        faults = fault_of("password", error)
        return render_template("password.html", user=user, faults=faults, **_lengths()), 400
    Tokens(current_store()).end(link.id, user.id)
    sign_in(changed, "link")
    return redirect(f"{request.script_root}/konto?klart=password", 303)


def _held(text: str) -> tuple[Token, User] | None:
    """A link that can be used, and whose it is; a link ends with what it was made for."""
    store = current_store()
    link = Tokens(store).link(text)
    user = People(store).get(link.user) if link else None
    if link is None or user is None or user.disabled or user.era != link.era:
        return None
    return link, user


def _lengths() -> dict[str, int]:
    return {"shortest": SHORTEST, "longest": LONGEST}


def _shown(faults: Faults) -> str:
    return render_template(
        "signing.html",
        faults=faults,
        name=field("name"),
        next=local_path(request.values.get("next", "")),
        ways=current_app.extensions.get("rodtrad.sign_in_ways", ()),
        language=language_of(request),
    )


