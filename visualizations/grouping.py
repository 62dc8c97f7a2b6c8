"""
Goals counted together: by level and unit or area, and the links between such groups.

A goal is in one cell: its level, and all the rows it belongs to there (a joint goal those of
several units). Cells are few, so that what several rows share is counted once and then dealt
out to boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags, Indices
from graph.projection import Projection
from visualizations.facts import Facts

NONE = -1
BITS = 64


@dataclass(frozen=True, slots=True)
class Rows:
    """
    Which rows each goal belongs to: `kind` by goal, an index of `rows`, which holds numbers
    of units or areas, or NONE alone. `opens` are rows that have rows of their own within.
    """

    kind: Indices
    rows: list[tuple[int, ...]]
    opens: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """A level and rows; `goal` for a goal that stands alone."""

    level: int
    rows: tuple[int, ...]
    goal: int | None


def by_unit(p: Projection, goals: Flags, within: Sequence[int] = ()) -> Rows:
    """
    A row for each unit right under the units `within` (the tops where there are none), for
    all that its tree holds, and one for each of these units' own goals.

    Of units within one another the outermost counts; an only child gives way to its children.
    """
    heads, ends, own = _heads(p, within)
    first, last = p.unit_spans
    # Heads stand in walk order and leave no gaps: each unit's is the last one before it.
    place = np.searchsorted(first[heads], first, side="right") - 1
    place[first >= np.append(ends, 0)[place]] = -1
    held = p.held_by
    there = place[held.values]
    mine = goals[held.owner] & (there >= 0)
    owner, there = held.owner[mine], there[mine]
    alone = np.bincount(owner, minlength=p.count)[owner] == 1
    kind = np.zeros(p.count, dtype=np.intp)
    kind[owner[alone]] = there[alone] + 1
    rows: list[tuple[int, ...]] = [(NONE,), *((head,) for head in heads.tolist())]
    number = {each: k for k, each in enumerate(rows)}
    joint: dict[int, set[int]] = {}
    for goal, head in zip(owner[~alone].tolist(), heads[there[~alone]].tolist(), strict=True):
        joint.setdefault(goal, set()).add(head)
    for goal, several in joint.items():
        kind[goal] = number.setdefault(tuple(sorted(several)), len(number))
    wide = heads[last[heads] - first[heads] > 1].tolist()
    return Rows(kind, list(number), frozenset(wide) - own)


def _heads(p: Projection, within: Sequence[int]) -> tuple[Indices, Indices, set[int]]:
    """The units that are rows, in walk order, where their base's tree ends, and the bases."""
    first, last = p.unit_spans
    at = np.argsort(first).tolist()
    begin, end = first.tolist(), last.tolist()

    def children(unit: int) -> list[int]:
        out, step = [], begin[unit] + 1
        while step < end[unit]:
            out.append(at[step])
            step = end[at[step]]
        return out

    tops, step = [], 0
    asked = set(within)
    while step < len(at):
        unit = at[step]
        if unit in asked or not within:
            tops.append(unit)
            step = end[unit]
        else:
            step += 1
    own: set[int] = set(tops)
    heads = []
    for top in tops:
        below = children(top)
        heads.append((top, end[top]))
        while len(tops) == len(below) == 1:
            heads.append((below[0], end[top]))
            own.add(below[0])
            below = children(below[0])
        heads += [(unit, end[top]) for unit in below]
    units = np.array([unit for unit, _ in heads], dtype=np.intp)
    return units, np.array([last_ for _, last_ in heads], dtype=np.intp), own


def by_area(facts: Facts, goals: Flags, only: Sequence[int] = ()) -> Rows:
    """A row for each area, for the goals whose chain leads to it; `only` leaves out others."""
    words = facts.chain_areas[goals]
    if only:
        mask = np.zeros(words.shape[1], dtype=np.uint64)
        for area in only:
            mask[area // BITS] |= np.uint64(1) << np.uint64(area % BITS)
        words = words & mask
    found = np.zeros(len(words), dtype=np.intp)
    for column in words.T:
        values, place = np.unique(column, return_inverse=True)
        _, firsts, found = np.unique(
            found * len(values) + place, return_index=True, return_inverse=True
        )
    kind = np.zeros(len(goals), dtype=np.intp)
    if not len(words):
        return Rows(kind, [(NONE,)])
    kind[goals] = found
    return Rows(kind, [_listed(words[place].tolist()) or (NONE,) for place in firsts.tolist()])


def _listed(words: list[int]) -> tuple[int, ...]:
    return tuple(
        k * BITS + bit for k, word in enumerate(words) for bit in range(BITS) if word >> bit & 1
    )


def cells_of(
    p: Projection, goals: Flags, rows: Rows, alone: Flags
) -> tuple[Indices, list[Cell]]:
    """The cell of each goal (-1 outside), and the cells; goals `alone` get one each."""
    held = np.flatnonzero(goals & ~alone)
    levels = len(p.governance.levels)
    code = rows.kind[held] * levels + p.level[held]
    used = np.bincount(code, minlength=1) > 0
    cell = np.full(p.count, -1, dtype=np.intp)
    cell[held] = (np.cumsum(used) - 1)[code]
    cells = [
        Cell(each % levels, rows.rows[each // levels], None)
        for each in np.flatnonzero(used).tolist()
    ]
    singles = np.flatnonzero(goals & alone)
    cell[singles] = len(cells) + np.arange(len(singles))
    cells += [
        Cell(int(p.level[goal]), rows.rows[int(rows.kind[goal])], goal)
        for goal in singles.tolist()
    ]
    return cell, cells


class Bundle(NamedTuple):
    """
    Links from one group of goals to another (NONE: outside), how many of them carry, and the
    width of the thickest (0.0 where a lens gives none).
    """

    source: int
    target: int
    links: int
    carrying: int
    width: float


def bundles(
    facts: Facts, group: Indices, groups: int, width: NDArray[np.float64] | None
) -> list[Bundle]:
    """
    The links of goals in force with an end in a group, by the groups of both ends; `group` is
    by goal, `width` by link. Linear in links, but for sorting them.
    """
    p = facts.projection
    size = groups + 1
    # One number for both ends and whether the link carries; they are few beside the links.
    keys = ((group[p.source] + 1) * size + group[p.target] + 1) * 2 + facts.carries
    keys = keys[facts.seen]
    key, count = np.unique(keys, return_counts=True)
    widest = np.zeros(len(key))
    if width is not None:
        np.maximum.at(widest, np.searchsorted(key, keys), width[facts.seen])
    found: dict[int, Bundle] = {}
    for each, links, thick in zip(key.tolist(), count.tolist(), widest.tolist(), strict=True):
        ends, carries = divmod(each, 2)
        both = found.get(ends, Bundle(ends // size - 1, ends % size - 1, 0, 0, 0.0))
        found[ends] = Bundle(
            both.source,
            both.target,
            both.links + links,
            both.carrying + links * carries,
            max(both.width, thick),
        )
    return [each for ends, each in found.items() if ends]
