"""
A rule that says by itself what it selects and what it requires, asked of an audit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.layers import Flags
from queries.audit import Audit
from queries.rules.finding import Finding, Looked, Told, goal_place, item_place
from queries.rules.requiring import fulfilled
from queries.rules.selecting import selected
from queries.rules.spec import Rule


def look(audit: Audit, rule: Rule) -> Looked:
    """A finding for each thing selected that lacks any of what is required."""
    assert rule.select is not None
    chosen = selected(audit, rule.select)
    failing = np.zeros(len(chosen), dtype=np.bool_)
    counts = np.full(len(chosen), -1, dtype=np.intp)
    for holds, counted in fulfilled(audit, rule.require):
        lacks: Flags = ~holds[chosen]
        if counted is not None:
            fresh = lacks & (counts < 0)
            counts[fresh] = counted[chosen][fresh]
        failing |= lacks
    tell = _TELL[rule.select.what]

    def spelled(place: int) -> Finding:
        count = int(counts[place])
        return tell(audit, rule, int(chosen[place]), str(count) if count >= 0 else "")

    return Looked(len(chosen), Told(np.flatnonzero(failing), spelled))


def _goal(audit: Audit, rule: Rule, goal: int, count: str) -> Finding:
    p = audit.projection
    plan = p.frame.plans[p.plan[goal]] if p.plan[goal] >= 0 else None
    values = {
        "id": p.ids[goal],
        "title": p.titles[goal],
        "level": p.governance.levels[p.level[goal]].name,
        "unit": ", ".join(p.frame.units[unit].name for unit in p.held_by.of(goal).tolist()),
        "plan": (plan.name or plan.id) if plan else "",
        "count": count,
    }
    return Finding(rule, p.ids[goal], (p.ids[goal],), values, goal_place(audit, goal))


def _unit(audit: Audit, rule: Rule, unit: int, count: str) -> Finding:
    item = audit.projection.frame.units[unit]
    return _item(rule, item, item.name, count, kind=item.kind)


def _plan(audit: Audit, rule: Rule, plan: int, count: str) -> Finding:
    p = audit.projection
    item = p.frame.plans[plan]
    unit = p.frame.units[p.unit_number[item.unit]].name if item.unit else ""
    return _item(rule, item, item.name or item.id, count, kind=item.kind, unit=unit)


def _indicator(audit: Audit, rule: Rule, indicator: int, count: str) -> Finding:
    item = audit.projection.frame.indicators[indicator]
    return _item(rule, item, item.name, count)


def _item(rule: Rule, item: Any, title: str, count: str, **more: str) -> Finding:
    values = {"id": item.id, "title": title, "count": count, **more}
    return Finding(rule, item.id, (), values, item_place(item))


_TELL = {"goals": _goal, "units": _unit, "plans": _plan, "indicators": _indicator}
