"""
Answers about units as JSON values: who carries how much, and what a reorganisation changes.

The shapes are those of docs/json.md, as in `contract.py`.
"""

from __future__ import annotations

from typing import Any

from queries.audit import Audit
from queries.concentration import SEVERAL, loads, necks, sole_units, upward
from queries.contract import data_json, ids_of
from queries.impact import Impact
from queries.parts import SplitPlan, split_plans
from queries.reorganise import Reorganisation
from queries.responsible import responsible


def load_json(audit: Audit) -> dict[str, Any]:
    """`rodtrad.load/1`: what each unit carries, what root goals hang on, and split plans."""
    p, levels = audit.projection, audit.scene.levels
    order = upward(audit)
    sole, tree = sole_units(audit, order), necks(audit, order)
    return {
        "format": "rodtrad.load/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        "units": [
            {
                "level": levels[load.level].id,
                "unit": p.frame.units[load.unit].id,
                "goals": load.goals,
                "rooted": load.rooted,
                "links_up": load.links_up,
                "links_down": load.links_down,
                "roots": ids_of(audit, load.roots),
                "alone": ids_of(audit, load.alone),
            }
            for load in loads(audit, sole)
        ],
        "roots": [
            {
                "goal": p.ids[root],
                "sole": [
                    {"level": levels[level].id, "unit": p.frame.units[units[root]].id}
                    for level, units in sole.items()
                    if units[root] != SEVERAL
                ],
                "necks": [ids_of(audit, ring) for ring in tree.of(root)],
            }
            for root in audit.scene.roots.tolist()
        ],
        "plans": [_split_json(audit, each) for each in split_plans(audit)],
    }


def _split_json(audit: Audit, split: SplitPlan) -> dict[str, Any]:
    p = audit.projection
    areas = [area.id for area in p.frame.areas]
    return {
        "level": audit.scene.levels[split.level].id,
        "unit": p.frame.units[split.unit].id,
        "covered": [areas[area] for area in split.covered],
        "missing": [areas[area] for area in split.missing],
        "parts": [
            {
                "plan": p.frame.plans[part.plan].id,
                "goals": ids_of(audit, part.goals),
                "areas": [areas[area] for area in part.areas],
                "areas_alone": [areas[area] for area in part.areas_alone],
                "roots": ids_of(audit, part.roots),
                "roots_alone": ids_of(audit, part.roots_alone),
            }
            for part in split.parts
        ],
    }


def reorganisation_json(found: Reorganisation) -> dict[str, Any]:
    """`rodtrad.reorganisation/1`: coverage before and after, and what is lost."""
    before = found.before
    return {
        "format": "rodtrad.reorganisation/1",
        "view": before.view.as_json(),
        "data": data_json(before),
        "merged": [{"keep": keep, "gone": gone} for keep, gone in found.merges],
        "moved": [{"unit": unit, "to": to} for unit, to in found.moves],
        "nothing_lost": found.nothing_lost,
        "cells": [
            {
                "level": each.level,
                "unit": each.unit,
                "area": each.area,
                "before": [{"unit": unit, "status": status} for unit, status in each.before],
                "after": each.after,
                "lost": each.lost,
            }
            for each in found.cells
        ],
        "coverage": [
            {
                "level": level,
                "area": area,
                "before": {"satisfied": was, "expected": rows},
                "after": {"satisfied": now, "expected": rows_after},
            }
            for (level, area), (was, rows, now, rows_after) in found.covered.items()
        ],
        "roots": [
            {
                "goal": each.goal,
                "answered_before": list(each.answered_before),
                "answered": list(each.answered),
                "missing_before": list(each.missing_before),
                "missing": list(each.missing),
            }
            for each in found.roots
        ],
        "lost_answers": [{"unit": unit, "goal": goal} for unit, goal in found.lost_answers],
        "loses_answer": ids_of(before, found.loses_answer),
        "loses_deep_any": ids_of(before, found.loses_deep_any),
        "homeless": ids_of(before, found.homeless),
        "swallowed": [
            {
                "duty": each.duty.kind,
                "level": each.duty.level,
                "from": each.duty.unit,
                "unit": each.unit,
                "about": each.duty.about or None,
                "exempt": each.exempt,
            }
            for each in found.swallowed
        ],
        "plans_together": [
            {"unit": unit, "kind": kind, "plans": list(plans)}
            for unit, kind, plans in found.plans_together
        ],
    }


def shares_json(found: Impact) -> list[dict[str, Any]]:
    """The part `units` of `rodtrad.impact/1`: who must act."""
    audit = found.audit
    p, levels = audit.projection, audit.scene.levels
    return [
        {
            "unit": p.frame.units[share.unit].id,
            "loses_last": ids_of(audit, share.loses_last),
            "loses_one": ids_of(audit, share.loses_one),
            "loses_answer": ids_of(audit, share.loses_answer),
            "loses_deep_any": ids_of(audit, share.loses_deep_any),
            "lost_cells": [
                {"level": levels[level].id, "area": p.frame.areas[area].id}
                for level, area in share.cells
            ],
        }
        for share in responsible(found)
    ]
