"""
The projection: an immutable copy of the chain as arrays, for one revision of the data.

Goals and links are columns; links are in CSR order by the goal they lead from, with a
second order by the goal they lead to. Units, plans, areas, exemptions, forwards and
indicators are few and stay items in `frame`. Every goal id that is written anywhere has a
number, also ids no goal has (`exists` is False there); numbers follow the ids' code points,
so the smaller number is the id that comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.chain import Chain
from graph.columns import Columns, columns_of
from graph.days import FOREVER, NEVER, Calendar, Days, calendar_of, day_numbers
from graph.governance import Governance, Level
from graph.layers import Flags, Indices, Layers, Order, in_order, layer, pointers
from graph.model import STATUSES

T = TypeVar("T")

# The tags of a goal are kept as one text; no text of a plan may hold this.
BETWEEN_TAGS = "\x1f"


@dataclass(frozen=True)
class Ragged:
    """A list of numbers for each of n things: those of i are `values[start[i]:start[i+1]]`."""

    start: Indices
    values: Indices

    def of(self, place: int) -> Indices:
        """The numbers of one thing."""
        return self.values[self.start[place] : self.start[place + 1]]

    @cached_property
    def owner(self) -> Indices:
        """For each value, the thing it belongs to."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


@dataclass(frozen=True)
class Projection:
    """
    The arrays. n goals (existing or only written), m links; days count from 1970, `budgets` are in
    thousands of kronor, NaN where none is told.
    """

    frame: Chain
    digest: str
    sources: tuple[str, ...]
    revision: int | None

    ids: list[str]
    titles: list[str]
    codes: list[str | None]
    kinds: list[str | None]
    tags: list[str | None]
    bases: list[str]
    files: list[str]
    lines: Indices
    exists: Flags
    level: Indices
    status: NDArray[np.int8]
    plan: Indices
    valid_from: Days
    valid_to: Days
    units: Ragged
    areas: Ragged
    addressed: Ragged
    replaced_by: Ragged
    exempt_from: Days
    exempt_to: Days
    exempt_by: list[str | None]
    exempt_reason: list[str | None]
    budgets: NDArray[np.float64]

    source: Indices
    target: Indices
    link_status: NDArray[np.int8]
    link_from: Days
    link_to: Days
    link_suspect: Flags
    hows: list[str | None]

    @property
    def governance(self) -> Governance:
        """The governance model of the data."""
        return self.frame.governance

    @property
    def count(self) -> int:
        """How many goal ids there are, those that no goal has included."""
        return len(self.ids)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each goal id."""
        return {goal: place for place, goal in enumerate(self.ids)}

    @cached_property
    def out(self) -> Indices:
        """Row pointers of the links each goal has upward."""
        return pointers(self.source, self.count)

    @cached_property
    def into(self) -> Indices:
        """Row pointers into `inward` of the links that lead to each goal."""
        return pointers(self.target, self.count)

    @cached_property
    def inward(self) -> Indices:
        """Link positions sorted by the goal they lead to, then by the one they lead from."""
        return np.argsort(self.target, kind="stable")

    @cached_property
    def inward_source(self) -> Indices:
        """The goal each link of `inward` leads from."""
        return self.source[self.inward]

    @cached_property
    def layers(self) -> Layers:
        """All written links in sweeping order, whatever their state."""
        return layer(self.source, self.target, self.count)

    @cached_property
    def sweepable(self) -> bool:
        """True if the written links hold no cycle, not even of one goal."""
        return self.layers.acyclic and not bool((self.source == self.target).any())

    @cached_property
    def from_roots(self) -> Order:
        """Links in the order that fills a goal from those above it; only if sweepable."""
        places = np.arange(len(self.source))
        return in_order(places, self.source, self.target, self.source, self.layers.height)

    @cached_property
    def from_leaves(self) -> Order:
        """Links in the order that fills a goal from those below it; only if sweepable."""
        height = self.layers.height
        source, target = self.inward_source, self.target[self.inward]
        return in_order(self.inward, source, target, target, height.max(initial=0) - height)

    @cached_property
    def level_from(self) -> Indices:
        """The level of the goal that each link leads from."""
        return self.level[self.source]

    @cached_property
    def level_pair(self) -> Indices:
        """For each link, level led to times the number of levels plus level led from."""
        return self.level[self.target] * len(self.governance.levels) + self.level_from

    @cached_property
    def calendar(self) -> Calendar:
        """The days of plans, units and areas as arrays."""
        return calendar_of(self.frame)

    @cached_property
    def predated(self) -> Flags:
        """Links to a goal whose plan was finally decided after that of the goal led from."""
        decided = np.append(self.calendar.decided, NEVER)[self.plan]
        own = np.where(decided == NEVER, FOREVER, decided)
        later: Flags = decided[self.target] > own[self.source]
        return later

    @cached_property
    def plan_unit(self) -> Indices:
        """The unit of each plan, -1 where it has none, and -1 last for goals without a plan."""
        number = self.unit_number
        units = [number[plan.unit] if plan.unit else -1 for plan in self.frame.plans]
        return np.array([*units, -1], dtype=np.intp)

    @cached_property
    def rows_above(self) -> list[tuple[Flags, Indices]]:
        """
        For each level: which units, in force or not, owe goals there; and for each unit the
        nearest of them at or above it, -1 where there is none.
        """
        return [self._rows_above(level) for level in self.governance.levels]

    def _rows_above(self, level: Level) -> tuple[Flags, Indices]:
        units = self.frame.units
        owing = [self.governance.owes(unit.kind, level) for unit in units]
        above = [-1] * len(units)
        first, _ = self.unit_spans
        for place in np.argsort(first).tolist():
            parent = units[place].parent
            if owing[place]:
                above[place] = place
            elif parent is not None:
                above[place] = above[self.unit_number[parent]]
        return np.array(owing, dtype=np.bool_), np.array(above, dtype=np.intp)

    @cached_property
    def unit_number(self) -> dict[str, int]:
        """The number of each unit id, as in `frame.units`."""
        return {unit.id: place for place, unit in enumerate(self.frame.units)}

    @cached_property
    def plan_number(self) -> dict[str, int]:
        """The number of each plan id, as in `frame.plans`."""
        return {plan.id: place for place, plan in enumerate(self.frame.plans)}

    @cached_property
    def area_number(self) -> dict[str, int]:
        """The number of each area id, as in `frame.areas`."""
        return {area.id: place for place, area in enumerate(self.frame.areas)}

    @cached_property
    def held_by(self) -> Ragged:
        """The units of each goal: its own, else its plan's."""
        lent = self.plan_unit[self.plan]
        own = np.diff(self.units.start)
        lent = np.where(own > 0, -1, lent)
        start = np.zeros(self.count + 1, dtype=np.intp)
        np.cumsum(own + (lent >= 0), out=start[1:])
        values = np.empty(start[-1], dtype=np.intp)
        borrowed = np.flatnonzero(lent >= 0)
        values[start[borrowed]] = lent[borrowed]
        kept = np.ones(len(values), dtype=np.bool_)
        kept[start[borrowed]] = False
        values[kept] = self.units.values
        return Ragged(start, values)

    @cached_property
    def unit_spans(self) -> tuple[Indices, Indices]:
        """
        First and last+1 place of each unit's tree in a walk from the top, so that unit b
        lies at or under unit a when a's first <= b's first < a's last.
        """
        units = self.frame.units
        children: list[list[int]] = [[] for _ in units]
        tops: list[int] = []
        for place, unit in enumerate(units):
            above = tops if unit.parent is None else children[self.unit_number[unit.parent]]
            above.append(place)
        first = np.zeros(len(units), dtype=np.intp)
        last = np.zeros(len(units), dtype=np.intp)
        step = 0
        waiting = [(place, False) for place in reversed(tops)]
        while waiting:
            place, left = waiting.pop()
            if left:
                last[place] = step
                continue
            first[place] = step
            step += 1
            waiting.append((place, True))
            waiting.extend((child, False) for child in reversed(children[place]))
        return first, last

    def under(self, units: Indices, top: int) -> Flags:
        """Which of `units` lie at or under the unit `top`."""
        first, last = self.unit_spans
        inside: Flags = (first[units] >= first[top]) & (first[units] < last[top])
        return inside


