#!/usr/bin/env python3
"""
Do these proofs hold? Asked of the data alone, with nothing of Röda tråden's own code.

    python3 check_proof.py FOLDER              all that `rodtrad audit --proofs FOLDER` wrote
    python3 check_proof.py data.json PROOF…    some of it: .json holds one, .jsonl one to a line

`--quiet` names only what is rejected. The last line tells the digest of the data: it is that of
data.json as `sha256sum` takes it, and must be the one that stands on the report's first page.

Exits 0 when every proof holds, 1 when one is rejected, 2 when something can't be read. Needs
Python 3.10 or newer and no library. What the words mean: docs/semantics.md; what the proofs hold:
docs/proofs.md. Read `World` first, which is what a view shows of the data; then what is claimed of
it, by `STATES` and `FACTS`: each tells what the data makes of a subject, and what the witness must
be, a value or a check.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

NEVER, FOREVER = 0, 10**7  # days are numbered, 1 January of the year 1 being day 1
MISSHAPEN = LookupError, TypeError, ValueError, AttributeError, RecursionError
PARTS = {"format", "data", "view", "subject", "verdict", "witness"}
Item = dict[str, Any]


class Rejected(Exception):
    """What is claimed isn't so, or isn't whole; the text says why."""


def require(holds: object, reason: str) -> None:
    """Reject, with the reason, unless it holds."""
    if not holds:
        raise Rejected(reason)


def plainly(error: Exception) -> str:
    """What is wrong with data or a proof that isn't built as it must be."""
    if isinstance(error, KeyError):
        return f"{error} is missing, or nothing is called so"
    return str(error) if isinstance(error, (Rejected, OSError)) else f"a wrong value: {error}"


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
    return date(year, month, 1).toordinal(), date(until, end, monthrange(until, end)[1]).toordinal()


def wording(goal: Item) -> str:
    """The fingerprint of what a goal says: title and description, blanks folded."""
    texts = goal["title"], goal["description"] or ""
    said = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    return "sha256:" + sha256(canonical(said).encode()).hexdigest()


