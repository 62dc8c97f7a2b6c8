"""
Goals and findings by filter: what lists on pages and in the API may be narrowed to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flask import request

from graph.errors import UsageError
from queries.areas import has
from queries.findings import SEVERITIES, Finding, rules
from queries.states import GOAL_STATES
from service.asking import asked, choice, known
from service.reading import Reading


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


def filter_asked() -> Filter:
    """The filter in this request; UsageError or BadRequest for what isn't known."""
    levels = tuple(level.id for level in asked().audit.scene.levels)
    return Filter(
        choice("level", levels),
        choice("state", GOAL_STATES),
        known("unit", request.args.get("unit")),
        known("area", request.args.get("area")),
    )


def goals_in(reading: Reading, kept: Filter) -> list[int]:
    """
    Goals in force that pass, by level and id.

    A unit takes those at and under it; an area those tagged with it or leading to it.
    """
    if kept.empty:
        return reading.goals
    audit = reading.audit
    p = audit.projection
    passed = audit.scene.goals.copy()
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
    return [goal for goal in reading.goals if passed[goal]]


def findings_in(reading: Reading) -> list[Finding]:
    """The findings that this request's `rule` and `severity` leave."""
    rule, severity = request.args.get("rule") or None, choice("severity", SEVERITIES)
    if rule is not None and rule not in rules():
        raise UsageError("unknown_name", name=rule, near=", ".join(rules()))
    return [
        found
        for found in reading.findings
        if rule in (None, found.rule) and severity in (None, found.severity)
    ]