def project(chain: Chain) -> Projection:
    """The projection of documents, without a store in between."""
    return build(columns_of(chain))


def build(columns: Columns) -> Projection:
    """The projection of columns; goals and links may come in any order."""
    goals, links, frame = columns.goals, columns.links, columns.frame
    written = set(goals.id)
    ids = sorted(written.union(links.target, *goals.replaces))
    number = {goal: place for place, goal in enumerate(ids)}
    count = len(ids)
    at = np.array([number[goal] for goal in goals.id], dtype=np.intp)
    exists = np.zeros(count, dtype=np.bool_)
    exists[at] = True

    def spread(values: Iterable[float], default: float, kind: type[np.generic]) -> NDArray[Any]:
        out = np.full(count, default, dtype=kind)
        out[at] = np.fromiter(values, dtype=kind, count=len(at))
        return out

    def ragged(values: Sequence[Sequence[str]], numbers: dict[str, int]) -> Ragged:
        lengths = np.zeros(count, dtype=np.intp)
        lengths[at] = np.fromiter(map(len, values), dtype=np.intp, count=len(at))
        start = np.zeros(count + 1, dtype=np.intp)
        np.cumsum(lengths, out=start[1:])
        order = np.argsort(at, kind="stable")
        flat = [numbers[each] for place in order.tolist() for each in sorted(values[place])]
        return Ragged(start, np.array(flat, dtype=np.intp))

    levels = frame.governance.order
    status = {name: place for place, name in enumerate(STATUSES)}
    plans = {plan.id: place for place, plan in enumerate(frame.plans)}
    units = {unit.id: place for place, unit in enumerate(frame.units)}
    areas = {area.id: place for place, area in enumerate(frame.areas)}
    exempt = [each is not None for each in goals.exempt]

    source = np.array([number[goal] for goal in links.source], dtype=np.intp)
    target = np.array([number[goal] for goal in links.target], dtype=np.intp)
    order = np.lexsort((target, source))
    flat_order = order.tolist()
    return Projection(
        frame=frame,
        digest=columns.digest,
        sources=columns.sources,
        revision=columns.revision,
        ids=ids,
        titles=_placed(goals.title, at, count, ""),
        codes=_placed(goals.code, at, count, None),
        kinds=_placed(goals.kind, at, count, None),
        tags=_placed(_joined(goals.tags), at, count, None),
        bases=_placed(goals.basis, at, count, "stated"),
        files=_placed(goals.file, at, count, ""),
        lines=spread(goals.line, 0, np.intp),
        exists=exists,
        level=spread((levels[each] for each in goals.level), -1, np.intp),
        status=spread((status[each] for each in goals.status), -1, np.int8),
        plan=spread((plans[each] if each else -1 for each in goals.plan), -1, np.intp),
        valid_from=_spread_days(goals.valid_from, at, count, NEVER),
        valid_to=_spread_days(goals.valid_to, at, count, FOREVER),
        units=ragged(goals.unit, units),
        areas=ragged(goals.areas, areas),
        addressed=ragged(goals.addressed_to, units),
        replaced_by=_turned(at, goals.replaces, number, count),
        exempt_from=_exempt_days(goals.exempt, 0, at, count, exempt),
        exempt_to=_exempt_days(goals.exempt, 1, at, count, exempt),
        exempt_by=_placed(goals.exempt_by, at, count, None),
        exempt_reason=_placed(goals.exempt_reason, at, count, None),
        budgets=spread(
            (np.nan if each is None else each for each in goals.budget_tkr), np.nan, np.float64
        ),
        source=source[order],
        target=target[order],
        link_status=np.array([status[each] for each in links.status], dtype=np.int8)[order],
        link_from=day_numbers(links.valid_from, NEVER)[order],
        link_to=day_numbers(links.valid_to, FOREVER)[order],
        link_suspect=np.array(links.suspect, dtype=np.bool_)[order],
        hows=[links.how[place] for place in flat_order],
    )


