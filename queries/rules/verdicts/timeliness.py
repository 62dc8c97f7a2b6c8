"""
Verdicts on when and by whom plans are decided, and on what they build (A06, A15–A17).

A plan is looked at where it is in force in the view and of a kind that a level has.
"""

from __future__ import annotations

import datetime

import numpy as np

from graph.days import EPOCH, NEVER, plan_start
from graph.governance import Governance, Level
from graph.layers import Indices
from graph.model import Plan, Unit
from graph.projection import Projection
from queries.audit import Audit
from queries.rules.finding import Looked, Told
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import (
    day_text,
    item_finding,
    kept,
    plan_levels,
    plans_in_parts,
    plans_looked_at,
    plans_with_basis,
    wholes,
)
from queries.view import DRAFT


def undecided(audit: Audit, rule: Rule) -> Looked:
    """Drafts for the time of the view, whose unit has no decided plan of the kind (A06)."""
    p, scene, calendar = audit.projection, audit.scene, audit.projection.calendar
    held = plan_levels(audit) >= 0
    drafts = [
        place
        for place in np.flatnonzero(held & (calendar.plan_status == DRAFT)).tolist()
        if scene.overlaps(int(calendar.plan_first[place]), int(calendar.plan_last[place]))
    ]
    decided = np.flatnonzero(plans_looked_at(audit) & (calendar.plan_status != DRAFT))
    plans = p.frame.plans
    having = {(plans[place].kind, plans[place].unit) for place in decided.tolist() if drafts}
    found = [
        item_finding(rule, plans[place])
        for place in drafts
        if (plans[place].kind, plans[place].unit) not in having
    ]
    return Looked(len(drafts) + len(decided), found)


