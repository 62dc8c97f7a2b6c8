"""
How many embeds show something else than when they were placed, for the menu of every page.
"""

from __future__ import annotations

import time

from flask import current_app

from graph.store import Store
from service.embeds.keeping import all_kept
from service.embeds.warnings import warnings_of
from service.reading import Readings

# Seconds that a count is kept: embeds that another process makes are no part of the revision.
KEPT_FOR = 60.0


class Tally:
    """The count, worked out once for each state of the data."""

    def __init__(self) -> None:
        """Nothing is counted before somebody asks."""
        self._counted: tuple[object, float, int] | None = None

    def of(self, store: Store, readings: Readings) -> int:
        """How many embeds have warnings, with the data as it is now."""
        name, now, held = readings.revision(), time.monotonic(), self._counted
        if held is not None and held[0] == name and now - held[1] < KEPT_FOR:
            return held[2]
        count = sum(bool(warnings_of(embed, readings.of(embed.view))) for embed in all_kept(store))
        self._counted = (name, now, count)
        return count

    def forget(self) -> None:
        """Count anew the next time: an embed has changed."""
        self._counted = None


def tally() -> Tally:
    """The tally of this service."""
    found: Tally = current_app.extensions.setdefault("rodtrad.embeds", Tally())
    return found
