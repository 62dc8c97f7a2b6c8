"""
Goals and links as columns: what the projection is built from.

Both ways in, documents and store, fill the same columns; everything else (units, plans,
areas, exemptions, forwards, indicators) is small and travels as items in `frame`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.chain import Chain
from graph.digest import digest
from graph.model import Goal
from graph.text import fingerprint


@dataclass(slots=True)
class GoalColumns:
    """
    One entry per goal, in any order. Days are ISO texts or None. `unit`, `areas`,
    `replaces` and `addressed_to` hold a sequence of ids per goal, `tags` of texts. `exempt` is
    None where the goal itself carries no exemption, else (decided_on, until); `exempt_by` is who
    decided it, `exempt_reason` why.
    """

    id: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    code: list[str | None] = field(default_factory=list)
    level: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    kind: list[str | None] = field(default_factory=list)
    tags: list[Sequence[str]] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)
    plan: list[str | None] = field(default_factory=list)
    valid_from: list[str | None] = field(default_factory=list)
    valid_to: list[str | None] = field(default_factory=list)
    unit: list[Sequence[str]] = field(default_factory=list)
    areas: list[Sequence[str]] = field(default_factory=list)
    replaces: list[Sequence[str]] = field(default_factory=list)
    addressed_to: list[Sequence[str]] = field(default_factory=list)
    exempt: list[tuple[str | None, str | None] | None] = field(default_factory=list)
    exempt_by: list[str | None] = field(default_factory=list)
    exempt_reason: list[str | None] = field(default_factory=list)
    budget_tkr: list[int | float | None] = field(default_factory=list)
    file: list[str] = field(default_factory=list)
    line: list[int] = field(default_factory=list)


@dataclass(slots=True)
class LinkColumns:
    """
    One entry per written link, in any order. `target` may be an id no goal has.
    `suspect` is True where the wording of an end isn't the one that was reviewed.
    """

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    valid_from: list[str | None] = field(default_factory=list)
    valid_to: list[str | None] = field(default_factory=list)
    how: list[str | None] = field(default_factory=list)
    suspect: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class Columns:
    """
    A whole chain as columns. `frame` holds governance and every section but goals;
    `revision` is None without a store.
    """

    frame: Chain
    goals: GoalColumns
    links: LinkColumns
    digest: str
    sources: tuple[str, ...]
    revision: int | None = None


def columns_of(
    chain: Chain, prints: Mapping[str, str] | None = None, known: str | None = None
) -> Columns:
    """
    The columns of documents, without a store in between. `prints` (the fingerprint of every goal)
    and `known` (their digest) spare the work that was done before.
    """
    goals, links = GoalColumns(), LinkColumns()
    if prints is None:
        prints = {goal.id: fingerprint(goal.title, goal.description) for goal in chain.goals}
    _fill_goals(goals, chain.goals)
    for goal in chain.goals:
        for link in goal.contributes_to:
            links.source.append(goal.id)
            links.target.append(link.to)
            links.status.append(link.status)
            links.valid_from.append(link.valid_from.isoformat() if link.valid_from else None)
            links.valid_to.append(link.valid_to.isoformat() if link.valid_to else None)
            links.how.append(link.how)
            links.suspect.append(
                differs(link.fingerprint_from, prints[goal.id])
                or differs(link.fingerprint_to, prints.get(link.to))
            )
    return Columns(chain, goals, links, known or digest(chain, prints), chain.sources)


def differs(reviewed: str | None, current: str | None) -> bool:
    """True if a wording was reviewed, there is one now, and they aren't the same."""
    return reviewed is not None and current is not None and reviewed != current


def _fill_goals(columns: GoalColumns, goals: Iterable[Goal]) -> None:
    for goal in goals:
        exempt, place = goal.exempt, goal.place
        columns.id.append(goal.id)
        columns.title.append(goal.title)
        columns.code.append(goal.code)
        columns.level.append(goal.level)
        columns.status.append(goal.status)
        columns.kind.append(goal.kind)
        columns.tags.append(goal.tags)
        columns.basis.append(goal.basis)
        columns.plan.append(goal.plan)
        columns.valid_from.append(goal.valid_from.isoformat() if goal.valid_from else None)
        columns.valid_to.append(goal.valid_to.isoformat() if goal.valid_to else None)
        columns.unit.append(goal.unit)
        columns.areas.append(goal.areas)
        columns.replaces.append(goal.replaces)
        columns.addressed_to.append(goal.addressed_to)
        columns.exempt.append(
            None
            if exempt is None
            else (
                exempt.decided_on.isoformat() if exempt.decided_on else None,
                exempt.until.isoformat() if exempt.until else None,
            )
        )
        columns.exempt_by.append(exempt.decided_by if exempt else None)
        columns.exempt_reason.append(exempt.reason if exempt else None)
        columns.budget_tkr.append(goal.budget_tkr)
        columns.file.append(place.file if place else "")
        columns.line.append(place.line if place else 0)
