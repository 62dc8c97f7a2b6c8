"""
The semantics once more, slow and plain, so that the quick ways have something to be held against.

Works on plan files as plain dicts and answers with plain dicts. Nothing here is shared with the
packages under test: it was written from docs/semantics.md alone, with sets, nested loops and fixed
points that are repeated until nothing changes. Fit for chains of up to a few hundred goals.

A view is a dict: one of ``year``, ``as_of``, ``all``, and besides ``through`` and ``drafts``.
Without any of the first three the model's ``current_year`` holds.
"""

import calendar
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Doc = dict[str, Any]

CARRYING = {"valid", "suspect", "predated", "unwanted"}

DEFAULT_LEVELS: list[Doc] = [
    {"id": "vision", "name": "Vision", "needs": []},
    {
        "id": "fullmaktige",
        "name": "Fullmäktigemål",
        "plan": "kommunplan",
        "root": True,
        "needs": ["namnd"],
    },
    {
        "id": "namnd",
        "name": "Nämndmål",
        "plan": "nämndplan",
        "owed_by": ["nämnd"],
        "needs": ["enhet"],
        "every_area": True,
    },
    {
        "id": "enhet",
        "name": "Enhetsmål",
        "plan": "enhetsplan",
        "owed_by": ["enhet"],
        "needs": ["grupp"],
    },
    {"id": "grupp", "name": "Gruppmål", "plan": "gruppplan", "owed_by": ["grupp"], "needs": []},
]


# --- small readings of the file format ---------------------------------------------------------


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def as_day(value: Any, otherwise: date) -> date:
    return otherwise if value is None else date.fromisoformat(str(value))


def period_of(value: Any) -> tuple[date, date]:
    """First and last day of a period; open ends are the first and last day there is."""
    if value is None:
        return date.min, date.max
    if isinstance(value, dict):
        return as_day(value.get("from"), date.min), as_day(value.get("to"), date.max)
    text = str(value)
    if match := re.fullmatch(r"(\d{4})-(\d{4})", text):
        return date(int(match[1]), 1, 1), date(int(match[2]), 12, 31)
    year = int(text[:4])
    rest = text[5:]
    if not rest:
        first, months = 1, 12
    elif rest[0] == "T":
        first, months = 4 * int(rest[1]) - 3, 4
    elif rest[0] == "Q":
        first, months = 3 * int(rest[1]) - 2, 3
    else:
        first, months = int(rest), 1
    last = first + months - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def fingerprint(goal: Doc) -> str:
    """What a reviewer saw of a goal, as one value: its title and description."""
    texts = [goal.get("title") or "", goal.get("description") or ""]
    folded = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    blob = json.dumps(folded, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(blob.encode()).hexdigest()


def merged(doc: Doc | list[Doc]) -> Doc:
    """One plan file out of several: sections one after another, the model that any of them has."""
    whole: Doc = {}
    for part in doc if isinstance(doc, list) else [doc]:
        for key, value in part.items():
            if isinstance(value, list):
                whole[key] = whole.get(key, []) + value
            elif value is not None:
                whole[key] = value
    return whole


# --- the world as a view sees it ---------------------------------------------------------------


@dataclass
class Gone:
    """What an impact question takes away."""

    goals: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)


