"""
Sessions: who is signed in, since when and from where.

The browser holds a random text; the store its print, and when the session ends.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from graph.store import Store
from graph.store.shelf import Kept, Stale
from service.accounts.clock import instant, moment_of
from service.accounts.people import User
from service.accounts.secret_texts import new_secret, print_of
from service.settings import Settings

# How often a session that is used is written to.
NOTED_EVERY = datetime.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Session:
    """A session of `user`: `since` and `seen` are instants, `how` is password or oidc."""

    id: str
    user: str
    era: int
    how: str
    address: str
    since: str
    seen: str


class Sessions:
    """The sessions of a store."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._shelf = store.shelf("Session")

    def begin(self, user: User, how: str, address: str, settings: Settings) -> str:
        """A new session; the text that the browser shall hold."""
        secret, now = new_secret(), instant()
        body = {"era": user.era, "how": how, "address": address, "since": now, "seen": now}
        until = instant(days=settings.absolute_days)
        self._shelf.add(print_of(secret), body, key=user.id, until=until)
        return secret

    def get(self, secret: str, settings: Settings) -> Session | None:
        """The session of this text, unless it has ended or was left alone too long."""
        kept = self._shelf.get(print_of(secret))
        if kept is None:
            return None
        idle = moment_of(instant()) - moment_of(kept.body["seen"])
        if idle > datetime.timedelta(hours=settings.idle_hours):
            self._shelf.drop(kept.id)
            return None
        if idle > NOTED_EVERY:
            body = {**kept.body, "seen": instant()}
            try:
                self._shelf.put(
                    kept.id, body, version=kept.version, key=kept.key, until=kept.until
                )
            except Stale:
                # Another request of the same session noted it, or the session was ended.
                return self.get(secret, settings)
        return _session(kept)

    def of(self, user: str) -> list[Session]:
        """A user's sessions, the newest first."""
        found = [_session(kept) for kept in self._shelf.all(key=user)]
        return sorted(found, key=lambda each: (each.since, each.id), reverse=True)

    def end(self, id: str, user: str) -> bool:
        """End a session of this user."""
        kept = self._shelf.get(id)
        return kept is not None and kept.key == user and self._shelf.drop(id)


def _session(kept: Kept) -> Session:
    return Session(id=kept.id, user=kept.key, **kept.body)
