#!/usr/bin/env python3
"""
Do these proofs hold? Asked of the data alone, with nothing of Röda tråden's own code.

    python3 check_proof.py FOLDER              all that `rodtrad audit --proofs FOLDER` wrote
    python3 check_proof.py data.json PROOF…    some of it: .json holds one, .jsonl one to a line

`--quiet` names only what is rejected. The last line tells the digest of the data: it is that of
data.json as `sha256sum` takes it, and must be the one that stands on the report's first page.

Exits 0 when every proof holds, 1 when one is rejected, 2 when something can't be read. Needs
Python 3.10 or newer and no library. What the words mean: docs/semantics.md; what the proofs hold:
docs/proofs.md. Read `World` first: it is what a view shows of the data.
"""

from __future__ import annotations

import argparse
import calendar
import json
import sys
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

# Which verdict each rule stands for, and about what.
RULES = {
    "T001": "goal orphan", "T002": "goal broken", "T003": "goal detached", "T004": "link broken",
    "T005": "link outdated", "T010": "needs barren", "T011": "needs answered_in_part",
    "T012": "ring closed", "T015": "view no_root", "T020": "unit no_rooted_goal",
    "T021": "cell tag_only", "T022": "cell weak", "T023": "cell no_plan", "T024": "cell empty",
    "T025": "answer missing",
}  # fmt: skip
NEVER, FOREVER = 0, 10**7  # days are numbered, 1 January of the year 1 being day 1
DECIDED = "decided_on", "until"
MISSHAPEN = LookupError, TypeError, ValueError, AttributeError, RecursionError
PARTS = {"format", "data", "view", "subject", "verdict", "witness"}
Item = dict[str, Any]


class Rejected(Exception):
    """What is claimed isn't so; the text says why."""


def require(holds: object, reason: str) -> None:
    """Reject, with the reason, unless it holds."""
    if not holds:
        raise Rejected(reason)


