"""
Reorganisation: what becomes of coverage when units are merged or moved; nothing is written.

The chain is looked at once more with the units changed, and the two pictures are laid side by
side: cells, answers to root goals, goals that stand nowhere, and duties that nobody has met and
nobody has any more (docs/semantics.md, Reorganisation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.errors import UsageError
from queries.audit import Audit
from queries.drops import unknown
from queries.duties import CARRIED, Duty, duties
from queries.matrix import Answer, Cell, answering_level
from queries.regrouping import Regrouping, regrouped
from queries.view import Scene


@dataclass(frozen=True, slots=True)
class CellChange:
    """
    A cell after, with the cells before that came together in it, as (unit before, status).

    `after` is None where no row is left for the units. `lost` tells if something was carried
    before and isn't after.
    """

    level: str
    unit: str
    area: str
    before: tuple[tuple[str, str], ...]
    after: str | None

    @property
    def lost(self) -> bool:
        """True if it was carried before and isn't any more."""
        was = any(status in CARRIED for _, status in self.before)
        return was and self.after not in CARRIED


@dataclass(frozen=True, slots=True)
class RootChange:
    """
    Which units answer a root goal before and after, and which are asked and don't; by the ids
    of their time.
    """

    goal: str
    answered_before: tuple[str, ...]
    answered: tuple[str, ...]
    missing_before: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swallowed:
    """
    A duty that wasn't met before, and that its unit hasn't after.

    `unit` is what has become of the duty's unit; `exempt` tells if an exemption covers the duty
    now, else there is no such row any more.
    """

    duty: Duty
    unit: str
    exempt: bool