def late(audit: Audit, rule: Rule) -> Looked:
    """Plans decided after the day by which their level decides (A15)."""
    p, calendar = audit.projection, audit.projection.calendar
    known = _decided(audit)
    level = plan_levels(audit)
    timed = np.array([each.deadline is not None for each in audit.scene.levels], dtype=np.bool_)
    known = known[timed[level[known]]]
    start = calendar.plan_first[known].astype("timedelta64[D]") + np.datetime64(EPOCH)
    years = start.astype("datetime64[Y]").astype(int) + EPOCH.year
    width = len(audit.scene.levels)
    pairs, place = np.unique(years * width + level[known], return_inverse=True)
    days = [
        (_deadline(audit.scene.levels[pair % width], pair // width) - EPOCH).days
        for pair in pairs.tolist()
    ]
    deadline = np.array(days, dtype=np.int64)[place]
    over = calendar.decided[known] > deadline
    found = [
        item_finding(
            rule,
            p.frame.plans[plan],
            decided=day_text(int(calendar.decided[plan])),
            deadline=day_text(day),
        )
        for plan, day in zip(known[over].tolist(), deadline[over].tolist(), strict=True)
    ]
    return Looked(len(known), found)


def _deadline(level: Level, year: int) -> datetime.date:
    """The level's day of the year before; the 29th of February is the last day of February."""
    month, day = map(int, (level.deadline or "").split("-"))
    before = max(year - 1, datetime.MINYEAR)
    if (month, day) == (2, 29):
        return datetime.date(before, 3, 1) - datetime.timedelta(days=1)
    return datetime.date(before, month, day)


def after_start(audit: Audit, rule: Rule) -> Looked:
    """Plans decided after they had come into force (A15)."""
    p, calendar = audit.projection, audit.projection.calendar
    known = _decided(audit)
    found = [
        item_finding(
            rule,
            p.frame.plans[plan],
            decided=day_text(int(calendar.decided[plan])),
            start=day_text(int(calendar.plan_first[plan])),
        )
        for plan in known[calendar.decided[known] > calendar.plan_first[known]].tolist()
    ]
    return Looked(len(known), found)


def _decided(audit: Audit) -> Indices:
    """Plans looked at whose decision day and start are known."""
    calendar = audit.projection.calendar
    known = (calendar.decided != NEVER) & (calendar.plan_first != NEVER)
    return np.flatnonzero(plans_looked_at(audit) & known)


def by_another(audit: Audit, rule: Rule) -> Looked:
    """Plans decided by another body than the level says, or by another unit of its kind (A16)."""
    p = audit.projection
    governance, units = p.governance, p.frame.units
    told = {place: said for place, said in _deciders(audit).items() if said is not None}
    by_name = {unit.name.casefold(): unit for unit in units} if told else {}
    found = []
    level_of = plan_levels(audit)
    for place, said in told.items():
        plan, wanted = p.frame.plans[place], audit.scene.levels[level_of[place]].decided_by or ""
        known = p.unit_number.get(said)
        unit = by_name.get(said.casefold()) if known is None else units[known]
        if not _right(p, governance, plan, wanted, said, unit):
            decider = unit.name if unit else said
            expected = _expected(p, plan, wanted)
            found.append(item_finding(rule, plan, decider=decider, expected=expected))
    return Looked(len(told), found)


def _expected(p: Projection, plan: Plan, wanted: str) -> str:
    """Who should have decided: the unit of that kind that the plan lies under, else the kind."""
    above = plan.unit
    while above is not None:
        unit = p.frame.units[p.unit_number[above]]
        if wanted in (unit.kind, p.governance.kind_of(unit.kind)):
            same = unit.name.casefold() == wanted.casefold()
            return unit.name if same else f"{unit.name} ({wanted})"
        above = unit.parent
    return wanted


@kept
def _deciders(audit: Audit) -> dict[int, str | None]:
    """Who took the final decision on each plan looked at that some body decides, if told."""
    plans, level_of = audit.projection.frame.plans, plan_levels(audit)
    decides = np.array([bool(each.decided_by) for each in audit.scene.levels], dtype=np.bool_)
    looked = np.flatnonzero(plans_looked_at(audit) & decides[level_of])
    return {place: _decider(plans[place]) for place in looked.tolist()}


def _decider(plan: Plan) -> str | None:
    """Who took the final decision, as it is written."""
    if plan.decided_by is not None:
        return plan.decided_by
    return next((each.decided_by for each in plan.decisions if each.kind == "final"), None)


def _right(
    p: Projection, governance: Governance, plan: Plan, wanted: str, said: str, unit: Unit | None
) -> bool:
    """True if a body may decide a plan; a name that no unit has is taken at its word."""
    if unit is None:
        return wanted.casefold() in said.casefold()
    if wanted not in (unit.kind, governance.kind_of(unit.kind)):
        return False
    if plan.unit is None:
        return True
    # Another unit of the kind may decide only what lies under no unit of the kind at all.
    above: str | None = plan.unit
    while above is not None:
        item = p.frame.units[p.unit_number[above]]
        if above == unit.id:
            return True
        if wanted in (item.kind, governance.kind_of(item.kind)):
            return False
        above = item.parent
    return True


def decision_unknown(audit: Audit, rule: Rule) -> Looked:
    """
    Plans in force whose decision day or decider isn't told, where a body decides (A06, A16).

    A part is decided with its whole where both are told of that.
    """
    p, deciders = audit.projection, _deciders(audit)
    looked = np.array(list(deciders), dtype=np.intp)
    nobody = np.array([said is None for said in deciders.values()], dtype=np.bool_)
    unknown = looked[nobody | (p.calendar.decided[looked] == NEVER)]

    def told(plan: Plan) -> bool:
        day = p.calendar.decided[p.plan_number[plan.id]]
        return bool(day != NEVER) and _decider(plan) is not None

    of_whole = [
        place
        for place in unknown[plans_in_parts(audit)[unknown]].tolist()
        if any(told(plan) for plan in wholes(p, p.frame.plans[place]))
    ]
    unknown = unknown[~np.isin(unknown, of_whole)]
    return Looked(
        len(looked), Told(unknown, lambda plan: item_finding(rule, p.frame.plans[plan]))
    )


def without_basis(audit: Audit, rule: Rule) -> Looked:
    """
    Plans below the first level with plans that don't say what they build on, and are no part of one
    that does (A17).

    Nothing is looked at where no plan of the data says so.
    """
    plans = audit.projection.frame.plans
    level_of = plan_levels(audit)
    kinds = [place for place, level in enumerate(audit.scene.levels) if level.plan is not None]
    if not kinds or not plans_with_basis(audit).any():
        return Looked(0, [])
    looked = np.flatnonzero(audit.scene.plans & (level_of > kinds[0])).tolist()
    found = [
        item_finding(rule, plans[place])
        for place in looked
        if not plans[place].based_on
        and not any(whole.based_on for whole in wholes(audit.projection, plans[place]))
    ]
    return Looked(len(looked), found)


def stale_basis(audit: Audit, rule: Rule) -> Looked:
    """
    Plans that build only on plans of a level above that aren't in force in the view (A17).

    Nothing is looked at where no date is.
    """
    p, scene = audit.projection, audit.scene
    if scene.window is None:
        return Looked(0, [])
    level_of, in_force = plan_levels(audit).tolist(), scene.plans.tolist()
    of, found = 0, []
    for place in np.flatnonzero(plans_looked_at(audit) & plans_with_basis(audit)).tolist():
        plan = p.frame.plans[place]
        basis = [p.plan_number[each] for each in plan.based_on]
        upper = [each for each in basis if 0 <= level_of[each] < level_of[place]]
        of += bool(upper)
        if upper and not any(in_force[each] for each in upper):
            older = ", ".join(p.frame.plans[each].id for each in upper)
            found.append(item_finding(rule, plan, basis=older))
    return Looked(of, found)


def without_upper(audit: Audit, rule: Rule) -> Looked:
    """Plans in force though the level above has none in force for their unit (A17)."""
    p, scene = audit.projection, audit.scene
    level_of = plan_levels(audit)
    above = _levels_above(audit)
    in_force = plans_looked_at(audit)
    of, found = 0, []
    for level, upper in above.items():
        own = np.flatnonzero(in_force & (level_of == level))
        plans = np.flatnonzero(in_force & (level_of == upper))
        owed = bool(scene.levels[upper].owed_by)
        # A level that no unit owes goals at is of everybody: any plan of it will do.
        rows, held = _rows(p, upper, own), _rows(p, upper, plans)
        looked = own[rows >= 0] if owed else own
        of += len(looked)
        lacks = ~np.isin(rows[rows >= 0], held) if owed else np.full(len(own), not plans.size)
        bare = looked[lacks]
        for plan in (p.frame.plans[place] for place in bare.tolist()):
            basis = [p.plan_number[each] for each in plan.based_on]
            if not any(in_force[each] and level_of[each] == upper for each in basis):
                found.append(item_finding(rule, plan, kind=scene.levels[upper].plan or ""))
    return Looked(of, found)


def _levels_above(audit: Audit) -> dict[int, int]:
    """For each level with plans, the nearest above it that has plans too."""
    out: dict[int, int] = {}
    before: int | None = None
    for place, level in enumerate(audit.scene.levels):
        if level.plan is not None:
            if before is not None:
                out[place] = before
            before = place
    return out


def _rows(p: Projection, level: int, plans: Indices) -> Indices:
    """For each plan the unit in whose row of a level it is held, -1 where there is none."""
    return np.append(p.rows_above[level][1], -1)[p.plan_unit[plans]]


def before_basis(audit: Audit, rule: Rule) -> Looked:
    """Plans decided before a plan that they build on (A15, A17)."""
    p, decided = audit.projection, audit.projection.calendar.decided.tolist()
    of, found = 0, []
    for place in np.flatnonzero(plans_looked_at(audit) & plans_with_basis(audit)).tolist():
        own = decided[place]
        for basis in p.frame.plans[place].based_on:
            day = decided[p.plan_number[basis]]
            if NEVER in (own, day):
                continue
            of += 1
            if day > own:
                days = {"decided": day_text(own), "basis_decided": day_text(day)}
                found.append(item_finding(rule, p.frame.plans[place], basis=basis, **days))
    return Looked(of, found)


def first_shown_after_start(audit: Audit, rule: Rule) -> Looked:
    """
    Plans of which nothing is known before they had come into force (A15).

    The decision day isn't told, and the first minutes that take the plan up are later.
    """
    p, calendar = audit.projection, audit.projection.calendar
    kinds = set(rule.parameters["kinds"])
    shown: dict[str, datetime.date] = {}
    for each in p.frame.documents:
        if each.plan and each.date and each.kind in kinds:
            shown[each.plan] = min(each.date, shown.get(each.plan, each.date))
    looked = plans_looked_at(audit) & (calendar.decided == NEVER) & (calendar.plan_first != NEVER)
    of, found = 0, []
    for place in sorted(p.plan_number[each] for each in shown):
        if not looked[place]:
            continue
        of += 1
        plan = p.frame.plans[place]
        day, start = shown[plan.id], plan_start(plan)
        if start is not None and day > start:
            days = {"shown": day.isoformat(), "start": start.isoformat()}
            found.append(item_finding(rule, plan, **days))
    return Looked(of, found)
