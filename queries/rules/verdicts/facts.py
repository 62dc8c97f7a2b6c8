"""
What several verdicts need: which level a plan is of, which levels a rule asks about, days as text.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from graph.days import EPOCH
from graph.layers import Flags, Indices
from queries.audit import Audit
from queries.matrix import answering_level
from queries.rules.finding import Finding, item_place
from queries.rules.spec import Rule


def plan_levels(audit: Audit) -> Indices:
    """For each plan the level in the view that has plans of its kind, -1 where there is none."""
    scene = audit.scene
    of_kind = {
        level.plan: place
        for place, level in enumerate(scene.levels[: scene.lowest + 1])
        if level.plan is not None
    }
    kinds = [plan.kind for plan in audit.projection.frame.plans]
    return np.array([of_kind.get(kind, -1) for kind in kinds], dtype=np.intp)


def asked_levels(audit: Audit, rule: Rule) -> list[int]:
    """
    The levels that the rule's parameter `levels` names and the view holds.

    An empty list stands for the level that answers the root goals.
    """
    named = rule.parameters["levels"]
    if named:
        order = audit.projection.governance.order
        return sorted(
            order[name] for name in named if name in order and order[name] <= audit.scene.lowest
        )
    answering = answering_level(audit.scene)
    return [] if answering is None else [answering]


def goals_at(audit: Audit, levels: list[int]) -> Indices:
    """The goals in force at some levels, by number; exempt goals left out."""
    p, scene = audit.projection, audit.scene
    held = np.zeros(len(scene.levels) + 1, dtype=np.bool_)
    held[levels] = True
    # Level -1, of an id no goal has, finds the last entry.
    return np.flatnonzero(scene.goals & held[p.level] & ~scene.exempt)


def item_finding(rule: Rule, item: Any, **values: str) -> Finding:
    """A finding about an item with an id; its `title` is its title or name, else its id."""
    title = getattr(item, "title", None) or getattr(item, "name", None) or item.id
    return Finding(rule, item.id, (), {"id": item.id, "title": title, **values}, item_place(item))


def measured(audit: Audit) -> Flags:
    """Which goals an indicator measures."""
    p = audit.projection
    out = np.zeros(p.count, dtype=np.bool_)
    out[[p.number[goal] for each in p.frame.indicators for goal in each.measures]] = True
    return out


def day_text(day: int) -> str:
    """A day since 1970 as `YYYY-MM-DD`."""
    return (EPOCH + datetime.timedelta(days=day)).isoformat()


def last_day(audit: Audit) -> datetime.date | None:
    """The last day of the view; None where no date is looked at."""
    window = audit.scene.window
    return None if window is None else EPOCH + datetime.timedelta(days=window[1])
