"""
The state of every goal in force, and the way each rooted goal has to a root.

See docs/semantics.md, Goal states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, distinct, expand
from queries.links import Links
from queries.sweeps import steps_and_next
from queries.view import Scene

GOAL_STATES = ("vision", "root", "rooted", "exempt", "orphan", "broken", "detached")
NOT_IN_FORCE = len(GOAL_STATES)
VISION, ROOT, ROOTED, EXEMPT, ORPHAN, BROKEN, DETACHED = range(len(GOAL_STATES))


@dataclass(frozen=True)
class States:
    """
    `state` indexes GOAL_STATES, NOT_IN_FORCE for the rest. `steps` is the number of links
    to the nearest root, -1 where there is none. `next` is the goal after it on the
    witness, -1 at a root and where there is no way.
    """

    state: NDArray[np.int8]
    steps: NDArray[np.int32]
    next: Indices

    @property
    def supported(self) -> Flags:
        """Goals that are rooted or roots."""
        held: Flags = (self.state == ROOTED) | (self.state == ROOT)
        return held

    def witness(self, goal: int) -> list[int]:
        """The shortest way to a root, goal first; empty unless rooted or a root."""
        if self.state[goal] not in (ROOTED, ROOT):
            return []
        way = [goal]
        while self.steps[way[-1]] > 0:
            way.append(int(self.next[way[-1]]))
        return way


def goal_states(scene: Scene, links: Links) -> States:
    """States, steps and witnesses of all goals; linear in goals and links."""
    p = scene.projection
    if p.sweepable:
        steps, following = steps_and_next(scene, links)
    else:
        steps = steps_to(scene, links.carries, scene.roots)
        following = _next(scene, links.carries, steps)
    written = np.diff(p.out) > 0
    carried = np.zeros(p.count, dtype=np.bool_)
    carried[p.source[links.carries]] = True

    root = p.governance.root
    state = np.full(p.count, DETACHED, dtype=np.int8)
    state[~carried] = BROKEN
    state[~written] = ORPHAN
    state[scene.exempt] = EXEMPT
    state[steps >= 0] = ROOTED
    state[p.level == root] = ROOT
    state[p.level < root] = VISION
    state[~scene.goals] = NOT_IN_FORCE
    return States(state, steps, following)


def steps_to(scene: Scene, carries: Flags, seeds: Indices) -> NDArray[np.int32]:
    """Links on a shortest carrying way from each goal to the nearest of `seeds`, else -1."""
    p = scene.projection
    steps = np.full(p.count, -1, dtype=np.int32)
    carries_inward = carries[p.inward]
    front = seeds
    step = 0
    while front.size:
        steps[front] = step
        step += 1
        links = expand(p.into, front)
        met = p.inward_source[links[carries_inward[links]]]
        front = distinct(met[steps[met] < 0], p.count)
    return steps


def _next(scene: Scene, carries: Flags, steps: NDArray[np.int32]) -> Indices:
    """
    For each goal with a way, the next goal on the witness.

    Links are sorted by the goal they lead to, so the first that comes one step nearer is
    the one whose id comes first; choosing so at every step gives the first of all paths.
    """
    p = scene.projection
    own = np.repeat(steps, np.diff(p.out))
    nearer = np.flatnonzero(carries & (own > 0) & (steps[p.target] == own - 1))
    source = p.source[nearer]
    first = np.ones(len(nearer), dtype=np.bool_)
    first[1:] = source[1:] != source[:-1]
    out = np.full(p.count, -1, dtype=np.intp)
    out[source[first]] = p.target[nearer[first]]
    return out