def led_to(starts: Iterable[str], onward: Callable[[str], Iterable[str]]) -> set[str]:
    """`starts` and all that one comes to from them."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        fresh = set(onward(waiting.pop())) - found
        waiting += fresh
        found |= fresh
    return found


def line(units: dict[str, Item], unit: str | None) -> list[str]:
    """A unit, the one it is part of, and so on."""
    found: list[str] = []
    while unit is not None and unit not in found:
        found.append(unit)
        unit = units[unit]["parent"]
    return found


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
        # A goal's own exemption reads as one in the list.
        about: Item = {"unit": None, "area": None}
        own = [{**goal["exempt"], **about, "goal": name}
               for name, goal in self.goals.items() if goal["exempt"]]  # fmt: skip
        self.data = {**data, "exemptions": data["exemptions"] + own}
        self.named: dict[tuple[str, str], set[str]] = {}  # by section and field
        self.exempting: dict[str, list[Item]] = {}  # decisions in force, by goal and by unit
        for each in filter(self.decided, self.data["exemptions"]):
            key = f"goal {each['goal']}" if each["goal"] else f"unit {each['unit']}"
            self.exempting.setdefault(key, []).append(each)
        self.plan_days = {plan: self.written_days(item) for plan, item in self.plans.items()}
        for plan in self.plans.values():
            start = self.written_days(plan)[0]
            for cut in plan["replaces"] if plan["status"] == "adopted" and start else ():
                first, last = self.plan_days[cut]
                self.plan_days[cut] = first, min(last, start - 1)
        self.in_force = {goal for goal, item in self.goals.items() if self.goal_holds(item)}
        newer = [older for goal in self.in_force for older in self.goals[goal]["replaces"]]
        nothing: Item = {"replaces": ()}
        self.replaced = led_to(newer, lambda goal: self.goals.get(goal, nothing)["replaces"])
        self.roots = {goal for goal in self.in_force if self.level(goal) == self.root}
        # Carrying links: the goals each leads to, and those that contribute to it, with the
        # levels they count as.
        self.up: dict[str, set[str]] = {goal: set() for goal in self.in_force}
        self.counted: dict[str, dict[str, set[str]]] = {goal: {} for goal in self.in_force}
        for goal in self.in_force:
            for link in self.goals[goal]["contributes_to"]:
                if self.why_not(link) is None:
                    self.up[goal].add(link["to"])
                    self.counted[link["to"]][goal] = {self.goals[goal]["level"]}
        decided = filter(self.decided, data["forwards"])
        self.handed = [(forward, self.taken_up(forward)) for forward in decided]
        for forward, takers in self.handed:
            for goal in takers:
                self.counted[forward["goal"]][goal].add(forward["level"])
        self.rooted = led_to(self.roots, lambda goal: self.counted[goal])  # and the roots
        # The units in force that owe goals of a level, each with the goals in its row.
        self.rows: dict[tuple[int, str | None], set[str]] = {
            (place, unit): set()
            for place in range(len(self.levels)) for unit, item in self.units.items()
            if self.row(unit, place) == unit and self.dated(item)
        }  # fmt: skip
        for goal in self.in_force:
            place, units = self.level(goal), self.goals[goal]["unit"]
            by_plan = self.row(self.plan_unit(goal), place) if len(units) < 2 else None
            for row in {by_plan} if by_plan else {self.row(unit, place) for unit in units}:
                self.rows.get((place, row), set()).add(goal)

    def holds(self, first: int, last: int) -> bool:
        """Does the stretch of days meet the view?"""
        return self.all or max(first, self.window[0]) <= min(last, self.window[1])

    def dated(self, item: Item, first: str = "valid_from", last: str = "valid_to") -> bool:
        """Is a unit or a link in force by its dates?"""
        return self.holds(day(item[first], NEVER), day(item[last], FOREVER))

    def decided(self, item: Item) -> bool:
        """Is an exemption or a forward in force?"""
        return self.dated(item, "decided_on", "until")

    def written_days(self, plan: Item) -> tuple[int, int]:
        """A plan's first and last day, before newer plans cut it; NEVER for an unknown first."""
        first, last = period(plan["period"])
        return day(plan["in_force_from"], first if first > 1 else NEVER), last

    def plan_holds(self, plan: Item) -> bool:
        """Is the plan in force?"""
        return plan["status"] in self.statuses and self.holds(*self.plan_days[plan["id"]])

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

    def link_state(self, goal: str, link: Item) -> str:
        """The first state that fits a link of a goal in force."""
        why, to = self.why_not(link), link["to"]
        if why == "rejected":
            return why
        if why is not None:
            return "outdated" if to not in self.in_force and to in self.replaced else "broken"
        ends = (goal, link["fingerprint_from"]), (to, link["fingerprint_to"])
        if any(reviewed not in (None, wording(self.goals[end])) for end, reviewed in ends):
            return "suspect"
        above, own = (self.decision(self.goals[end]["plan"]) for end in (to, goal))
        if not self.all and above > (own or FOREVER):
            return "predated"
        wanted = self.level(to) < self.root or self.goals[goal]["level"] in self.needs(to)
        return "valid" if wanted or len(self.counted[to][goal]) > 1 else "unwanted"

    def decision(self, plan: str | None) -> int:
        """The day of a plan's final decision, NEVER where it isn't told."""
        if plan is None:
            return NEVER
        final = [each for each in self.plans[plan]["decisions"] if each["kind"] == "final"]
        told = max((each["decided_on"] or "" for each in final), default="")
        return day(self.plans[plan]["decided_on"] or told or None, NEVER)

    def level(self, goal: str) -> int:
        """The place of the goal's level, 0 at the top."""
        return self.order[self.goals[goal]["level"]]

    def plan_unit(self, goal: str) -> str | None:
        """The unit of the goal's plan."""
        plan = self.goals[goal]["plan"]
        return self.plans[plan]["unit"] if plan is not None else None

    def above(self, starts: Iterable[str]) -> set[str]:
        """These goals, and all that they lead to by carrying links."""
        return led_to(starts, lambda goal: self.up[goal])

    def taken_up(self, forward: Item) -> set[str]:
        """The goals that take up what a unit hands on: a level down, of units at or under it."""
        place = self.order[forward["level"]] + 1
        return {
            goal for goal in self.counted.get(forward["goal"], ()) if self.level(goal) == place
            and any(forward["unit"] in line(self.units, unit)
                    for unit in self.goals[goal]["unit"] or [self.plan_unit(goal)])
        }  # fmt: skip

    def row(self, unit: str | None, level: int) -> str | None:
        """The nearest unit at or above this one that owes goals of the level."""
        owing = self.levels[level]["owed_by"]
        for above in line(self.units, unit):
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

    def needs(self, goal: str) -> list[str]:
        """The levels that must contribute to a goal, in the order of the model."""
        needed = self.levels[self.level(goal)]["needs"]
        return [level for level in list(self.order)[: self.lowest + 1] if level in needed]

    def missing(self, goal: str) -> list[str]:
        """The levels among them that no goal contributes as."""
        there: set[str] = set().union(*self.counted[goal].values())
        return [need for need in self.needs(goal) if need not in there]

    def columns(self, level: int) -> set[str]:
        """The areas in force that the level asks for."""
        asked = self.levels[level]["every_area"] if level <= self.lowest else False
        kinds = {item["kind"] for item in self.areas.values()} if asked is True else asked or ()
        fits = [area for area, item in self.areas.items() if item["kind"] in kinds]
        return {area for area in fits if self.holds(*period(self.areas[area]["period"]))}

    def answering(self) -> int:
        """The place of the level that answers root goals, -1 if none does."""
        needed = [n for n in self.levels[self.root]["needs"] if self.order[n] <= self.lowest]
        owed = [self.order[need] for need in needed if self.levels[self.order[need]]["owed_by"]]
        return min(owed, default=-1)

    def tagged(self, area: str | None) -> set[str]:
        """The root goals in an area; all of them where none is said."""
        return {goal for goal in self.roots if area is None or area in self.goals[goal]["areas"]}


