"""What the parts of a split plan carry together and alone, against a walk over the goals."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from graph.checking import read_chain
from graph.projection import project
from queries.audit import Audit, audit
from queries.parts import SplitPlan, split_plans
from tests.asking import Doc, audit_of
from tests.chains import random_chain
from tests.oracle import audit as slow_audit

SAMPLE = sorted((Path(__file__).parents[2] / "samples" / "tyreso").glob("*.yaml"))


@cache
def tyreso() -> Audit:
    return audit(project(read_chain(SAMPLE)[0]))


def test_the_three_parts_of_kommunstyrelsen_cover_all_areas_together() -> None:
    p = tyreso().projection
    (split,) = split_plans(tyreso())
    assert p.frame.units[split.unit].id == "tyr-ks"
    assert not split.missing
    alone = {p.frame.plans[part.plan].id: [p.ids[root] for root in part.roots_alone]
             for part in split.parts}  # fmt: skip
    assert alone["np-ks-2024-stab"] == ["fin-2023-2026"]
    assert not alone["np-ks-2024-sbk"]


def slow_parts(found: Audit, doc: Doc, view: Doc, split: SplitPlan) -> None:
    p = found.projection
    goals = slow_audit(doc, view)["goals"]
    level = found.scene.levels[split.level]
    plan_of = {goal["id"]: goal.get("plan") for goal in doc["goals"]}
    rows = found.rows[split.level]
    in_row = {p.ids[goal] for goal in rows.goals[rows.rows == split.unit].tolist()}
    columns = {p.frame.areas[area].id for area in (*split.covered, *split.missing)}
    held: dict[str, set[str]] = {}
    for part in split.parts:
        plan = p.frame.plans[part.plan]
        assert plan.kind == level.plan
        own = {name for name in in_row if plan_of[name] == plan.id
               and goals[name]["state"] in ("root", "rooted")}  # fmt: skip
        assert {p.ids[goal] for goal in part.goals} == own
        areas = {area for name in own for area in goals[name]["areas_by_chain"]}
        held[plan.id] = areas & columns
        assert {p.frame.areas[area].id for area in part.areas} == held[plan.id]
    for part in split.parts:
        plan_id = p.frame.plans[part.plan].id
        others = set().union(*(each for name, each in held.items() if name != plan_id))
        alone = {p.frame.areas[area].id for area in part.areas_alone}
        assert alone == held[plan_id] - others


def test_parts_are_what_a_walk_over_the_goals_finds() -> None:
    told = 0
    for seed in range(250):
        doc, view = random_chain(seed)
        found = audit_of(doc, view)
        for split in split_plans(found):
            slow_parts(found, doc, view, split)
            told += any(part.areas for part in split.parts)
    assert told > 5


def test_the_first_of_all_units_may_have_a_split_plan_too() -> None:
    plans = [{"id": each, "kind": "nämndplan", "unit": "a", "period": 2024} for each in "pq"]
    found = audit_of(
        {"rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
         "units": [{"id": each, "name": each, "kind": "nämnd"} for each in "ab"], "plans": plans},
        {"year": 2024},
    )  # fmt: skip
    assert [(split.unit, len(split.parts)) for split in split_plans(found)] == [(0, 2)]
