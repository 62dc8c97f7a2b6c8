"""
Impact: what breaks if goals, links, units or plans go; nothing is written.

Works only on what can be touched: the goals below the dropped ones for support and areas,
those above for answers and depth (docs/semantics.md, Impact).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.layers import Flags, Indices, expand, reached
from queries.areas import Sweep, Words, closure, holds, leading_to, set_labels
from queries.audit import Audit
from queries.candidates import Candidate, Pool
from queries.depth import grow_deep_any
from queries.drops import Drops, dropped
from queries.links import Handing, Links
from queries.states import ROOT, ROOTED


@dataclass(frozen=True)
class Impact:
    """
    The loss lists; goals, cells and indicators by number, sorted.

    `touched` are the goals that had a dropped thing on a way upward; `supported` and
    `chain_areas` tell how things stand after the drop.
    """

    audit: Audit
    drops: Drops
    links: Links
    touched: Flags
    supported: Flags
    loses_last: list[int]
    loses_one: list[int]
    loses_answer: list[int]
    loses_deep_any: list[int]
    indicators_without_goal: list[str]

    @cached_property
    def chain_areas(self) -> Words:
        """Areas by chain after the drop."""
        return _areas_after(self)

    @cached_property
    def lost_cells(self) -> list[tuple[int, int, int]]:
        """Cells (level, unit, area) covered before, whose row is still there, and not after."""
        return _lost_cells(self)

    def candidates(self, limit: int = 5) -> dict[int, list[Candidate]]:
        """For each goal that loses its last support, goals that could carry it instead."""
        return {goal: self.candidates_of(goal, limit) for goal in self.loses_last}

    def candidates_of(self, goal: int, limit: int = 5) -> list[Candidate]:
        """The same for one goal that loses its last support."""
        return self._pool.nearest(goal, limit)

    @cached_property
    def _pool(self) -> Pool:
        return Pool(self.audit, self.supported, self.chain_areas)


def impact(audit: Audit, names: Sequence[str]) -> Impact:
    """What the drop of all the named things together would cost; UsageError as for a drop."""
    p, states, before = audit.projection, audit.states, audit.links
    drops = dropped(p, names)
    gone_links = before.carries & drops.links
    starts = np.flatnonzero(gone_links)
    carries = before.carries & ~drops.links
    gone = np.flatnonzero(drops.goals & audit.scene.goals)
    from_gone = expand(p.out, gone)
    to_gone = p.inward[expand(p.into, gone)]
    carries[from_gone] = False
    carries[to_gone] = False
    links = replace(before, carries=carries, handed=_handed_after(audit, drops, carries))

    reaches = states.steps >= 0
    touched = _touched(audit, gone, starts, reaches)
    counted = _touched(audit, gone, starts, states.supported)
    after = _reaches_after(audit, drops, carries, touched)
    was_rooted = (states.state == ROOTED) & ~drops.goals
    # Ends of lost links; and goals whose forward goes though the link it counted stays.
    handed_on = np.array([handing.goal for handing in before.handed], dtype=np.intp)
    lost_links = np.concatenate([from_gone[before.carries[from_gone]], starts])
    lost_to = np.unique(np.concatenate([p.target[lost_links], handed_on]))
    lost_to = lost_to[~drops.goals[lost_to]]
    return Impact(
        audit=audit,
        drops=drops,
        links=links,
        touched=touched,
        supported=after & (p.level >= p.governance.root),
        loses_last=np.flatnonzero(was_rooted & touched & ~after).tolist(),
        loses_one=np.flatnonzero(was_rooted & counted & after).tolist(),
        loses_answer=_loses_answer(audit, links, lost_to),
        loses_deep_any=_loses_deep_any(audit, links, drops, lost_to),
        indicators_without_goal=_indicators(audit, drops),
    )


def _handed_after(audit: Audit, drops: Drops, carries: Flags) -> tuple[Handing, ...]:
    p = audit.projection
    return tuple(
        replace(handing, links=handing.links[carries[handing.links]])
        for handing in audit.links.handed
        if not drops.units[p.unit_number[p.frame.forwards[handing.forward].unit]]
    )


def _touched(audit: Audit, gone: Indices, starts: Indices, held: Flags) -> Flags:
    """Goals that lead to a dropped goal in `held`, or over a dropped link to one in `held`."""
    p = audit.projection
    seeds = np.concatenate([gone[held[gone]], p.source[starts[held[p.target[starts]]]]])
    out = np.zeros(p.count, dtype=np.bool_)
    out[leading_to(audit.scene, audit.links, seeds)] = True
    return out


def _reaches_after(audit: Audit, drops: Drops, carries: Flags, touched: Flags) -> Flags:
    """Who reaches a root after the drop: as before outside the touched, anew within."""
    p, states = audit.projection, audit.states
    after = (states.steps >= 0) & ~touched
    inside = np.flatnonzero(touched & ~drops.goals)
    up = expand(p.out, inside)
    up = up[carries[up]]
    held = p.source[up[after[p.target[up]]]]

    def onward(front: Indices) -> Indices:
        down = expand(p.into, front)
        met = p.inward_source[down[carries[p.inward[down]]]]
        return met[touched[met] & ~drops.goals[met]]

    front = np.concatenate([inside[states.state[inside] == ROOT], held])
    return after | reached(front, p.count, onward)


def _loses_answer(audit: Audit, links: Links, lost_to: Indices) -> list[int]:
    """Goals answered before that lack a needed level after; only ends of lost links can."""
    p, before = audit.projection, audit.depth
    asked = lost_to[before.answered[lost_to]]
    filled = _filled(audit, links, asked)
    short = (audit.scene.needs[p.level[asked]] & ~filled).any(axis=1)
    found: list[int] = asked[short].tolist()
    return found


def _filled(audit: Audit, links: Links, goals: Indices, only: Flags | None = None) -> Flags:
    """`[goal, level]` for a few goals: which levels carrying contributions (of `only`) fill."""
    p = audit.projection
    filled = np.zeros((len(goals), len(audit.scene.levels)), dtype=np.bool_)
    place = np.repeat(np.arange(len(goals)), p.into[goals + 1] - p.into[goals])
    inward = expand(p.into, goals)
    kept = links.carries[p.inward[inward]]
    if only is not None:
        kept &= only[p.inward_source[inward]]
    filled[place[kept], p.level[p.inward_source[inward[kept]]]] = True
    for handing in links.handed:
        taken = handing.links if only is None else handing.links[only[p.source[handing.links]]]
        at = int(np.searchsorted(goals, handing.goal))
        if taken.size and at < len(goals) and goals[at] == handing.goal:
            filled[at, handing.level] = True
    return filled


def _loses_deep_any(audit: Audit, links: Links, drops: Drops, lost_to: Indices) -> list[int]:
    """Goals deep before and not after, grown anew among what lies above the lost links."""
    p, scene, before = audit.projection, audit.scene, audit.depth.deep_any
    open_to_loss = closure(scene, audit.links, lost_to)
    needy = scene.needs[p.level[open_to_loss]].any(axis=1)
    open_to_loss = open_to_loss[before[open_to_loss] & needy & ~drops.goals[open_to_loss]]
    deep = before & ~drops.goals
    deep[open_to_loss] = False
    closed = np.ones(p.count, dtype=np.bool_)
    closed[open_to_loss] = False
    open_needs = np.zeros((p.count, len(scene.levels)), dtype=np.bool_)
    open_needs[open_to_loss] = scene.needs[p.level[open_to_loss]] & ~_filled(
        audit, links, open_to_loss, deep
    )
    front = open_to_loss[~open_needs[open_to_loss].any(axis=1)]
    after = grow_deep_any(scene, links, open_needs, closed, front)
    lost: list[int] = open_to_loss[~after[open_to_loss]].tolist()
    return lost


def _indicators(audit: Audit, drops: Drops) -> list[str]:
    """Indicators that measured a goal in force before and none after."""
    p = audit.projection
    out = []
    for indicator in p.frame.indicators:
        goals = [p.number[goal] for goal in indicator.measures]
        before = [goal for goal in goals if audit.scene.goals[goal]]
        if before and all(drops.goals[goal] for goal in before):
            out.append(indicator.id)
    return out


def _areas_after(found: Impact) -> Words:
    """Areas by chain after the drop: swept anew among the touched goals only."""
    audit, p = found.audit, found.audit.projection
    words = audit.chain_areas.copy()
    words[found.touched] = 0
    roots = audit.scene.roots
    for root in roots[found.touched[roots] & ~found.drops.goals[roots]].tolist():
        set_labels(words, root, p.areas.of(root).tolist())
    sweep = Sweep(audit.scene, found.links, within=found.touched)
    for word in range(words.shape[1]):
        words[:, word] = sweep.run(np.ascontiguousarray(words[:, word]))
    return words


def _lost_cells(found: Impact) -> list[tuple[int, int, int]]:
    """Covered cells whose row stays and none of whose goals covers any more."""
    drops = found.drops
    safe = ~(found.touched | drops.goals)
    out = []
    for cell in found.audit.matrix:
        if cell.status != "covered" or drops.units[cell.unit]:
            continue
        # Most cells have a goal that nothing touched; only the rest are looked into.
        if any(safe[goal] for goal in cell.goals):
            continue
        if not any(
            found.supported[goal]
            and not drops.goals[goal]
            and holds(found.chain_areas, goal, cell.area)
            for goal in cell.goals
        ):
            out.append((cell.level, cell.unit, cell.area))
    return out
