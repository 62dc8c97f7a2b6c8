"""
Which embeds show something else than when they were placed: reworded, replaced, dropped, not in
force, or in another state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.text import fingerprint
from queries.states import GOAL_STATES, NOT_IN_FORCE
from service.embeds.embed import SUBJECTS, Embed, Placed
from service.embeds.telling import successors
from service.reading import Reading

# What may have happened to a goal, the gravest first.
KINDS = ("gone", "replaced", "not_in_force", "reworded", "state")


@dataclass(frozen=True, slots=True)
class Warned:
    """
    What became of something that an embed shows: `was` and `now` are wordings, or states where
    only the state changed; `by` are the goals that replace it.
    """

    kind: str
    section: str
    id: str
    was: str
    now: str = ""
    by: tuple[str, ...] = ()


def placed(reading: Reading, goals: Iterable[int]) -> dict[str, Placed]:
    """The goals as they are now, by id: what an embed is compared with from then on."""
    p = reading.audit.projection
    return {
        p.ids[goal]: Placed(
            p.titles[goal], fingerprint(p.titles[goal], None), _standing(reading, goal)
        )
        for goal in sorted(goals)
    }


def warnings_of(embed: Embed, reading: Reading) -> list[Warned]:
    """What has happened to the goals since the embed was placed, the gravest first, then by id."""
    p, section = reading.audit.projection, SUBJECTS[embed.kind]
    found = []
    if section not in ("", "goals") and embed.subject not in p.frame.by_id(section):
        found.append(Warned("gone", section, embed.subject, embed.title))
    for ident, was in embed.placed.items():
        goal = p.number.get(ident)
        now = "gone" if goal is None else _standing(reading, goal)
        title = "" if goal is None else p.titles[goal]
        if goal is not None and p.exists[goal] and fingerprint(title, None) != was.print:
            found.append(Warned("reworded", "goals", ident, was.title, title))
        if now == was.state:
            continue
        if now in KINDS:
            by = successors(reading, goal) if goal is not None else []
            found.append(
                Warned(now, "goals", ident, was.title, by=tuple(p.ids[each] for each in by))
            )
        else:
            found.append(Warned("state", "goals", ident, was.state, now))
    return sorted(found, key=lambda each: (KINDS.index(each.kind), each.section, each.id))


def _standing(reading: Reading, goal: int) -> str:
    """How a goal stands: one of its states, or what has become of it."""
    state = int(reading.audit.states.state[goal])
    if successors(reading, goal):
        return "replaced"
    if not reading.audit.projection.exists[goal]:
        return "gone"
    return "not_in_force" if state == NOT_IN_FORCE else GOAL_STATES[state]