# --- What is claimed: the verdict that the data gives, and the witness it must have ------------

Told = tuple[str, Item]  # verdict and witness: a part of it is a value, or a check that rejects


def way(
    world: World, starts: set[str], ends: set[str], least: int = 1
) -> Callable[[Any], None]:
    """A way of carrying links from one of `starts` to one of `ends`; any will do."""

    def check(path: Any) -> None:
        require(isinstance(path, list) and len(path) >= least, "no path is shown")
        require(path[0] in starts, "the path starts somewhere else")
        for lower, upper in pairwise(path):
            require(upper in world.up[lower], f"no link carries from {lower} to {upper}")
        require(path[-1] in ends, f"the path ends at {path[-1]}")

    return check


def same(one: Any, other: Any) -> bool:
    """Do two values say the same, in whatever order their parts are?"""
    if isinstance(one, (list, set)) and isinstance(other, (list, set)):
        return sorted(map(canonical, one)) == sorted(map(canonical, other))
    return type(one) is type(other) and bool(one == other)


def one_of(decisions: list[Item]) -> Callable[[Item], None]:
    """A decision in force, or another item, as it is written."""
    return lambda shown: require(
        any(shown.items() <= each.items() for each in decisions),
        "no such decision or item is written, or none in force",
    )


def goal_state(world: World, subject: Item) -> Told:
    """Exactly one state for each goal in force."""
    goal, links = subject["id"], world.goals[subject["id"]]["contributes_to"]
    if world.level(goal) <= world.root:
        return "root" if goal in world.roots else "vision", {"path": [goal]}
    if goal in world.rooted:
        return "rooted", {"path": way(world, {goal}, world.roots)}
    closed = {"closed": world.above([goal])}
    decisions = world.exempting.get(f"goal {goal}")
    if decisions:
        return "exempt", {**closed, "decision": one_of(decisions)}
    if links and world.up[goal]:
        return "detached", closed
    why = [{"to": link["to"], "why": world.why_not(link)} for link in links]
    return "broken" if links else "orphan", {"links": why}


