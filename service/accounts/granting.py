"""
What somebody may give away: tokens and one-time links, never worth more than what they come with.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from graph.errors import UsageError
from service.accounts.people import People, User
from service.accounts.roles import lies_under, reaches
from service.accounts.tokens import SCOPES, Tokens
from service.accounts.who import Forbidden, current_store, who
from service.asking import asked
from service.settings import settings


def me() -> User:
    """The account of who asks."""
    return People(current_store()).known(who().name)


def check_reach(role: str, units: Collection[str] = ()) -> None:
    """Forbidden where a token asks for what reaches further than itself; `units` empty is all."""
    person = who()
    if not reaches(person.role, role) or (person.within and not _all_under(units, person.within)):
        raise Forbidden("token.beyond")


def new_token(*, label: str, scope: str, days: int, units: Collection[str]) -> str:
    """
    A token for who asks, told this once. UsageError if it would allow more than they may, and
    Forbidden if it would allow more than the token they come with; it ends when that does.
    """
    user, person = me(), who()
    known = asked().audit.projection.unit_number
    for unit in units:
        if unit not in known or (user.units and not _all_under([unit], user.units)):
            raise UsageError("token.units", units=unit)
    if person.token:
        check_reach(SCOPES[scope], units)
    return Tokens(current_store()).make(
        user, label=label, scope=scope, days=days, units=units,
        by=person.token, until=person.until,
    )  # fmt: skip


def new_link(user: User) -> str:
    """The address at which they choose a new password, once."""
    text = Tokens(current_store()).make_link(user)
    return f"{settings().public_address or request.url_root.rstrip('/')}/losenord/{text}"


def _all_under(units: Collection[str], scope: Collection[str]) -> bool:
    projection = asked().audit.projection
    return bool(units) and all(lies_under([unit], scope, projection) for unit in units)
