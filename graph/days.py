"""
Days as numbers: since 1 January 1970, so that whole columns can be compared at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.chain import Chain
from graph.layers import Indices
from graph.model import STATUSES, Plan
from graph.period import FIRST_DAY

Days = NDArray[np.int32]

EPOCH = datetime.date(1970, 1, 1)
NEVER = np.int32(np.iinfo(np.int32).min)
FOREVER = np.int32(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    The days of plans, units and areas, in the order of the frame.

    `plan_last` is cut by adopted plans that replace the plan. `decided` is the day of the
    final decision, NEVER where it isn't known.
    """

    plan_status: Indices
    plan_first: Days
    plan_last: Days
    decided: Days
    unit_first: Days
    unit_last: Days
    area_first: Days
    area_last: Days


def calendar_of(frame: Chain) -> Calendar:
    """The calendar of everything but goals and links."""
    plans, units, areas = frame.plans, frame.units, frame.areas
    return Calendar(
        plan_status=np.array([STATUSES.index(plan.status) for plan in plans], dtype=np.intp),
        plan_first=_days([plan_start(plan) for plan in plans], NEVER),
        plan_last=_plan_ends(plans),
        decided=_days([final_decision(plan) for plan in plans], NEVER),
        unit_first=_days([unit.valid_from for unit in units], NEVER),
        unit_last=_days([unit.valid_to for unit in units], FOREVER),
        area_first=_days([area.period.first if area.period else None for area in areas], NEVER),
        area_last=_days([area.period.last if area.period else None for area in areas], FOREVER),
    )


def day_number(day: datetime.date | None, missing: np.int32) -> int:
    """A day as days since 1970; `missing` where there is none."""
    return int(missing) if day is None else (day - EPOCH).days


def day_numbers(texts: Sequence[str | None], missing: np.int32) -> Days:
    """ISO days as days since 1970; `missing` where there is none."""
    out = np.full(len(texts), missing, dtype=np.int32)
    known = [place for place, text in enumerate(texts) if text]
    if known:
        written = np.array([texts[place] for place in known], dtype="datetime64[D]")
        out[known] = written.astype(np.int64)
    return out


def plan_start(plan: Plan) -> datetime.date | None:
    """
    The day a plan starts: in force from, else the first day of its period; None where
    neither is said, or the period is open backwards.
    """
    if plan.in_force_from is not None:
        return plan.in_force_from
    return plan.period.first if plan.period and plan.period.first > FIRST_DAY else None


def final_decision(plan: Plan) -> datetime.date | None:
    """The day of the plan's final decision, None where it isn't known."""
    if plan.decided_on is not None:
        return plan.decided_on
    final = [each.decided_on for each in plan.decisions if each.kind == "final"]
    return max((day for day in final if day is not None), default=None)


def _plan_ends(plans: Sequence[Plan]) -> Days:
    ends = {
        plan.id: day_number(plan.period.last if plan.period else None, FOREVER) for plan in plans
    }
    for plan in plans:
        start = plan_start(plan)
        if plan.status == "adopted" and start is not None:
            for older in plan.replaces:
                ends[older] = min(ends[older], day_number(start, NEVER) - 1)
    return np.array([ends[plan.id] for plan in plans], dtype=np.int32)


def _days(days: Sequence[datetime.date | None], missing: np.int32) -> Days:
    return np.array([day_number(day, missing) for day in days], dtype=np.int32)
