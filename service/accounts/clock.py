"""
The time, as it is stored.
"""

from __future__ import annotations

import datetime

from graph.store import shelf


def instant(**ahead: float) -> str:
    """Now, or so much later as a timedelta of `ahead` is, as the shelf writes and sorts it."""
    return shelf.instant(datetime.datetime.now(datetime.UTC) + datetime.timedelta(**ahead))


def moment_of(text: str) -> datetime.datetime:
    """The moment that `instant` wrote."""
    return datetime.datetime.fromisoformat(text)
