"""
Verdicts on indicators: can goals be judged by them (A07–A11)?

Where the data holds no indicator at all, nothing is looked at: then they are kept elsewhere.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np

from graph.layers import Flags
from graph.model import Indicator
from queries.areas import closure
from queries.audit import Audit
from queries.rules.finding import Looked, goal_finding, view_finding
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import asked_levels, goals_at, item_finding, measured


def without_target(audit: Audit, rule: Rule) -> Looked:
    """Indicators of goals in force that tell no target, nor do their outcomes (A08)."""
    looked = measuring(audit)
    found = [item_finding(rule, each) for each in looked if not has_target(each)]
    return Looked(len(looked), found)


def without_outcome(audit: Audit, rule: Rule) -> Looked:
    """
    Indicators of goals in force without an outcome in the view, or so many years before it as
    the parameter `years_back` says (A09).
    """
    looked = measuring(audit)
    back = rule.parameters["years_back"]
    found = [item_finding(rule, each) for each in looked if not has_outcome(audit, each, back)]
    return Looked(len(looked), found)


def goals_without(audit: Audit, rule: Rule) -> Looked:
    """Goals in force at the levels asked about that no indicator measures (A10)."""
    p = audit.projection
    if not p.frame.indicators:
        return Looked(0, [])
    looked = goals_at(audit, asked_levels(audit, rule))
    bare = looked[~measured(audit)[looked]].tolist()
    return Looked(len(looked), [goal_finding(audit, rule, goal) for goal in bare])


def roots_not_judged(audit: Audit, rule: Rule) -> Looked:
    """
    Root goals with no indicator of their own that has target and outcome, and a definition if
    the parameter `definition` asks for it (A05, A10).

    It is told where a goal that leads there has such an indicator: by that one the root goal can
    be judged in part only.
    """
    p, roots = audit.projection, audit.scene.roots
    if not p.frame.indicators:
        return Looked(0, [])
    sound = _goals_with(audit, rule)
    found = []
    above = closure(audit.scene, audit.links, np.flatnonzero(sound))
    led = np.zeros(p.count, dtype=np.bool_)
    led[above] = True
    for goal in roots[~sound[roots]].tolist():
        told = goal_finding(audit, rule, goal)
        found.append(replace(told, otherwise="further_down" if led[goal] else ""))
    return Looked(len(roots), found)


def _goals_with(audit: Audit, rule: Rule) -> Flags:
    """Goals in force measured by an indicator that can tell whether they are met."""
    p, scene = audit.projection, audit.scene
    out = np.zeros(p.count, dtype=np.bool_)
    back, defined = rule.parameters["years_back"], rule.parameters["definition"]
    for each in p.frame.indicators:
        whole = has_target(each) and has_outcome(audit, each, back)
        if whole and (each.definition or not defined):
            out[[p.number[goal] for goal in each.measures]] = True
    return out & scene.goals


def measuring(audit: Audit) -> list[Indicator]:
    """The indicators of the view that measure a goal in force."""
    p, scene = audit.projection, audit.scene
    return [
        each
        for each in p.frame.indicators
        if any(scene.goals[p.number[goal]] for goal in each.measures)
        and (each.period is None or scene.holds(each.period.first, each.period.last))
    ]


def has_target(indicator: Indicator) -> bool:
    """True if a target is told, once for all or with an outcome."""
    return indicator.target is not None or any(
        each.target is not None for each in indicator.readings
    )


def has_outcome(audit: Audit, indicator: Indicator, years_back: int) -> bool:
    """True if an outcome is told for a time in the view, or up to so many years before it."""
    scene = audit.scene
    for each in indicator.readings:
        if each.value is None:
            continue
        last = _later(each.period.last, years_back)
        if scene.window is None or scene.holds(each.period.first, last):
            return True
    return False


def _later(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years later; the 28th for the 29th of February."""
    year = min(day.year + years, datetime.MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def one_sided(audit: Audit, rule: Rule) -> Looked:
    """
    The view, where the root goals are only about money, or not at all (A11).

    Read from their kinds, else their titles, by the words of the parameter `words`; nothing is
    looked at unless some root goal tells its kind.
    """
    p, roots = audit.projection, audit.scene.roots.tolist()
    if not any(p.kinds[goal] for goal in roots):
        return Looked(0, [])
    words = [word.casefold() for word in rule.parameters["words"]]
    money = sum(
        any(word in (p.kinds[goal] or p.titles[goal]).casefold() for word in words)
        for goal in roots
    )
    return Looked(1, [] if 0 < money < len(roots) else [view_finding(audit, rule)])
