"""
The Cypher way: every verdict once more, asked of the store itself.

Nothing here is shared with the projection's way but the words for the states. A text looks
one link far; what takes longer ways is asked round by round, each round with the goals that
were new in the one before, until nothing is new. No pattern ever ranges over the whole graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from graph.governance import Governance, Level
from graph.store import Store
from queries.texts import text
from queries.view import View

K = TypeVar("K", bound=Hashable)
Row = dict[str, Any]

EVERY_ROW = 10**9


@dataclass(frozen=True)
class Rounds:
    """
    The answers about one store seen through one view, as ids and texts.

    Each is asked for when first read, and kept. Takes a view that is settled.
    """

    store: Store
    governance: Governance
    view: View

    def ask(self, name: str, **own: Any) -> list[Row]:
        """All rows of a text of the catalogue."""
        return self.store.ask(text(name).cypher, {**self.parameters, "given": own}, limit=EVERY_ROW)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """What the view and the model say, as the parameters `view` and `model`."""
        return {"view": view_parameters(self.view, self.governance), "model": self._model}

    @cached_property
    def _model(self) -> dict[str, Any]:
        return model_parameters(self.view, self.governance)

    @cached_property
    def held(self) -> list[str]:
        """The levels that the view holds, top first."""
        return list(view_parameters(self.view, self.governance)["levels"])

    @cached_property
    def goals(self) -> dict[str, str]:
        """The goals in force, each with its level."""
        return {row["id"]: row["level"] for row in self.ask("goals-in-force")}

    @cached_property
    def next(self) -> dict[str, str]:
        """
        For each goal with a way to a root, the next goal on its witness; a root's is itself.

        Each round is one link longer, so a goal's first round is its shortest; of several
        next goals the first by code point gives the first of all paths.
        """
        roots = [goal for goal, level in self.goals.items() if level == self._model["root"]]
        found = {goal: goal for goal in roots}
        front = roots
        while front:
            best: dict[str, str] = {}
            for row in self.ask("supporters", front=front):
                if row["id"] not in found:
                    best[row["id"]] = min(row["next"], best.get(row["id"], row["next"]))
            found.update(best)
            front = sorted(best)
        return found

    def witness(self, goal: str) -> list[str]:
        """The goal's shortest way to a root, itself first; empty unless rooted or a root."""
        if self.states.get(goal) not in ("root", "rooted"):
            return []
        way = [goal]
        while self.next[way[-1]] != way[-1]:
            way.append(self.next[way[-1]])
        return way

    @cached_property
    def states(self) -> dict[str, str]:
        """The state of each goal in force."""
        rows = self.ask("goal-states", rooted=dict.fromkeys(self.next, True))
        return {row["id"]: row["state"] for row in rows}

    @cached_property
    def link_states(self) -> dict[tuple[str, str], str]:
        """The state of each link of a goal in force, by (from, to)."""
        older = self._spread(
            {row["id"] for row in self.ask("replacing")},
            lambda front: (row["id"] for row in self.ask("replaced", front=front)),
        )
        handed = sorted({(row["from"], row["goal"]) for row in self.handed})
        rows = self.ask(
            "link-states",
            superseded=dict.fromkeys(older, True),
            handed=[list(pair) for pair in handed],
        )
        return {(row["from"], row["to"]): row["state"] for row in rows}

    @cached_property
    def units(self) -> dict[str, Row]:
        """All units by id, with kind and whether they are in force."""
        return {row["id"]: row for row in self.ask("units")}

    @cached_property
    def lineage(self) -> dict[str, list[str]]:
        """For each unit itself and the units above it, nearest first."""
        parent: dict[str, str] = {}
        front = sorted(self.units)
        while front:
            rows = self.ask("units-above", front=front)
            new = {row["id"]: row["above"] for row in rows if row["id"] not in parent}
            parent.update(new)
            front = sorted(set(new.values()) - parent.keys())
        out = {}
        for unit in self.units:
            line = [unit]
            while line[-1] in parent:
                line.append(parent[line[-1]])
            out[unit] = line
        return out

    @cached_property
    def handed(self) -> list[Row]:
        """Goals that take up what a forward in force hands on."""
        ids = [level.id for level in self.governance.levels]
        below = dict(pairwise(ids))
        forwards = [
            {
                **row,
                "below": below[row["level"]],
                "units": [unit for unit, line in self.lineage.items() if row["unit"] in line],
            }
            for row in self.ask("forwards-in-force")
            if row["level"] in below
        ]
        return self.ask("handed-on", forwards=forwards) if forwards else []

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """The missing levels of each goal in force, in model order."""
        return {row["id"]: row["missing"] for row in self._missing_rows}

    @cached_property
    def _missing_rows(self) -> list[Row]:
        taken: dict[str, set[str]] = defaultdict(set)
        for row in self.handed:
            taken[row["goal"]].add(row["level"])
        return self.ask("missing-levels", taken={goal: sorted(taken[goal]) for goal in taken})

    @cached_property
    def deep_any(self) -> set[str]:
        """The goals in force that are deep_any: grown from those that need nothing."""
        counts_as: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.handed:
            counts_as[row["from"], row["goal"]].add(row["level"])
        needs: Mapping[str, list[str]] = self._model["needs"]
        open_needs = {goal: set(needs[level]) for goal, level in self.goals.items()}

        def onward(front: list[str]) -> Iterable[str]:
            for row in self.ask("supported", front=front):
                left = open_needs[row["id"]]
                left -= {row["counts_as"]} | counts_as[row["from"], row["id"]]
                if not left:
                    yield row["id"]

        return self._spread((goal for goal, left in open_needs.items() if not left), onward)

    @cached_property
    def areas(self) -> dict[str, set[str]]:
        """The areas by chain of each goal that has any."""

        def pairs(rows: list[Row]) -> Iterable[tuple[str, str]]:
            return ((row["goal"], row["area"]) for row in rows)

        def onward(front: list[tuple[str, str]]) -> Iterable[tuple[str, str]]:
            rows = [{"goal": goal, "area": area} for goal, area in front]
            return pairs(self.ask("areas-by-chain", front=rows))

        out: dict[str, set[str]] = defaultdict(set)
        for goal, area in self._spread(pairs(self.ask("root-areas")), onward):
            out[goal].add(area)
        return dict(out)

    @cached_property
    def cells(self) -> dict[tuple[str, str, str], Row]:
        """The matrix: `status`, `goals` and `goals_by_tag` by (level, unit, area)."""
        return {
            (level.id, row["unit"], row["area"]): row
            for level in self.governance.levels
            if level.every_area and level.id in self.held
            for row in self._level_cells(level)
        }

    def _level_cells(self, level: Level) -> list[Row]:
        kinds = None if level.every_area is True else level.every_area
        areas = [
            row["id"]
            for row in self.ask("areas-in-force")
            if not isinstance(kinds, tuple) or row["kind"] in kinds
        ]
        row_of = self._row_of(level)
        rows: dict[str, Row] = {
            unit: {"unit": unit, "planned": level.plan is None, "handed": [], "goals": []}
            for unit in self.units
            if row_of.get(unit) == unit and self.units[unit]["in_force"]
        }
        if not rows or not areas:
            return []
        for plan in self.ask("plans-in-force"):
            if plan["kind"] == level.plan and row_of.get(plan["unit"]) in rows:
                rows[row_of[plan["unit"]]]["planned"] = True
        for handed in self.handed:
            if handed["level"] == level.id and row_of.get(handed["unit"]) in rows:
                chain = self.areas.get(handed["goal"], ())
                rows[row_of[handed["unit"]]]["handed"].extend(chain)
        for goal in self.ask("goals-in-rows", level=level.id, row_of=row_of):
            told = {
                "id": goal["id"],
                "supported": self.states[goal["id"]] in ("root", "rooted"),
                "tags": goal["tags"],
                "chain": sorted(self.areas.get(goal["id"], ())),
            }
            for row in set(goal["rows"]) & rows.keys():
                rows[row]["goals"].append(told)
        return self.ask("matrix", rows=list(rows.values()), areas=areas)

    def _row_of(self, level: Level) -> dict[str, str]:
        """For each unit the nearest unit at or above it that owes goals of the level."""
        out = {}
        for unit, line in self.lineage.items():
            for above in line:
                if self.governance.owes(self.units[above]["kind"], level):
                    out[unit] = above
                    break
        return out

    @cached_property
    def score(self) -> Row:
        """The trace score, with its arithmetic."""
        goals = [
            {
                "state": self.states[row["id"]],
                "needs": len(row["needs"]),
                "missing": len(row["missing"]),
            }
            for row in self._missing_rows
        ]
        suspect = list(self.link_states.values()).count("suspect")
        return self.ask("score", goals=goals, suspect=suspect)[0]

    def trace(self, goal: str) -> tuple[set[str], set[str]]:
        """The goals above one goal and those below it by carrying links, itself left out."""
        start = [goal] if goal in self.goals else []
        up = self._spread(
            start, lambda front: (row["id"] for row in self.ask("supported", front=front))
        )
        down = self._spread(
            start, lambda front: (row["id"] for row in self.ask("supporters", front=front))
        )
        return up - {goal}, down - {goal}

    def _spread(self, start: Iterable[K], onward: Callable[[list[K]], Iterable[K]]) -> set[K]:
        """Everything that is met, round by round; it ends since each round must bring news."""
        seen = set(start)
        front = list(seen)
        while front:
            front = list(set(onward(front)) - seen)
            seen.update(front)
        return seen


