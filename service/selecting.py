"""
Goals and findings by filter: what lists on pages and in the API may be narrowed to.
"""

from __future__ import annotations

from flask import request

from graph.errors import UsageError
from graph.nearest import like
from queries.findings import SEVERITIES, Finding
from queries.states import GOAL_STATES
from service.asking import asked, choice, known
from service.narrowing import Filter, passing
from service.reading import Reading


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
    passed = passing(reading.audit, kept)
    return [goal for goal in reading.goals if passed[goal]]


def findings_in(reading: Reading) -> list[Finding]:
    """The findings that this request's `rule` and `severity` leave."""
    rule, severity = request.args.get("rule") or None, choice("severity", SEVERITIES)
    if rule is not None and rule not in reading.book:
        raise UsageError("unknown_rule", name=rule, near=like(rule, reading.book.ids))
    return [
        found
        for found in reading.findings
        if rule in (None, found.rule) and severity in (None, found.severity)
    ]
