"""
Goals and links as columns, straight from the store: what the projection is built from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.chain import gather
from graph.columns import Columns, GoalColumns, LinkColumns
from graph.store.connection import Run
from graph.store.reading import goal_ends, read_stored
from graph.store.texts import cypher


def read_columns(run: Run, revision: int, digest: str) -> Columns:
    """
    The content as columns, at one revision.

    `frame` holds every section but the goals: those are read as columns and are never made
    into items.
    """
    stored = read_stored(run, revision, digest, goals=False)
    frame = gather(stored.files)
    return Columns(frame, _goals(run), _links(run), digest, frame.sources, revision)


def _goals(run: Run) -> GoalColumns:
    goals = GoalColumns()
    owes: list[str] = []
    exempt_from: list[str | None] = []
    exempt_until: list[str | None] = []
    for record in run(cypher("column_goals")):
        for name in ("id", "title", "level", "status", "tags", "basis", "file", "line"):
            getattr(goals, name).extend(record[name])
        for name in ("code", "kind", "valid_from", "valid_to", "exempt_by", "exempt_reason"):
            getattr(goals, name).extend(_unsaid(record[name]))
        # Not by `_unsaid`: a budget of nothing is a budget.
        goals.budget_tkr.extend(None if each == "" else each for each in record["budget_tkr"])
        owes.extend(record["owes"])
        exempt_from.extend(_unsaid(record["exempt_from"]))
        exempt_until.extend(_unsaid(record["exempt_until"]))
    goals.exempt = [
        None if owed else (start, end)
        for owed, start, end in zip(owes, exempt_from, exempt_until, strict=True)
    ]
    none: Sequence[str] = ()
    ends = goal_ends(run)
    for name in ("unit", "areas", "replaces", "addressed_to"):
        found = ends[name]
        getattr(goals, name).extend(found.get(goal, none) for goal in goals.id)
    plans = ends["plan"]
    goals.plan = [plans[goal][0] if goal in plans else None for goal in goals.id]
    return goals


def _links(run: Run) -> LinkColumns:
    links = LinkColumns()
    for record in run(cypher("column_links")):
        for name in ("source", "target", "status", "suspect"):
            getattr(links, name).extend(record[name])
        for name in ("valid_from", "valid_to", "how"):
            getattr(links, name).extend(_unsaid(record[name]))
    return links


def _unsaid(texts: list[Any]) -> list[Any]:
    return [text or None for text in texts]
