"""
Lines for the terminal: wrapped within the width, lists under a title, names for a shell.
"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable

from queries.audit import Audit
from service.reports.table import WIDTH, safe


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """A text in lines within the width; at least one line."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=True,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def named(title: str, entries: Iterable[str]) -> list[str]:
    """A list under its title and count; nothing at all where the list is empty."""
    told = list(entries)
    if not told:
        return []
    lines = ["", f"{title} ({len(told)})"]
    for entry in told:
        lines += wrapped(safe(entry), "  • ", "    ")
    return lines


def goal_line(audit: Audit, goal: int) -> str:
    """A goal by id and title."""
    p = audit.projection
    return f"{safe(p.ids[goal])}  {safe(p.titles[goal])}"


def quoted(name: str) -> str:
    """A name as it is written in a command."""
    return shlex.quote(name)
