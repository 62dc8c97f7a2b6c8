"""
Which goals a map shows, and what it leaves out: focus and context.

From the focus upward the way to the top, downward as many steps as asked, ring by ring, as
long as there is room. What doesn't fit is kept as numbers, never dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.errors import UsageError
from graph.layers import Flags, Indices
from graph.projection import Projection
from visualizations.facts import Facts
from visualizations.lens import Lens
from visualizations.request import MapRequest

# Below this many places a set of goals isn't begun: a number on the goal says it better.
LEAST = 3


@dataclass(slots=True)
class Selection:
    """
    `focus`: what was asked for. `shown`: goals in the order they came in. `opened`: goals
    whose goals below are shown, as far as there was room. `rest`: goals of the question that
    no link leads to from what is shown, by level; `crowded` if they aren't all loose. `total`: how
    many goals the question covers, `chosen` if it chooses them, `skipped`: how many of them stood
    on earlier pages; `apart` if no way of links that carry joins the two it is about. `flags`: what
    is shown, by goal; `barred`: what may not be; `behind`: how many goals only lead here by those.
    """

    focus: tuple[int, ...]
    flags: Flags
    barred: Flags
    chosen: bool = False
    apart: bool = False
    behind: int = 0
    shown: dict[int, None] = field(default_factory=dict)
    opened: dict[int, None] = field(default_factory=dict)
    rest: dict[int, Indices] = field(default_factory=dict)
    total: int = 0
    skipped: int = 0
    crowded: bool = False

    def has(self, goals: Indices) -> Flags:
        """Which of the goals are shown."""
        return self.flags[goals]

    def add(self, goals: Sequence[int]) -> None:
        """Show these too."""
        self.shown.update(dict.fromkeys(goals))
        self.flags[list(goals)] = True


def select(facts: Facts, request: MapRequest, lens: Lens | None = None) -> Selection:
    """
    Choose what to show; linear in the links of the goals that are shown.

    UsageError for a goal, level, area, unit, plan, state or change that there isn't.
    """
    p = facts.projection
    root = None if request.root is None else goal_number(p, request.root)
    barred = np.zeros(p.count, dtype=np.bool_)
    barred[[p.number[goal] for goal in request.hidden if goal in p.number]] = True
    if root is not None:
        barred[root] = False
    chooses = lens is not None and lens.chooses and root is None and bool((lens.goal >= 0).any())
    if request.chosen or chooses:
        return _chosen(facts, request, lens, root, barred)
    if root is not None and request.to is not None:
        return _between(facts, request, root, goal_number(p, request.to), barred)
    tops = facts.tops[~barred[facts.tops]]
    focus = (root,) if root is not None else tuple(tops[: request.cap].tolist())
    found = Selection(focus, np.zeros(p.count, dtype=np.bool_), barred)
    found.add(focus[: request.target])
    found.total = facts.total
    left_out = tops[len(found.shown) :] if root is None else facts.tops[:0]
    found.crowded = bool(left_out.size)
    if root is None:
        loose = facts.loose[~barred[facts.loose]]
        found.rest = _by_level(p, np.concatenate([left_out, loose]))
    _upward(facts, found, list(found.shown), request.up, request.target // 2, request.cap)
    _downward(facts, found, request)
    if barred.any():
        found.behind = _behind(facts, facts.tops if root is None else np.array([root]), found)
    return found


def _behind(facts: Facts, tops: Indices, found: Selection) -> int:
    """How many goals lead to the tops only by those that may not be shown, these left out."""
    barred = found.barred
    seen = np.array([*tops[~barred[tops]], *found.shown], dtype=np.intp)
    lost = facts.under(tops) & ~facts.under(seen, barred) & ~barred & facts.in_force
    return int(np.count_nonzero(lost))


def goal_number(p: Projection, name: str) -> int:
    """The number of a goal that a request names; UsageError if there is none."""
    if name not in p.number:
        raise UsageError("map_goal", value=name[:80])
    return p.number[name]


def _between(
    facts: Facts, request: MapRequest, one: int, other: int, barred: Flags
) -> Selection:
    """The goals on any way between two, whichever of them is the higher; shortest ways first."""
    p = facts.projection
    barred[other] = False
    ends = (one, other) if p.level[one] >= p.level[other] else (other, one)
    goals = _on_ways(facts, *ends, barred)
    if not goals.size:
        goals = _on_ways(facts, *ends[::-1], barred)
    held = goals[: request.cap].tolist()
    shown = list(dict.fromkeys((one, other, *held)))
    found = Selection(
        (one, other), np.zeros(p.count, dtype=np.bool_), barred, total=len(goals) or facts.total
    )
    found.apart = not (facts.carried(*ends) or facts.carried(*ends[::-1]))
    found.add(shown)
    return found


def _on_ways(facts: Facts, low: int, high: int, barred: Flags) -> Indices:
    """Goals on ways upward from the low one to the high one, those on the shortest first."""
    up, down = facts.steps_up(low, barred), facts.steps_down(high, barred)
    goals = np.flatnonzero((up >= 0) & (down >= 0))
    return goals[np.argsort(up[goals] + down[goals], kind="stable")]


def _chosen(
    facts: Facts, request: MapRequest, lens: Lens | None, root: int | None, barred: Flags
) -> Selection:
    """The goals that the request chooses, under the root if one is given, with their ways up."""
    p = facts.projection
    held = facts.in_force & ~barred
    if root is not None:
        held &= facts.under(np.array([root]))
    held &= wanted(facts, request, lens)
    goals = np.flatnonzero(held)
    # What the lens finds gravest first, then higher levels; within one, by id.
    weight = np.zeros(len(goals)) if lens is None else lens.goal[goals]
    goals = goals[np.lexsort((p.level[goals], weight))]
    size = request.page_size(chosen=True)
    begin = min(request.page * size, max(0, (len(goals) - 1) // size * size))
    size = _filling(facts, request, barred, goals[begin:].tolist(), size)
    found = Selection(
        tuple(goals[begin : begin + size].tolist()),
        np.zeros(p.count, dtype=np.bool_),
        barred,
        chosen=True,
        total=len(goals),
        skipped=begin,
    )
    found.add(found.focus)
    _upward(facts, found, list(found.shown), request.up, request.target, request.cap)
    _expand(facts, found, request, 0)
    others = np.concatenate([goals[:begin], goals[begin + size :]])
    found.rest = _by_level(p, others[~found.has(others)])
    return found


def _filling(
    facts: Facts, request: MapRequest, barred: Flags, goals: Sequence[int], least: int
) -> int:
    """How many of the goals, in their order, fit on a map with their ways up; at least `least`."""
    met: set[int] = set()
    for taken, goal in enumerate(goals):
        ring, step = [goal], 0
        met.add(goal)
        while ring and (request.up is None or step < request.up):
            above = {target for each in ring for _, target in facts.parents(each)} - met
            ring = [each for each in sorted(above) if not barred[each]]
            met.update(ring)
            ring = [each for each in ring if facts.in_force[each]]
            step += 1
        if len(met) > request.target and taken >= least:
            return taken
    return len(goals)


def wanted(facts: Facts, request: MapRequest, lens: Lens | None) -> Flags:
    """Which goals the request chooses, in force or not; UsageError for names there aren't."""
    p = facts.projection
    out = np.ones(p.count, dtype=np.bool_)
    if lens is not None and lens.chooses and not request.chosen:
        out &= lens.goal >= 0
    if request.changes:
        codes = {} if lens is None else {code: place for place, code in enumerate(lens.codes)}
        said = np.full(p.count, -1) if lens is None else lens.goal
        out &= np.isin(said, [_known(codes, each, "map_change") for each in request.changes])
    if request.plans:
        plans = {plan.id: place for place, plan in enumerate(p.frame.plans)}
        out &= np.isin(p.plan, [_known(plans, each, "map_plan") for each in request.plans])
    if request.levels:
        order = p.governance.order
        out &= np.isin(p.level, [_known(order, each, "map_level") for each in request.levels])
    if request.states:
        states = {name: number for number, name in enumerate(facts.goal_states)}
        out &= np.isin(
            facts.goal_state, [_known(states, each, "map_state") for each in request.states]
        )
    if request.areas:
        held = np.zeros(p.count, dtype=np.bool_)
        for each in request.areas:
            area = _known(p.area_number, each, "map_area")
            held |= (facts.chain_areas[:, area // 64] >> np.uint64(area % 64)) & np.uint64(1) == 1
            held[p.areas.owner[p.areas.values == area]] = True
        out &= held
    if request.units:
        held = np.zeros(p.count, dtype=np.bool_)
        for each in request.units:
            top = _known(p.unit_number, each, "map_unit")
            held[p.held_by.owner[p.under(p.held_by.values, top)]] = True
        out &= held
    return out


def _known(names: dict[str, int], name: str, code: str) -> int:
    if name not in names:
        raise UsageError(code, value=name[:80], known=", ".join(list(names)[:12]))
    return names[name]


def _by_level(p: Projection, goals: Indices) -> dict[int, Indices]:
    return {
        int(level): np.sort(goals[p.level[goals] == level])
        for level in np.unique(p.level[goals]).tolist()
    }


def _upward(
    facts: Facts, found: Selection, ring: list[int], steps: int | None, most: int, cap: int
) -> None:
    """Add goals above, ring by ring; first each goal's nearest way to a root, then the rest."""
    room = min(cap, len(found.shown) + most)
    step = 0
    while ring and (steps is None or step < steps):
        step += 1
        above: dict[int, None] = {}
        later: dict[int, None] = {}
        for goal in ring:
            for _, target in facts.parents(goal):
                if target not in found.shown and not found.barred[target]:
                    (above if target == facts.next_up[goal] else later)[target] = None
        ring = []
        for target in [*above, *sorted(later)]:
            if target not in found.shown and len(found.shown) < room:
                found.add([target])
                if facts.in_force[target]:
                    ring.append(target)


def _downward(facts: Facts, found: Selection, request: MapRequest) -> None:
    """
    Open the focus, then what is below it, ring by ring; then what was asked for, in turn.

    So what is shown before a goal is opened is shown afterwards too.
    """
    p = facts.projection
    closed = {p.number[goal] for goal in request.closed if goal in p.number}
    ring = [goal for goal in found.focus if goal in found.shown]
    seen = set(found.shown)
    skip = request.page * request.page_size()
    for depth in range(request.down):
        opened = [goal for goal in ring if goal not in closed]
        _open(facts, found, opened, request.target, 0 if depth else skip)
        ring = [goal for goal in found.shown if goal not in seen]
        seen.update(ring)
    _expand(facts, found, request, skip)


def _expand(facts: Facts, found: Selection, request: MapRequest, skip: int) -> None:
    """Open what was asked for, in the order it was, but for what was shut again."""
    for name in request.expanded:
        goal = facts.projection.number.get(name, -1)
        if goal in found.shown and name not in request.closed:
            _open(facts, found, [goal], request.cap, skip if goal in found.focus else 0)


def _open(
    facts: Facts, found: Selection, goals: Sequence[int], most: int, skip: int
) -> None:
    """Show the goals below these, sharing the room evenly; those with few come whole."""
    p = facts.projection
    below: dict[int, Indices] = {}
    for goal in goals:
        sources = p.source[facts.children(goal)]
        hidden = sources[~found.has(sources) & ~found.barred[sources]]
        if hidden.size:
            below[goal] = hidden
        elif sources.size:
            found.opened[goal] = None
    left = len(below)
    for goal in sorted(below, key=lambda goal: len(below[goal])):
        room = most - len(found.shown)
        share = room // left
        left -= 1
        hidden = below[goal][~found.has(below[goal])]
        if len(hidden) > share:
            if share < LEAST:
                continue
            counts = facts.below.goals[hidden]
            hidden = hidden[np.lexsort((hidden, -counts))]
            begin = skip if skip < len(hidden) else 0
            found.skipped = max(found.skipped, begin)
            hidden = np.sort(hidden[begin : begin + share - 1])
        found.opened[goal] = None
        found.add(hidden.tolist())