class World:
    def __init__(self, doc: Doc | list[Doc], view: Doc, gone: Gone | None = None) -> None:
        self.doc = merged(doc)
        self.gone = gone or Gone()
        model = self.doc.get("model") or {}
        self.levels: list[Doc] = model.get("levels") or DEFAULT_LEVELS
        self.order = {level["id"]: at for at, level in enumerate(self.levels)}
        self.root = next(at for at, level in enumerate(self.levels) if level.get("root"))
        self.known_kind: dict[str, str] = model.get("unit_kinds") or {}
        self.goals, self.plans, self.units, self.areas = (
            {item["id"]: item for item in as_list(self.doc.get(section))}
            for section in ("goals", "plans", "units", "areas")
        )
        self.forwards = as_list(self.doc.get("forwards"))
        self._take_view(view, model.get("current_year"))
        self.in_force = {gid for gid in self.goals if self.goal_in_force(gid)}
        self.links = {
            (gid, link["to"]): self.link_state(gid, link)
            for gid in self.in_force
            for link in self.written_links(gid)
        }
        self.carrying = {ends for ends, state in self.links.items() if state in CARRYING}

    def _take_view(self, view: Doc, current_year: Any) -> None:
        self.all = bool(view.get("all"))
        self.drafts = bool(view.get("drafts"))
        through = view.get("through")
        self.last_level = len(self.levels) - 1 if through is None else self.order[through]
        if view.get("as_of") is not None:
            self.first_day = self.last_day = as_day(view["as_of"], date.min)
        elif not self.all:
            year = view.get("year")
            year = int(current_year if year is None else year)
            self.first_day, self.last_day = date(year, 1, 1), date(year, 12, 31)

    # --- in force or not

    def holds(self, start: date, end: date) -> bool:
        if self.all:
            return True
        return start <= end and start <= self.last_day and end >= self.first_day

    def status_counts(self, item: Doc) -> bool:
        status = item.get("status") or "adopted"
        return status == "adopted" or (status == "draft" and self.drafts)

    def own_dates_hold(self, item: Doc, start: str = "valid_from", end: str = "valid_to") -> bool:
        return self.holds(as_day(item.get(start), date.min), as_day(item.get(end), date.max))

    def decision_holds(self, item: Doc) -> bool:
        return self.own_dates_hold(item, "decided_on", "until")

    def plan_start(self, plan: Doc) -> date:
        return as_day(plan.get("in_force_from"), period_of(plan.get("period"))[0])

    def plan_interval(self, pid: str) -> tuple[date, date]:
        start = self.plan_start(self.plans[pid])
        end = period_of(self.plans[pid].get("period"))[1]
        for newer in self.plans.values():
            adopted = (newer.get("status") or "adopted") == "adopted"
            begins = self.plan_start(newer)
            if adopted and begins > date.min and pid in as_list(newer.get("replaces")):
                end = min(end, begins - timedelta(days=1))
        return start, end

    def plan_in_force(self, pid: str) -> bool:
        return (
            pid not in self.gone.plans
            and self.status_counts(self.plans[pid])
            and self.holds(*self.plan_interval(pid))
        )

    def goal_in_force(self, gid: str) -> bool:
        goal = self.goals[gid]
        if gid in self.gone.goals or self.order[goal["level"]] > self.last_level:
            return False
        start = as_day(goal.get("valid_from"), date.min)
        end = as_day(goal.get("valid_to"), date.max)
        pid = goal.get("plan")
        if pid is not None:
            plan_start, plan_end = self.plan_interval(pid)
            start, end = max(start, plan_start), min(end, plan_end)
            if not self.status_counts(self.plans[pid]):
                return False
        return self.status_counts(goal) and self.holds(start, end)

    def unit_in_force(self, uid: str) -> bool:
        return uid not in self.gone.units and self.own_dates_hold(self.units[uid])

    def area_in_force(self, area: Doc) -> bool:
        return self.holds(*period_of(area.get("period"))) and self.own_dates_hold(area)

    # --- levels, units and rows

    def level_of(self, gid: str) -> str:
        return str(self.goals[gid]["level"])

    def needs_of(self, level: str) -> list[str]:
        """Needed levels in model order, without those a partial trace leaves out."""
        needs = as_list(self.levels[self.order[level]].get("needs"))
        held = (need for need in needs if self.order[need] <= self.last_level)
        return sorted(held, key=self.order.__getitem__)

    def units_of(self, gid: str) -> list[str]:
        goal = self.goals[gid]
        own = as_list(goal.get("unit"))
        if not own and goal.get("plan") is not None:
            own = as_list(self.plans[goal["plan"]].get("unit"))
        return sorted(set(own))

    def lineage(self, uid: str) -> list[str]:
        """The unit itself, its parent, and so on to the top."""
        line = [uid]
        while (parent := self.units[line[-1]].get("parent")) is not None:
            line.append(parent)
        return line

    def owes(self, uid: str, level: str) -> bool:
        owed_by = as_list(self.levels[self.order[level]].get("owed_by"))
        kind = self.units[uid].get("kind")
        return kind in owed_by or self.known_kind.get(str(kind)) in owed_by

    def row_of(self, uid: str, level: str) -> str | None:
        return next((above for above in self.lineage(uid) if self.owes(above, level)), None)

    def rows(self, level: str) -> list[str]:
        return sorted(u for u in self.units if self.owes(u, level) and self.unit_in_force(u))

    def rows_of_goal(self, gid: str) -> set[str]:
        level, units = self.level_of(gid), self.units_of(gid)
        pid = self.goals[gid].get("plan")
        if len(units) <= 1 and pid is not None:
            for plan_unit in as_list(self.plans[pid].get("unit")):
                if (row := self.row_of(plan_unit, level)) is not None:
                    return {row}
        found = {self.row_of(uid, level) for uid in units}
        return {row for row in found if row is not None}

    # --- links

    def written_links(self, gid: str) -> list[Doc]:
        links = [
            link if isinstance(link, dict) else {"to": link}
            for link in as_list(self.goals[gid].get("contributes_to"))
        ]
        return [link for link in links if (gid, link["to"]) not in self.gone.links]

    def replaced_in_force(self, gid: str) -> bool:
        """Whether some goal in force replaces this one, directly or in steps."""
        replacers: set[str] = set()
        grew = True
        while grew:
            more = {
                other["id"]
                for other in self.goals.values()
                if (replacers | {gid}) & set(as_list(other.get("replaces")))
            }
            grew = not more <= replacers
            replacers |= more
        return bool(replacers & self.in_force)

    def link_state(self, gid: str, link: Doc) -> str:
        target = link["to"]
        if link.get("status") == "rejected":
            return "rejected"
        if target not in self.in_force:
            return "outdated" if self.replaced_in_force(target) else "broken"
        if not self.status_counts(link) or not self.own_dates_hold(link):
            return "broken"
        for end, key in ((gid, "fingerprint_from"), (target, "fingerprint_to")):
            if link.get(key) is not None and link[key] != fingerprint(self.goals[end]):
                return "suspect"
        mine, theirs = self.decided(gid), self.decided(target)
        if not self.all and mine is not None and theirs is not None and theirs > mine:
            return "predated"
        own_level, above = self.level_of(gid), self.level_of(target)
        handed_on = self.counts_as(gid, target) != {own_level}
        if self.order[above] < self.root or own_level in self.needs_of(above) or handed_on:
            return "valid"
        return "unwanted"

    def decided(self, gid: str) -> date | None:
        pid = self.goals[gid].get("plan")
        on = None if pid is None else self.plans[pid].get("decided_on")
        return None if on is None else as_day(on, date.min)

    def forward_takes(self, forward: Doc, source: str, target: str) -> bool:
        """Whether a forward in force lets this goal stand in for the level it hands on from."""
        at, unit = self.order[forward["level"]] + 1, forward["unit"]
        return (
            forward["goal"] == target
            and self.decision_holds(forward)
            and self.order[self.level_of(source)] == at
            and unit not in self.gone.units
            and any(unit in self.lineage(uid) for uid in self.units_of(source))
        )

    def counts_as(self, source: str, target: str) -> set[str]:
        """The levels a goal counts as for the goal it links straight to."""
        handed = {f["level"] for f in self.forwards if self.forward_takes(f, source, target)}
        return handed | {self.level_of(source)}

    def reached_from(self, gid: str, down: bool = False) -> set[str]:
        """Goals one or more carrying links up (or down) from this one."""
        found: set[str] = set()
        grew = True
        while grew:
            ends = {(t, f) if down else (f, t) for f, t in self.carrying}
            more = {t for f, t in ends if f == gid or f in found}
            grew = not more <= found
            found |= more
        return found

    # --- verdicts

    def is_root(self, gid: str) -> bool:
        return gid in self.in_force and self.order[self.level_of(gid)] == self.root

    def shortest_paths(self) -> dict[str, list[str]]:
        best = {gid: [gid] for gid in self.in_force if self.is_root(gid)}
        changed = True
        while changed:
            changed = False
            for source, target in self.carrying:
                if target not in best or self.is_root(source):
                    continue
                path = [source, *best[target]]
                old = best.get(source)
                if old is None or (len(path), path) < (len(old), old):
                    best[source] = path
                    changed = True
        return best

    def exempt_goal(self, gid: str) -> bool:
        decisions = [self.goals[gid].get("exempt")]
        decisions += [e for e in as_list(self.doc.get("exemptions")) if e.get("goal") == gid]
        return any(self.decision_holds(decision) for decision in decisions if decision)

    def exempt_unit(self, uid: str, areas: set[str]) -> bool:
        """Exempt as a whole, or in one of these areas."""
        return any(
            e.get("unit") == uid
            and (e.get("area") is None or e["area"] in areas)
            and self.decision_holds(e)
            for e in as_list(self.doc.get("exemptions"))
        )

    def goal_state(self, gid: str, paths: dict[str, list[str]]) -> str:
        at = self.order[self.level_of(gid)]
        if at <= self.root:
            return "root" if at == self.root else "vision"
        if gid in paths:
            return "rooted"
        if self.exempt_goal(gid):
            return "exempt"
        if not self.written_links(gid):
            return "orphan"
        return "detached" if any(f == gid for f, _ in self.carrying) else "broken"

    def contributors(self, gid: str) -> set[str]:
        return {f for f, t in self.carrying if t == gid}

    def missing_levels(self, gid: str) -> list[str]:
        there: set[str] = set()
        for source in self.contributors(gid):
            there |= self.counts_as(source, gid)
        return [need for need in self.needs_of(self.level_of(gid)) if need not in there]

    def deep(self, every: bool) -> set[str]:
        """The goals that are deep_all (every) or deep_any: grown from those that need nothing."""
        deep: set[str] = set()
        while True:
            more = {gid for gid in self.in_force if self._is_deep(gid, deep, every)}
            if more == deep:
                return deep
            deep = more

    def _is_deep(self, gid: str, deep: set[str], every: bool) -> bool:
        needs, sources = self.needs_of(self.level_of(gid)), self.contributors(gid)
        if not needs:
            return True
        if every:
            return not self.missing_levels(gid) and sources <= deep
        return all(any(n in self.counts_as(s, gid) and s in deep for s in sources) for n in needs)

    def areas_by_chain(self, gid: str) -> set[str]:
        found: set[str] = set()
        for reached in self.reached_from(gid) | {gid}:
            if self.is_root(reached):
                found |= set(as_list(self.goals[reached].get("areas")))
        return found

    def cycles(self) -> list[list[str]]:
        reach = {gid: self.reached_from(gid) for gid in self.in_force}
        rings = {
            tuple(sorted(other for other in reach[gid] if gid in reach[other]))
            for gid in self.in_force
            if gid in reach[gid]
        }
        return sorted(list(ring) for ring in rings)


