"""
Two audits as one picture: what is in force in either, as it stands after where it still does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.chain import Chain
from graph.errors import UsageError
from graph.layers import Flags, Indices
from graph.model import SECTIONS, Goal
from graph.projection import Projection
from queries.audit import Audit
from queries.links import LINK_STATES
from queries.states import GOAL_STATES
from queries.view import View
from visualizations.facts import Facts

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Compared:
    """Facts of both, the links that are new, and those that led on before and don't now."""

    facts: Facts
    after: Audit
    new_links: Flags
    gone_links: Flags


def together(after: Chain, before: Chain) -> Chain:
    """
    One chain with the items of both; of an item with one id in both, that of `after`, and of a
    goal in both the links of both.

    Only to draw: no question is asked of it. UsageError if the two have other levels.
    """
    levels = [[level.id for level in chain.governance.levels] for chain in (after, before)]
    if levels[0] != levels[1]:
        one, other = (", ".join(each) for each in levels)
        raise UsageError("map_other_levels", one=one, other=other)
    sections: dict[str, tuple[Any, ...]] = {}
    for name, of in SECTIONS.items():
        if "id" in {field.name for field in fields(of)}:
            held = {**before.by_id(name), **after.by_id(name)}
            sections[name] = tuple(held[ident] for ident in sorted(held))
        else:
            sections[name] = after.section(name)
    sections["goals"] = tuple(
        _with_links_of(goal, before.by_id("goals").get(goal.id)) for goal in sections["goals"]
    )
    return Chain(files=after.files, governance=after.governance, **sections)


def _with_links_of(goal: Goal, earlier: Goal | None) -> Goal:
    if earlier is None or earlier is goal:
        return goal
    held = {link.to for link in goal.contributes_to}
    more = tuple(link for link in earlier.contributes_to if link.to not in held)
    return replace(goal, contributes_to=goal.contributes_to + more)


def compared(before: Audit, after: Audit, both: Projection, view: View) -> Compared:
    """
    The two on one projection, their own where they share it; linear in goals and links. `view`
    is that of the one that is looked at.
    """
    sides = [_Side(audit, both) for audit in (before, after)]
    one, other = sides
    in_force = one.goals(one.audit.scene.goals, False) | other.goals(other.audit.scene.goals, False)
    now = other.goals(other.audit.scene.goals, False)

    def goals(values: Sequence[Array], fill: object) -> Array:
        old, new = (side.goals(each, fill) for side, each in zip(sides, values, strict=True))
        out: Array = np.where(now.reshape(-1, *[1] * (new.ndim - 1)), new, old)
        return out

    states = [side.links(side.audit.links.state, len(LINK_STATES)) for side in sides]
    carried = [side.links(side.audit.links.carries, False) for side in sides]
    still = states[1] < len(LINK_STATES)
    facts = Facts(
        projection=both,
        in_force=in_force,
        goal_states=GOAL_STATES,
        goal_state=goals([s.audit.states.state for s in sides], len(GOAL_STATES)),
        next_up=goals([side.next_up() for side in sides], -1),
        missing=goals(
            [s.audit.depth.missing & s.audit.scene.goals[:, None] for s in sides], False
        ),
        chain_areas=goals([side.chain_areas() for side in sides], 0),
        link_states=LINK_STATES,
        link_state=np.where(still, states[1], states[0]).astype(np.int8),
        carries=np.where(still, carried[1], carried[0]),
        view=view.as_json(),
    )
    return Compared(facts, after, carried[1] & ~carried[0], carried[0] & ~carried[1])


class _Side:
    """One audit's arrays, by the numbers of another projection."""

    def __init__(self, audit: Audit, both: Projection) -> None:
        """Nothing is moved where the projection is the audit's own."""
        self.audit, self._both = audit, both
        p = audit.projection
        self._at: Indices | None = None
        if p is not both:
            # An id that no goal has on the other side may be left out there: its place is the last.
            at = [both.number.get(each, both.count) for each in p.ids]
            self._at = np.array(at, dtype=np.intp)
            keys = both.source * both.count + both.target
            own = self._at[p.source] * both.count + self._at[p.target]
            self._links = np.searchsorted(keys, own)

    def goals(self, values: Array, fill: object) -> Array:
        """Values by goal."""
        if self._at is None:
            return values
        out: Array = np.full((self._both.count + 1, *values.shape[1:]), fill, dtype=values.dtype)
        out[self._at] = values
        return out[:-1]

    def links(self, values: Array, fill: object) -> Array:
        """Values by link."""
        if self._at is None:
            return values
        out: Array = np.full(len(self._both.source), fill, dtype=values.dtype)
        out[self._links] = values
        return out

    def next_up(self) -> Indices:
        """The goal after each on its way to a root, in the other numbers."""
        own = self.audit.states.next
        return own if self._at is None else np.where(own >= 0, self._at[own], -1)

    def chain_areas(self) -> NDArray[np.uint64]:
        """Areas by chain, in the other numbers."""
        p, own = self.audit.projection, self.audit.chain_areas
        if self._at is None:
            return own
        words = max(1, -(-len(self._both.frame.areas) // 64))
        out = np.zeros((p.count, words), dtype=np.uint64)
        for place, area in enumerate(p.frame.areas):
            to = self._both.area_number[area.id]
            bit = (own[:, place // 64] >> np.uint64(place % 64)) & np.uint64(1)
            out[:, to // 64] |= bit << np.uint64(to % 64)
        return out
