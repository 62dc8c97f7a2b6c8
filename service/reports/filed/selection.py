"""
What a report is narrowed to, and what that leaves out.

A selection narrows the findings, goals and links that are listed. The score, the matrices and
every denominator stay those of the whole view, so that a share never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import UsageError
from graph.nearest import Nearest
from queries.audit import Audit
from queries.rules.check import Outcome
from queries.rules.finding import Finding
from queries.rules.spec import SEVERITIES
from service.narrowing import Filter, passing
from service.reports.filed.placing import Places, Spot


@dataclass(frozen=True, slots=True)
class Selection:
    """
    What was asked for; nothing is left out where all are empty.

    `severity` lets findings as grave or graver pass; `unit` takes units below it along. What
    has no level, unit or area of its own is left out where one is asked for.
    """

    rules: tuple[str, ...] = ()
    severity: str | None = None
    level: str | None = None
    unit: str | None = None
    area: str | None = None

    @property
    def empty(self) -> bool:
        """True if nothing is left out."""
        return self == Selection()

    @property
    def narrows_goals(self) -> bool:
        """True if some goals may be left out."""
        return any((self.level, self.unit, self.area))


class Chosen:
    """A selection held against an audit: which goals and findings pass."""

    def __init__(
        self, audit: Audit, outcomes: Sequence[Outcome], selection: Selection
    ) -> None:
        """UsageError for a rule, level, unit or area that isn't known."""
        p = audit.projection
        known = [outcome.rule.id for outcome in outcomes]
        for name in selection.rules:
            if name not in known:
                raise UsageError("unknown_rule", name=name, **Nearest(known).like(name))
        levels = [level.id for level in audit.scene.levels]
        if selection.level is not None and selection.level not in levels:
            raise UsageError("level_not_here", name=selection.level, known=", ".join(levels))
        self._audit, self._selection = audit, selection
        kept = Filter(
            level=selection.level,
            unit=_number(p.unit_number, selection.unit),
            area=_number(p.area_number, selection.area),
        )
        self._unit, self._area = kept.unit, kept.area
        self._level = None if kept.level is None else p.governance.order[kept.level]
        self._flags = passing(audit, kept)
        self.goals: list[int] = np.flatnonzero(self._flags).tolist()
        self._places = Places(audit)

    def links(self) -> list[int]:
        """The links of the goals that pass, in order."""
        from queries.links import UNSEEN

        p = self._audit.projection
        seen = self._audit.links.state != UNSEEN
        links: list[int] = np.flatnonzero(seen & self._flags[p.source]).tolist()
        return links

    def passes(self, finding: Finding) -> bool:
        """True if the finding is shown; those about the view as a whole always are."""
        chosen = self._selection
        if chosen.rules and finding.rule not in chosen.rules:
            return False
        if chosen.severity is not None and SEVERITIES.index(finding.severity) > SEVERITIES.index(
            chosen.severity
        ):
            return False
        if not chosen.narrows_goals:
            return True
        spot = self._places.of(finding)
        return spot is None or self._within(spot)

    def _within(self, spot: Spot) -> bool:
        """True if a goal of the spot passes, or its level, unit and area are those asked for."""
        if any(self._flags[goal] for goal in spot.goals):
            return True
        if not (spot.units or spot.level is not None or spot.area is not None):
            return False
        if self._level not in (None, spot.level) or self._area not in (None, spot.area):
            return False
        under = self._audit.projection.under
        return self._unit is None or bool(
            under(np.array(spot.units, dtype=np.intp), self._unit).any()
        )


def _number(numbers: dict[str, int], name: str | None) -> int | None:
    if name is None:
        return None
    if name not in numbers:
        raise UsageError("unknown_place", name=name, **Nearest(numbers).like(name))
    return numbers[name]