def canonical(value: Any) -> str:
    """One JSON text for a value (RFC 8785): keys sorted, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def once(pairs: list[tuple[str, Any]]) -> Item:
    """A JSON object, in which no key is written twice."""
    require(len(dict(pairs)) == len(pairs), "a key is written twice")
    return dict(pairs)


def parsed(said: bytes) -> Item:
    """A JSON object; Rejected if it is none."""
    try:
        value: Item = json.loads(said, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"it isn't JSON ({error})") from None
    require(isinstance(value, dict), "it isn't a JSON object")
    return value


def day(text: str | None, otherwise: int) -> int:
    """The number of a day; `otherwise` where none is said."""
    return otherwise if text is None else date.fromisoformat(text).toordinal()


def period(text: str | None) -> tuple[int, int]:
    """First and last day of 2024, 2024-2027, 2024-03, 2024-T1, 2024-Q1, a day, or FROM/TO."""
    first, slash, last = "".join((text or "/").split()).partition("/")
    if slash or first.count("-") == 2:
        return day(first or None, NEVER), day((last if slash else first) or None, FOREVER)
    year, rest = int(first[:4]), first[5:]
    until, month, months = year, 1, 12
    if len(rest) == 4:
        until = int(rest)
    elif rest:
        months = {"T": 4, "Q": 3}.get(rest[0], 1)
        month = (int(rest.strip("TQ")) - 1) * months + 1
    end = month + months - 1
    final = date(until, end, calendar.monthrange(until, end)[1])
    return date(year, month, 1).toordinal(), final.toordinal()


class World:
    """What a view shows of the data: what is in force, and which links carry."""

    def __init__(self, data: Item, view: Item) -> None:
        """Linear in the data."""
        require(set(view) == {"year", "as_of", "all", "through", "drafts"}, "no such view")
        named = [view["year"] is not None, view["as_of"] is not None, view["all"]]
        require(named.count(True) == 1, "the view is of a year, a day or all")
        self.all, self.window = view["all"], (NEVER, FOREVER)
        if view["as_of"]:
            self.window = day(view["as_of"], NEVER), day(view["as_of"], NEVER)
        elif view["year"]:
            self.window = period(f"{view['year']:04}")
        self.statuses = {"adopted", "draft"} if view["drafts"] else {"adopted"}
        self.levels = data["model"]["levels"]
        self.order = {level["id"]: place for place, level in enumerate(self.levels)}
        self.root = [level["root"] for level in self.levels].index(True)
        self.lowest = self.order[view["through"] or self.levels[-1]["id"]]
        self.known_kind = dict(data["model"]["unit_kinds"])
        self.goals, self.plans, self.units, self.areas = (
            {item["id"]: item for item in data[name]}
            for name in ("goals", "plans", "units", "areas")
        )
        self.exemptions = [each for each in data["exemptions"] if self.dated(each, *DECIDED)]
        self.plan_days = {plan: self.written_days(item) for plan, item in self.plans.items()}
        for plan in self.plans.values():
            start = self.written_days(plan)[0]
            for older in plan["replaces"] if plan["status"] == "adopted" and start else ():
                first, last = self.plan_days[older]
                self.plan_days[older] = first, min(last, start - 1)
        self.in_force = {goal for goal, item in self.goals.items() if self.goal_holds(item)}
        self.roots = {goal for goal in self.in_force if self.level(goal) == self.root}
        # Carrying links, by the goal they lead from and by the goal they lead to.
        self.up: dict[str, set[str]] = {goal: set() for goal in self.in_force}
        self.down: dict[str, set[str]] = {goal: set() for goal in self.in_force}
        for goal in self.in_force:
            for link in self.goals[goal]["contributes_to"]:
                if self.why_not(link) is None:
                    self.up[goal].add(link["to"])
                    self.down[link["to"]].add(goal)
        self.replaced: set[str] = set()  # what a goal in force replaces, also in steps
        waiting = list(self.in_force)
        while waiting:
            older = set(self.goals.get(waiting.pop(), {"replaces": ()})["replaces"])
            waiting += older - self.replaced
            self.replaced |= older
        decided = [forward for forward in data["forwards"] if self.dated(forward, *DECIDED)]
        self.handed = [(forward, self.taken_up(forward)) for forward in decided]
        # The units in force that owe goals of a level, each with the goals in its row.
        self.rows: dict[tuple[int, str | None], set[str]] = {
            (place, unit): set()
            for place in range(len(self.levels)) for unit, item in self.units.items()
            if self.row(unit, place) == unit and self.dated(item)
        }  # fmt: skip
        for goal in self.in_force:
            place, units = self.level(goal), self.goals[goal]["unit"]
            by_plan = self.row(self.plan_unit(goal), place) if len(units) < 2 else None
            for row in [by_plan] if by_plan else {self.row(unit, place) for unit in units}:
                self.rows.get((place, row), set()).add(goal)

    def holds(self, first: int, last: int) -> bool:
        """Does the stretch of days meet the view?"""
        return self.all or max(first, self.window[0]) <= min(last, self.window[1])

    def dated(self, item: Item, first: str = "valid_from", last: str = "valid_to") -> bool:
        """Is a unit, a link or a decision in force by its dates?"""
        return self.holds(day(item[first], NEVER), day(item[last], FOREVER))

    def written_days(self, plan: Item) -> tuple[int, int]:
        """A plan's first and last day, before newer plans cut it; NEVER for an unknown first."""
        first, last = period(plan["period"])
        return day(plan["in_force_from"], first if first > 1 else NEVER), last

    def goal_holds(self, goal: Item) -> bool:
        """Is the goal in force: its own days within its plan's, and of a level in the view?"""
        first, last = day(goal["valid_from"], NEVER), day(goal["valid_to"], FOREVER)
        statuses = {goal["status"]}
        if goal["plan"] is not None:
            plan_first, plan_last = self.plan_days[goal["plan"]]
            first, last = max(first, plan_first), min(last, plan_last)
            statuses.add(self.plans[goal["plan"]]["status"])
        held = self.order[goal["level"]] <= self.lowest
        return held and statuses <= self.statuses and self.holds(first, last)

    def why_not(self, link: Item) -> str | None:
        """Why the link of a goal in force doesn't carry; None if it does."""
        if link["status"] == "rejected":
            return "rejected"
        if link["to"] not in self.in_force:
            return "target_not_in_force" if link["to"] in self.goals else "target_missing"
        holds = link["status"] in self.statuses and self.dated(link)
        return None if holds else "link_not_in_force"

    def level(self, goal: str) -> int:
        """The place of the goal's level, 0 at the top."""
        return self.order[self.goals[goal]["level"]]

    def lineage(self, unit: str | None) -> list[str]:
        """The unit, the one it is part of, and so on."""
        line: list[str] = []
        while unit is not None and unit not in line:
            line.append(unit)
            unit = self.units[unit]["parent"]
        return line

    def plan_unit(self, goal: str) -> str | None:
        """The unit of the goal's plan."""
        plan = self.goals[goal]["plan"]
        return self.plans[plan]["unit"] if plan is not None else None

    def taken_up(self, forward: Item) -> set[str]:
        """The goals that take up what a unit hands on: a level down, of units at or under it."""

        def takes(goal: str) -> bool:
            units = self.goals[goal]["unit"] or [self.plan_unit(goal)]
            below = any(forward["unit"] in self.lineage(unit) for unit in units)
            return below and self.level(goal) == self.order[forward["level"]] + 1

        return set(filter(takes, self.down.get(forward["goal"], ())))

    def row(self, unit: str | None, level: int) -> str | None:
        """The nearest unit at or above this one that owes goals of the level."""
        owing = self.levels[level]["owed_by"]
        for above in self.lineage(unit):
            kind = self.units[above]["kind"]
            if kind in owing or self.known_kind.get(kind) in owing:
                return above
        return None

    def goals_of(self, unit: str, level: int) -> tuple[set[str], set[str]]:
        """The goals in a unit's row, and those of them that may be rooted or roots."""
        require((level, unit) in self.rows, "the unit owes no goals there, or isn't in force")
        row = self.rows[level, unit]
        return row, row if level >= self.root else set()

    def handed_by(self, unit: str, level: int) -> list[tuple[Item, set[str]]]:
        """The forwards of a unit's row, each with the goals that take it up."""
        return [
            (forward, takers) for forward, takers in self.handed
            if self.order[forward["level"]] == level and self.row(forward["unit"], level) == unit
        ]  # fmt: skip

    def exempting(self, unit: str) -> list[Item]:
        """The decisions in force that exempt a unit."""
        return [each for each in self.exemptions if each["unit"] == unit]

    def needs(self, level: int) -> list[str]:
        """The levels that must contribute to a goal of a level, in the order of the model."""
        needed = (need for need in self.levels[level]["needs"] if self.order[need] <= self.lowest)
        return sorted(needed, key=lambda need: self.order[need])

    def columns(self, level: int) -> set[str]:
        """The areas in force that the level asks for."""
        asked = self.levels[level]["every_area"] if level <= self.lowest else False
        kinds = {item["kind"] for item in self.areas.values()} if asked is True else asked or ()
        fits = [area for area, item in self.areas.items() if item["kind"] in kinds]
        return {area for area in fits if self.holds(*period(self.areas[area]["period"]))}