def link_state(world: World, subject: Item) -> Told:
    """The state of a link of a goal in force, and why it doesn't carry if it doesn't."""
    goal, links = subject["from"], world.goals[subject["from"]]["contributes_to"]
    (link,) = (link for link in links if link["to"] == subject["to"])
    return world.link_state(goal, link), {"why": world.why_not(link)}


def needs(world: World, subject: Item) -> Told:
    """What contributes to a goal, as goals of which levels, and what is missing."""
    counted, missing = world.counted[subject["id"]], world.missing(subject["id"])
    told = [{"goal": source, "as": sorted(levels)} for source, levels in counted.items()]
    state = "answered" if not missing else "answered_in_part" if counted else "barren"
    return state, {"from": told, "missing": missing}


def score(world: World, subject: Item) -> Told:
    """What there is of what is expected, and by name what is lacking or stands beside."""
    below = {goal for goal in world.in_force if world.level(goal) > world.root}
    exempt = {goal for goal in below - world.rooted if f"goal {goal}" in world.exempting}
    unrooted, asked = below - world.rooted - exempt, (below | world.roots) - exempt
    missing = [[goal, need] for goal in asked for need in world.missing(goal)]
    suspect = [[goal, link["to"]] for goal in world.in_force
               for link in world.goals[goal]["contributes_to"]
               if world.link_state(goal, link) == "suspect"]  # fmt: skip
    up, down = len(below - exempt), sum(len(world.needs(goal)) for goal in asked)
    told = (f"up {up - len(unrooted)}/{up}, down {down - len(missing)}/{down}, "
            f"suspect {len(suspect)}, exempt {len(exempt)}")  # fmt: skip
    return told, {"unrooted": unrooted, "missing": missing, "suspect": suspect, "exempt": exempt}


def cell(world: World, subject: Item) -> Told:
    """A unit in an area, for a level that asks for every area: the first status that fits."""
    place, unit, area = world.order[subject["level"]], subject["unit"], subject["area"]
    require(area in world.columns(place), "the level doesn't ask for the area")
    row, able = world.goals_of(unit, place)
    aim, led = world.tagged(area), world.above(able)
    if aim & led:
        return "covered", {"path": way(world, able, aim)}
    handed = {forward["goal"] for forward, takers in world.handed_by(unit, place) if takers}
    if aim & world.above(handed):
        return "forwarded", {"path": way(world, handed, aim), "closed": led}
    closed = {"closed": led | world.above(handed)}
    decisions = [each for each in world.exempting.get(f"unit {unit}", ())
                 if each["area"] in (None, area)]  # fmt: skip
    if decisions:
        return "exempt", {**closed, "decision": one_of(decisions)}
    tagged = {goal for goal in row if area in world.goals[goal]["areas"]}
    if tagged & able & world.rooted:
        return "tag_only", {**closed, "path": way(world, tagged & able, world.roots)}
    kind = world.levels[place]["plan"]
    bare = kind is not None and not row and not any(
        plan["kind"] == kind and world.row(plan["unit"], place) == unit and world.plan_holds(plan)
        for plan in world.plans.values()
    )  # fmt: skip
    state = "weak" if tagged else "no_plan" if bare else "empty"
    return state, {**closed, "unrooted": world.above(tagged & able)}


def answer(world: World, subject: Item) -> Told:
    """Whether a unit answers a root goal that it is addressed by, or has a goal for."""
    unit, goal, place = subject["unit"], subject["goal"], world.answering()
    require(goal in world.roots and place >= 0, "no root goal, or no level answers it")
    able = world.goals_of(unit, place)[1] - world.roots
    takers = [found for forward, found in world.handed_by(unit, place) if forward["goal"] == goal]
    led = world.above(able)
    if goal in led or any(takers):
        return "answered", {"path": way(world, able.union(*takers), {goal})}
    require(unit in world.goals[goal]["addressed_to"], "nobody asked it")
    reached, decisions = world.above([goal]), world.exempting.get(f"unit {unit}", ())
    fits = [each for each in decisions if reached & world.tagged(each["area"])]
    if not fits:
        return "missing", {"closed": led, "chain": reached}
    ends = set().union(*(world.tagged(each["area"]) for each in fits))
    return "exempt", {
        "closed": led, "decision": one_of(fits), "path": way(world, {goal}, ends)
    }  # fmt: skip


