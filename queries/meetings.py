"""
The meetings at which units set their goals, as they bear on a view (A29).
"""

from __future__ import annotations

import datetime

from graph.days import EPOCH
from graph.model import Participation
from queries.audit import Audit

# A meeting for goals of a year is held in the year before; the rules T067 and T079 begin here too.
MONTHS_BEFORE = 12


def meetings(audit: Audit, months_before: int = MONTHS_BEFORE) -> list[Participation]:
    """The goal meetings of the view, and of so many months before it."""
    window = audit.scene.window
    every = list(audit.projection.frame.participation)
    if window is None:
        return every
    days = datetime.timedelta(days=31 * months_before)
    first, last = (EPOCH + datetime.timedelta(days=day) for day in window)
    # Compared as differences, so that no day before the first of all is reached for.
    return [each for each in every if first - each.date <= days and each.date <= last]


def last_meetings(audit: Audit) -> dict[int, Participation]:
    """The latest of those meetings of each unit that held one, by the unit's number."""
    number = audit.projection.unit_number
    by_day = sorted(meetings(audit), key=lambda each: each.date)
    return {number[each.unit]: each for each in by_day}
