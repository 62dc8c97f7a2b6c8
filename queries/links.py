"""
The state of every written link, and the links that carry (docs/semantics.md, Link states).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices, distinct, expand, reached
from queries.view import REJECTED, Scene

# In the order they are tested: the first that fits is the link's state.
LINK_STATES = ("rejected", "outdated", "broken", "suspect", "predated", "unwanted", "valid")
FIRST_CARRYING = LINK_STATES.index("suspect")
UNSEEN = len(LINK_STATES)


@dataclass(frozen=True)
class Handing:
    """A forward in force: the goal, the unit, the level it stands for, and who took it up."""

    forward: int
    goal: int
    level: int
    links: Indices


@dataclass(frozen=True)
class Links:
    """
    `state` indexes LINK_STATES, UNSEEN where the goal it leads from isn't in force;
    `carries` are the links that give support; `handed` says which forwards count which.
    """

    state: NDArray[np.int8]
    carries: Flags
    handed: tuple[Handing, ...]


def link_states(scene: Scene) -> Links:
    """The states of all links, in the projection's order; linear in links."""
    p = scene.projection
    source_in_force = np.repeat(scene.goals, np.diff(p.out))
    target_in_force = scene.goals[p.target]
    sound = scene.links_in_force & target_in_force & source_in_force

    state = np.full(len(p.source), LINK_STATES.index("broken"), dtype=np.int8)
    state[sound] = LINK_STATES.index("valid")
    handed = tuple(_handings(scene, sound))
    _mark(state, sound & _unwanted(scene, handed), "unwanted")
    if scene.window is not None:
        _mark(state, sound & p.predated, "predated")
    _mark(state, sound & p.link_suspect, "suspect")
    if p.replaced_by.values.size:
        _mark(state, ~target_in_force & _superseded(scene)[p.target], "outdated")
    _mark(state, p.link_status == REJECTED, "rejected")
    state[~source_in_force] = UNSEEN
    carries = (state >= FIRST_CARRYING) & (state < UNSEEN)
    return Links(state, carries, handed)


def _mark(state: NDArray[np.int8], where: Flags, name: str) -> None:
    state[where] = LINK_STATES.index(name)


def _unwanted(scene: Scene, handed: tuple[Handing, ...]) -> Flags:
    """Links to a goal, at the root level or below, that doesn't ask for their level."""
    p = scene.projection
    asked = scene.needs.copy()
    asked[: p.governance.root] = True
    # Level -1 (an id no goal has) finds some other entry; such links are never sound.
    unasked: Flags = ~asked.ravel()[p.level_pair]
    for handing in handed:
        unasked[handing.links] = False
    return unasked


def _superseded(scene: Scene) -> Flags:
    """Goals that a goal in force replaces, directly or in steps."""
    p = scene.projection
    pairs = p.replaced_by
    # Walk from the newer in force to all they replace: newer -> older, each pair once.
    by_newer = np.argsort(pairs.values, kind="stable")
    older = pairs.owner[by_newer]
    start = np.searchsorted(pairs.values[by_newer], np.arange(p.count + 1))
    newest = distinct(pairs.values[scene.goals[pairs.values]], p.count)
    first = distinct(older[expand(start, newest)], p.count)
    return reached(first, p.count, lambda front: older[expand(start, front)])


def _handings(scene: Scene, sound: Flags) -> Iterator[Handing]:
    """Forwards in force, each with the sound links that take it up."""
    p = scene.projection
    order = p.governance.order
    for place, forward in enumerate(p.frame.forwards):
        goal, level = p.number[forward.goal], order[forward.level]
        if not scene.holds(forward.decided_on, forward.until):
            continue
        top = p.unit_number[forward.unit]
        links = p.inward[p.into[goal] : p.into[goal + 1]]
        links = links[sound[links] & (p.link_status[links] != REJECTED)]
        links = links[p.level_from[links] == level + 1]
        taken = [
            link for link in links.tolist() if p.under(p.held_by.of(p.source[link]), top).any()
        ]
        yield Handing(place, goal, level, np.array(taken, dtype=np.intp))
