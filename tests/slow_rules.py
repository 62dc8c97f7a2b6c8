"""
Rules that say what they select and require, once more: slow and plain, over sets of ids.

Nothing here is shared with the packages under test; it was written from docs/rules.md, on the
oracle's world. Fit for chains of up to a hundred goals.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from tests.oracle import Doc, World, as_day, as_list, period_of


class SlowRules:
    """The answers of `select` and `require` about one plan file and one view."""

    def __init__(self, doc: Doc, view: Doc) -> None:
        self.world = World(doc, view)
        self.doc = doc
        paths = self.world.shortest_paths()
        self.states = {gid: self.world.goal_state(gid, paths) for gid in self.world.in_force}

    def failing(self, rule: Doc) -> tuple[int, set[str]]:
        """How many things are looked at, and the ids of those that lack what is required."""
        (what,) = set(rule["select"]) - {"but_not"}
        chosen = self.chosen(what, rule["select"][what])
        if "but_not" in rule["select"]:
            chosen -= self.goals(rule["select"]["but_not"])
        needs = rule["require"]
        return len(chosen), {
            each
            for each in chosen
            if not all(self.holds(what, each, key, need) for key, need in needs.items())
        }

    def chosen(self, what: str, sort: Doc) -> set[str]:
        if what == "goals":
            return self.goals(sort)
        if what == "units":
            return {uid for uid in self.world.units if self.unit_fits(uid, sort)}
        if what == "plans":
            return {pid for pid in self.world.plans if self.plan_fits(pid, sort)}
        measured = self.goals(sort.get("goals", {}))
        return {
            each["id"]
            for each in self.doc.get("indicators", [])
            if measured & set(as_list(each["measures"]))
            and ("id" not in sort or each["id"] in as_list(sort["id"]))
        }

    def goals(self, sort: Doc) -> set[str]:
        return {gid for gid in self.world.in_force if self.goal_fits(gid, sort)}

    def goal_fits(self, gid: str, sort: Doc) -> bool:
        goal, world = self.world.goals[gid], self.world
        at = world.order[goal["level"]]
        stands = "at_root" if at == world.root else (
            "above_root" if at < world.root else "below_root")  # fmt: skip
        tagged, chained = set(as_list(goal.get("areas"))), world.areas_by_chain(gid)
        above = {top for uid in world.units_of(gid) for top in world.lineage(uid)}
        plan = world.plans.get(goal.get("plan") or "", {})
        title = " ".join(goal["title"].split()).casefold()
        said: dict[str, set[Any]] = {
            "id": {gid},
            "level": {goal["level"]},
            "stands": {stands},
            "state": {self.states[gid]},
            "unit": above,
            "area": tagged | chained,
            "area_by_tag": tagged,
            "area_by_chain": chained,
            "plan": {plan.get("id")},
            "plan_kind": {plan.get("kind")},
            "kind": {goal.get("kind")},
            "tags": set(as_list(goal.get("tags"))),
            "basis": {goal.get("basis", "stated")},
        }
        for key, wanted in sort.items():
            if key == "contains":
                if not any(text.casefold() in title for text in as_list(wanted)):
                    return False
            elif key == "like":
                shapes = [".*".join(map(re.escape, each.casefold().split("*")))
                          for each in as_list(wanted)]  # fmt: skip
                if not any(re.fullmatch(shape, title) for shape in shapes):
                    return False
            elif key in said and not said[key] & set(as_list(wanted)):
                return False
        return True

    def unit_fits(self, uid: str, sort: Doc) -> bool:
        world, kind = self.world, self.world.units[uid]["kind"]
        kinds = {kind, world.known_kind.get(kind, kind)}
        return (
            world.unit_in_force(uid)
            and ("kind" not in sort or bool(kinds & set(as_list(sort["kind"]))))
            and ("under" not in sort or bool(set(world.lineage(uid)) & set(as_list(sort["under"]))))
        )

    def plan_fits(self, pid: str, sort: Doc) -> bool:
        world, plan = self.world, self.world.plans[pid]
        above = set(world.lineage(plan["unit"])) if plan.get("unit") else set()
        return (
            world.plan_in_force(pid)
            and ("kind" not in sort or plan["kind"] in as_list(sort["kind"]))
            and ("unit" not in sort or bool(above & set(as_list(sort["unit"]))))
        )

    def holds(self, what: str, each: str, key: str, need: Any) -> bool:
        if key in ("up", "down"):
            return self.linked(each, need, down=key == "down")
        if key == "must_be":
            return self.goal_fits(each, need)
        if key == "must_not_be":
            return not self.goal_fits(each, need)
        if key == "goals":
            return _within(need, len(self.held_goals(what, each, need)))
        if key == "plans":
            held = [pid for pid in self.world.plans if self.plan_fits(pid, need)
                    and self.world.plans[pid].get("unit")
                    and each in self.world.lineage(self.world.plans[pid]["unit"])]  # fmt: skip
            return _within(need, len(held))
        if key == "indicators":
            return _within(need, sum(self.measures(i, each, need)
                                     for i in self.doc.get("indicators", [])))  # fmt: skip
        if key == "decided":
            return self.decided(self.plan_of(what, each), need)
        if key == "with_outcome":
            return self.outcome(self.indicator(each)) or not need
        if key == "plan_has":
            plan = self.plan_of(what, each)
            return plan is not None and all(_says(plan, one) for one in as_list(need))
        thing = {"plans": self.world.plans, "goals": self.world.goals}.get(what, {}).get(each)
        thing = thing or self.indicator(each)
        if what == "goals":
            thing = {**thing, "unit": self.world.units_of(each), "area": thing.get("areas")}
        return all(_says(thing, one) for one in as_list(need))

    def linked(self, gid: str, need: Doc, *, down: bool) -> bool:
        ends = {(t, f) if down else (f, t) for f, t in self.world.carrying}
        wanted = self.goals(need)
        steps = str(need.get("steps", 1))
        if steps == "1":
            return _within(need, len({t for f, t in ends if f == gid and t in wanted}))
        if steps == "any":
            met = self.world.reached_from(gid, down)
        else:
            front, met = {gid}, set()
            for _ in range(int(steps)):
                front = {t for f, t in ends if f in front}
                met |= front
        return bool(met & wanted) is (need.get("max") != 0)

    def held_goals(self, what: str, each: str, need: Doc) -> set[str]:
        if what == "plans":
            return {gid for gid in self.goals(need) if self.world.goals[gid].get("plan") == each}
        return {
            gid
            for gid in self.goals(need)
            if any(each in self.world.lineage(uid) for uid in self.world.units_of(gid))
        }

    def measures(self, indicator: Doc, gid: str, need: Doc) -> bool:
        return (
            gid in as_list(indicator["measures"])
            and (not need.get("with_definition") or bool(indicator.get("definition")))
            and (not need.get("with_target") or self.target(indicator))
            and (not need.get("with_outcome") or self.outcome(indicator))
        )

    def target(self, indicator: Doc) -> bool:
        own = indicator.get("target") is not None
        return own or any(r.get("target") is not None for r in self.readings(indicator))

    def outcome(self, indicator: Doc) -> bool:
        return any(r.get("value") is not None for r in self.readings(indicator))

    def readings(self, indicator: Doc) -> list[Doc]:
        told = indicator.get("readings", [])
        return [each for each in told if self.world.holds(*period_of(each["period"]))]

    def indicator(self, iid: str) -> Doc:
        found: Doc = next(each for each in self.doc.get("indicators", []) if each["id"] == iid)
        return found

    def plan_of(self, what: str, each: str) -> Doc | None:
        pid = each if what == "plans" else self.world.goals[each].get("plan")
        return self.world.plans.get(pid or "")

    def decided(self, plan: Doc | None, need: Doc) -> bool:
        day = plan.get("decided_on") if plan else None
        if plan is None or day is None:
            return not need.get("known")
        on, start = as_day(day, date.min), self.world.plan_start(plan)
        return (
            on <= as_day(need.get("by"), date.max)
            and on >= as_day(need.get("since"), date.min)
            and (not need.get("before_start") or start == date.min or on < start)
        )


def _within(need: Doc, count: int) -> bool:
    least = need.get("min", 0 if "max" in need else 1)
    return bool(least <= count <= need.get("max", count))


def _says(thing: Doc, key: str) -> bool:
    return thing.get(key) not in (None, [], "")
