"""
The same chain with its units merged or moved: what a reorganisation would make of it.

Only what says which unit it is of is changed; goals, links and plans stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graph.errors import UsageError
from graph.fields import fields_of
from graph.layers import pointers
from graph.model import SECTIONS, Unit
from graph.projection import Projection, Ragged


@dataclass(frozen=True)
class Regrouping:
    """`parent` of every unit that is left, by id; `went`: the unit that each unit became."""

    parent: Mapping[str, str | None]
    went: Mapping[str, str]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Regrouping:
        """Everything as it stands."""
        parent = {unit.id: unit.parent for unit in units}
        return cls(parent, {unit: unit for unit in parent})

    def merged(self, keep: str, gone: str) -> Regrouping:
        """
        One unit of two: what was of `gone` is of `keep`, also the units under it.

        Where `keep` stood under `gone` it takes the place of `gone`, and the units between
        the two come under it. UsageError for one and the same unit.
        """
        if keep == gone:
            raise UsageError("merge_itself", name=keep)
        parent = dict(self.parent)
        above = parent.pop(gone)
        if gone in self._line(keep):
            parent[keep] = above
        for unit, over in parent.items():
            if over == gone and unit != keep:
                parent[unit] = keep
        went = {unit: keep if now == gone else now for unit, now in self.went.items()}
        return Regrouping(parent, went)

    def moved(self, unit: str, to: str) -> Regrouping:
        """A unit, with all under it, put under another; UsageError if that is under itself."""
        if unit == to or unit in self._line(to):
            raise UsageError("move_under_itself", name=unit, to=to)
        return Regrouping({**self.parent, unit: to}, self.went)

    def _line(self, unit: str) -> list[str]:
        """The units above one."""
        out = []
        above = self.parent[unit]
        while above is not None:
            out.append(above)
            above = self.parent[above]
        return out


def regrouped(projection: Projection, changes: Regrouping) -> Projection:
    """The projection with its units changed; linear in goals and items."""
    p, frame = projection, projection.frame
    sections: dict[str, Any] = {
        name: tuple(_with_units(item, changes.went) for item in frame.section(name))
        for name in SECTIONS
        if name not in ("units", "goals")
    }
    sections["units"] = tuple(
        replace(unit, parent=changes.parent[unit.id])
        for unit in frame.units
        if unit.id in changes.parent
    )
    number = {unit.id: place for place, unit in enumerate(sections["units"])}
    became = np.array([number[changes.went[unit.id]] for unit in frame.units], dtype=np.intp)
    return replace(
        p,
        frame=replace(frame, **sections),
        units=_renumbered(p.units, became, p.count),
        addressed=_renumbered(p.addressed, became, p.count),
    )


def _with_units(item: Any, went: Mapping[str, str]) -> Any:
    """An item with the units it names changed; itself where none is."""
    changed: dict[str, Any] = {}
    for field in fields_of(type(item)):
        if field.kind.section != "units":
            continue
        value = getattr(item, field.key)
        if isinstance(value, str) and went[value] != value:
            changed[field.key] = went[value]
    return replace(item, **changed) if changed else item


def _renumbered(of: Ragged, became: np.ndarray[Any, Any], count: int) -> Ragged:
    """Units in their new numbers, each once for a goal, in order."""
    if not of.values.size:
        return of
    width = len(became) + 1
    pairs = np.unique(of.owner * width + became[of.values])
    owner, values = pairs // width, pairs % width
    return Ragged(pointers(owner, count), values)
