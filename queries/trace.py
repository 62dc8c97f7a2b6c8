"""
Trace and path: what a goal leads to, what leans on it, and how two goals hang together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.layers import expand
from queries.areas import leading_to
from queries.audit import Audit


@dataclass(frozen=True)
class Trace:
    """
    Goals above and below one goal by carrying links (itself left out), the links among
    them as positions, and the witness to a root.
    """

    goal: int
    up: list[int]
    down: list[int]
    links: list[int]
    witness: list[int]


def trace(audit: Audit, goal: int) -> Trace:
    """Everything above the goal and below it; linear in what is found and its links."""
    p, links, scene = audit.projection, audit.links, audit.scene
    above, below = _above(audit, goal), np.array([goal])
    # Most goals stand last in the chain, and nothing has to be looked for below them.
    if p.into[goal] < p.into[goal + 1]:
        below = leading_to(scene, links, below)
    shown = np.zeros(p.count, dtype=np.bool_)
    shown[below] = True
    # In a ring a goal is both above and below; its links are told once.
    others = np.array([each for each in above if not shown[each]], dtype=np.intp)
    shown[others] = True
    up = expand(p.out, np.concatenate([others, below]))
    kept = up[links.carries[up] & shown[p.target[up]]]
    return Trace(
        goal=goal,
        up=[each for each in above if each != goal],
        down=below[below != goal].tolist(),
        links=np.sort(kept).tolist(),
        witness=audit.states.witness(goal),
    )


def _above(audit: Audit, goal: int) -> list[int]:
    """The goal and all that it leads to, in number order: few, so walked one by one."""
    p, carries = audit.projection, audit.links.carries
    found = {goal}
    waiting = [goal]
    while waiting:
        begin, end = p.out[waiting[-1]], p.out[waiting.pop() + 1]
        for target in p.target[begin:end][carries[begin:end]].tolist():
            if target not in found:
                found.add(target)
                waiting.append(target)
    return sorted(found)


def path(audit: Audit, lower: int, upper: int) -> list[int]:
    """
    A shortest carrying way from one goal up to another, both included; empty if none.

    Of several the one whose ids come first, read from `lower` upward.
    """
    p, carries = audit.projection, audit.links.carries
    if not (audit.scene.goals[lower] and audit.scene.goals[upper]):
        return []
    came_from = {lower: lower}
    front = [lower]
    while front and upper not in came_from:
        onward = []
        for goal in front:
            for link in range(p.out[goal], p.out[goal + 1]):
                target = int(p.target[link])
                if carries[link] and target not in came_from:
                    came_from[target] = goal
                    onward.append(target)
        front = onward
    if upper not in came_from:
        return []
    way = [upper]
    while way[-1] != lower:
        way.append(came_from[way[-1]])
    return way[::-1]
