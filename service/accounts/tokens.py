"""
Tokens: what programs sign in with, and the links by which a password is chosen.

A token never allows more than its owner may, and ends within a year.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.errors import UsageError
from graph.store import Store
from graph.store.shelf import Kept, Stale
from service.accounts.clock import instant
from service.accounts.people import LONGEST_NAME, User
from service.accounts.roles import ADMIN, EDITOR, READER, lower, reaches
from service.accounts.secret_texts import new_secret, print_of

PREFIX = "rt_"
LONGEST_DAYS = 365
LINK_HOURS = 48
# What a token is for, as people say it, and the role it gives at most.
SCOPES = {"read": READER, "edit": EDITOR, "admin": ADMIN}
LINK = "password"


@dataclass(frozen=True, slots=True)
class Token:
    """
    A token of `user`. `units` narrows it further; `used` is the day it was last used, and `by` the
    token that made it, if one did.
    """

    id: str
    user: str
    label: str
    scope: str
    units: tuple[str, ...]
    era: int
    made: str
    until: str
    used: str
    version: int
    by: str = ""

    def role(self, user: User) -> str:
        """What it allows: never more than its owner may now."""
        return lower(SCOPES[self.scope], user.role)


class Tokens:
    """The tokens of a store."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._shelf = store.shelf("Token")

    def make(
        self,
        user: User,
        *,
        label: str,
        scope: str,
        days: int,
        units: Collection[str] = (),
        by: str = "",
        until: str = "",
    ) -> str:
        """
        A new token, told this once; UsageError if it would allow more than its owner may.
        `units` must lie within the owner's, which is for the asker to see to. One made `by` a
        token ends no later than `until`, when that does, and is ended with it.
        """
        if scope not in SCOPES or not reaches(user.role, SCOPES[scope]):
            known = ", ".join(name for name, role in SCOPES.items() if reaches(user.role, role))
            raise UsageError("token.scope", scope=scope, known=known)
        if not 1 <= days <= LONGEST_DAYS:
            raise UsageError("token.days", most=LONGEST_DAYS)
        text = PREFIX + new_secret()
        ends = min(filter(None, (instant(days=days), until)))
        self._keep(text, user, label.strip()[:LONGEST_NAME], scope, ends, units, by)
        return text

    def make_link(self, user: User) -> str:
        """The text of a link by which they choose a new password, once and within two days."""
        text = new_secret()
        self._keep(text, user, "", LINK, instant(hours=LINK_HOURS))
        return text

    def get(self, text: str) -> Token | None:
        """The token of this text, noted as used today."""
        if not text.startswith(PREFIX):
            return None
        kept = self._shelf.get(print_of(text))
        if kept is None or kept.body["scope"] not in SCOPES:
            return None
        today = instant()[:10]
        if kept.body["used"] != today:
            try:
                kept = self._shelf.put(
                    kept.id, {**kept.body, "used": today},
                    version=kept.version, key=kept.key, until=kept.until,
                )  # fmt: skip
            except Stale:
                return self.get(text)
        return _token(kept)

    def find(self, text: str) -> Token:
        """The token of this text, just made."""
        kept = self._shelf.get(print_of(text))
        if kept is None:
            raise UsageError("token.wrong")
        return _token(kept)

    def link(self, text: str) -> Token | None:
        """What a link is for; it can still be used."""
        kept = self._shelf.get(print_of(text))
        return _token(kept) if kept and kept.body["scope"] == LINK else None

    def of(self, user: str) -> list[Token]:
        """A user's tokens, those first that end last."""
        found = [_token(kept) for kept in self._shelf.all(key=user)]
        shown = [each for each in found if each.scope in SCOPES]
        return sorted(shown, key=lambda each: (each.until, each.id), reverse=True)

    def end(self, id: str, user: str) -> bool:
        """End a token or link of this user, and what it made; False if it was ended already."""
        kept = self._shelf.get(id)
        if kept is None or kept.key != user:
            return False
        made: dict[str, list[str]] = {}
        for each in self._shelf.all(key=user):
            made.setdefault(each.body.get("by", ""), []).append(each.id)
        waiting = [id]
        while waiting:
            ended = waiting.pop()
            self._shelf.drop(ended)
            waiting += made.get(ended, ())
        return True

    def _keep(
        self,
        text: str,
        user: User,
        label: str,
        scope: str,
        until: str,
        units: Collection[str] = (),
        by: str = "",
    ) -> None:
        body = {
            "label": label, "scope": scope, "units": sorted(set(units)), "era": user.era,
            "made": instant(), "used": "", "by": by,
        }  # fmt: skip
        self._shelf.add(print_of(text), body, key=user.id, until=until)


def _token(kept: Kept) -> Token:
    body = {**kept.body, "units": tuple(kept.body["units"])}
    return Token(id=kept.id, user=kept.key, until=kept.until, version=kept.version, **body)