@dataclass(frozen=True)
class Reorganisation:
    """
    An audit before and after the changes, what was asked for, and where each unit went.

    Goals keep their numbers; units don't, and are told by id.
    """

    before: Audit
    after: Audit
    changes: Regrouping
    merges: tuple[tuple[str, str], ...]
    moves: tuple[tuple[str, str], ...]

    @cached_property
    def cells(self) -> list[CellChange]:
        """Cells that aren't as they were: by level, area and unit."""
        return _cells(self)

    @cached_property
    def roots(self) -> list[RootChange]:
        """Every root goal in force with who answers it, by id."""
        return _roots(self)

    @cached_property
    def covered(self) -> dict[tuple[str, str], tuple[int, int, int, int]]:
        """By level and area: carried cells and cells that aren't exempt, before and after."""
        counts: dict[tuple[str, str], list[int]] = {}
        for place, audit in enumerate((self.before, self.after)):
            for cell in audit.matrix:
                key = _level_id(audit, cell.level), _area_id(audit, cell)
                told = counts.setdefault(key, [0, 0, 0, 0])
                told[2 * place] += cell.status in CARRIED
                told[2 * place + 1] += cell.status != "exempt"
        return {key: (a, b, c, d) for key, (a, b, c, d) in counts.items()}

    @cached_property
    def lost_cells(self) -> list[CellChange]:
        """Cells that were carried and aren't any more."""
        return [each for each in self.cells if each.lost]

    @cached_property
    def lost_answers(self) -> list[tuple[str, str]]:
        """(Unit after, root goal) where it, or one it was made of, answered before and not now."""
        level = answering_level(self.before.scene)
        if level is None:
            return []
        out = set()
        for change in self.roots:
            for unit in change.answered_before:
                now = _row_after(self.after, level, self.changes.went[unit])
                if now not in change.answered:
                    out.add((now, change.goal))
        return sorted(out)

    @cached_property
    def loses_answer(self) -> list[int]:
        """Goals that were answered and aren't any more, since a forward counts no longer."""
        return self._lost_flags("answered")

    @cached_property
    def loses_deep_any(self) -> list[int]:
        """Goals that were deep_any and aren't any more."""
        return self._lost_flags("deep_any")

    @cached_property
    def homeless(self) -> list[int]:
        """Goals that stood in a row and stand in none any more."""
        out: set[int] = set()
        for level, rows in self.before.rows.items():
            after = self.after.rows[level]
            out |= set(rows.goals.tolist()) - set(after.goals.tolist())
        return sorted(out)

    @cached_property
    def swallowed(self) -> list[Swallowed]:
        """Duties not met before that are covered by an exemption after, or gone with their row."""
        now = duties(self.after)
        order = self.before.projection.governance.order
        out = []
        for duty, state in duties(self.before).items():
            unit = _row_after(self.after, order[duty.level], self.changes.went[duty.unit])
            after = now.get(replace(duty, unit=unit))
            if state == "open" and after in (None, "exempt"):
                out.append(Swallowed(duty, unit, after is not None))
        return out

    @cached_property
    def plans_together(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """(Unit, kind, plans) where plans of different units have become plans of one unit."""
        was = {plan.id: plan.unit for plan in self.before.projection.frame.plans}
        now: dict[tuple[str, str], list[str]] = {}
        plans = self.after.projection.frame.plans
        for place in np.flatnonzero(self.after.scene.plans).tolist():
            plan = plans[place]
            if plan.unit is not None:
                now.setdefault((plan.unit, plan.kind), []).append(plan.id)
        return [
            (unit, kind, tuple(those))
            for (unit, kind), those in sorted(now.items())
            if len({was[plan] for plan in those}) > 1
        ]

    @property
    def nothing_lost(self) -> bool:
        """True if all that was carried still is, and every duty is still somebody's."""
        return self.all_carried and not self.swallowed

    @property
    def all_carried(self) -> bool:
        """True if all that was carried still is."""
        lists = (self.lost_cells, self.lost_answers, self.loses_answer, self.loses_deep_any)
        return not (any(lists) or self.homeless)

    def _lost_flags(self, name: str) -> list[int]:
        was, still = (getattr(audit.depth, name) for audit in (self.before, self.after))
        lost: list[int] = np.flatnonzero(self.before.scene.goals & was & ~still).tolist()
        return lost


def reorganise(
    audit: Audit,
    merges: Sequence[tuple[str, str]] = (),
    moves: Sequence[tuple[str, str]] = (),
) -> Reorganisation:
    """
    Merge units (the first of each pair stays), then move units, each to under another.

    UsageError for a name that no unit has, a unit merged with itself or with one that has no
    duties where it has some, and a unit moved to under itself. Costs one audit more.
    """
    p = audit.projection
    changes = Regrouping.of(p.frame.units)
    merged, moved = [], []
    for pair in merges:
        keep, gone = (_unit(audit, changes, name) for name in pair)
        _alike(audit, keep, gone)
        changes = changes.merged(keep, gone)
        merged.append((keep, gone))
    for pair in moves:
        unit, to = (_unit(audit, changes, name) for name in pair)
        changes = changes.moved(unit, to)
        moved.append((unit, to))
    after = Audit(Scene(regrouped(p, changes), audit.view))
    return Reorganisation(audit, after, changes, tuple(merged), tuple(moved))


def _unit(audit: Audit, changes: Regrouping, name: str) -> str:
    """The id of a unit as it stands after the changes so far, with or without `unit:`."""
    for each in (name, name.removeprefix("unit:")):
        if each in audit.projection.unit_number:
            return changes.went[each]
    if name.removeprefix("goal:") in audit.projection.number:
        raise UsageError("goal_not_unit", name=name)
    raise unknown(audit.projection, name)


def _alike(audit: Audit, keep: str, gone: str) -> None:
    """
    UsageError where one of two units owes goals at some level, and the other at none.

    Fullmäktige, say, can't be merged with a nämnd: its goals aren't a nämnd's.
    """
    p = audit.projection
    owes = {
        each: any(owing[p.unit_number[each]] for owing, _ in p.rows_above) for each in (keep, gone)
    }
    if owes[keep] != owes[gone]:
        owing, free = (keep, gone) if owes[keep] else (gone, keep)
        raise UsageError("merge_unlike", name=owing, other=free)


def _cells(found: Reorganisation) -> list[CellChange]:
    before, after, went = found.before, found.after, found.changes.went
    now = {
        (_level_id(after, cell.level), _unit_id(after, cell.unit), _area_id(after, cell)): cell
        for cell in after.matrix
    }
    came: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for cell in before.matrix:
        unit = _unit_id(before, cell.unit)
        row = _row_after(after, cell.level, went[unit])
        key = _level_id(before, cell.level), row, _area_id(before, cell)
        came.setdefault(key, []).append((unit, cell.status))
    out = []
    for key, was in came.items():
        status = now[key].status if key in now else None
        if was != [(key[1], status)]:
            out.append(CellChange(*key, tuple(was), status))
    # A row that is there only after: a unit under which goals of the level came to stand.
    out += [CellChange(*key, (), cell.status) for key, cell in now.items() if key not in came]
    order = after.projection.governance.order
    return sorted(out, key=lambda each: (order[each.level], each.area, each.unit))


def _row_after(after: Audit, level: int, unit: str) -> str:
    """The unit in whose row the goals of a unit stand now; itself where none holds it."""
    p = after.projection
    _, above = p.rows_above[level]
    row = int(above[p.unit_number[unit]])
    return unit if row < 0 else p.frame.units[row].id


def _roots(found: Reorganisation) -> list[RootChange]:
    before, after = found.before, found.after
    ids = after.projection.ids

    def told(audit: Audit) -> dict[int, list[Answer]]:
        out: dict[int, list[Answer]] = {}
        for answer in audit.answers:
            out.setdefault(answer.goal, []).append(answer)
        return out

    was, now = told(before), told(after)
    out = []
    for goal in before.scene.roots.tolist():
        earlier = [(_unit_id(before, each.unit), each) for each in was.get(goal, ())]
        later = [(_unit_id(after, each.unit), each) for each in now.get(goal, ())]
        out.append(
            RootChange(
                ids[goal],
                _those(earlier, "answered"),
                _those(later, "answered"),
                _those(earlier, "missing"),
                _those(later, "missing"),
            )
        )
    return out


def _those(answers: list[tuple[str, Answer]], status: str) -> tuple[str, ...]:
    return tuple(sorted({unit for unit, each in answers if each.status == status}))


def _level_id(audit: Audit, level: int) -> str:
    return audit.scene.levels[level].id


def _unit_id(audit: Audit, unit: int) -> str:
    return audit.projection.frame.units[unit].id


def _area_id(audit: Audit, cell: Cell) -> str:
    return audit.projection.frame.areas[cell.area].id
