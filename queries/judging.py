"""
Can root goals be judged along the chain? By an indicator of the goal itself or of a goal that
leads to it, with definition, target and an outcome (A05, A10).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.areas import closure
from queries.audit import Audit
from queries.rules.verdicts.facts import kept
from queries.rules.verdicts.measures import has_outcome, has_target

# An outcome of the year before the view still counts, as the rule T050 begins with.
YEARS_BACK = 1
# What an indicator may lack, the lightest first.
PARTS = ("definition", "target", "outcome")
_SOUND, _NONE = 0, 1 << len(PARTS)


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A root goal, by number, and whether it can be judged.

    `own` is True where one of its own indicators is enough, else it takes one further down.
    `missing` is empty where it can be judged; else what the indicator that comes nearest lacks,
    of `definition`, `target` and `outcome`, or `indicator` where nothing below has one.
    """

    goal: int
    own: bool
    missing: tuple[str, ...]


@kept
def judged_roots(audit: Audit) -> list[Judged]:
    """
    Every root goal in force, in order.

    Links are gone through once for each way in which indicators fall short, eight at most.
    """
    p, scene = audit.projection, audit.scene
    own = _measured(audit)
    best = np.full(p.count, _NONE, dtype=np.intp)
    for lacks in sorted(own, key=_grave, reverse=True):
        best[closure(scene, audit.links, np.array(sorted(own[lacks]), dtype=np.intp))] = lacks
    sound = own.get(_SOUND, set())
    return [
        Judged(root, root in sound, _parts(int(best[root]))) for root in scene.roots.tolist()
    ]


def _measured(audit: Audit) -> dict[int, set[int]]:
    """The goals in force that indicators measure, by what these lack: a bit for each part."""
    p, scene = audit.projection, audit.scene
    out: dict[int, set[int]] = {}
    for each in p.frame.indicators:
        held = (bool(each.definition), has_target(each), has_outcome(audit, each, YEARS_BACK))
        lacks = sum(1 << place for place, there in enumerate(held) if not there)
        goals = (p.number[goal] for goal in each.measures)
        out.setdefault(lacks, set()).update(goal for goal in goals if scene.goals[goal])
    return out


def _grave(lacks: int) -> tuple[int, int]:
    """How far an indicator is from telling anything: by how much it lacks, then by what."""
    return lacks.bit_count(), lacks


def _parts(lacks: int) -> tuple[str, ...]:
    if lacks == _NONE:
        return ("indicator",)
    return tuple(part for place, part in enumerate(PARTS) if lacks >> place & 1)
