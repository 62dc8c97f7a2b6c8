"""
The boxes of an overview: goals counted by level and unit or area, and what is said of each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags
from graph.model import Area, Unit
from visualizations.facts import Facts
from visualizations.gather import LINE_HEIGHT, MARGIN, TITLE_EMS, Gathering, clean, short
from visualizations.grouping import BITS, NONE, by_area, by_unit, cells_of
from visualizations.lens import Lens
from visualizations.model import Node
from visualizations.request import MapRequest
from visualizations.selection import Selection, goal_number, wanted
from visualizations.tallies import PROBLEMS
from visualizations.wording import CHANGE_MARKS, MARKS, number_of, say
from visualizations.wrapping import wrapped

# So few goals at the root level or above stand each in a box of their own.
ALONE_AT_MOST = 12
# Boxes for each goal that a focus map would show.
BOXES = 1.25
FOOT_LINES = 6
AREA_LETTERS = 40


class GroupBoxes:
    """
    The boxes of one overview: `nodes` and `column` by key, `keys` in the order they were made.
    `total` goals stand in `cells` (`cell` by goal). `rows_in` has for each box its rows, and
    `box_of` for each cell its rows, with the number of the box that has them.
    """

    def __init__(
        self, facts: Facts, request: MapRequest, language: str, lens: Lens | None
    ) -> None:
        """
        Linear in goals. UsageError for a goal, level, area, unit, plan, state or change that
        there isn't.
        """
        self._facts, self._request, self._language, self._lens = facts, request, language, lens
        self._unit = request.groups == "unit"
        self._goals = _covered(facts, request, lens)
        self.total = int(np.count_nonzero(self._goals))
        p = facts.projection
        number = p.unit_number if self._unit else p.area_number
        asked = request.units if self._unit else request.areas
        chosen = [number[name] for name in asked]
        self._rows = (
            by_unit(p, self._goals, chosen) if self._unit else by_area(facts, self._goals, chosen)
        )
        alone = self._goals & self._few()
        self.cell, self.cells = cells_of(p, self._goals, self._rows, alone)
        self._tallies = self._tally()
        self.nodes: dict[str, Node] = {}
        self.column: dict[str, int] = {}
        self.keys: list[str] = []
        # Whether any level is shown from a later page than its first.
        self.turned = False
        self.rows_in: list[dict[int, int]] = []
        self.box_of: list[dict[int, int]] = [{} for _ in self.cells]
        self._singles(np.flatnonzero(alone).tolist())
        self._groups()

    @property
    def several(self) -> list[int]:
        """Cells of goals that stand in more than one box."""
        return [k for k, boxes in enumerate(self.box_of) if len(set(boxes.values())) > 1]

    def _say(self, code: str, **values: object) -> str:
        return say(code, self._language, **values)

    def _number(self, code: str, count: int) -> str:
        return number_of(code, count, self._language)

    # --- counting

    def _few(self) -> Flags:
        """Goals at the root level or above, where they are few."""
        p = self._facts.projection
        out = np.zeros(p.count, dtype=np.bool_)
        for level in range(p.governance.root + 1):
            there = self._goals & (p.level == level)
            if np.count_nonzero(there) <= ALONE_AT_MOST:
                out |= there
        return out

    def _tally(self) -> tuple[list[str], NDArray[np.intp]]:
        """What is to be told of goals, and for each cell the number of each of these."""
        facts, p, count = self._facts, self._facts.projection, len(self.cells)
        held = np.flatnonzero(self._goals)
        mine = self.cell[held]
        out: dict[str, NDArray[np.intp]] = {}

        def tell(name: str, which: NDArray[np.bool_]) -> None:
            out[name] = np.bincount(mine[which], minlength=count)

        out["goals"] = np.bincount(mine, minlength=count)
        for k, state in enumerate(facts.goal_states):
            tell(state, facts.goal_state[held] == k)
        tell("troubled", facts.troubled[held])
        tell("unanswered", np.any(facts.missing[held], axis=1))
        made_up = np.fromiter(map("made_up".__eq__, p.bases), dtype=np.bool_, count=p.count)
        tell("examples", made_up[held])
        if self._lens is not None:
            for k, code in enumerate(self._lens.codes):
                tell(f"change.{code}", self._lens.goal[held] == k)
        words = facts.chain_areas[held]
        led = np.bitwise_or.reduce(words, axis=0).tolist()
        for area in range(len(p.frame.areas)):
            tagged = p.areas.owner[p.areas.values == area]
            if led[area // BITS] >> area % BITS & 1 or tagged.size:
                on = words[:, area // BITS] & np.uint64(1 << area % BITS) != 0
                tell(f"area.{area}", on)
                tags = np.zeros(p.count, dtype=np.bool_)
                tags[tagged] = True
                tell(f"tagged.{area}", tags[held] & ~on)
        return list(out), np.stack(list(out.values()), axis=1)

    def _goals_in(self) -> list[int]:
        """How many goals each cell has."""
        names, tallies = self._tallies
        found: list[int] = tallies[:, names.index("goals")].tolist()
        return found

    def of(self, cells: Sequence[int]) -> dict[str, int]:
        """What is to be told of the goals of several cells together, by name."""
        names, tallies = self._tallies
        return dict(zip(names, tallies[list(cells)].sum(axis=0).tolist(), strict=True))

    # --- boxes

    def _add(self, node: Node, level: int, cells: Sequence[int], rows: Sequence[int]) -> None:
        box = len(self.keys)
        self.rows_in.append(dict.fromkeys(rows, box))
        for each in cells:
            mine = self.rows_in[box].keys() & self.cells[each].rows
            self.box_of[each].update(dict.fromkeys(mine, box))
        self.keys.append(node.key)
        self.nodes[node.key] = node
        self.column[node.key] = level

    def _singles(self, goals: Sequence[int]) -> None:
        """Boxes for goals that stand alone, as in other maps."""
        p = self._facts.projection
        shown = Selection((), np.zeros(p.count, dtype=np.bool_), np.zeros(p.count, dtype=np.bool_))
        shown.add(goals)
        made = Gathering(self._facts, self._request, shown, self._lens, self._language)
        first = len(self.cells) - len(goals)
        for k, goal in enumerate(goals, start=first):
            key = f"g:{p.ids[goal]}"
            node = replace(made.nodes[key], more=None, more_text="")
            self._add(node, made.column[key], [k], self.cells[k].rows)

    def _groups(self) -> None:
        """Boxes for rows of each level; the smallest rows go together where need be."""
        members: dict[int, dict[int, list[int]]] = {}
        size: Counter[int] = Counter()
        for k, (cell, goals) in enumerate(zip(self.cells, self._goals_in(), strict=True)):
            if cell.goal is None:
                for row in cell.rows:
                    members.setdefault(cell.level, {}).setdefault(row, []).append(k)
                    size[row] += goals
        most = min(self._request.cap, math.floor(self._request.target * BOXES))
        left = len(members)
        for level in sorted(members, key=lambda level: (len(members[level]), level)):
            rows = members[level]
            share = max(1, (most - len(self.keys)) // left)
            left -= 1
            # By their size on all levels, so that the same rows are shown on each.
            ordered = sorted(rows, key=lambda row: (-size[row], row))
            shown, rest = ordered, []
            if len(ordered) > share:
                begin = self._request.page * (share - 1)
                begin = begin if begin < len(ordered) else 0
                self.turned |= begin > 0
                shown = ordered[begin : begin + share - 1]
                rest = ordered[:begin] + ordered[begin + share - 1 :]
            for row in shown:
                self._group(level, [row], rows[row])
            if rest:
                cells = sorted({each for row in rest for each in rows[row]})
                self._group(level, rest, cells, share=share, of=len(ordered))

    def _group(
        self, level: int, rows: list[int], cells: list[int], share: int = 0, of: int = 0
    ) -> None:
        """One box; `rows` are those that go together where a level has `of`, `share` at once."""
        p, tally = self._facts.projection, self.of(cells)
        about = p.governance.levels[level]
        level_name = clean(about.name)
        rest = of > 0
        kind = "unit" if self._unit else "area"
        if rest:
            code = f"group.{kind}.{'all' if len(rows) == of else 'more'}"
            name, key = self._number(code, len(rows)), f"c:{level}"
        elif rows[0] == NONE:
            name, key = self._say(f"group.{kind}.none"), f"n:{level}"
        else:
            thing = (p.frame.units if self._unit else p.frame.areas)[rows[0]]
            name, key = _named(thing), f"{kind[0]}:{level}:{thing.id}"
        state = "count" if rest else "group"
        title, first, change = f"{name}, {level_name}", self._stand(tally, level), ""
        for code in self._codes(tally):
            if code not in ("dropped", "removed") or tally[f"change.{code}"] == tally["goals"]:
                change = code
                break
        lines = wrapped(f"{MARKS[state]} {name}", TITLE_EMS, 2) + self._foot(tally, first)
        more, code = self._more(level, rows, tally, share, of)
        node = Node(
            key=key,
            kind="count",
            goal=None,
            title=title,
            label=tuple(lines),
            level=about.id,
            level_name=level_name,
            state=state,
            state_text=first,
            mark=MARKS[state],
            units=(name,) if self._unit and not rest and rows[0] != NONE else (),
            example=tally["examples"] == tally["goals"],
            count=tally["goals"],
            troubled=tally["troubled"],
            notes=(first, *self._notes(tally, level, rows)),
            change=change,
            change_text=self._changed(change, tally) if change else "",
            more=more,
            more_text=self._say(code, name=level_name if rest else title),
            height=LINE_HEIGHT * len(lines) + MARGIN,
        )
        self._add(node, level, cells, rows)

    def _stand(self, tally: dict[str, int], level: int) -> str:
        """How many goals, and how many are rooted of those of whom that is asked."""
        asked = tally["goals"] - tally["exempt"]
        if level <= self._facts.projection.governance.root or not asked:
            return self._number("group.goals", tally["goals"])
        if asked == 1:
            return self._say("group.one" if tally["rooted"] else "group.one.not")
        if tally["rooted"] == asked:
            return self._say("group.all", n=asked)
        return self._say("group.rooted", rooted=tally["rooted"], n=asked)

    def _problems(self, tally: dict[str, int]) -> list[str]:
        out = [self.counted_state(name, tally[name]) for name in PROBLEMS if tally[name]]
        if tally["unanswered"]:
            out.append(self._say("unanswered.many", n=tally["unanswered"]))
        return out

    def counted_state(self, name: str, count: int) -> str:
        """A number of goals in a state."""
        return f"{count} {self._say(name if count == 1 else f'{name}.many')}"

    def _codes(self, tally: dict[str, int]) -> list[str]:
        codes = () if self._lens is None else self._lens.codes
        return [code for code in codes if tally[f"change.{code}"]]

    def _changed(self, code: str, tally: dict[str, int]) -> str:
        return self._number(f"group.{code}", tally[f"change.{code}"])

    def _foot(self, tally: dict[str, int], first: str) -> list[str]:
        """The lines under the name: how the goals stand, and never a number cut short."""
        told = [first]
        for code in self._codes(tally):
            told.append(f"{CHANGE_MARKS[code]} {self._changed(code, tally)}")
        problems, examples = self._problems(tally), tally["examples"]
        if problems:
            told.append("! " + ", ".join(problems))
        if tally["exempt"]:
            told.append(f"{MARKS['exempt']} {self.counted_state('exempt', tally['exempt'])}")
        if examples == tally["goals"]:
            told.append(self._say("example"))
        elif examples:
            told.append(self._say("group.examples", n=examples))
        return [line for each in told for line in wrapped(each, TITLE_EMS, FOOT_LINES)]

    def _notes(self, tally: dict[str, int], level: int, rows: list[int]) -> list[str]:
        """What stands beside the box: changes, problems, exempt goals, areas, examples."""
        out = [self._changed(code, tally) for code in self._codes(tally)]
        out += self._problems(tally)
        if tally["exempt"]:
            out.append(self.counted_state("exempt", tally["exempt"]))
        if self._unit:
            areas = [
                f"{short(_named(area), AREA_LETTERS)}: {tally[f'area.{k}']}"
                for k, area in enumerate(self._facts.projection.frame.areas)
                if tally.get(f"area.{k}")
            ]
            out += [self._say("group.areas", list=" · ".join(areas))] if areas else []
        elif len(rows) == 1:
            there = self.of([k for k, cell in enumerate(self.cells) if cell.level == level])
            tagged = there.get(f"tagged.{rows[0]}")
            out += [self._number("group.tagged", tagged)] if tagged else []
        if tally["examples"]:
            out.append(self._say("group.examples", n=tally["examples"]))
        return out

    def _more(
        self, level: int, rows: list[int], tally: dict[str, int], share: int, of: int
    ) -> tuple[MapRequest, str]:
        """The map one step further into a box, and the text that leads there."""
        request, p = self._request, self._facts.projection
        about = p.governance.levels[level].id
        if share:
            if request.levels != (about,):
                return replace(request, levels=(about,), page=0), "group.open.more"
            page = request.page + 1
            turned = page if page * max(1, share - 1) < of else 0
            return replace(request, page=turned), "group.open.more"
        chosen = replace(request, groups=None, page=0, expanded=(), levels=(about,))
        row = rows[0]
        if row == NONE:
            states = tuple(sorted(each for each in self._facts.goal_states if tally[each]))
            return replace(chosen, states=states), "group.open.states"
        few = tally["goals"] <= request.target
        if self._unit:
            name = p.frame.units[row].id
            if few or row not in self._rows.opens:
                return replace(chosen, units=(name,)), "group.open.map"
            return replace(request, units=(name,), page=0), "group.open.overview"
        name = p.frame.areas[row].id
        if few:
            return replace(chosen, areas=(name,)), "group.open.map"
        return replace(request, groups="unit", areas=(name,), page=0), "group.open.overview"


def _named(thing: Unit | Area) -> str:
    """What people call it, with the number that areas have."""
    if isinstance(thing, Area) and thing.number is not None:
        return f"{thing.number} {clean(thing.name)}"
    return clean(thing.name)


def _covered(facts: Facts, request: MapRequest, lens: Lens | None) -> Flags:
    """Goals in force that the overview is of."""
    p = facts.projection
    out: Flags = facts.in_force.copy()
    out[[p.number[goal] for goal in request.hidden if goal in p.number]] = False
    if request.root is not None:
        out &= facts.under(np.array([goal_number(p, request.root)]))
    if request.chosen:
        out &= wanted(facts, request, lens)
    return out
