"""
Which goals in force pass a filter: pages, API and reports narrow by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.layers import Flags
from queries.areas import has
from queries.audit import Audit
from queries.states import GOAL_STATES


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of goals is narrowed to; units and areas by number."""

    level: str | None = None
    state: str | None = None
    unit: int | None = None
    area: int | None = None

    @property
    def empty(self) -> bool:
        """True if nothing is left out."""
        return self == Filter()


def passing(audit: Audit, kept: Filter) -> Flags:
    """
    Goals in force that pass.

    A unit takes those at and under it; an area those tagged with it or leading to it.
    """
    p = audit.projection
    passed: Flags = audit.scene.goals.copy()
    if kept.level is not None:
        passed &= p.level == p.governance.order[kept.level]
    if kept.state is not None:
        passed &= audit.states.state == GOAL_STATES.index(kept.state)
    if kept.unit is not None:
        held = np.zeros(p.count, dtype=np.bool_)
        held[p.held_by.owner[p.under(p.held_by.values, kept.unit)]] = True
        passed &= held
    if kept.area is not None:
        tagged = has(audit.chain_areas, kept.area)
        tagged[p.areas.owner[p.areas.values == kept.area]] = True
        passed &= tagged
    return passed