def depth(world: World, subject: Item, covered: bool) -> Callable[[list[str]], None]:
    """
    Covered: an order in which each goal stands on those before it. Else: a set of goals none of
    which stands on those outside it, so that at best they hold each other up.
    """

    def check(shown: list[str]) -> None:
        before, inside = set(), set(shown)
        for goal in shown:
            counted, needed = world.counted[goal], set(world.needs(goal))
            deep = {source: levels for source, levels in counted.items()
                    if (source in before if covered else source not in inside)}  # fmt: skip
            stands = needed <= set().union(*deep.values())
            if subject["kind"] == "deep_all" and needed:
                stands = len(deep) == len(counted) and not world.missing(goal)
            require(stands == covered, f"{goal} {'has' if stands else 'lacks'} what it stands on")
            before.add(goal)
        require(subject["id"] in inside, "the goal isn't shown")

    return check


def lacking(world: World, subject: Item) -> list[Item]:
    """The items of a section, named so, in which a field says nothing."""
    return [
        each for each in world.data[subject["section"]] if each[subject["field"]] in (None, "", [])
        and all(each[key] == value for key, value in subject["item"].items())
    ]  # fmt: skip


def unnamed(world: World, subject: Item) -> bool:
    """Is it an id that no item of a section names in a field?"""
    where = subject["section"], subject["field"]
    if where not in world.named:
        held = [each[where[1]] for each in world.data[where[0]]]
        lists = (each if isinstance(each, list) else [each] for each in held)
        world.named[where] = set().union(*lists)
    return subject["id"] not in world.named[where]


def idle(world: World, subject: Item) -> list[Item]:
    """The forwards, named so, of a goal in force that nobody has taken up."""
    seen = world.lowest == len(world.levels) - 1 or world.order[subject["level"]] < world.lowest
    return [
        each for each, takers in world.handed
        if not takers and each["goal"] in world.in_force and seen
        and all(each[key] == subject[key] for key in ("goal", "unit", "level"))
    ]  # fmt: skip


def visions(world: World, goal: str) -> list[str]:
    """The goals above the root level that a root goal leads to, by links or by its areas."""
    areas = (world.areas[area]["contributes_to"] for area in world.goals[goal]["areas"])
    ends = world.above([goal]).union(*areas) & world.in_force
    return [end for end in ends if world.level(end) < world.root]


def own(world: World, subject: Item) -> set[str]:
    """The goals in a unit's row that may be rooted; Rejected if nothing is asked of the unit."""
    decisions = world.exempting.get(f"unit {subject['id']}", ())
    require(all(each["area"] for each in decisions), "a decision in force exempts the unit")
    return world.goals_of(subject["id"], world.order[subject["level"]])[1]


# What is one of several: the function says which the data makes it.
STATES: dict[str, Callable[[World, Item], Told]] = {
    "goal": goal_state, "link": link_state, "needs": needs, "score": score, "cell": cell,
    "answer": answer,
}  # fmt: skip
# What is so or isn't.
FACTS: dict[str, Callable[[World, Item], tuple[object, Item]]] = {
    "deep_any covered": lambda w, it: (True, {"order": depth(w, it, True)}),
    "deep_any uncovered": lambda w, it: (True, {"set": depth(w, it, False)}),
    "deep_all covered": lambda w, it: (True, {"order": depth(w, it, True)}),
    "deep_all uncovered": lambda w, it: (True, {"set": depth(w, it, False)}),
    "ring closed": lambda w, it: (
        it["id"] in w.above(w.up[it["id"]]), {"path": way(w, {it["id"]}, {it["id"]}, 2)}),
    "slope down": lambda w, it: (
        it["to"] in w.up[it["from"]] and w.level(it["to"]) > w.level(it["from"]), {}),
    "view no_root": lambda w, it: (not w.roots, {}),
    "vision out_of_reach": lambda w, it: (
        w.root > 0 and it["id"] in w.roots and not visions(w, it["id"]),
        {"closed": w.above([it["id"]])}),
    "tag drifted": lambda w, it: (
        it["id"] in w.rooted - w.roots and it["area"] in w.goals[it["id"]]["areas"]
        and not w.above([it["id"]]) & w.tagged(it["area"]),
        {"path": way(w, {it["id"]}, w.roots), "closed": w.above([it["id"]])}),
    "unit no_rooted_goal": lambda w, it: (
        not own(w, it) & w.rooted, {"closed": w.above(own(w, it))}),
    "area no_root_goal": lambda w, it: (
        not w.tagged(it["id"]) and any(it["id"] in w.columns(n) for n in w.order.values()), {}),
    "forward not_taken_up": lambda w, it: (idle(w, it), {"decision": one_of(idle(w, it))}),
    "lacking so": lambda w, it: (lacking(w, it), {"written": one_of(lacking(w, it))}),
    "unnamed so": lambda w, it: (unnamed(w, it), {}),
}  # fmt: skip
OF_GOALS = {"goal", "link", "needs", "deep_any", "deep_all", "ring", "slope", "vision", "tag"}

