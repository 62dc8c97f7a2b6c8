"""
What a map is asked for, and how that is written in an address.

Everything that changes the picture stands here, so that an address brings the same picture
back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

TARGET = 48
CAP = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """
    A focus and how far to look.

    `root` is a goal id, None for the whole chain from its tops. `up` and `down` are steps,
    `up` None for all. `expanded` are goal ids whose goals below are shown too. `levels`,
    `areas`, `units` and `states` choose goals: the picture then holds those and their ways
    up. `page` leafs through goals that don't fit. About `target` goals are shown unasked,
    never more than `cap`.
    """

    root: str | None = None
    up: int | None = None
    down: int = 2
    expanded: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    page: int = 0
    cap: int = CAP
    target: int = TARGET

    @property
    def page_size(self) -> int:
        """How far a page turns; pages overlap where there is room for more."""
        return max(1, self.target // (2 if self.chosen else 3))

    @property
    def chosen(self) -> bool:
        """True if goals are chosen by level, area, unit or state."""
        return bool(self.levels or self.areas or self.units or self.states)

    def opened(self, goal: str) -> MapRequest:
        """The same map with one more goal opened."""
        if goal in self.expanded:
            return self
        return replace(self, expanded=tuple(sorted({*self.expanded, goal})))

    def focused(self, goal: str, page: int = 0) -> MapRequest:
        """A map of the same reach around another goal."""
        return MapRequest(
            root=goal, up=self.up, down=self.down, page=page, cap=self.cap, target=self.target
        )

    def address(self, view: Mapping[str, Any], language: str) -> str:
        """The request as `?…`, with the view and the language; equal requests, equal text."""
        parts: list[tuple[str, str]] = []
        if self.root is not None:
            parts.append(("root", self.root))
        if self.up is not None:
            parts.append(("up", str(self.up)))
        if self.down != 2:
            parts.append(("down", str(self.down)))
        parts += [("expanded", goal) for goal in self.expanded]
        parts += [("level", level) for level in self.levels]
        parts += [("area", area) for area in self.areas]
        parts += [("unit", unit) for unit in self.units]
        parts += [("state", state) for state in self.states]
        if self.page:
            parts.append(("page", str(self.page)))
        if self.cap != CAP:
            parts.append(("cap", str(self.cap)))
        if self.target != TARGET:
            parts.append(("target", str(self.target)))
        for key in ("year", "as_of", "through"):
            if view.get(key) is not None:
                parts.append((key, str(view[key])))
        parts += [(key, "1") for key in ("all", "drafts") if view.get(key)]
        if language != "sv":
            parts.append(("lang", language))
        return "?" + urlencode(parts)