def model_parameters(view: View, governance: Governance) -> dict[str, Any]:
    """
    The model as the parameters that every text knows: the root level's id, the ids of the
    levels above it, and what each level needs of the levels that a settled view holds.
    """
    held = set(view_parameters(view, governance)["levels"])
    root, order = governance.root, governance.order
    return {
        "root": governance.levels[root].id,
        "above_root": [level.id for level in governance.levels[:root]],
        "needs": {
            level.id: sorted(set(level.needs) & held, key=order.__getitem__)
            for level in governance.levels
        },
    }


def view_parameters(view: View, governance: Governance) -> dict[str, Any]:
    """
    A settled view as the four parameters that every text knows.

    `from` and `to` are ISO days, null where no date is looked at; `statuses` those that can
    be in force; `levels` the ids of the levels held, top first.
    """
    first = last = None
    if view.as_of is not None:
        first = last = view.as_of.isoformat()
    elif not view.all:
        first, last = f"{view.year:04}-01-01", f"{view.year:04}-12-31"
    levels = [level.id for level in governance.levels]
    if view.through is not None:
        levels = levels[: levels.index(view.through) + 1]
    statuses = ["adopted", "draft"] if view.drafts else ["adopted"]
    return {"from": first, "to": last, "statuses": statuses, "levels": levels}
