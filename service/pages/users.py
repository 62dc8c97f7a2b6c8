"""Användare: the accounts, their roles, and who has signed in. For admins."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from graph.errors import UsageError
from graph.store.shelf import Stale
from service.accounts.entries import SignIns
from service.accounts.granting import new_link
from service.accounts.passwords import LONGEST, SHORTEST
from service.accounts.people import People, User
from service.accounts.roles import ROLES
from service.accounts.sessions import Sessions
from service.accounts.tokens import LINK_HOURS, Tokens
from service.accounts.who import current_store
from service.asking import asked, page_number
from service.pages.forms import Faults, done, fault_of, field, what_was_done
from service.pages.lists import stretch
from service.pages.scopes import nämnder, unit_names

blueprint = Blueprint("users", __name__)
DONE = ("role", "shut", "opened", "password")
ROWS = 50


@blueprint.get("/anvandare")
def listing() -> str:
    """Every account, a form for a new one, and the latest sign-ins."""
    return _listed([])


@blueprint.post("/anvandare")
def add() -> str | tuple[str, int]:
    """A new account, with a link by which its owner chooses a password."""
    store = current_store()
    try:
        user = People(store).add(
            field("name"), title=field("title"), role=field("role"), units=_units()
        )
    except UsageError as error:
        return _listed(fault_of("role" if error.code == "user.role" else "name", error)), 400
    return _one(user, [], new_link(user))


@blueprint.get("/anvandare/konto")
def account() -> str:
    """One account."""
    return _one(_named(request.args.get("namn", "")), [])


@blueprint.get("/anvandare/<path:form>")
def back(form: str) -> Response:
    """From the address of a form to the list, as when the language is changed."""
    return redirect(asked().address("/anvandare"), 303)


@blueprint.post("/anvandare/roll")
def role() -> Response | tuple[str, int]:
    """Another role or scope; ends the account's sessions."""
    return _change("role", lambda people, user: people.set_role(user, field("role"), _units()))


@blueprint.post("/anvandare/stang")
def shut() -> Response | tuple[str, int]:
    """Shut the account; ends its sessions, and its tokens don't hold."""
    return _change("shut", lambda people, user: people.set_disabled(user, True))


@blueprint.post("/anvandare/oppna")
def opened() -> Response | tuple[str, int]:
    """Open a shut account."""
    return _change("opened", lambda people, user: people.set_disabled(user, False))


@blueprint.post("/anvandare/losenord")
def password() -> Response | tuple[str, int]:
    """A new password, typed by the admin; ends the account's sessions."""
    chosen = request.form.get("password", "")
    return _change("password", lambda people, user: people.set_password(user, chosen))


@blueprint.post("/anvandare/lank")
def link() -> str:
    """A link by which the owner chooses a new password, shown in the answer and never again."""
    user = _named(field("name"))
    return _one(user, [], new_link(user))


def _change(what: str, change: Callable[[People, User], User]) -> Response | tuple[str, int]:
    """Change the account that the form names; the page again where that can't be done."""
    user = _named(field("name"))
    try:
        change(People(current_store()), user)
    except Stale:
        raise
    except UsageError as error:
        return _one(user, fault_of("password" if what == "password" else "role", error)), 400
    return done("/anvandare/konto", what, namn=user.name)


def _named(name: str) -> User:
    found = People(current_store()).get(name)
    if found is None:
        raise UsageError("unknown_name", name=name)
    return found


def _units() -> list[str]:
    """The units that the form names; UsageError for one that isn't there."""
    projection = asked().audit.projection
    units = request.form.getlist("units")
    for unit in units:
        if unit not in projection.unit_number:
            raise UsageError("unknown_name", name=unit)
    return units


def _listed(faults: Faults) -> str:
    asked()
    store = current_store()
    users = stretch(list(People(store).all()), page_number(), ROWS)
    return render_template(
        "users.html",
        users=users,
        faults=faults,
        entries=SignIns(store).latest(limit=ROWS),
        unit_names=unit_names(unit for user in users.items for unit in user.units),
        roles=ROLES,
        choices=nämnder(),
    )


def _one(user: User, faults: Faults, new_link: str = "") -> str:
    asked()
    store = current_store()
    # Units of the scope that the list doesn't hold are shown all the same, so that none is lost.
    names = unit_names(user.units)
    choices = dict(nämnder()) | names
    return render_template(
        "user.html",
        user=user,
        faults=faults,
        done=what_was_done(DONE),
        new_link=new_link,
        link_hours=LINK_HOURS,
        sessions=Sessions(store).of(user.id),
        tokens=Tokens(store).of(user.id),
        entries=SignIns(store).latest(user.id),
        roles=ROLES,
        choices=sorted(choices.items(), key=lambda each: each[1]),
        unit_names=names,
        shortest=SHORTEST,
        longest=LONGEST,
    )
