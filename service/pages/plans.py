"""Plan: the plans by kind and time; one plan with its decisions, its goals and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from flask import Blueprint, render_template, request

from graph.days import final_decision
from graph.errors import UsageError
from graph.layers import Indices
from graph.model import Plan
from graph.text import swedish_order
from queries.areas import has
from queries.states import EXEMPT, GOAL_STATES
from service.asking import Asked, asked, flag, page_number
from service.pages.goal_view import AreaLine, FindingLine, area_line, finding_line, goal_lines
from service.pages.lists import Stretch, stretch

blueprint = Blueprint("plans", __name__)
ROWS, GOALS = 100, 100


@dataclass(frozen=True, slots=True)
class Line:
    """A plan in a list: whose it is, and how many of its goals lead to fullmäktige."""

    item: Plan
    url: str
    unit: tuple[str, str] | None
    supported: int
    goals: int


@blueprint.get("/plan")
def listing() -> str:
    """The plans in force, or with `others` those that aren't; or one by `id`."""
    if "id" in request.args:
        return page(request.args["id"])
    question = asked()
    others = flag(request.args, "others", question.language)
    frame, in_force = question.audit.projection.frame, question.audit.scene.plans
    found = [frame.plans[place] for place in np.flatnonzero(in_force ^ others).tolist()]
    order = {level.plan: place for place, level in enumerate(question.audit.scene.levels)}
    found.sort(key=lambda plan: swedish_order(plan.name or plan.id))
    found.sort(key=lambda plan: plan.period.last.isoformat() if plan.period else "", reverse=True)
    found.sort(key=lambda plan: (order.get(plan.kind, len(order)), swedish_order(plan.kind)))
    shown = stretch(found, page_number(), ROWS)
    lines = _lines(question, shown.items)
    return render_template(
        "plans.html",
        kinds=[(kind, list(those)) for kind, those in groupby(lines, lambda each: each.item.kind)],
        plans=Stretch(lines, shown.page, shown.pages, shown.first, shown.last, shown.total),
        others=others,
        left=len(frame.plans) - len(found),
    )


@blueprint.get("/plan/<path:ident>")
def page(ident: str) -> str:
    """One plan."""
    question = asked()
    audit = question.audit
    p = audit.projection
    if ident not in p.plan_number:
        raise UsageError("unknown_name", name=ident)
    plan = p.plan_number[ident]
    item = p.frame.plans[plan]
    goals = np.flatnonzero((p.plan == plan) & audit.scene.goals)
    goals = goals[np.argsort(p.level[goals], kind="stable")]
    shown = stretch(goals.tolist(), page_number(), GOALS)
    lines = goal_lines(question, shown.items)
    there, lacking = _areas(question, goals)
    return render_template(
        "plan.html",
        line=_lines(question, [item])[0],
        in_force=bool(audit.scene.plans[plan]),
        decided=final_decision(item),
        goals=Stretch(lines, shown.page, shown.pages, shown.first, shown.last, shown.total),
        levels=_levels(question, goals),
        there=there,
        lacking=lacking,
        beside=_beside(question, item),
        tied=_tied(question, ident),
        findings=_findings(question, ident),
    )


def _lines(question: Asked, plans: Sequence[Plan]) -> list[Line]:
    audit = question.audit
    p = audit.projection
    counted = audit.scene.goals & (audit.states.state != EXEMPT) & (p.level > p.governance.root)
    held, led = (
        np.bincount(p.plan[each & (p.plan >= 0)], minlength=len(p.frame.plans))
        for each in (counted, counted & audit.states.supported)
    )
    out = []
    for item in plans:
        place = p.plan_number[item.id]
        unit = p.frame.units[p.unit_number[item.unit]] if item.unit else None
        out.append(Line(
            item, question.plan(item.id), (unit.name, question.unit(unit.id)) if unit else None,
            int(led[place]), int(held[place]),
        ))
    return out


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The plan's goals of a level, how many in each state."""

    name: str
    count: int
    states: list[tuple[str, int]]


def _levels(question: Asked, goals: Indices) -> list[LevelRow]:
    p, state = question.audit.projection, question.audit.states.state
    out = []
    for level in np.unique(p.level[goals]).tolist():
        own = state[goals[p.level[goals] == level]]
        counts = np.bincount(own, minlength=len(GOAL_STATES)).tolist()
        told = [(name, count) for name, count in zip(GOAL_STATES, counts, strict=False) if count]
        out.append(LevelRow(p.governance.levels[level].name, len(own), told))
    return out


def _areas(question: Asked, goals: Indices) -> tuple[list[AreaLine], list[AreaLine]]:
    """Areas that some goal of the plan leads to, and those that none does."""
    there: list[AreaLine] = []
    lacking: list[AreaLine] = []
    for area in sorted({cell.area for cell in question.audit.matrix}):
        led = bool(has(question.audit.chain_areas, area)[goals].any())
        (there if led else lacking).append(area_line(question, area))
    return there, lacking


def _beside(question: Asked, item: Plan) -> list[tuple[str, list[Line]]]:
    """The plans that it says something of, and those that say something of it, by how."""
    plans = question.audit.projection.frame.plans
    said = {
        "replaces": item.replaces,
        "replaced_by": [each.id for each in plans if item.id in each.replaces],
        "based_on": item.based_on,
        "base_of": [each.id for each in plans if item.id in each.based_on],
        "part_of": [item.part_of] if item.part_of else [],
        "parts": [each.id for each in plans if each.part_of == item.id],
    }
    number = question.audit.projection.plan_number
    found = {key: [plans[number[each]] for each in ids] for key, ids in said.items() if ids}
    return [
        (key, _lines(question, sorted(those, key=lambda each: swedish_order(each.name or each.id))))
        for key, those in found.items()
    ]


def _tied(question: Asked, ident: str) -> list[tuple[str, list[Any]]]:
    """Documents, assignments and guarantees of the plan, and what has been said of it."""
    frame = question.audit.projection.frame
    found = [
        (section, [each for each in frame.section(section) if each.plan == ident])
        for section in ("documents", "assignments", "guarantees", "assessments")
    ]
    return [(section, items) for section, items in found if items]


def _findings(question: Asked, ident: str) -> list[FindingLine]:
    """Findings about the plan itself, the gravest first."""
    return [
        finding_line(question, each)
        for group in question.reading.by_rule.values()
        if group[0].kind == "plan"
        for each in group
        if each.subject == ident
    ]