# --- the questions -----------------------------------------------------------------------------


def _goals(world: World) -> dict[str, Doc]:
    paths = world.shortest_paths()
    any_deep, all_deep = world.deep(every=False), world.deep(every=True)
    answer = {}
    for gid in sorted(world.in_force):
        state, missing = world.goal_state(gid, paths), world.missing_levels(gid)
        answer[gid] = {
            "level": world.level_of(gid),
            "units": world.units_of(gid),
            "state": state,
            "witness": paths[gid] if state in ("root", "rooted") else [],
            "answered": not missing,
            "missing_levels": missing,
            "deep_any": gid in any_deep,
            "deep_all": gid in all_deep,
            "areas_by_tag": sorted(set(as_list(world.goals[gid].get("areas")))),
            "areas_by_chain": sorted(world.areas_by_chain(gid)),
        }
    return answer


def _forwarded(world: World, level: str, row: str, area: str) -> bool:
    for forward in world.forwards:
        if forward["level"] != level or world.row_of(forward["unit"], level) != row:
            continue
        goal = forward["goal"]
        taken = any(
            target == goal and world.forward_takes(forward, source, goal)
            for source, target in world.carrying
        )
        if taken and area in world.areas_by_chain(goal):
            return True
    return False


def _matrix(world: World, goals: dict[str, Doc]) -> dict[tuple[str, str, str], Doc]:
    cells = {}
    for level in world.levels[: world.last_level + 1]:
        asked = level.get("every_area")
        if not asked:
            continue
        columns = sorted(
            area["id"]
            for area in world.areas.values()
            if world.area_in_force(area)
            and (asked is True or (area.get("kind") or "målområde") in as_list(asked))
        )
        for row in world.rows(level["id"]):
            for area in columns:
                cells[level["id"], row, area] = _cell(world, goals, level, row, area)
    return cells


