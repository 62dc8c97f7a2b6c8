"""
The trace score (spårningsgrad): what is there of what is expected (docs/semantics.md, Score).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.depth import Depth
from queries.links import LINK_STATES, Links
from queries.states import EXEMPT, ROOTED, States
from queries.view import Scene


@dataclass(frozen=True, slots=True)
class Score:
    """
    Up: rooted of the goals below the root level. Down: answered needs of the needs at the
    root level and below. Exempt goals leave both; they and suspect links stand beside.
    """

    up: tuple[int, int]
    down: tuple[int, int]
    suspect: int
    exempt: int


def score(scene: Scene, links: Links, states: States, depth: Depth) -> Score:
    """The score of everything in force."""
    p = scene.projection
    root = p.governance.root
    exempt = states.state == EXEMPT
    below = scene.goals & ~exempt & (p.level > root)
    asked = scene.goals & ~exempt & (p.level >= root)
    per_level = np.bincount(p.level[asked], minlength=len(scene.levels))
    needs = int(per_level @ scene.needs.sum(axis=1))
    missing = int(np.bitwise_count(depth.missing_bits[asked]).sum())
    return Score(
        up=(int((states.state == ROOTED).sum()), int(below.sum())),
        down=(needs - missing, needs),
        suspect=int((links.state == LINK_STATES.index("suspect")).sum()),
        exempt=int(exempt.sum()),
    )
