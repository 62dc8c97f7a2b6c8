"""Enhet: a unit's goals beside what it owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from flask import Blueprint, render_template, request

from graph.errors import UsageError
from graph.model import Unit
from graph.text import swedish_order
from queries.decisions import Decision, unit_decisions
from queries.meetings import last_meetings
from queries.sight import meeting_sight, unit_sight, without_meeting
from service.asking import Asked, asked, page_number
from service.narrowing import Filter
from service.pages.goal_view import FindingLine, area_line, finding_line, goal_line, goal_lines
from service.pages.lists import Stretch, stretch
from service.selecting import goals_in
from service.words import say

blueprint = Blueprint("units", __name__)
ROWS = 100
# So many goals are told in whole sentences; more than these nobody reads in a row.
TOLD = 20


@blueprint.get("/enhet")
def listing() -> str:
    """All units in force, as a tree; or one by `id`."""
    if "id" in request.args:
        return page(request.args["id"])
    question = asked()
    p, scene = question.audit.projection, question.audit.scene
    order = _by_name(p.frame.units)
    shown = stretch([unit for unit in order if scene.units[unit]], page_number(), 2 * ROWS)
    held = np.bincount(
        p.held_by.values[scene.goals[p.held_by.owner]], minlength=len(p.frame.units)
    )
    rows = [
        (p.frame.units[unit], question.unit(p.frame.units[unit].id), _depth(question, unit),
         int(held[unit]))
        for unit in shown.items
    ]
    told = Stretch(rows, shown.page, shown.pages, shown.first, shown.last, shown.total)
    return render_template("units.html", units=told)


@blueprint.get("/enhet/<path:ident>")
def page(ident: str) -> str:
    """One unit."""
    question = asked()
    p, scene = question.audit.projection, question.audit.scene
    if ident not in p.unit_number:
        raise UsageError("unknown_name", name=ident)
    unit = p.unit_number[ident]
    found = goals_in(question.reading, Filter(unit=unit))
    own = [goal for goal in found if (p.held_by.of(goal) == unit).any()]
    shown = stretch(found, page_number(), ROWS)
    lines = goal_lines(question, shown.items)
    supported = question.audit.states.supported
    sight = unit_sight(question.audit, unit, question.language, TOLD) if own else []
    item, met = p.frame.units[unit], last_meetings(question.audit).get(unit)
    return render_template(
        "unit.html",
        unit=item,
        in_force=bool(scene.units[unit]),
        above=[(u.name, question.unit(u.id)) for u in _above(question, unit)],
        below=[(p.frame.units[n].name, question.unit(p.frame.units[n].id))
               for n in _by_name(p.frame.units)
               if p.frame.units[n].parent == ident and scene.units[n]],
        goals=Stretch(lines, shown.page, shown.pages, shown.first, shown.last, shown.total),
        own=len(own),
        sight=sight[1:],
        sight_left=max(0, len(own) - TOLD),
        supported=int(supported[found].sum()) if found else 0,
        cells=[(area_line(question, cell.area), cell.status, len(cell.goals))
               for cell in question.reading.cells.get(unit, ())],
        answers=[(goal_line(question, each.goal), each.status, len(each.goals), each.addressed)
                 for each in question.audit.answers if each.unit == unit][:ROWS],
        meeting=meeting_sight(question.audit, unit, question.language),
        meeting_made_up=met is not None and met.basis == "made_up",
        no_meeting=without_meeting(question.audit, unit),
        plans=[plan for plan, holds in zip(p.frame.plans, scene.plans.tolist(), strict=True)
               if holds and plan.unit == ident],
        decisions=_decided(question, unit),
        findings=_findings(question, ident, own),
    )


def _decided(question: Asked, unit: int) -> list[tuple[str, Decision]]:
    """The decisions in force that excuse the unit or hand a goal on, each with a lead."""
    p, out = question.audit.projection, []
    for each in unit_decisions(question.audit, unit):
        if each.goal is not None:
            goal = f"{p.ids[each.goal]} {p.titles[each.goal]}"
            lead = say("unit.hands_on", question.language, goal=goal)
        elif each.area is not None:
            area = p.frame.areas[each.area].name
            lead = say("unit.exempt_in", question.language, area=area)
        else:
            lead = say("unit.exempt", question.language)
        out.append((lead, each))
    return out


def _findings(question: Asked, ident: str, own: list[int]) -> list[FindingLine]:
    """Findings about the unit itself and its own goals, the gravest first."""
    ids = question.audit.projection.ids
    goals = {ids[goal] for goal in own}
    found = [
        each
        for group in question.reading.by_rule.values()
        for each in group
        if (each.kind == "goal" and each.subject in goals)
        or (each.kind == "link" and each.witness[0] in goals)
        or (each.kind == "unit" and each.subject.rpartition("/")[0] == ident)
        or (each.kind == "cell" and question.reading.cell_units[each.subject] == ident)
    ]
    return [finding_line(question, each) for each in found[:ROWS]]


def _by_name(units: Sequence[Unit]) -> list[int]:
    """All units as a walk from the top, those of one parent by name."""
    below: dict[str | None, list[int]] = defaultdict(list)
    names = [swedish_order(unit.name) for unit in units]
    for place in sorted(range(len(units)), key=names.__getitem__, reverse=True):
        below[units[place].parent].append(place)
    waiting, out = below[None], []
    while waiting:
        place = waiting.pop()
        out.append(place)
        waiting += below[units[place].id]
    return out


def _above(question: Asked, unit: int) -> list[Unit]:
    """The units above, top first."""
    p = question.audit.projection
    out = []
    parent = p.frame.units[unit].parent
    while parent is not None:
        item = p.frame.units[p.unit_number[parent]]
        out.append(item)
        parent = item.parent
    return out[::-1]


def _depth(question: Asked, unit: int) -> int:
    return min(len(_above(question, unit)), 6)
