"""
Who a request comes from, and what they may do.

Found out when first asked, so that a request without a cookie or a token costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app, g

from graph.errors import UsageError
from graph.projection import Projection
from graph.store import Store
from service.accounts.roles import EDITOR, NOBODY, lies_under, reaches


@dataclass(frozen=True, slots=True)
class Who:
    """
    Somebody, or nobody. `units` is the scope of their role and `within` that of the token they
    come with; an empty one is the whole municipality. `session` names their session, `token`
    their token, and `until` is when that ends; `owner` is the role of the account behind it.
    """

    name: str = ""
    title: str = ""
    role: str = NOBODY
    units: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    via: str = "nobody"
    session: str = ""
    token: str = ""
    until: str = ""
    owner: str = ""

    def may(self, role: str) -> bool:
        """True where their role is this one or higher."""
        return reaches(self.role, role)

    @property
    def shown(self) -> str:
        """Their name as people write it."""
        return self.title or self.name


SOMEBODY_ELSE = Who()


class NotSignedIn(UsageError):
    """Nobody is signed in, and somebody must be."""


class Forbidden(UsageError):
    """Who asks is known, and may not."""


def who() -> Who:
    """Who this request comes from; NotSignedIn for a token that doesn't hold."""
    if "who" not in g:
        from service.accounts.identity import identify

        # Pages that tell of a failure ask again.
        g.who = SOMEBODY_ELSE
        g.who = identify()
    found: Who = g.who
    return found


def may_edit(person: Who, units: Collection[str], projection: Projection) -> bool:
    """
    True if they may change what belongs to these units: one lies at or under a unit of theirs.

    What belongs to no unit is for those whose scope is the whole municipality.
    """
    if not person.may(EDITOR):
        return False
    scopes = filter(None, (person.units, person.within))
    return all(lies_under(units, scope, projection) for scope in scopes)


def current_store() -> Store:
    """The store that this request may write to; Forbidden where files are shown."""
    store: Store | None = current_app.extensions["rodtrad.store"]
    if store is None:
        raise Forbidden("no_store")
    return store
