"""
Which embeds show something else than when they were placed: reworded, replaced, dropped, not in
force, in another state, or joined otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from graph.text import fingerprint
from queries.states import GOAL_STATES, NOT_IN_FORCE
from service.embeds.embed import SUBJECTS, Embed, Joined, Placed
from service.embeds.kinds import content
from service.embeds.telling import how_of, successors
from service.reading import Reading

# What may have happened, the gravest first.
KINDS = (
    "gone", "replaced", "not_in_force", "reworded", "described", "state", "unlinked", "how",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Warned:
    """
    What became of something that an embed shows: `was` and `now` are wordings, or states where
    only the state changed; `by` are the goals that replace it, `to` the goal that a link leads to.
    """

    kind: str
    section: str
    id: str
    was: str
    now: str = ""
    by: tuple[str, ...] = ()
    to: str = ""


def as_now(embed: Embed, reading: Reading) -> Embed:
    """The embed with what it shows now taken down: what it is compared with from then on."""
    p, told = reading.audit.projection, content(embed, reading, "")
    return replace(
        embed,
        title=told.title,
        said=_described(embed, reading) or "",
        placed={
            p.ids[goal]: Placed(
                p.titles[goal], fingerprint(p.titles[goal], None), _standing(reading, goal)
            )
            for goal in sorted(told.goals)
        },
        joined=tuple(
            Joined(p.ids[source], p.ids[target], how_of(p, source, target) or "")
            for source, target in sorted(told.links)
        ),
    )


def warnings_of(embed: Embed, reading: Reading) -> list[Warned]:
    """What has happened since the embed was placed, the gravest first, then by id."""
    found = [*_of_subject(embed, reading), *_of_goals(embed, reading), *_of_links(embed, reading)]
    return sorted(found, key=lambda each: (KINDS.index(each.kind), each.section, each.id, each.to))


def _of_subject(embed: Embed, reading: Reading) -> Iterator[Warned]:
    """What has become of the subject itself; of a goal its name is told with the others'."""
    section = SUBJECTS[embed.kind]
    items = reading.audit.projection.frame.by_id(section) if section not in ("", "goals") else None
    if items is not None:
        item = items.get(embed.subject)
        if item is None:
            yield Warned("gone", section, embed.subject, embed.title)
            return
        if fingerprint(item.name, None) != fingerprint(embed.title, None):
            yield Warned("reworded", section, embed.subject, embed.title, item.name)
    now = _described(embed, reading)
    if now is not None and now != embed.said:
        yield Warned("described", section, embed.subject, embed.title)


def _described(embed: Embed, reading: Reading) -> str | None:
    """A fingerprint of the subject's description, empty without one; None if it isn't there."""
    section = SUBJECTS[embed.kind]
    if not section:
        return ""
    item: Any = (
        reading.written(embed.subject)
        if section == "goals"
        else reading.audit.projection.frame.by_id(section).get(embed.subject)
    )
    if item is None:
        return None
    words = item.definition if section == "indicators" else item.description
    return fingerprint("", words) if words else ""


def _of_links(embed: Embed, reading: Reading) -> Iterator[Warned]:
    """Links that say how otherwise, or that are gone though both their goals are there."""
    p = reading.audit.projection
    for was in embed.joined:
        ends = [p.number.get(goal, -1) for goal in (was.source, was.target)]
        if not all(goal >= 0 and p.exists[goal] for goal in ends):
            continue
        how = how_of(p, *ends)
        if how is None:
            yield Warned("unlinked", "goals", was.source, was.how, to=was.target)
        elif fingerprint(how, None) != fingerprint(was.how, None):
            yield Warned("how", "goals", was.source, was.how, how, to=was.target)


def _of_goals(embed: Embed, reading: Reading) -> Iterator[Warned]:
    """What has become of the goals that are told of by name."""
    p = reading.audit.projection
    for ident, was in embed.placed.items():
        goal = p.number.get(ident)
        now = "gone" if goal is None else _standing(reading, goal)
        title = "" if goal is None else p.titles[goal]
        if goal is not None and p.exists[goal] and fingerprint(title, None) != was.print:
            yield Warned("reworded", "goals", ident, was.title, title)
        if now == was.state:
            continue
        if now in KINDS:
            by = successors(reading, goal) if goal is not None else []
            yield Warned(now, "goals", ident, was.title, by=tuple(p.ids[each] for each in by))
        else:
            yield Warned("state", "goals", ident, was.state, now)


def _standing(reading: Reading, goal: int) -> str:
    """How a goal stands: one of its states, or what has become of it."""
    state = int(reading.audit.states.state[goal])
    if successors(reading, goal):
        return "replaced"
    if not reading.audit.projection.exists[goal]:
        return "gone"
    return "not_in_force" if state == NOT_IN_FORCE else GOAL_STATES[state]
