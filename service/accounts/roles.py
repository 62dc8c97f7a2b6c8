"""
The roles, lowest first: a reader reads, an editor changes what lies in their nämnder, and an
admin changes everything, accounts and settings too.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.projection import Projection

READER, EDITOR, ADMIN = ROLES = ("reader", "editor", "admin")
NOBODY = "nobody"
_RANKS = {NOBODY: 0, READER: 1, EDITOR: 2, ADMIN: 3}


def reaches(role: str, needed: str) -> bool:
    """True where `role` is the needed one or higher."""
    return _RANKS[role] >= _RANKS[needed]


def lower(one: str, other: str) -> str:
    """The lower of two roles."""
    return min(one, other, key=_RANKS.__getitem__)


def lies_under(units: Collection[str], scope: Collection[str], projection: Projection) -> bool:
    """True if one of the units is one of the scope's, or lies under one in the unit tree."""
    numbers, stored = projection.unit_number, projection.frame.units
    for unit in units:
        up: str | None = unit
        while up is not None:
            if up in scope:
                return True
            up = stored[numbers[up]].parent if up in numbers else None
    return False
