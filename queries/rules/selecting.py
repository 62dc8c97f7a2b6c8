"""
What a rule's `select` takes of an audit: a flag for each goal, unit, plan or indicator.

Whole arrays are compared at once; nothing here walks the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from graph.layers import Flags, Indices, flags
from graph.projection import BETWEEN_TAGS
from graph.text import fold
from queries.areas import has
from queries.audit import Audit
from queries.rules.terms import STANDS, Goals, Indicators, Plans, Select, Units
from queries.states import GOAL_STATES


def selected(audit: Audit, select: Select) -> Indices:
    """The numbers of what is selected, in order of id."""
    if select.goals is not None:
        kept = goals_where(audit, select.goals)
        if select.but_not is not None:
            kept &= ~goals_where(audit, select.but_not)
    elif select.units is not None:
        kept = units_where(audit, select.units)
    elif select.plans is not None:
        kept = plans_where(audit, select.plans)
    else:
        assert select.indicators is not None
        kept = indicators_where(audit, select.indicators)
    return np.flatnonzero(kept)


def goals_where(audit: Audit, sort: Goals) -> Flags:
    """Goals in force of a sort; linear in goals, for each value told."""
    p, scene = audit.projection, audit.scene
    kept = scene.goals.copy()
    if sort.id:
        kept &= _among(sort.id, p.number, p.count)
    if sort.level:
        kept &= np.isin(p.level, _numbers(sort.level, p.governance.order))
    if sort.stands:
        stands = np.sign(p.level - p.governance.root) + 1
        kept &= np.isin(stands, [STANDS.index(each) for each in sort.stands])
    if sort.state:
        kept &= np.isin(audit.states.state, [GOAL_STATES.index(each) for each in sort.state])
    if sort.unit:
        kept &= _of_units(audit, sort.unit)
    kept &= _in_areas(audit, sort)
    if sort.plan:
        kept &= np.isin(p.plan, _numbers(sort.plan, p.plan_number))
    if sort.plan_kind:
        kinds = [plan.kind in sort.plan_kind for plan in p.frame.plans]
        kept &= np.array([*kinds, False], dtype=np.bool_)[p.plan]
    if sort.kind:
        kept &= _where(kept, lambda goal: p.kinds[goal] in sort.kind)
    if sort.tags:
        wanted = set(sort.tags)
        kept &= _where(kept, lambda goal: not wanted.isdisjoint(
            (p.tags[goal] or "").split(BETWEEN_TAGS)))  # fmt: skip
    if sort.basis:
        kept &= _where(kept, lambda goal: p.bases[goal] in sort.basis)
    if sort.contains or sort.like:
        kept &= _worded(audit, kept, sort)
    return kept


def units_where(audit: Audit, sort: Units) -> Flags:
    """Units in force of a sort."""
    p = audit.projection
    kept = audit.scene.units.copy()
    if sort.id:
        kept &= _among(sort.id, p.unit_number, len(kept))
    if sort.kind:
        governance = p.governance
        kinds = [
            unit.kind in sort.kind or governance.kind_of(unit.kind) in sort.kind
            for unit in p.frame.units
        ]
        kept &= flags(kinds)
    if sort.under:
        kept &= under_any(audit, np.arange(len(kept)), sort.under)
    return kept


def plans_where(audit: Audit, sort: Plans) -> Flags:
    """Plans in force of a sort."""
    p = audit.projection
    kept = audit.scene.plans.copy()
    if sort.id:
        kept &= _among(sort.id, p.plan_number, len(kept))
    if sort.kind:
        kept &= flags([plan.kind in sort.kind for plan in p.frame.plans])
    if sort.unit:
        held = p.plan_unit[:-1]
        kept &= (held >= 0) & under_any(audit, held, sort.unit)
    return kept


def indicators_where(audit: Audit, sort: Indicators) -> Flags:
    """Indicators that measure a goal in force of a sort."""
    p = audit.projection
    measured = goals_where(audit, sort.goals or Goals())
    wanted = set(sort.id)
    owners = under_any(audit, np.arange(len(p.frame.units)), sort.owner)
    kept = [
        any(measured[p.number[goal]] for goal in each.measures)
        and (not wanted or each.id in wanted)
        and (not sort.owner or (each.owner is not None and owners[p.unit_number[each.owner]]))
        for each in p.frame.indicators
    ]
    return np.array(kept, dtype=np.bool_)


def under_any(audit: Audit, units: Indices, tops: Iterable[str]) -> Flags:
    """Which of `units` (-1 for none) lie at or under one of the units named."""
    p = audit.projection
    found = np.zeros(len(units), dtype=np.bool_)
    for top in tops:
        if top in p.unit_number:
            found |= p.under(units, p.unit_number[top]) & (units >= 0)
    return found


def _of_units(audit: Audit, tops: Sequence[str]) -> Flags:
    p = audit.projection
    held = np.zeros(p.count, dtype=np.bool_)
    held[p.held_by.owner[under_any(audit, p.held_by.values, tops)]] = True
    return held


def _in_areas(audit: Audit, sort: Goals) -> Flags:
    kept = np.ones(audit.projection.count, dtype=np.bool_)
    if sort.area:
        kept &= _tagged(audit, sort.area) | _chained(audit, sort.area)
    if sort.area_by_tag:
        kept &= _tagged(audit, sort.area_by_tag)
    if sort.area_by_chain:
        kept &= _chained(audit, sort.area_by_chain)
    return kept


def _tagged(audit: Audit, areas: Sequence[str]) -> Flags:
    p = audit.projection
    found = np.zeros(p.count, dtype=np.bool_)
    found[p.areas.owner[np.isin(p.areas.values, _numbers(areas, p.area_number))]] = True
    return found


def _chained(audit: Audit, areas: Sequence[str]) -> Flags:
    found = np.zeros(audit.projection.count, dtype=np.bool_)
    for area in _numbers(areas, audit.projection.area_number):
        found |= has(audit.chain_areas, area)
    return found


def _numbers(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    return [numbers[name] for name in names if name in numbers]


def _among(names: Iterable[str], numbers: dict[str, int], count: int) -> Flags:
    found = np.zeros(count, dtype=np.bool_)
    found[_numbers(names, numbers)] = True
    return found


def _where(kept: Flags, holds: Callable[[int], bool]) -> Flags:
    """Those of the flagged goals that fulfil something only their own texts can tell."""
    found = np.zeros(len(kept), dtype=np.bool_)
    found[[goal for goal in np.flatnonzero(kept).tolist() if holds(goal)]] = True
    return found


def _worded(audit: Audit, kept: Flags, sort: Goals) -> Flags:
    goals = np.flatnonzero(kept).tolist()
    written = audit.projection.titles
    titles = comparable([written[goal] for goal in goals])
    title_of = dict(zip(goals, titles, strict=True))
    parts = comparable(sort.contains)
    shapes = [_parts(text) for text in sort.like]

    def holds(goal: int) -> bool:
        title = title_of[goal]
        return (not parts or any(part in title for part in parts)) and (
            not shapes or any(fits(title, shape) for shape in shapes)
        )

    return _where(kept, holds)


def comparable(texts: Sequence[str]) -> list[str]:
    """Texts without case, and with each run of blanks as one; all in one go, for speed."""
    # No text of a plan may hold this character, and it is no blank.
    whole = fold("\x00".join(texts)).casefold()
    return [text.strip() for text in whole.split("\x00")] if texts else []


def _parts(shape: str) -> list[str]:
    """What stands between the stars of a shape; blanks beside a star count."""
    return fold(shape).casefold().split("*")


def fits(text: str, parts: Sequence[str]) -> bool:
    """
    True if the text is the parts in order with anything between them; linear, since each part
    is looked for once, from where the one before it ended.
    """
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return text == first
    at = len(first)
    end = len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
