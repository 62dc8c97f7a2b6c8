"""
Verdicts on exemptions: those that end soon, have ended, or don't say who decided or until when.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from graph.days import FOREVER, NEVER, day_number
from graph.layers import Flags
from queries.audit import Audit
from queries.rules.finding import Looked, goal_place, item_place
from queries.rules.spec import Rule
from queries.rules.verdicts import lasting
from queries.rules.verdicts.facts import kept
from queries.rules.verdicts.lasting import Lasting


def ending(audit: Audit, rule: Rule) -> Looked:
    """Exemptions that end within so many days and aren't renewed."""
    return lasting.ending(audit, rule, _exemptions(audit))


def ended(audit: Audit, rule: Rule) -> Looked:
    """Exemptions that have ended, though what they excused is still missing."""
    return lasting.ended(audit, rule, _exemptions(audit), _Need(audit).still)


def undecided(audit: Audit, rule: Rule) -> Looked:
    """Exemptions in force that don't say who decided them, or when."""
    return lasting.undecided(audit, rule, _exemptions(audit))


def endless(audit: Audit, rule: Rule) -> Looked:
    """Exemptions in force that don't say when they end."""
    return lasting.endless(audit, rule, _exemptions(audit))


@kept
def _exemptions(audit: Audit) -> list[Lasting]:
    """The goals' own exemptions and those in the list; keys are goal, unit and area."""
    return list(_told(audit))


def _told(audit: Audit) -> Iterator[Lasting]:
    p = audit.projection
    for goal in np.flatnonzero(p.exempt_from <= p.exempt_to).tolist():
        yield _of_goal(
            audit, goal, int(p.exempt_from[goal]), int(p.exempt_to[goal]), p.exempt_by[goal]
        )
    for item in p.frame.exemptions:
        first, last = day_number(item.decided_on, NEVER), day_number(item.until, FOREVER)
        if item.goal is not None:
            yield _of_goal(audit, p.number[item.goal], first, last, item.decided_by, item)
        elif item.unit is not None:
            place = p.unit_number[item.unit]
            unit = p.frame.units[place]
            number = p.area_number[item.area] if item.area else -1
            area = p.frame.areas[number] if item.area else None
            yield Lasting(
                (-1, place, number), first, last, item.decided_by,
                f"{unit.id}/{area.id}" if area else unit.id, (-1, place, -1), (),
                {"what": f"{unit.name}, {area.name}" if area else unit.name}, item_place(item),
            )  # fmt: skip


def _of_goal(
    audit: Audit, goal: int, first: int, last: int, decided_by: str | None, item: object = None
) -> Lasting:
    p = audit.projection
    name = p.ids[goal]
    what = {"what": f"{name} ({p.titles[goal]})"}
    place = goal_place(audit, goal) if item is None else item_place(item)
    return Lasting((goal, -1, -1), first, last, decided_by, name, (), (name,), what, place)


class _Need:
    """What exemptions excuse, and whether it is still missing."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    @cached_property
    def _unrooted(self) -> Flags:
        p, scene = self._audit.projection, self._audit.scene
        below = scene.goals & (p.level > p.governance.root)
        return below & (self._audit.states.steps < 0)

    @cached_property
    def _cells(self) -> set[tuple[int, int]]:
        """Unit and area of each cell that neither goals nor forwards fill."""
        filled = ("covered", "forwarded")
        return {
            (cell.unit, cell.area) for cell in self._audit.matrix if cell.status not in filled
        }

    @cached_property
    def _units(self) -> set[int]:
        """Units that lack a rooted goal of a level they owe, or anything in some cell."""
        lacking = {unit for unit, _ in self._cells}
        supported = self._audit.states.supported
        for rows in self._audit.rows.values():
            having = set(rows.rows[supported[rows.goals]].tolist())
            lacking |= set(rows.units.tolist()) - having
        return lacking

    def still(self, each: Lasting) -> bool:
        """True if the goal isn't rooted, or the unit has nothing of its own there."""
        goal, unit, area = each.key
        if goal >= 0:
            return bool(self._unrooted[goal])
        return unit in self._units if area < 0 else (unit, area) in self._cells
