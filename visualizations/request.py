"""
What a map is asked for, and how that is written in an address.

Everything that changes the picture stands here, so that an address brings the same picture
back.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

TARGET = 48
CAP = 150
STEPS = 2
# Each opening is drawn onto the one before; so many of them fill a map.
OPENED_AT_MOST = 40
LENSES = ("weight", "indicators")
GROUPS = ("unit", "area")
# What may be given several times: the name in an address, and the field.
MANY = {
    "expanded": "expanded",
    "closed": "closed",
    "hidden": "hidden",
    "level": "levels",
    "area": "areas",
    "unit": "units",
    "plan": "plans",
    "state": "states",
    "change": "changes",
    "drop": "drop",
}


# A map names the same few things in a hundred addresses.
_quoted = lru_cache(maxsize=4096)(quote_plus)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """
    A focus and how far to look.

    `root` is a goal id, None for the whole chain from its tops. `up` and `down` are steps,
    `up` None for all. `to` is a second goal: the picture then holds what lies on ways between
    the two. `expanded` are goal ids whose goals below are shown too, in the order they were
    opened, `closed` those whose goals below aren't, `hidden` those that aren't shown.
    `levels`, `areas`, `units`, `plans`, `states` and `changes` (what a lens says) choose
    goals: the picture then holds those and their ways up. `page` leafs through goals that
    don't fit. About `target` goals are shown unasked, never more than `cap`.

    Three lenses, at most one at a time: `drop` names what is thought away, `against` another
    year to compare with, `lens` is "weight" (what hangs on what) or "indicators". `groups`
    draws the whole municipality instead, by "unit" or "area".
    """

    root: str | None = None
    to: str | None = None
    up: int | None = None
    down: int = STEPS
    expanded: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    against: str | None = None
    lens: str | None = None
    groups: str | None = None
    page: int = 0
    cap: int = CAP
    target: int = TARGET

    def page_size(self, *, chosen: bool = False) -> int:
        """How far a page turns; pages overlap where there is room for more."""
        return max(1, self.target // (2 if chosen else 3))

    @property
    def chosen(self) -> bool:
        """True if goals are chosen by level, area, unit, plan, state or change."""
        return bool(
            self.levels or self.areas or self.units or self.plans or self.states or self.changes
        )

    def among(self, goals: Container[str]) -> MapRequest:
        """The same map, told only of goals that there are among those opened, closed or hidden."""
        expanded, closed, hidden = (
            tuple(each for each in some if each in goals)
            for some in (self.expanded, self.closed, self.hidden)
        )
        return replace(self, expanded=expanded, closed=closed, hidden=hidden)

    def opened(self, goal: str) -> MapRequest:
        """The same map with one more goal opened."""
        closed = tuple(each for each in self.closed if each != goal)
        expanded = self.expanded if goal in self.expanded else (*self.expanded, goal)
        return replace(self, expanded=expanded, closed=closed)

    def shut(self, goal: str) -> MapRequest:
        """
        The same map with the goals below a goal left out.

        That it was opened is kept: where the others stand follows from all that was opened.
        """
        return replace(self, closed=tuple(sorted({*self.closed, goal})))

    def without(self, goal: str) -> MapRequest:
        """The same map without a goal."""
        return replace(self, hidden=tuple(sorted({*self.hidden, goal})))

    def dropping(self, name: str) -> MapRequest:
        """The same map with one more thing thought away, or no longer if it is so already."""
        drop = tuple(sorted({*self.drop} ^ {name}))
        return replace(self, drop=drop, against=None, lens=None, changes=())

    def focused(self, goal: str, page: int = 0) -> MapRequest:
        """A map of the same reach around another goal, through the same lens."""
        return MapRequest(
            root=goal,
            up=self.up,
            down=self.down,
            drop=self.drop,
            against=self.against,
            lens=self.lens,
            page=page,
            cap=self.cap,
            target=self.target,
        )

    def address(self, view: Mapping[str, Any], language: str) -> str:
        """The request as `?…`, with the view and the language; equal requests, equal text."""
        parts = [(key, value) for key, value in self._written() if value is not None]
        for key in ("year", "as_of", "through"):
            if view.get(key) is not None:
                parts.append((key, str(view[key])))
        parts += [(key, "1") for key in ("all", "drafts") if view.get(key)]
        if language != "sv":
            parts.append(("lang", language))
        return "?" + "&".join(f"{key}={_quoted(value)}" for key, value in parts)

    def _written(self) -> Iterator[tuple[str, str | None]]:
        """What stands in an address, what is as it is unasked left out."""
        yield "root", self.root
        yield "to", self.to
        yield "up", None if self.up is None else str(self.up)
        yield "down", None if self.down == STEPS else str(self.down)
        for key, name in MANY.items():
            for each in getattr(self, name):
                yield key, each
        yield "against", self.against
        yield "lens", self.lens
        yield "groups", self.groups
        yield "page", str(self.page) if self.page else None
        yield "cap", None if self.cap == CAP else str(self.cap)
        yield "target", None if self.target == TARGET else str(self.target)
