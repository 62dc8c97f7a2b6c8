"""
From a proposal to a plan file: the links that a person said yes to, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.chain import Chain, PlanFile
from graph.errors import UsageError
from graph.model import Link
from graph.nearest import Nearest
from service.proposing import Proposal


@dataclass(frozen=True, slots=True)
class Wording:
    """What a list says that one of its goals serves, and the links it may mean, best first."""

    goal: str
    title: str
    text: str
    choices: tuple[tuple[str, int, str], ...]


def wordings(proposal: Proposal) -> list[Wording]:
    """Every text that a goal of the list points upward by, in the order of the list."""
    titles = {goal.id: goal.title for goal in proposal.goals}
    found: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
    for link in proposal.links:
        some = found.setdefault((link.goal, link.wording), [])
        if link.to:
            some.append((link.to, link.likeness, link.target))
    return [
        Wording(goal, titles[goal], text, tuple(choices))
        for (goal, text), choices in found.items()
    ]


def confirmed(proposal: Proposal, chosen: Mapping[int, str], chain: Chain) -> PlanFile:
    """
    The list as a plan file with the links that were chosen: the place of a wording, and the goal
    it means. UsageError for a goal that is neither in the chain nor in the list.
    """
    known = chain.by_id("goals").keys() | {goal.id for goal in proposal.goals}
    links: dict[str, dict[str, Link]] = {}
    for place, wording in enumerate(wordings(proposal)):
        to = chosen.get(place, "")
        if to and to not in known:
            near = Nearest(known).like(to).get("near", "–")
            raise UsageError("unknown_name", name=to, near=near)
        if to:
            links.setdefault(wording.goal, {})[to] = Link(to=to)
    goals = tuple(
        replace(goal, contributes_to=tuple(links.get(goal.id, {}).values()))
        for goal in proposal.goals
    )
    return PlanFile(source=proposal.source, units=proposal.units, goals=goals)
