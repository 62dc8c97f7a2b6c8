"""
Which wording each link was reviewed on, kept from import to import (docs/semantics.md,
Suspect).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from graph.chain import PlanFile
from graph.model import Goal, Link
from graph.text import fingerprint

# The reviewed fingerprints of a link's two ends, by (from, to).
Reviews = dict[tuple[str, str], tuple[str | None, str | None]]


def current_prints(files: Iterable[PlanFile]) -> dict[str, str]:
    """What each goal says now."""
    return prints_after((), {}, files)


def prints_after(
    before: Iterable[PlanFile], prints: Mapping[str, str], files: Iterable[PlanFile]
) -> dict[str, str]:
    """What each goal of the files says; of those that were there `before` it is known."""
    known = {goal.id: goal for file in before for goal in file.goals}
    return {
        goal.id: prints[goal.id]
        if known.get(goal.id) is goal
        else fingerprint(goal.title, goal.description)
        for file in files
        for goal in file.goals
    }


def reviewed(files: Iterable[PlanFile], prints: dict[str, str], before: Reviews) -> Reviews:
    """
    The reviews after an import: what the file states, else what was reviewed before, else
    the wording of now, because the first import counts as review.
    """
    after: Reviews = {}
    for file in files:
        for goal in file.goals:
            for link in goal.contributes_to:
                was = before.get((goal.id, link.to), (None, None))
                after[goal.id, link.to] = (
                    link.fingerprint_from or was[0] or prints[goal.id],
                    link.fingerprint_to or was[1] or prints.get(link.to),
                )
    return after


def stating(
    files: Iterable[PlanFile], prints: dict[str, str], reviews: Reviews
) -> tuple[PlanFile, ...]:
    """
    The files with every review written out that can't be worked out again: the reviewed
    wording isn't the one of now.
    """
    return tuple(_stating_file(file, prints, reviews) for file in files)


def _stating_file(file: PlanFile, prints: dict[str, str], reviews: Reviews) -> PlanFile:
    goals = tuple(_stating_goal(goal, prints, reviews) for goal in file.goals)
    if all(new is old for new, old in zip(goals, file.goals, strict=True)):
        return file
    return dataclasses.replace(file, goals=goals)


def _stating_goal(goal: Goal, prints: dict[str, str], reviews: Reviews) -> Goal:
    links = tuple(_stating_link(goal.id, link, prints, reviews) for link in goal.contributes_to)
    if all(new is old for new, old in zip(links, goal.contributes_to, strict=True)):
        return goal
    return dataclasses.replace(goal, contributes_to=links)


def _stating_link(goal: str, link: Link, prints: dict[str, str], reviews: Reviews) -> Link:
    upper, lower = reviews[goal, link.to]
    stated_from = link.fingerprint_from or (upper if upper != prints[goal] else None)
    stated_to = link.fingerprint_to or (lower if lower != prints.get(link.to) else None)
    if (stated_from, stated_to) == (link.fingerprint_from, link.fingerprint_to):
        return link
    return dataclasses.replace(link, fingerprint_from=stated_from, fingerprint_to=stated_to)
