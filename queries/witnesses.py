"""
What proofs show: ways of carrying links, sets that no carrying link leads out of, decisions.

Goals, units and areas are numbers of the projection (queries/proofs.py turns them into ids).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from graph.model import Exempt, Exemption, Goal
from queries.audit import Audit
from queries.matrix import exemptions_in_force
from queries.rows import Rows, rows_of
from queries.view import REJECTED


class Witnesses:
    """
    The witnesses in one audit.

    Each costs no more than the links it walks over. Of several ways it is a shortest, and of
    those the one whose ids come first.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._rows: dict[int, Rows] = {}
        self._in_rows: dict[int, dict[int, list[int]]] = {}

    @cached_property
    def roots(self) -> set[int]:
        """The root goals in force."""
        return set(self._audit.scene.roots.tolist())

    @cached_property
    def roots_in(self) -> dict[int, set[int]]:
        """The root goals in force of each area that has any."""
        found: dict[int, set[int]] = {}
        for root in self.roots:
            for area in self._audit.projection.areas.of(root).tolist():
                found.setdefault(area, set()).add(root)
        return found

    def way(self, start: int, ends: Collection[int]) -> list[int]:
        """A shortest way of carrying links to one of `ends`, which there is."""
        came_from = {start: start}
        front = [start]
        while front:
            met = next((goal for goal in front if goal in ends), None)
            if met is not None:
                return self._back(met, came_from)
            onward = []
            for goal in front:
                for target in self._up(goal):
                    if target not in came_from:
                        came_from[target] = goal
                        onward.append(target)
            front = onward
        raise AssertionError("a way was promised")

    def _back(self, goal: int, came_from: dict[int, int]) -> list[int]:
        way = [goal]
        while came_from[way[-1]] != way[-1]:
            way.append(came_from[way[-1]])
        return way[::-1]

    def above(self, starts: Iterable[int]) -> list[int]:
        """`starts` and all that they lead to by carrying links, in number order."""
        found = set(starts)
        waiting = list(found)
        while waiting:
            onward = [goal for goal in self._up(waiting.pop()) if goal not in found]
            found.update(onward)
            waiting += onward
        return sorted(found)

    @cached_property
    def _carrying(self) -> tuple[list[bool], list[int], list[int]]:
        # Lists: a single number is read from them far quicker than from an array.
        p = self._audit.projection
        return self._audit.links.carries.tolist(), p.out.tolist(), p.target.tolist()

    def _up(self, goal: int) -> Iterator[int]:
        carries, out, target = self._carrying
        return (target[link] for link in range(out[goal], out[goal + 1]) if carries[link])

    def why_not(self, link: int) -> str | None:
        """Why a link of a goal in force doesn't carry; None if it does."""
        p, scene = self._audit.projection, self._audit.scene
        target = p.target[link]
        if p.link_status[link] == REJECTED:
            return "rejected"
        if not scene.goals[target]:
            return "target_not_in_force" if p.exists[target] else "target_missing"
        return None if scene.links_in_force[link] else "link_not_in_force"

    def able(self, level: int, unit: int) -> list[int]:
        """The goals in a unit's row that could be rooted or roots: none above the root level."""
        if level < self._audit.projection.governance.root:
            return []
        if level not in self._in_rows:
            rows = self._rows_at(level)
            found: dict[int, list[int]] = {}
            for goal, row in zip(rows.goals.tolist(), rows.rows.tolist(), strict=True):
                found.setdefault(row, []).append(goal)
            self._in_rows[level] = found
        return self._in_rows[level].get(unit, [])

    def _rows_at(self, level: int) -> Rows:
        if level not in self._rows:
            self._rows[level] = rows_of(self._audit.scene, level)
        return self._rows[level]

    def taken_up(self, level: int, unit: int) -> list[int]:
        """The goals handed on in a unit's row that somebody has taken up."""
        return sorted(self._taken_up.get((level, unit), ()))

    @cached_property
    def _taken_up(self) -> dict[tuple[int, int], set[int]]:
        p = self._audit.projection
        found: dict[tuple[int, int], set[int]] = {}
        for handing in self._audit.links.handed:
            if handing.links.size:
                row_of = self._rows_at(handing.level).row_of
                row = int(row_of[p.unit_number[p.frame.forwards[handing.forward].unit]])
                found.setdefault((handing.level, row), set()).add(handing.goal)
        return found

    def exempting_goal(self, goal: Goal) -> Exempt | Exemption:
        """The decision in force that exempts a goal: its own, else the first in the list."""
        scene = self._audit.scene
        if goal.exempt is not None and scene.holds(goal.exempt.decided_on, goal.exempt.until):
            return goal.exempt
        return next(
            each
            for each in self._audit.projection.frame.exemptions
            if each.goal == goal.id and scene.holds(each.decided_on, each.until)
        )

    def exempting_unit(self, unit: int, areas: Collection[int]) -> Exemption:
        """The first decision in force that exempts a unit from all, or from one of `areas`."""
        return next(
            each for area, each in self._exempting.get(unit, ()) if area is None or area in areas
        )

    @cached_property
    def _exempting(self) -> dict[int, list[tuple[int | None, Exemption]]]:
        found: dict[int, list[tuple[int | None, Exemption]]] = {}
        for unit, area, exemption in exemptions_in_force(self._audit.scene):
            found.setdefault(unit, []).append((area, exemption))
        return found
