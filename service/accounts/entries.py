"""
The log of sign-ins: who, when, from which address, how, and how it went. Kept for a year.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from graph.store import Store
from graph.store.shelf import Kept
from service.accounts.clock import instant

KEPT_DAYS = 365
# What is typed where no account is found may be a password that slipped into the wrong field.
UNKNOWN = "?"
_LAST = 10**17


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One sign-in or try; `id` is its place in the log. `how` is password, oidc or link; `outcome` is
    in, out, wrong, shut (the account is) or wait (too many tries).
    """

    id: str
    user: str
    at: str
    address: str
    how: str
    outcome: str


class SignIns:
    """The log of a store."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._shelf = store.shelf("SignIn")

    def note(self, user: str, address: str, how: str, outcome: str) -> None:
        """Add a line; `user` is an account's id, UNKNOWN where there is none."""
        # Ids that fall as time passes: the shelf gives the newest first.
        place = f"{_LAST - time.time_ns() // 1000:017d}-{secrets.token_hex(4)}"
        body = {"at": instant(), "address": address, "how": how, "outcome": outcome}
        self._shelf.add(place, body, key=user, until=instant(days=KEPT_DAYS))

    def latest(self, user: str | None = None, limit: int = 50, after: str = "") -> list[Entry]:
        """The newest lines, of one account or of all, the newest first; those `after` an id."""
        return [_entry(kept) for kept in self._shelf.all(key=user, after=after, limit=limit)]


def _entry(kept: Kept) -> Entry:
    return Entry(id=kept.id, user=kept.key, **kept.body)
