"""
Verdicts on goals and the chain they stand in: answers, rings, the way to the vision.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.layers import Flags
from queries.areas import closure
from queries.audit import Audit
from queries.cycles import closed_path
from queries.rules.finding import Finding, Looked, Told, goal_finding, view_finding
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import contributed_to, kept
from queries.states import EXEMPT, steps_to


def barren(audit: Audit, rule: Rule) -> Looked:
    """Goals that need something and to which no carrying link leads (A04)."""
    return _unanswered(audit, rule, contributed=False)


def answered_in_part(audit: Audit, rule: Rule) -> Looked:
    """Goals to which links lead, but from some needed level none (A04)."""
    return _unanswered(audit, rule, contributed=True)


def _unanswered(audit: Audit, rule: Rule, *, contributed: bool) -> Looked:
    scene, depth = audit.scene, audit.depth
    asked, needy = _asked(audit)

    def tell(goal: int) -> Finding:
        levels = np.flatnonzero(depth.missing[goal]).tolist()
        missing = ", ".join(scene.levels[level].name for level in levels)
        told = goal_finding(audit, rule, goal, missing=missing)
        return replace(told, otherwise="exempt" if audit.states.state[goal] == EXEMPT else "")

    goals = np.flatnonzero(asked & ~depth.answered & (contributed_to(audit) == contributed))
    return Looked(needy, Told(goals, tell))


@kept
def _asked(audit: Audit) -> tuple[Flags, int]:
    """The goals at and below the root level, and how many of them need something."""
    p, scene = audit.projection, audit.scene
    asked = scene.goals & (p.level >= p.governance.root)
    needy: Flags = asked & np.asarray(scene.needs.any(axis=1))[p.level]
    return asked, int(needy.sum())


def rings(audit: Audit, rule: Rule) -> Looked:
    """Goals that carry each other in a ring; the witness is one closed path."""
    found = []
    for ring in audit.cycles:
        way = closed_path(audit.scene, audit.links, ring)
        names = ", ".join(audit.projection.ids[goal] for goal in ring[:20])
        told = goal_finding(audit, rule, ring[0], way, ring=names, count=str(len(ring)))
        found.append(replace(told, otherwise="alone" if len(ring) == 1 else ""))
    return Looked(int(audit.scene.goals.sum()), found)


def roots_without_vision(audit: Audit, rule: Rule) -> Looked:
    """Root goals with no way on to the level above, where the model has one (A03)."""
    p, scene = audit.projection, audit.scene
    if p.governance.root == 0:
        return Looked(0, [])
    above = np.flatnonzero(scene.goals & (p.level < p.governance.root) & (p.level >= 0))
    # Only what the roots lead to can be on their way; the goals below them are many more.
    led = np.zeros(p.count, dtype=np.bool_)
    led[closure(scene, audit.links, scene.roots)] = True
    reach = steps_to(scene, audit.links.carries & led[p.source], above)
    linked = _areas_to_vision(audit)
    loose = [
        goal
        for goal in scene.roots[reach[scene.roots] < 0].tolist()
        if not any(area in linked for area in p.areas.of(goal).tolist())
    ]
    return Looked(len(scene.roots), [goal_finding(audit, rule, goal) for goal in loose])


def _areas_to_vision(audit: Audit) -> set[int]:
    """Areas that contribute to a goal in force above the root level."""
    p, scene = audit.projection, audit.scene
    return {
        place
        for place, area in enumerate(p.frame.areas)
        for goal in area.contributes_to
        if scene.goals[p.number[goal]] and p.level[p.number[goal]] < p.governance.root
    }


def no_root_goal(audit: Audit, rule: Rule) -> Looked:
    """The view itself, where no root goal is in force."""
    found = [] if audit.scene.roots.size else [view_finding(audit, rule)]
    return Looked(1, found)