def _cell(world: World, goals: dict[str, Doc], level: Doc, row: str, area: str) -> Doc:
    mine = [
        gid
        for gid, goal in goals.items()
        if goal["level"] == level["id"] and row in world.rows_of_goal(gid)
    ]
    rooted = [gid for gid in mine if goals[gid]["state"] in ("root", "rooted")]
    covering = [gid for gid in rooted if area in goals[gid]["areas_by_chain"]]
    tagged = [gid for gid in mine if area in goals[gid]["areas_by_tag"]]
    has_plan = any(
        plan.get("kind") == level.get("plan")
        and world.plan_in_force(pid)
        and row in [world.row_of(unit, level["id"]) for unit in as_list(plan.get("unit"))]
        for pid, plan in world.plans.items()
    )
    if covering:
        status = "covered"
    elif _forwarded(world, level["id"], row, area):
        status = "forwarded"
    elif world.exempt_unit(row, {area}):
        status = "exempt"
    elif set(tagged) & set(rooted):
        status = "tag_only"
    elif tagged:
        status = "weak"
    elif level.get("plan") is not None and not has_plan and not mine:
        status = "no_plan"
    else:
        status = "empty"
    return {"status": status, "goals": covering, "goals_by_tag": tagged}


def _answers(world: World, goals: dict[str, Doc]) -> dict[tuple[str, str], Doc]:
    needs = world.needs_of(world.levels[world.root]["id"])
    owed = (
        n
        for n in needs
        if world.order[n] > world.root and as_list(world.levels[world.order[n]].get("owed_by"))
    )
    level = next(owed, None)
    cells: dict[tuple[str, str], Doc] = {}
    if level is None:
        return cells
    for unit in world.rows(level):
        for root in (gid for gid, goal in goals.items() if goal["state"] == "root"):
            addressed = unit in as_list(world.goals[root].get("addressed_to"))
            serving = [
                gid
                for gid, goal in goals.items()
                if goal["level"] == level
                and goal["state"] == "rooted"
                and unit in world.rows_of_goal(gid)
                and root in world.reached_from(gid)
            ]
            # Handed on lawfully: the goals that took it up answer for the unit.
            serving += [
                source
                for source, target in world.carrying
                if target == root
                and source not in serving
                and any(
                    f["level"] == level
                    and world.row_of(f["unit"], level) == unit
                    and world.forward_takes(f, source, root)
                    for f in world.forwards
                )
            ]
            serving.sort()
            if not addressed and not serving:
                continue
            excused = world.exempt_unit(unit, set(goals[root]["areas_by_chain"]))
            status = "answered" if serving else "exempt" if excused else "missing"
            cells[unit, root] = {"addressed": addressed, "status": status, "goals": serving}
    return cells


