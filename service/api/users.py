"""
The accounts, for admins: who there is, with which role, and who has signed in.

No answer holds a password or its print; none is taken either. A new account's owner chooses one
by a link.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from urllib.parse import quote

from flask import Response, url_for

from graph.errors import UsageError
from service.accounts.entries import SignIns
from service.accounts.granting import check_reach, new_link
from service.accounts.people import LONGEST_NAME, People, User, folded, plain_user, users_json
from service.accounts.roles import ADMIN, ROLES
from service.accounts.tokens import LINK_HOURS
from service.accounts.who import current_store
from service.api.address import as_json, blueprint
from service.api.bodies import fields_sent, flag, text, texts, word
from service.api.declared import Answer, Parameter, given, route
from service.api.items import BESIDE, named
from service.api.lists import stretch
from service.api.parameters import ID, IDENT, IF_MATCH, KEY, LANG, PAGING, USUAL_ROWS
from service.api.replies import once
from service.api.tags import check_seen, tagged
from service.asking import asked

LONGEST_UNIT = 1000
TITLE, UNITS = text(LONGEST_NAME), texts(LONGEST_UNIT)
ONE = Answer(schema="user", headers=("ETag",))


@route(blueprint, "GET", "/users", LANG, *PAGING, answers="users")
def users() -> Response:
    """Every account, by name."""
    found = list(People(current_store()).all())
    rows, following = stretch(found, lambda user: [user.id])
    return as_json(users_json(rows, len(found), following))


@route(blueprint, "GET", "/users/<ident>", IDENT, ID, LANG, answers={200: ONE})
def user(ident: str) -> Response:
    """One account; its ETag is what a change must show."""
    return _told(_named(ident))


@route(
    blueprint, "POST", "/users", LANG, KEY,
    answers={201: Answer(schema="user", headers=("ETag", "Location"))},
    errors=(409, 413, 415, 422), body="user_new",
)  # fmt: skip
def user_new() -> Response:
    """Make an account, without a password."""

    def work() -> Response:
        check_reach(ADMIN)
        said = fields_sent(
            {"name": text(LONGEST_NAME, 1)},
            {"title": TITLE, "role": word(ROLES), "units": UNITS},
        )
        _check_units(said.get("units", ()))
        made = People(current_store()).add(said.pop("name"), **said)
        response = _told(made, 201)
        response.headers["Location"] = _address(made.name)
        return response

    return once(work)


@route(
    blueprint, "PUT", "/users/<ident>", IDENT, ID, LANG, IF_MATCH, KEY,
    answers={200: ONE}, errors=(409, 412, 413, 415, 422, 428), body="user_sent",
)  # fmt: skip
def user_put(ident: str) -> Response:
    """Another title, role or scope, or shut or opened, all at once."""

    def work() -> Response:
        check_reach(ADMIN)
        was = _named(ident)
        check_seen(was.name, was.version)
        said = fields_sent(
            {"title": TITLE, "role": word(ROLES), "units": UNITS, "disabled": flag}, {}
        )
        _check_units(set(said["units"]) - set(was.units))
        wanted = replace(was, **{**said, "units": tuple(said["units"])})
        return _told(People(current_store()).change(was, wanted))

    return once(work)


@route(
    blueprint, "POST", "/users/<ident>/link", IDENT, ID, LANG, KEY,
    answers={201: Answer(schema="user_link")}, errors=(409, 413, 422),
)  # fmt: skip
def user_link(ident: str) -> Response:
    """A link by which the owner chooses a password, once; it is told in this answer alone."""

    def work() -> Response:
        check_reach(ADMIN)
        link = new_link(_named(ident))
        response = as_json({
            "format": "rodtrad.user_link/1", "link": link, "hours": LINK_HOURS,
        })  # fmt: skip
        response.status_code = 201
        return response

    return once(work, secret="link")


@route(
    blueprint, "GET", "/sign-ins", LANG, *PAGING, Parameter("user"), answers="sign_ins",
)  # fmt: skip
def sign_ins() -> Response:
    """Sign-ins and tries, the newest first; those of one `user` by name."""
    read = given()
    limit, name = read("limit", USUAL_ROWS), read("user")
    found = SignIns(current_store()).latest(
        None if name is None else folded(name), limit, read("cursor", "")
    )
    return as_json({
        "format": "rodtrad.sign_ins/1",
        "sign_ins": [asdict(each) for each in found],
        "next": found[-1].id if len(found) == limit else None,
    })


def _told(user: User, status: int = 200) -> Response:
    return tagged({"format": "rodtrad.user/1", **plain_user(user)}, user.version, status)


def _named(ident: str) -> User:
    found = People(current_store()).get(named(ident))
    if found is None:
        raise UsageError("unknown_name", name=named(ident))
    return found


def _check_units(units: Collection[str]) -> None:
    known = asked().audit.projection.unit_number
    for unit in sorted(units):
        if unit not in known:
            raise UsageError("user.units", unit=unit)


def _address(name: str) -> str:
    """Where an account is read, whatever its name holds."""
    return f"{url_for('api.users')}/{BESIDE}?id={quote(name, safe='')}"
