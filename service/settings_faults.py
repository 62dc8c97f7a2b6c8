"""
What settings can't be: an address the service can't have, sites that can't embed, odd times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import current_app

from graph.errors import UsageError
from graph.text import shown
from service.addresses import is_base
from service.settings import Settings

IDLE_HOURS, ABSOLUTE_DAYS = (1, 24), (1, 30)
MOST_ANCESTORS = 50
LONGEST_TITLE = 100
_ANCESTOR = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")


def faults_in(changed: Settings) -> Iterator[tuple[str, UsageError]]:
    """What is wrong with settings that somebody wants to save: the field, and why."""
    if changed.public_address:
        own = {str(rule).split("/")[1] for rule in current_app.url_map.iter_rules()}
        if not is_base(changed.public_address) or not _PREFIX.fullmatch(changed.prefix):
            yield "public_address", UsageError("settings.address", value=changed.public_address)
        elif changed.prefix and changed.prefix.split("/")[1] in own:
            yield "public_address", UsageError("settings.prefix", value=changed.prefix)
    wrong = [each for each in changed.frame_ancestors if not _ANCESTOR.fullmatch(each)]
    count = len(changed.frame_ancestors)
    if wrong:
        said = ", ".join(f"'{shown(each, 120)}'" for each in wrong[:MOST_ANCESTORS])
        yield "frame_ancestors", UsageError("settings.ancestor", value=said)
    elif count > MOST_ANCESTORS:
        yield "frame_ancestors", UsageError("settings.ancestors", count=count, most=MOST_ANCESTORS)
    times = (changed.idle_hours, IDLE_HOURS), (changed.absolute_days, ABSOLUTE_DAYS)
    if not all(least <= value <= most for value, (least, most) in times):
        yield "idle_hours", UsageError("settings.times")