def _score(world: World, goals: dict[str, Doc]) -> Doc:
    counted = [g for g in goals.values() if g["state"] not in ("exempt", "vision")]
    below = [g for g in counted if g["state"] != "root"]
    needs = sum(len(world.needs_of(g["level"])) for g in counted)
    missing = sum(len(g["missing_levels"]) for g in counted)
    return {
        "up": (sum(g["state"] == "rooted" for g in below), len(below)),
        "down": (needs - missing, needs),
        "suspect": sum(state == "suspect" for state in world.links.values()),
        "exempt": sum(g["state"] == "exempt" for g in goals.values()),
    }


def _audit(world: World) -> Doc:
    goals = _goals(world)
    return {
        "goals": goals,
        "links": dict(sorted(world.links.items())),
        "matrix": _matrix(world, goals),
        "answers": _answers(world, goals),
        "cycles": world.cycles(),
        "score": _score(world, goals),
    }


def audit(doc: Doc | list[Doc], view: Doc) -> Doc:
    """Every verdict on every goal, link and cell in force."""
    return _audit(World(doc, view))


def trace(doc: Doc | list[Doc], view: Doc, gid: str) -> Doc:
    """What a goal serves and what serves it; empty for a goal that is not in force."""
    world = World(doc, view)
    up, down = world.reached_from(gid) - {gid}, world.reached_from(gid, down=True) - {gid}
    among = up | down | {gid}
    links = sorted((f, t) for f, t in world.carrying if f in among and t in among)
    witness = _goals(world)[gid]["witness"] if gid in world.in_force else []
    return {"up": sorted(up), "down": sorted(down), "links": links, "witness": witness}