def _joined(tags: Sequence[Sequence[str]]) -> list[str | None]:
    return [BETWEEN_TAGS.join(sorted(each)) if each else None for each in tags]


def _placed(values: Sequence[T], at: Indices, count: int, default: T) -> list[T]:
    out = [default] * count
    for place, value in zip(at.tolist(), values, strict=True):
        out[place] = value
    return out


def _spread_days(texts: Sequence[str | None], at: Indices, count: int, missing: np.int32) -> Days:
    out = np.full(count, missing, dtype=np.int32)
    out[at] = day_numbers(texts, missing)
    return out


def _exempt_days(
    exempt: Sequence[tuple[str | None, str | None] | None],
    end: int,
    at: Indices,
    count: int,
    has: Sequence[bool],
) -> Days:
    """Days of the goals' own exemptions; a goal without one gets an empty interval."""
    nothing, anything = (FOREVER, NEVER) if end == 0 else (NEVER, FOREVER)
    out = np.full(count, nothing, dtype=np.int32)
    written = day_numbers([each[end] if each else None for each in exempt], anything)
    mask = np.array(has, dtype=np.bool_)
    out[at[mask]] = written[mask]
    return out


def _turned(
    at: Indices, replaces: Sequence[Sequence[str]], number: dict[str, int], count: int
) -> Ragged:
    """From "replaces" of the newer to "replaced by" of the older."""
    pairs = [
        (number[older], newer)
        for newer, each in zip(at.tolist(), replaces, strict=True)
        for older in each
    ]
    pairs.sort()
    older = np.array([pair[0] for pair in pairs], dtype=np.intp)
    newer = np.array([pair[1] for pair in pairs], dtype=np.intp)
    return Ragged(pointers(older, count), newer)
