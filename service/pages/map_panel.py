"""
What stands beside a map: what is set, as a sentence of chips that remove it, and what can be.

Only what the data has is offered. Every address is relative to the map's own page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from graph.text import swedish_order
from queries.states import GOAL_STATES
from service.asking import Asked
from visualizations.gather import clean, short
from visualizations.model import MapModel
from visualizations.request import STEPS, MapRequest
from visualizations.wording import number_of, say

# How far from the year that is shown others are offered.
YEARS = 6
# More units or plans than this aren't offered in a list; their pages lead to their maps.
OFFERED = 400
STEPS_OFFERED = 6
FILTERS = {
    "levels": "level",
    "areas": "area",
    "units": "unit",
    "plans": "plan",
    "states": "state",
    "changes": "change",
}
# What a form must hand on, since it has no field of its own for it.
HANDED_ON = ("expanded", "closed", "hidden", "drop")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the sentence on what is shown; `url` is the map without it."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, with how many goals it has (None: not counted)."""

    value: str
    text: str
    on: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A map to go to; `on` if it is the one that is shown."""

    name: str
    text: str
    url: str
    on: bool


class Panel:
    """The panel of one map, as templates show it."""

    def __init__(self, asked: Asked, model: MapModel) -> None:
        """Linear in goals, plans and units."""
        self._asked, self._model, self._request = asked, model, model.request
        self._audit = asked.audit
        self._p = self._audit.projection

    def _say(self, code: str, **values: object) -> str:
        return say(code, self._asked.language, **values)

    def _to(self, request: MapRequest, **view: object) -> str:
        return request.address({**self._model.view, **view}, self._asked.language)

    # --- what is set

    @property
    def pieces(self) -> list[Piece]:
        """The sentence's parts, in order."""
        return [*self._about(), *self._reach(), *self._filters(), *self._lenses(), *self._touched()]

    def _about(self) -> Iterator[Piece]:
        request = self._request
        if request.groups is not None:
            text = self._say(f"shows.groups.{request.groups}")
            yield Piece(text, self._to(replace(request, groups=None)))
        if request.root is not None:
            between = request.to is not None
            code = "shows.from" if between else "shows.root"
            free = replace(request, root=None, to=None, page=0)
            yield Piece(self._say(code, title=self._goal(request.root)), self._to(free))
            if request.to is not None:
                free = replace(request, to=None)
                yield Piece(self._say("shows.to", title=self._goal(request.to)), self._to(free))
        elif request.groups is None:
            touched = bool(request.drop or request.against)
            code = "chosen" if request.chosen else "touched" if touched else "whole"
            yield Piece(self._say(f"shows.{code}"))

    def _reach(self) -> Iterator[Piece]:
        request = self._request
        if request.up is not None:
            yield Piece(self._say("shows.up", n=request.up), self._to(replace(request, up=None)))
        if request.down != STEPS:
            free = replace(request, down=STEPS)
            yield Piece(self._say("shows.down", n=request.down), self._to(free))

    def _filters(self) -> Iterator[Piece]:
        for field in FILTERS:
            values: tuple[str, ...] = getattr(self._request, field)
            for value in values:
                left: dict[str, Any] = {field: tuple(each for each in values if each != value)}
                free = replace(self._request, page=0, **left)
                name = self._name(field, value)
                yield Piece(self._say(f"shows.{field}", name=name), self._to(free))

    def _lenses(self) -> Iterator[Piece]:
        request = self._request
        for name in request.drop:
            text = self._say("shows.drop", title=self._dropped(name))
            yield Piece(text, self._to(request.dropping(name)))
        if request.against is not None:
            text = self._say("shows.against", against=request.against)
            yield Piece(text, self._to(self._seen()))
        if request.lens is not None:
            yield Piece(self._say(f"shows.{request.lens}"), self._to(self._seen()))

    def _touched(self) -> Iterator[Piece]:
        request, language = self._request, self._asked.language
        for field in ("expanded", "closed"):
            held: tuple[str, ...] = getattr(request, field)
            if held:
                text = number_of(f"shows.{field}", len(held), language)
                none: dict[str, Any] = {field: ()}
                yield Piece(text, self._to(replace(request, **none)))
        if request.hidden:
            text = self._say("shows.hidden", n=len(request.hidden))
            yield Piece(text, self._to(replace(request, hidden=())))
        if request.page:
            text = self._say("shows.page", n=request.page + 1)
            yield Piece(text, self._to(replace(request, page=0)))

    def _seen(self, *, against: str | None = None, lens: str | None = None) -> MapRequest:
        """The same goals through another lens, or none."""
        return replace(
            self._request, drop=(), changes=(), page=0, against=against, lens=lens
        )

    def _goal(self, name: str) -> str:
        p = self._p
        return short(clean(p.titles[p.number[name]]) or clean(name))

    def _dropped(self, name: str) -> str:
        kind, _, ident = name.partition(":")
        p = self._p
        if kind == "unit" and ident in p.unit_number:
            return short(clean(p.frame.units[p.unit_number[ident]].name))
        if kind == "plan" and ident in p.plan_number:
            return short(clean(p.frame.plans[p.plan_number[ident]].name or ident))
        found = ident if kind == "goal" else name
        return self._goal(found) if found in p.number else short(clean(name))

    def _name(self, field: str, value: str) -> str:
        p = self._p
        name: str | None = value
        if field == "levels":
            name = p.governance.level(value).name
        elif field == "areas":
            name = p.frame.areas[p.area_number[value]].name
        elif field == "units":
            name = p.frame.units[p.unit_number[value]].name
        elif field == "plans":
            name = p.frame.plans[p.plan_number[value]].name
        elif field == "states":
            name = self._say(value)
        elif field == "changes":
            name = self._say(f"change.{value}")
        return short(clean(name or value))

    # --- what can be

    @property
    def lenses(self) -> list[Way]:
        """What the map can be asked, but for what a drop would cost."""
        request = self._request
        plain = not (self._model.lens or request.groups)
        ways = [Way("state", self._say("panel.state"), self._to(self._free()), plain)]
        for lens in ("weight", "indicators"):
            to = replace(self._seen(lens=lens), groups=None)
            on = request.lens == lens and request.groups is None
            ways.append(Way(lens, self._say(f"panel.{lens}"), self._to(to), on))
        for groups in ("unit", "area"):
            text = self._say(f"panel.groups.{groups}")
            to = MapRequest(
                groups=groups, drop=request.drop, against=request.against, lens=request.lens
            )
            ways.append(Way(f"groups-{groups}", text, self._to(to), request.groups == groups))
        return ways

    def _free(self) -> MapRequest:
        return replace(self._seen(), groups=None)

    @property
    def years(self) -> list[Way]:
        """Years that the data has plans for, near the one that is shown."""
        of_time = {"year": None, "as_of": None, "all": False}
        return [
            Way(
                str(year),
                str(year),
                self._to(self._request, **{**of_time, "year": year}),
                year == self._model.view["year"],
            )
            for year in self._near()
        ]

    @property
    def against(self) -> list[Way]:
        """Years to compare with."""
        request = self._request
        return [
            Way(
                str(year),
                str(year),
                self._to(self._seen(against=str(year))),
                request.against == str(year),
            )
            for year in self._near()
            if year != self._model.view["year"]
        ]

    def _near(self) -> list[int]:
        shown = self._audit.view.year or self._p.governance.current_year
        periods = [plan.period for plan in self._p.frame.plans if plan.period is not None]
        if shown is None or not periods:
            return []
        first, last = shown - YEARS, shown + YEARS
        held = {
            year
            for period in set(periods)
            for year in range(max(first, period.first.year), min(last, period.last.year) + 1)
        }
        # Far from all plans there is still a way back.
        return sorted((held or {self._p.governance.current_year or shown}) | {shown})

    @property
    def filters(self) -> list[tuple[str, str, list[Choice]]]:
        """Filters with a box for each value: field, its name, the values."""
        found = [("levels", self._levels()), ("areas", self._areas()), ("states", self._states())]
        if self._model.lens:
            found.append(("changes", self._changes()))
        return [
            (FILTERS[field], self._say(f"panel.{field}"), choices)
            for field, choices in found
            if len(choices) > 1 or any(choice.on for choice in choices)
        ]

    def _levels(self) -> list[Choice]:
        counts = np.bincount(self._p.level[self._audit.scene.goals])
        levels = self._p.governance.levels
        return [
            Choice(level.id, clean(level.name), level.id in self._request.levels, int(count))
            for level, count in zip(levels, counts, strict=False)
            if count or level.id in self._request.levels
        ]

    def _areas(self) -> list[Choice]:
        return [
            Choice(area.id, self._name("areas", area.id), area.id in self._request.areas)
            for place, area in enumerate(self._p.frame.areas)
            if self._audit.scene.areas[place] or area.id in self._request.areas
        ]

    def _states(self) -> list[Choice]:
        states = self._audit.states.state[self._audit.scene.goals]
        counts = np.bincount(states, minlength=len(GOAL_STATES))
        return [
            Choice(state, self._say(state), state in self._request.states, int(count))
            for state, count in zip(GOAL_STATES, counts, strict=False)
            if count or state in self._request.states
        ]

    def _changes(self) -> list[Choice]:
        shown = {sign.state: sign.count for sign in self._model.legend if sign.kind == "change"}
        held = [*shown, *(each for each in self._request.changes if each not in shown)]
        return [
            Choice(each, self._say(f"change.{each}"), each in self._request.changes)
            for each in held
        ]

    @cached_property
    def units(self) -> list[Choice]:
        """Units that hold goals in force, and those above them, each below its own."""
        p = self._p
        first, _ = p.unit_spans
        held = np.zeros(len(p.frame.units), dtype=np.bool_)
        held[p.held_by.values[self._audit.scene.goals[p.held_by.owner]]] = True
        # Later in a walk from the top comes below: so one walk back takes all above along.
        for unit in np.argsort(-first, kind="stable").tolist():
            parent = p.frame.units[unit].parent
            if held[unit] and parent is not None:
                held[p.unit_number[parent]] = True
        found = np.flatnonzero(held)
        names = [p.frame.units[unit] for unit in found[np.argsort(first[found])].tolist()]
        return [Choice(unit.id, self._name("units", unit.id)) for unit in names[:OFFERED]]

    @cached_property
    def plans(self) -> list[Choice]:
        """Plans of goals in force, by name."""
        p = self._p
        held = np.unique(p.plan[self._audit.scene.goals])
        plans = [p.frame.plans[plan].id for plan in held[held >= 0].tolist()]
        choices = [Choice(plan, self._name("plans", plan)) for plan in plans]
        return sorted(choices, key=lambda each: (swedish_order(each.text), each.value))[:OFFERED]

    @property
    def reach(self) -> list[tuple[str, str, list[Choice]]]:
        """How far up and down to look: field, its name, the values."""
        request = self._request
        up = [Choice("all", self._say("panel.all"), request.up is None)]
        up += self._steps(request.up)
        return [
            ("up", self._say("panel.up"), up),
            ("down", self._say("panel.down"), self._steps(request.down)),
        ]

    def _steps(self, chosen: int | None) -> list[Choice]:
        steps = sorted({*range(STEPS_OFFERED + 1), *([] if chosen is None else [chosen])})
        return [Choice(str(step), str(step), step == chosen) for step in steps]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form hands on unseen."""
        request = self._request
        out = [(name, each) for name in HANDED_ON for each in getattr(request, name)]
        out += [("unit", each) for each in request.units]
        out += [("plan", each) for each in request.plans]
        for name in ("root", "to", "against", "lens", "groups"):
            value = getattr(request, name)
            out += [(name, value)] if value is not None else []
        return [*out, *self._asked.kept]