def resolve(doc: Doc | list[Doc], dropped: list[str]) -> Gone:
    """The goals, links, units and plans that these names take away, with what follows along."""
    world = World(doc, {"all": True, "drafts": True})
    gone = Gone()
    named = {"goal": set(world.goals), "unit": set(world.units), "plan": set(world.plans)}
    taken = {"goal": gone.goals, "unit": gone.units, "plan": gone.plans}
    written = {(gid, link["to"]) for gid in world.goals for link in world.written_links(gid)}
    for name in dropped:
        kind = next((kind for kind, ids in named.items() if name in ids), None)
        bare = name
        if kind is None and name.partition(":")[0] in named:
            kind, _, bare = name.partition(":")
            kind = kind if bare in named[kind] else None
        if kind is not None:
            taken[kind].add(bare)
            continue
        cuts = [at for at in range(len(name)) if name.startswith("->", at)]
        links = {(name[:at], name[at + 2 :]) for at in cuts} & written
        if len(links) != 1:
            raise ValueError(f"nothing to drop is called {name!r}")
        gone.links |= links
    named_plans = set(gone.plans)
    gone.units |= {uid for uid in world.units if set(world.lineage(uid)) & gone.units}
    for pid, plan in world.plans.items():
        units = set(as_list(plan.get("unit")))
        if units and units <= gone.units:
            gone.plans.add(pid)
    for gid, goal in world.goals.items():
        units = set(world.units_of(gid))
        if goal.get("plan") in named_plans or (units and units <= gone.units):
            gone.goals.add(gid)
        elif goal.get("plan") in gone.plans and len(units) <= 1:
            # The plan went along with its unit: a joint goal stays while one of its units does.
            gone.goals.add(gid)
    return gone


def impact(doc: Doc | list[Doc], view: Doc, dropped: list[str]) -> Doc:
    """What is lost when these are taken away, nothing written."""
    gone = resolve(doc, dropped)
    was, now = World(doc, view), World(doc, view, gone)
    before, after = _audit(was), _audit(now)
    good = {gid for gid, goal in before["goals"].items() if goal["state"] in ("root", "rooted")}
    lost_ends = (gone.goals & good) | {
        f for f, t in gone.links if (f, t) in was.carrying and t in good
    }

    def changed(key: str) -> list[str]:
        return sorted(
            gid
            for gid, goal in before["goals"].items()
            if goal[key] and gid in after["goals"] and not after["goals"][gid][key]
        )

    stayed = {
        gid: after["goals"][gid]["state"]
        for gid, goal in before["goals"].items()
        if goal["state"] == "rooted" and gid in after["goals"]
    }
    return {
        "loses_last": sorted(gid for gid, state in stayed.items() if state != "rooted"),
        "loses_one": sorted(
            gid
            for gid, state in stayed.items()
            if state == "rooted" and lost_ends & (was.reached_from(gid) | {gid})
        ),
        "lost_cells": sorted(
            "/".join(at)
            for at, cell in before["matrix"].items()
            if cell["status"] == "covered"
            and at in after["matrix"]
            and after["matrix"][at]["status"] != "covered"
        ),
        "loses_answer": changed("answered"),
        "loses_deep_any": changed("deep_any"),
        "indicators_without_goal": sorted(
            indicator["id"]
            for indicator in as_list(was.doc.get("indicators"))
            if set(as_list(indicator.get("measures"))) & was.in_force
            and not set(as_list(indicator.get("measures"))) & now.in_force
        ),
    }
