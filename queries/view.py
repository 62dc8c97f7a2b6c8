"""
The view: the part of the data that a question is asked of.

A year, a day, or everything; down to a level; with or without drafts. Each thing is tested
against the view alone (docs/semantics.md, View).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.days import FOREVER, NEVER, day_number
from graph.errors import UsageError
from graph.governance import Governance, Level
from graph.layers import Flags, Indices
from graph.model import STATUSES
from graph.projection import Projection

ADOPTED = STATUSES.index("adopted")
DRAFT = STATUSES.index("draft")
REJECTED = STATUSES.index("rejected")


@dataclass(frozen=True, slots=True)
class View:
    """
    What was asked for. At most one of `year`, `as_of` and `all`; with none of them the
    model's current year stands, else this year.
    """

    year: int | None = None
    as_of: datetime.date | None = None
    all: bool = False
    through: str | None = None
    drafts: bool = False

    def settled(self, governance: Governance) -> View:
        """The view with its year filled in; UsageError if its level isn't known."""
        if self.through is not None and self.through not in governance.order:
            known = ", ".join(governance.order)
            raise UsageError("unknown_through", level=self.through, known=known)
        if self.year is not None or self.as_of is not None or self.all:
            return self
        year = governance.current_year or datetime.date.today().year
        return View(year=year, through=self.through, drafts=self.drafts)

    def as_json(self) -> dict[str, object]:
        """The view as the contract writes it."""
        return {
            "year": self.year,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "all": self.all,
            "through": self.through,
            "drafts": self.drafts,
        }


@dataclass(frozen=True)
class Scene:
    """
    A projection seen through a view: what of it is in force.

    Arrays over goals, links, plans, units and areas in the projection's numbering.
    """

    projection: Projection
    view: View

    @property
    def levels(self) -> tuple[Level, ...]:
        """All levels of the model, top first, those that the view leaves out included."""
        return self.projection.governance.levels

    @cached_property
    def lowest(self) -> int:
        """The place of the lowest level that the view holds."""
        through = self.view.through
        order = self.projection.governance.order
        return len(order) - 1 if through is None else order[through]

    @cached_property
    def needs(self) -> NDArray[np.bool_]:
        """`[level, needed level]`: what each level needs, as far down as the view goes."""
        order = self.projection.governance.order
        out = np.zeros((len(order), len(order)), dtype=np.bool_)
        for level in self.levels[: self.lowest + 1]:
            for needed in level.needs:
                out[order[level.id], order[needed]] = order[needed] <= self.lowest
        return out

    @cached_property
    def window(self) -> tuple[int, int] | None:
        """First and last day of the view since 1970; None where no date is looked at."""
        if self.view.all:
            return None
        if self.view.as_of is not None:
            day = day_number(self.view.as_of, NEVER)
            return day, day
        year = self.view.year or 0
        return (
            day_number(datetime.date(year, 1, 1), NEVER),
            day_number(datetime.date(year, 12, 31), FOREVER),
        )

    def holds(self, first: datetime.date | None, last: datetime.date | None) -> bool:
        """True if the stretch from `first` to `last` overlaps the view."""
        return self.overlaps(day_number(first, NEVER), day_number(last, FOREVER))

    def overlaps(self, first: int, last: int) -> bool:
        """The same for days since 1970; an empty stretch overlaps nothing."""
        window = self.window
        return window is None or max(first, window[0]) <= min(last, window[1])

    @cached_property
    def plans(self) -> Flags:
        """Which plans are in force."""
        calendar = self.projection.calendar
        in_force = self._statuses(calendar.plan_status)
        return in_force & self._within(calendar.plan_first, calendar.plan_last)

    @cached_property
    def units(self) -> Flags:
        """Which units are in force."""
        calendar = self.projection.calendar
        return self._within(calendar.unit_first, calendar.unit_last)

    @cached_property
    def areas(self) -> Flags:
        """Which areas are in force."""
        calendar = self.projection.calendar
        return self._within(calendar.area_first, calendar.area_last)

    @cached_property
    def goals(self) -> Flags:
        """Which goals are in force: their own dates within their plan's, and of a level held."""
        p, calendar = self.projection, self.projection.calendar
        in_force = self._statuses(p.status) & (p.level <= self.lowest) & p.exists
        # One entry more for goals without a plan, reached by plan number -1.
        in_force &= np.append(self._statuses(calendar.plan_status), True)[p.plan]
        if self.window is None:
            return in_force
        first = np.maximum(p.valid_from, np.append(calendar.plan_first, NEVER)[p.plan])
        last = np.minimum(p.valid_to, np.append(calendar.plan_last, FOREVER)[p.plan])
        return in_force & self._within(first, last)

    @cached_property
    def exempt(self) -> Flags:
        """Which goals are exempt by a decision in force, their own or one in the list."""
        p = self.projection
        exempt = p.exempt_from <= p.exempt_to
        if self.window is not None:
            exempt = self._within(p.exempt_from, p.exempt_to)
        for exemption in p.frame.exemptions:
            if exemption.goal and self.holds(exemption.decided_on, exemption.until):
                exempt[p.number[exemption.goal]] = True
        return exempt

    @cached_property
    def roots(self) -> Indices:
        """The root goals in force, in number order."""
        return np.flatnonzero(
            self.goals & (self.projection.level == self.projection.governance.root)
        )

    @cached_property
    def links_in_force(self) -> Flags:
        """Which links are in force themselves, whatever their ends."""
        p = self.projection
        return self._statuses(p.link_status) & self._within(p.link_from, p.link_to)

    def _statuses(self, status: NDArray[np.int8] | Indices) -> Flags:
        in_force: Flags = status == ADOPTED
        if self.view.drafts:
            in_force |= status == DRAFT
        return in_force

    def _within(self, first: NDArray[np.int32], last: NDArray[np.int32]) -> Flags:
        window = self.window
        if window is None:
            return np.ones(len(first), dtype=np.bool_)
        met: Flags = np.maximum(first, window[0]) <= np.minimum(last, window[1])
        return met
