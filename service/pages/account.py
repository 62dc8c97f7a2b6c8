"""Mitt konto: one's own name, password, sessions and tokens."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from graph.errors import UsageError
from service.accounts.entries import SignIns
from service.accounts.granting import me, new_token
from service.accounts.passwords import LONGEST, SHORTEST
from service.accounts.people import People
from service.accounts.roles import reaches
from service.accounts.sessions import Sessions
from service.accounts.signing_in import by_password, sign_in
from service.accounts.tokens import LONGEST_DAYS, SCOPES, Tokens
from service.accounts.waits import TooMany
from service.accounts.who import current_store, who
from service.asking import asked
from service.pages.forms import Faults, done, fault_of, field, missing, what_was_done
from service.pages.scopes import nämnder, unit_names

blueprint = Blueprint("account", __name__)
DONE = ("name", "password", "session", "sessions", "token_ended")
LOGGED = 20


@blueprint.get("/konto")
def page() -> str:
    """The account of who is signed in."""
    return _shown([])


@blueprint.get("/konto/<path:form>")
def back(form: str) -> Response:
    """From the address of a form to the page it stands on, as when the language is changed."""
    return redirect(asked().address("/konto"), 303)


@blueprint.post("/konto/namn")
def name() -> Response | tuple[str, int]:
    """Another name to be shown by."""
    try:
        People(current_store()).rename(me(), field("title"))
    except UsageError as error:
        return _shown(fault_of("title", error)), 400
    return done("/konto", "name")


@blueprint.post("/konto/losenord")
def password() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Another password, for who knows the one of now; ends all sessions but this."""
    user, chosen = me(), request.form.get("password", "")
    try:
        if by_password(user.name, request.form.get("current", "")) is None:
            return _shown(missing("current", "account.wrong")), 400
        if chosen != request.form.get("again", ""):
            raise UsageError("password.differ")
        changed = People(current_store()).set_password(me(), chosen)
    except TooMany as error:
        return _shown(fault_of("current", error)), 429, {"Retry-After": str(error.wait)}
    except UsageError as error:
        return _shown(fault_of("password", error)), 400
    sign_in(changed)
    return done("/konto", "password")


@blueprint.post("/konto/session")
def session() -> Response:
    """End one session, or all but this one."""
    sessions, user = Sessions(current_store()), me()
    wanted = field("session")
    for each in sessions.of(user.id):
        if each.id == wanted or (wanted == "others" and each.id != who().session):
            sessions.end(each.id, user.id)
    return done("/konto", "sessions" if wanted == "others" else "session")


@blueprint.post("/konto/nyckel")
def token() -> str | tuple[str, int]:
    """A new token, shown in the answer and never again."""
    days = field("days", 5)
    units = request.form.getlist("units")
    try:
        text = new_token(
            label=field("label"),
            scope=field("scope"),
            days=int(days) if days.isascii() and days.isdigit() else 0,
            units=units,
        )
    except UsageError as error:
        place = {"token.days": "days", "token.units": "units"}.get(error.code, "scope")
        return _shown(fault_of(place, error)), 400
    return _shown([], text)


@blueprint.post("/konto/nyckel-slut")
def token_ended() -> Response:
    """Take a token back."""
    Tokens(current_store()).end(field("token"), me().id)
    return done("/konto", "token_ended")


def _shown(faults: Faults, new_token: str = "") -> str:
    asked()
    store, user = current_store(), me()
    tokens = Tokens(store).of(user.id)
    return render_template(
        "account.html",
        user=user,
        faults=faults,
        done=what_was_done(DONE),
        sessions=Sessions(store).of(user.id),
        tokens=tokens,
        new_token=new_token,
        scopes=[scope for scope, role in SCOPES.items() if reaches(user.role, role)],
        choices=nämnder(user.units),
        unit_names=unit_names([*user.units, *(unit for each in tokens for unit in each.units)]),
        entries=SignIns(store).latest(user.id, LOGGED),
        longest_days=LONGEST_DAYS,
        shortest=SHORTEST,
        longest=LONGEST,
    )
