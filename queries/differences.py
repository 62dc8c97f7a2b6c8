"""
What differs between two audits: two years of the same data, two files, before and after.

A goal is the same by its id; a new goal that replaces an earlier one carries it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from queries.audit import Audit
from queries.states import GOAL_STATES, ROOT, ROOTED

# What can be said of a goal, gravest first; a goal may have several.
KINDS = ("removed", "lost", "new", "moved", "renewed", "reworded")


@dataclass(frozen=True, slots=True)
class Difference:
    """
    What is different about one goal. `kinds` as in KINDS; `was` and `now` tell each in pairs:
    what it is about ("title", "level", "units", "areas", "to", "state"), before and after.
    `earlier` is the goal it replaces, None where it has only changed itself.
    """

    goal: str
    kinds: tuple[str, ...]
    told: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    earlier: str | None = None


@dataclass(frozen=True)
class Side:
    """One of the two, with what is compared by goal id."""

    audit: Audit

    @cached_property
    def goals(self) -> dict[str, int]:
        """Goals in force by id."""
        p = self.audit.projection
        return {p.ids[goal]: goal for goal in self.audit.goals_in_force}

    def facts(self, goal: int, now: dict[str, str]) -> dict[str, tuple[str, ...]]:
        """What is compared of a goal; goals above by the ids that `now` gives them."""
        p = self.audit.projection
        units = p.held_by.of(goal).tolist()
        begin, end = int(p.out[goal]), int(p.out[goal + 1])
        carried = self.audit.links.carries[begin:end]
        above = [p.ids[target] for target in p.target[begin:end][carried].tolist()]
        return {
            "title": (p.titles[goal],),
            "level": (p.governance.levels[int(p.level[goal])].id,),
            "units": tuple(sorted(p.frame.units[unit].id for unit in units)),
            "areas": tuple(sorted(p.frame.areas[area].id for area in p.areas.of(goal).tolist())),
            "to": tuple(sorted({now.get(each, each) for each in above})),
            "state": (GOAL_STATES[self.audit.states.state[goal]],),
        }

    def supported(self, goal: int) -> bool:
        """True for a goal that leads all the way, and for a root."""
        return int(self.audit.states.state[goal]) in (ROOT, ROOTED)


def differences(before: Audit, after: Audit) -> dict[str, Difference]:
    """
    The goals that aren't the same, by id; goals in force on either side are looked at.

    Linear in goals and links. A goal carried on by another isn't told as removed.
    """
    old, new = Side(before), Side(after)
    carried = _carried_on(old, new)
    earlier = {later: each for each, later in carried.items()}
    same = before.projection is after.projection
    out: dict[str, Difference] = {}
    for ident, goal in new.goals.items():
        was_id = ident if ident in old.goals else earlier.get(ident)
        if was_id is None:
            out[ident] = Difference(ident, ("new",))
            continue
        was = old.goals[was_id]
        if same and was == goal and _untouched(old, new, goal):
            continue
        found = _compared(old, was, new, goal, carried)
        kinds = (*found.kinds, "renewed") if was_id != ident else found.kinds
        if kinds:
            ordered = tuple(kind for kind in KINDS if kind in kinds)
            out[ident] = Difference(ident, ordered, found.told, earlier.get(ident))
    for ident in old.goals:
        if ident not in new.goals and ident not in carried:
            out[ident] = Difference(ident, ("removed",))
    return dict(sorted(out.items()))


def _carried_on(old: Side, new: Side) -> dict[str, str]:
    """The goals before that a goal after replaces, each with the first by id that does."""
    p = new.audit.projection
    out: dict[str, str] = {}
    places = p.replaced_by.owner
    for was, by in zip(places.tolist(), p.replaced_by.values.tolist(), strict=True):
        one, other = p.ids[was], p.ids[by]
        ended = one in old.goals and one not in new.goals
        begun = other in new.goals and other not in old.goals
        if ended and begun and other < out.get(one, other + "\0"):
            out[one] = other
    return out


def _untouched(old: Side, new: Side, goal: int) -> bool:
    """True if a goal of one projection can't differ: same state, same links carry."""
    p = new.audit.projection
    begin, end = int(p.out[goal]), int(p.out[goal + 1])
    one, other = old.audit, new.audit
    return bool(
        one.states.state[goal] == other.states.state[goal]
        and np.array_equal(one.links.carries[begin:end], other.links.carries[begin:end])
    )


def _compared(
    old: Side, was: int, new: Side, goal: int, carried: dict[str, str]
) -> Difference:
    before, after = old.facts(was, carried), new.facts(goal, {})
    told = tuple((key, before[key], after[key]) for key in after if before[key] != after[key])
    changed = {key for key, _, _ in told}
    kinds = []
    if old.supported(was) and not new.supported(goal):
        kinds.append("lost")
    if changed & {"level", "units", "areas", "to"}:
        kinds.append("moved")
    if "title" in changed:
        kinds.append("reworded")
    ident = new.audit.projection.ids[goal]
    return Difference(ident, tuple(kinds), told)
