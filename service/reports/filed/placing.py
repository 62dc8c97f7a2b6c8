"""
Where a finding belongs: at which level, with which units, in which area, about which goals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from queries.audit import Audit
from queries.rules.finding import Finding


@dataclass(frozen=True, slots=True)
class Spot:
    """Numbers of goals, or else of a level, units and an area, as far as they are known."""

    goals: tuple[int, ...] = ()
    level: int | None = None
    units: tuple[int, ...] = ()
    area: int | None = None


class Places:
    """The spots of an audit's findings."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._p = audit.projection

    def of(self, finding: Finding) -> Spot | None:
        """Where a finding belongs; None for one about the view as a whole."""
        if finding.kind == "view":
            return None
        known = self._known.get(finding.kind)
        if known is not None and finding.subject in known:
            return known[finding.subject]
        p = self._p
        if finding.kind == "unit":
            named, _, level = finding.subject.rpartition("/")
            if finding.subject in p.unit_number:
                return Spot(units=(p.unit_number[finding.subject],))
            if named in p.unit_number:
                return Spot(level=p.governance.order.get(level), units=(p.unit_number[named],))
        if finding.kind == "area" and finding.subject in p.area_number:
            return Spot(area=p.area_number[finding.subject])
        if finding.kind == "assessment":
            return self._assessed(finding.subject.rpartition("/")[0])
        about = finding.subject if finding.kind == "goal" else next(iter(finding.witness), None)
        return Spot(goals=self._goals(() if about is None else (about,)))

    @cached_property
    def _known(self) -> dict[str, dict[str, Spot]]:
        """Spots by kind and subject, for what isn't a goal or a link."""
        p, frame = self._p, self._p.frame
        levels, areas, units = self._audit.scene.levels, p.area_number, p.unit_number
        cells = {
            f"{levels[cell.level].id}/{frame.units[cell.unit].id}/{frame.areas[cell.area].id}":
                Spot(level=cell.level, units=(cell.unit,), area=cell.area)
            for cell in self._audit.matrix
        }
        exempt = {
            "/".join(part for part in (each.goal, each.unit, each.area) if part): Spot(
                self._goals([each.goal] if each.goal else ()),
                None,
                (units[each.unit],) if each.unit else (),
                areas[each.area] if each.area else None,
            )
            for each in frame.exemptions
        }
        return {
            "cell": cells,
            "plan": {each.id: self._plan(each.id) for each in frame.plans},
            "indicator": {each.id: self._measured(each) for each in frame.indicators},
            "exemption": exempt,
            "forward": {
                f"{each.goal}/{each.unit}/{each.level}":
                    Spot(level=p.governance.order[each.level], units=(units[each.unit],))
                for each in frame.forwards
            },
            "participation": {
                f"{each.unit}/{each.date.isoformat()}": Spot(units=(units[each.unit],))
                for each in frame.participation
            },
            **{
                kind: {each.id: self._held(each) for each in items}
                for kind, items in (("assignment", frame.assignments),
                                    ("guarantee", frame.guarantees),
                                    ("document", frame.documents))
            },
        }

    def _plan(self, ident: str) -> Spot:
        plan = self._p.frame.plans[self._p.plan_number[ident]]
        levels = self._audit.scene.levels
        level = next((n for n, each in enumerate(levels) if each.plan == plan.kind), None)
        return Spot(level=level, units=(self._p.unit_number[plan.unit],) if plan.unit else ())

    def _measured(self, indicator: Any) -> Spot:
        owner = indicator.owner
        return Spot(self._goals(indicator.measures),
                    units=(self._p.unit_number[owner],) if owner else ())

    def _held(self, item: Any) -> Spot:
        """An assignment, a guarantee or a document: its own unit's, else its plan's."""
        if getattr(item, "unit", None):
            return Spot(units=(self._p.unit_number[item.unit],))
        return self._plan(item.plan) if getattr(item, "plan", None) else Spot()

    def _assessed(self, ident: str) -> Spot:
        p = self._p
        if ident in p.plan_number:
            return self._plan(ident)
        if ident in p.area_number:
            return Spot(area=p.area_number[ident])
        return Spot(goals=self._goals((ident,)))

    def _goals(self, ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(self._p.number[each] for each in ids if each in self._p.number)