# --- What is claimed, by what it is about -----------------------------------------------------


def follow(world: World, path: Any, starts: set[str], ends: set[str]) -> None:
    """A way of carrying links from one of `starts` to one of `ends`."""
    require(isinstance(path, list) and path, "no path is shown")
    require(path[0] in starts & world.in_force, "the path starts somewhere else")
    for lower, upper in pairwise(path):
        require(upper in world.up[lower], f"no link carries from {lower} to {upper}")
    require(path[-1] in ends, f"the path ends at {path[-1]}")


def shut(world: World, members: Any, starts: set[str], barred: set[str]) -> None:
    """Carrying links never lead from `starts` to `barred`: the set holds all they lead to."""
    inside = set(members)
    require(isinstance(members, list) and starts <= inside, "the set lacks where it starts")
    for goal in members:
        require(goal in world.in_force, f"the set holds {goal}, which isn't in force")
        require(world.up[goal] <= inside, f"a link carries from {goal} out of the set")
        require(goal not in barred, f"the set holds {goal}")


def goal_state(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """Exactly one state for each goal in force."""
    goal = subject["id"]
    require(goal in world.in_force, "the goal isn't in force")
    place, links = world.level(goal), world.goals[goal]["contributes_to"]
    if verdict in ("vision", "root"):
        require(place < world.root if verdict == "vision" else place == world.root, "wrong level")
        return require(witness["path"] == [goal], "another goal is shown")
    require(place > world.root, "the goal stands at the root level or above it")
    if verdict == "rooted":
        return follow(world, witness["path"], {goal}, world.roots)
    own = world.goals[goal]["exempt"]
    decisions = [each for each in world.exemptions if each["goal"] == goal]
    decisions += [own] if own and world.dated(own, *DECIDED) else []
    if verdict == "exempt":
        require(witness["decision"] in decisions, "no such decision is in force")
        return shut(world, witness["closed"], {goal}, world.roots)
    require(not decisions, "a decision in force exempts the goal")
    if verdict == "orphan":
        return require(links == witness["links"] == [], "a link upward is written")
    if verdict == "broken":
        require(links and not world.up[goal], "no link is written, or one carries")
        why = sorted((link["to"], world.why_not(link)) for link in links)
        told = [(link["to"], link["why"]) for link in witness["links"]]
        return require(told == why, "the links are other ones, or fail otherwise")
    require(verdict == "detached", "no such state")
    require(world.up[goal], "no link carries")
    return shut(world, witness["closed"], {goal}, world.roots)


def link_state(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """Whether a link of a goal in force carries, and else why not."""
    require(subject["from"] in world.in_force, "the goal isn't in force")
    links = world.goals[subject["from"]]["contributes_to"]
    why = [world.why_not(link) for link in links if link["to"] == subject["to"]]
    require(why == [witness["why"]], "no such link is written, or something else is said of it")
    state = why[0] if why[0] == "rejected" else "broken" if why[0] else "carries"
    if str(why[0]).startswith("target") and subject["to"] in world.replaced:
        state = "outdated"
    require(verdict == state, f"the link is {state}")


def needs(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """What contributes to a goal, as goals of which levels, and what is missing."""
    goal = subject["id"]
    require(goal in world.in_force, "the goal isn't in force")
    counted = {source: {world.goals[source]["level"]} for source in world.down[goal]}
    for forward, takers in world.handed:
        for source in takers if forward["goal"] == goal else ():
            counted[source].add(forward["level"])
    told = [{"goal": source, "as": sorted(counted[source])} for source in sorted(counted)]
    require(witness["from"] == told, "other goals contribute, or as goals of other levels")
    there: set[str] = set().union(*counted.values())
    missing = [need for need in world.needs(world.level(goal)) if need not in there]
    require(witness["missing"] == missing, "other levels are missing")
    state = "answered" if not missing else "answered_in_part" if counted else "barren"
    require(verdict == state, f"the goal is {state}")


def cell(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """A unit in an area, for a level that asks for every area: the first status that fits."""
    place, unit, area = world.order[subject["level"]], subject["unit"], subject["area"]
    require(area in world.columns(place), "the level doesn't ask for the area")
    row, able = world.goals_of(unit, place)
    aim = {goal for goal in world.roots if area in world.goals[goal]["areas"]}
    if verdict == "covered":
        return follow(world, witness["path"], able, aim)
    handed = {f["goal"] for f, takers in world.handed_by(unit, place) if takers}
    if verdict == "forwarded":
        follow(world, witness["path"], handed, aim)
        return shut(world, witness["closed"], able, aim)
    shut(world, witness["closed"], able | handed, aim)
    decisions = [each for each in world.exempting(unit) if each["area"] in (None, area)]
    if verdict == "exempt":
        return require(witness["decision"] in decisions, "no such decision is in force")
    require(not decisions, "a decision in force exempts the unit")
    tagged = {goal for goal in row if area in world.goals[goal]["areas"]}
    if verdict == "tag_only":
        return follow(world, witness["path"], tagged & able, world.roots)
    shut(world, witness["unrooted"], tagged & able, world.roots)
    if verdict == "weak":
        return require(tagged, "no goal is tagged so")
    kind = world.levels[place]["plan"]
    lacking = kind is not None and not row and not any(
        plan["kind"] == kind and world.row(plan["unit"], place) == unit
        and plan["status"] in world.statuses and world.holds(*world.plan_days[name])
        for name, plan in world.plans.items()
    )  # fmt: skip
    state = "weak" if tagged else "no_plan" if lacking else "empty"
    require(verdict == state, f"the cell is {state}")


def answer(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """Whether a unit answers a root goal that it is addressed by, or has a goal for."""
    unit, goal = subject["unit"], subject["goal"]
    needed = [world.order[need] for need in world.needs(world.root)]
    owed = [level for level in needed if world.levels[level]["owed_by"]]
    require(owed, "no level answers root goals")
    place = owed[0]
    able = world.goals_of(unit, place)[1] - world.roots
    takers = [found for forward, found in world.handed_by(unit, place) if forward["goal"] == goal]
    if verdict == "answered":
        return follow(world, witness["path"], able.union(*takers), {goal} & world.roots)
    require(goal in world.roots and unit in world.goals[goal]["addressed_to"], "nobody asked it")
    require(not any(takers), "the goal is handed on, and taken up")
    shut(world, witness["closed"], able, {goal})
    decisions = world.exempting(unit)
    if verdict == "missing":
        areas = {each["area"] for each in decisions}
        require(None not in areas, "a decision in force exempts the unit")
        excused = {root for root in world.roots if areas.intersection(world.goals[root]["areas"])}
        return shut(world, witness["chain"], {goal}, excused)
    require(verdict == "exempt", "no such verdict")
    require(witness["decision"] in decisions, "no such decision is in force")
    area = witness["decision"]["area"]
    ends = {root for root in world.roots if area is None or area in world.goals[root]["areas"]}
    return follow(world, witness["path"], {goal}, ends)


def unit(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """A unit that owes goals of a level and has none that leads to a root goal."""
    able = world.goals_of(subject["id"], world.order[subject["level"]])[1]
    require(verdict == "no_rooted_goal", "no such verdict")
    decided = any(each["area"] is None for each in world.exempting(subject["id"]))
    require(not decided, "a decision in force exempts the unit")
    shut(world, witness["closed"], able, world.roots)


def ring(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """A goal that carries itself, at once or through others."""
    require(verdict == "closed" and len(witness["path"]) > 1, "no way goes round")
    follow(world, witness["path"], {subject["id"]}, {subject["id"]})


def view(world: World, subject: Item, verdict: str, witness: Item) -> None:
    """A view in which no root goal is in force."""
    require(verdict == "no_root" and not world.roots, "a root goal is in force")


KINDS = {"goal": goal_state, "link": link_state, "needs": needs, "cell": cell, "answer": answer,
         "unit": unit, "ring": ring, "view": view}  # fmt: skip


# --- Files and the command ---------------------------------------------------------------------


class Checker:
    """Holds proofs against one set of data; remembers what was proved."""

    def __init__(self, said: bytes) -> None:
        """The data as it was written; its digest is that of the bytes."""
        self.data, self.digest = parsed(said), "sha256:" + sha256(said).hexdigest()
        self.view: Item | None = None  # the only one that proofs may be of, if any is
        self.worlds: dict[str, World] = {}
        self.proved: set[str] = set()

    def world(self, view: Item) -> World:
        """The data as the view shows it; worked out once."""
        key = canonical(view)
        if key not in self.worlds:
            self.worlds[key] = World(self.data, view)
        return self.worlds[key]

    def check(self, said: bytes) -> tuple[str, str | None]:
        """What a proof claims, and why it is rejected: None if it holds."""
        claim = "?"
        try:
            proof = parsed(said)
            require(set(proof) - {"rule"} == PARTS, "a proof has other parts")
            subject, verdict, witness = proof["subject"], proof["verdict"], proof["witness"]
            claim = f"{canonical(subject)} {verdict}"
            require(proof["format"] == "rodtrad.proof/1", "not a proof of a known format")
            require(proof["data"] == self.digest, "the proof is of other data")
            require(self.view in (None, proof["view"]), "the proof is of another view")
            meant = RULES.get(proof["rule"]) if "rule" in proof else f"{subject['kind']} {verdict}"
            require(meant == f"{subject['kind']} {verdict}", "the rule stands for another verdict")
            KINDS[subject["kind"]](self.world(proof["view"]), subject, verdict, witness)
        except Rejected as reason:
            return claim, str(reason)
        except MISSHAPEN as error:
            return claim, f"not of the shape of a proof ({type(error).__name__}: {error})"
        self.proved.add(canonical(subject))
        return claim, None

    def kept_back(self) -> list[str]:
        """The goals in force, their links, and the cells that nothing was proved of."""
        world = self.world(self.view or {})
        wanted = [{"kind": "goal", "id": goal} for goal in world.in_force]
        for goal in world.in_force:
            for link in world.goals[goal]["contributes_to"]:
                wanted.append({"kind": "link", "from": goal, "to": link["to"]})
        for place, unit in world.rows:
            names = {"kind": "cell", "level": world.levels[place]["id"], "unit": str(unit)}
            wanted += [{**names, "area": area} for area in world.columns(place)]
        return [f"no proof holds of {each}" for each in map(canonical, wanted)
                if each not in self.proved]  # fmt: skip


def proofs_in(path: Path) -> list[tuple[str, bytes]]:
    """The proofs of a file: one to a line in .jsonl, else one."""
    said = path.read_bytes()
    whole = said.splitlines() if path.suffix == ".jsonl" else [said]
    return [(path.name, each) for each in whole]


def files_of(folder: Path, checker: Checker) -> tuple[list[Path], list[str]]:
    """The files of proofs in a folder, and in what they aren't those that its index names."""
    index = parsed((folder / "index.json").read_bytes())
    checker.view, faults = index["view"], []
    if index["format"] != "rodtrad.proofs/1" or index["data"] != checker.digest:
        faults.append("the index is of other data")
    named = {each["name"]: each["sha256"] for each in index["files"]}
    files = sorted(path for path in folder.iterdir() if path.name != "index.json")
    there = {path.name: "sha256:" + sha256(path.read_bytes()).hexdigest() for path in files}
    strange = sorted({name for name, _ in named.items() ^ there.items()})
    faults += [f"{name} isn't a file that the index names" for name in strange]
    return [path for path in files if path.suffix == ".jsonl"], faults


def main(words: list[str]) -> int:
    """Check what is asked for; the exit code."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    asked.add_argument("paths", nargs="+", type=Path, metavar="FOLDER | data.json PROOF")
    asked.add_argument("--quiet", action="store_true", help="name only what is rejected")
    given = asked.parse_args(words)
    first, *files = given.paths
    faults: list[str] = []
    try:
        data = first / "data.json" if first.is_dir() else first
        checker = Checker(data.read_bytes())
        if first.is_dir():
            more, faults = files_of(first, checker)
            files += more
        proofs = [proof for path in files for proof in proofs_in(path)]
        checked = [(name, *checker.check(said)) for name, said in proofs]
        faults += checker.kept_back() if first.is_dir() else []
    except (OSError, Rejected, *MISSHAPEN) as error:
        print(f"can't be read: {shown(error)}")
        return 2
    rejected = [each for each in checked if each[2]]
    for name, claim, fault in rejected if given.quiet else checked:
        told = f"{name}: {claim}"
        print(shown(f"rejected  {told}: {fault}" if fault else f"ok  {told}"))
    for each in faults:
        print(shown(f"rejected  {first.name}: {each}"))
    print(f"{len(checked) - len(rejected)} of {len(checked)} proofs hold of {checker.digest}")
    return 1 if faults or rejected else 0


def shown(value: object) -> str:
    """A text in which nothing steers the terminal, and which any terminal can show."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(value))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