# What a finding of each rule says; of the last ones the section, and the fields of which one.
RULES = {
    "T001": "goal orphan", "T002": "goal broken", "T003": "goal detached", "T004": "link broken",
    "T005": "link outdated", "T006": "link suspect", "T007": "link predated",
    "T008": "link unwanted", "T009": "slope down", "T010": "needs barren",
    "T011": "needs answered_in_part", "T012": "ring closed", "T015": "view no_root",
    "T016": "vision out_of_reach", "T017": "forward not_taken_up", "T020": "unit no_rooted_goal",
    "T021": "cell tag_only", "T022": "cell weak", "T023": "cell no_plan", "T024": "cell empty",
    "T025": "answer missing", "T068": "tag drifted", "T080": "area no_root_goal",
    "T030": "lacking so plans decided_by decided_on", "T032": "lacking so plans based_on",
    "T040": "unnamed so goals plan", "T047": "lacking so indicators target",
    "T049": "unnamed so indicators measures", "T054": "lacking so assessments analysis",
    "T056": "lacking so assignments due", "T058": "lacking so assessments action",
    "T059": "lacking so plans budget_tkr", "T067": "unnamed so participation unit",
    "T074": "lacking so exemptions decided_by decided_on",
    "T075": "lacking so exemptions until", "T077": "lacking so forwards until",
    "T076": "lacking so forwards decided_by decided_on",
}  # fmt: skip


def weigh(world: World, proof: Item) -> None:
    """Reject a claim unless the data makes it so, and its witness is what it must be."""
    subject, verdict, witness = proof["subject"], proof["verdict"], proof["witness"]
    kind, name = subject["kind"], f"{subject['kind']} {verdict}"
    if "rule" in proof:
        meant, state, *where = RULES.get(proof["rule"], "no rule").split()
        fits = not where or (subject["section"] == where[0] and subject["field"] in where[1:])
        require((meant, state) == (kind, verdict) and fits, "the rule stands for another verdict")
    goal = subject.get("from", subject.get("id"))
    require(kind not in OF_GOALS or goal in world.in_force, "the goal isn't in force")
    if kind in STATES:
        state, parts = STATES[kind](world, subject)
        require(verdict == state, f"by the data it is {state}")
    else:
        require(name in FACTS, "nothing is known of such a claim")
        so, parts = FACTS[name](world, subject)
        require(so, "by the data it isn't so")
    require(set(witness) == set(parts), f"its witness is {', '.join(parts) or 'nothing'}")
    for name, part in parts.items():
        if callable(part):
            part(witness[name])
        else:
            require(same(witness[name], part), f"{name} holds something else by the data")


# --- Files and the command ---------------------------------------------------------------------


