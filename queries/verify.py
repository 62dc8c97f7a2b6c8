"""
The same audit twice: by the projection and by Cypher, compared verdict by verdict.

`rodtrad audit --verify` shows what comes back; nothing is what should.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.store import Store
from queries.areas import listed
from queries.audit import Audit
from queries.links import LINK_STATES, UNSEEN
from queries.rounds import Rounds
from queries.states import GOAL_STATES


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """
    One verdict that the two ways don't agree on: what was asked, of whom, and both answers
    as texts; an empty text where a way has no answer at all.
    """

    question: str
    subject: str
    projection: str
    cypher: str

    def __str__(self) -> str:
        return f"{self.question} {self.subject}: {self.projection or '–'} ≠ {self.cypher or '–'}"


def verify(store: Store, audit: Audit) -> list[Difference]:
    """
    Every verdict that Cypher, asked of the store, gives otherwise than the audit; sorted.

    Takes many small questions, and far longer than the audit itself. Where the store has
    changed since the audit's data was read, that is the only difference told.
    """
    differences = compare(audit, Rounds(store, audit.projection.governance, audit.view))
    read, now = audit.projection.revision, store.revision()
    if read is not None and read != now:
        return [Difference("revision", store.url, str(read), str(now))]
    return differences


def compare(audit: Audit, rounds: Rounds) -> list[Difference]:
    """The differences between an audit and the Cypher way of the same view; sorted."""
    ours, theirs = by_projection(audit), by_cypher(rounds)
    return sorted(
        difference
        for question in ours
        for difference in _differences(question, ours[question], theirs[question])
    )


def by_projection(audit: Audit) -> dict[str, Mapping[str, Any]]:
    """The audit's verdicts by question and subject, in the words of by_cypher."""
    p, frame, levels = audit.projection, audit.projection.frame, audit.scene.levels
    goals = {p.ids[goal]: goal for goal in audit.goals_in_force}
    depth = audit.depth
    return {
        "goal-states": {
            name: GOAL_STATES[audit.states.state[goal]] for name, goal in goals.items()
        },
        "link-states": {
            f"{p.ids[p.source[link]]}->{p.ids[p.target[link]]}": LINK_STATES[
                audit.links.state[link]
            ]
            for link in np.flatnonzero(audit.links.state != UNSEEN).tolist()
        },
        "witness": {
            name: [p.ids[each] for each in audit.states.witness(goal)]
            for name, goal in goals.items()
        },
        "missing-levels": {
            name: [levels[place].id for place in np.flatnonzero(depth.missing[goal]).tolist()]
            for name, goal in goals.items()
        },
        "deep-any": {name: bool(depth.deep_any[goal]) for name, goal in goals.items()},
        "areas-by-chain": {
            name: sorted(frame.areas[area].id for area in listed(audit.chain_areas, goal))
            for name, goal in goals.items()
        },
        "matrix": {
            _cell(levels[cell.level].id, frame.units[cell.unit].id, frame.areas[cell.area].id): (
                cell.status,
                [p.ids[goal] for goal in cell.goals],
                [p.ids[goal] for goal in cell.goals_by_tag],
            )
            for cell in audit.matrix
        },
        "score": {
            "up": audit.score.up,
            "down": audit.score.down,
            "suspect": audit.score.suspect,
            "exempt": audit.score.exempt,
        },
    }


def by_cypher(rounds: Rounds) -> dict[str, Mapping[str, Any]]:
    """The same, worked out in the store."""
    score = rounds.score
    return {
        "goal-states": rounds.states,
        "link-states": {
            f"{start}->{end}": state for (start, end), state in rounds.link_states.items()
        },
        "witness": {goal: rounds.witness(goal) for goal in rounds.goals},
        "missing-levels": rounds.missing,
        "deep-any": {goal: goal in rounds.deep_any for goal in rounds.goals},
        "areas-by-chain": {goal: sorted(rounds.areas.get(goal, ())) for goal in rounds.goals},
        "matrix": {
            _cell(*place): (row["status"], sorted(row["goals"]), sorted(row["goals_by_tag"]))
            for place, row in rounds.cells.items()
        },
        "score": {
            "up": (score["rooted"], score["below"]),
            "down": (score["answered"], score["needs"]),
            "suspect": score["suspect"],
            "exempt": score["exempt"],
        },
    }


def _cell(level: str, unit: str, area: str) -> str:
    return f"{level}/{unit}/{area}"


def _differences(
    question: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Iterator[Difference]:
    for subject in ours.keys() | theirs.keys():
        mine = repr(ours[subject]) if subject in ours else ""
        other = repr(theirs[subject]) if subject in theirs else ""
        if mine != other:
            yield Difference(question, subject, mine, other)
