"""
The decisions in force that excuse (exemptions) or hand on (forwards), wherever they are written.

An exemption stands in the list of exemptions or in the goal itself; here both read the same.
Source: docs/semantics.md, exemptions and forwards.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.days import EPOCH, FOREVER, NEVER
from queries.audit import Audit

EXEMPTION, FORWARD = "exemption", "forward"


@dataclass(frozen=True, slots=True)
class Decision:
    """
    One decision. `goal`, `unit` and `area` are numbers of the projection, None where it names
    none; `decided_by` is the name of the unit that decided, or the text that is written.
    """

    kind: str
    goal: int | None
    unit: int | None
    area: int | None
    reason: str
    decided_by: str | None
    decided_on: datetime.date | None
    until: datetime.date | None


def decisions(audit: Audit) -> Iterator[Decision]:
    """All that are in force in the view: the listed, the goals' own, then the forwards."""
    yield from _listed(audit)
    scene, p = audit.scene, audit.projection
    for goal in np.flatnonzero(scene.exempt & scene.goals & (p.exempt_from <= p.exempt_to)):
        yield from _own(audit, int(goal))
    yield from _forwards(audit)


def goal_decisions(audit: Audit, goal: int) -> list[Decision]:
    """Those about one goal, in force in the view or not the goal itself."""
    named = (*_listed(audit), *_own(audit, goal), *_forwards(audit))
    return [each for each in named if each.goal == goal]


def unit_decisions(audit: Audit, unit: int) -> list[Decision]:
    """Those that name one unit: what it needn't set goals for, and what it has handed on."""
    return [each for each in (*_listed(audit), *_forwards(audit)) if each.unit == unit]


def _listed(audit: Audit) -> Iterator[Decision]:
    p = audit.projection
    for each in p.frame.exemptions:
        if audit.scene.holds(each.decided_on, each.until):
            yield Decision(
                EXEMPTION,
                p.number[each.goal] if each.goal else None,
                p.unit_number[each.unit] if each.unit else None,
                p.area_number[each.area] if each.area else None,
                each.reason, _name(audit, each.decided_by), each.decided_on, each.until,
            )


def _own(audit: Audit, goal: int) -> Iterator[Decision]:
    p = audit.projection
    first, last = int(p.exempt_from[goal]), int(p.exempt_to[goal])
    reason = p.exempt_reason[goal]
    # A decision that ends before it begins is none, whatever the view.
    if reason is not None and first <= last and audit.scene.overlaps(first, last):
        yield Decision(EXEMPTION, goal, None, None, reason, _name(audit, p.exempt_by[goal]),
                       _day(first), _day(last))


def _forwards(audit: Audit) -> Iterator[Decision]:
    p = audit.projection
    for each in p.frame.forwards:
        if audit.scene.holds(each.decided_on, each.until):
            yield Decision(
                FORWARD, p.number[each.goal], p.unit_number[each.unit], None, each.reason,
                _name(audit, each.decided_by), each.decided_on, each.until,
            )


def _day(days: int) -> datetime.date | None:
    open_end = days in (int(NEVER), int(FOREVER))
    return None if open_end else EPOCH + datetime.timedelta(days=days)


def _name(audit: Audit, named: str | None) -> str | None:
    """Who decided, by name where a unit's id is written."""
    p = audit.projection
    known = p.unit_number.get(named) if named else None
    return named if known is None else p.frame.units[known].name