class Checker:
    """Holds proofs against one set of data; remembers what was proved."""

    def __init__(self, said: bytes) -> None:
        """The data as it was written; its digest is that of the bytes."""
        self.data, self.digest = parsed(said), "sha256:" + sha256(said).hexdigest()
        self.view: Item | None = None  # of one view all proofs must be
        self.proved: set[str] = set()

    @cached_property
    def world(self) -> World:
        """The data as the view shows it."""
        try:
            return World(self.data, self.view or {})
        except MISSHAPEN as error:
            raise Rejected(f"the data or the view isn't whole: {plainly(error)}") from None

    def check(self, said: bytes) -> tuple[str, str | None]:
        """What a proof claims, and why it is rejected: None if it holds."""
        claim = "?"
        try:
            proof = parsed(said)
            strange = (set(proof) - {"rule"}) ^ PARTS
            require(not strange, f"a proof has other parts: {', '.join(sorted(strange))}")
            claim = f"{canonical(proof['subject'])} {proof['verdict']}"
            require(proof["format"] == "rodtrad.proof/1", "not a proof of a known format")
            require(proof["data"] == self.digest, "the proof is of other data")
            self.view = self.view or proof["view"]
            require(self.view == proof["view"], "the proof is of another view")
            weigh(self.world, proof)
        except Rejected as reason:
            return claim, str(reason)
        except MISSHAPEN as error:
            return claim, f"not of the shape of a proof: {plainly(error)}"
        self.proved.add(canonical(proof["subject"]))
        return claim, None

    def kept_back(self) -> list[str]:
        """What must be proved of a view, and wasn't."""
        w, wanted = self.world, [{"kind": "score"}]
        for goal in w.in_force:
            kinds = ["goal", "deep_any", "deep_all"] + ["needs"] * bool(w.needs(goal))
            wanted += [{"kind": kind, "id": goal} for kind in kinds]
            wanted += [{"kind": "link", "from": goal, "to": link["to"]}
                       for link in w.goals[goal]["contributes_to"]]  # fmt: skip
        for place, unit in w.rows:
            names = {"kind": "cell", "level": w.levels[place]["id"], "unit": unit}
            wanted += [{**names, "area": area} for area in w.columns(place)]
        wanted += [{"kind": "answer", "unit": unit, "goal": goal} for goal in w.roots
                   for unit in w.goals[goal]["addressed_to"] if (w.answering(), unit) in w.rows]
        return [f"no proof holds of {each}" for each in sorted(map(canonical, wanted))
                if each not in self.proved]  # fmt: skip


def opened(folder: Path, checker: Checker) -> tuple[list[Path], list[str]]:
    """The files of proofs in a folder, and in what they aren't those that its index names."""
    index = parsed((folder / "index.json").read_bytes())
    checker.view = index["view"]
    named = {(each["name"], each["sha256"]) for each in index["files"]}
    files = sorted(path for path in folder.iterdir() if path.name != "index.json")
    there = {(path.name, "sha256:" + sha256(path.read_bytes()).hexdigest()) for path in files}
    strange = sorted({name for name, _ in named ^ there})
    faults = [f"{name} isn't a file that the index names" for name in strange]
    if index["format"] != "rodtrad.proofs/1" or index["data"] != checker.digest:
        faults.append("the index is of other data")
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
        whole = first.is_dir()
        checker = Checker((first / "data.json" if whole else first).read_bytes())
        if whole:
            more, faults = opened(first, checker)
            files += more
        said = [(path, path.read_bytes()) for path in files]
        checked = [(path.name, *checker.check(each)) for path, text in said
                   for each in (text.splitlines() if path.suffix == ".jsonl" else [text])]
        faults += checker.kept_back() if whole else []
    except (OSError, Rejected, *MISSHAPEN) as error:
        print(shown(f"can't be read: {plainly(error)}"))
        return 2
    rejected = [each for each in checked if each[2]]
    for name, claim, fault in rejected if given.quiet else checked:
        print(shown(f"rejected  {name}: {claim}: {fault}" if fault else f"ok  {name}: {claim}"))
    for each in faults:
        print(shown(f"rejected  {first.name}: {each}"))
    print(f"{len(checked) - len(rejected)} of {len(checked)} proofs hold of {checker.digest}")
    return 1 if faults or rejected else 0


def shown(value: str) -> str:
    """A text in which nothing steers the terminal, and which any terminal can show."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
