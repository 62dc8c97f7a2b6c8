"""Mål: the list of goals, and everything about one of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from graph.projection import Projection
from queries.drops import find_goal
from queries.sight import goal_sight
from queries.states import GOAL_STATES, NOT_IN_FORCE
from service.asking import Asked, asked, page_number
from service.narrowing import Filter
from service.pages import goal_facts as facts
from service.pages.goal_view import area_line, areas_of, finding_line, goal_line, goal_lines
from service.pages.lists import Stretch, stretch
from service.selecting import filter_asked, goals_in

blueprint = Blueprint("goals", __name__)
ROWS = 100
FINDINGS = 20


@blueprint.get("/mal")
def listing() -> str:
    """All goals in force, narrowed by filters; or one goal by `id`, where its path can't be."""
    if "id" in request.args:
        return page(request.args["id"])
    question, kept = asked(), filter_asked()
    found = goals_in(question.reading, kept)
    shown = stretch(found, page_number(), ROWS)
    lines = goal_lines(question, shown.items)
    return render_template(
        "goals.html",
        goals=Stretch(lines, shown.page, shown.pages, shown.first, shown.last, shown.total),
        whole=len(question.reading.goals),
        kept=kept,
        narrowed=_narrowed(question, kept),
        levels=question.audit.scene.levels[: question.audit.scene.lowest + 1],
        states=GOAL_STATES,
        areas=[area_line(question, a) for a in sorted({c.area for c in question.audit.matrix})],
    )


@blueprint.get("/mal/<path:ident>")
def page(ident: str) -> str:
    """One goal."""
    question = asked()
    audit = question.audit
    goal = _goal(audit.projection, ident)
    in_force = audit.states.state[goal] != NOT_IN_FORCE
    tagged, chained = areas_of(question, goal)
    item = question.reading.written(audit.projection.ids[goal])
    about = question.reading.about.get(audit.projection.ids[goal], []) if in_force else []
    return render_template(
        "goal.html",
        goal=goal_line(question, goal),
        in_force=in_force,
        sight=goal_sight(audit, goal, question.language),
        item=item,
        plan=facts.plan_of(audit.projection, goal),
        valid=facts.valid(audit.projection, goal),
        tagged=tagged,
        chained=chained,
        way=facts.way(question, goal),
        upward=facts.upward(question, goal),
        repairs=facts.repairs_of(question, goal),
        down=facts.below(question, goal),
        impact=facts.if_dropped(question, goal) if in_force else None,
        decisions=facts.decided(question, goal),
        indicators=facts.indicators(audit.projection, goal),
        judged=facts.judged(question, goal),
        points=facts.points(question, goal),
        tied=facts.tied(audit.projection, goal),
        findings=[finding_line(question, each) for each in about[:FINDINGS]],
        findings_left=max(0, len(about) - FINDINGS),
        picture=facts.picture(question, goal) if in_force else None,
    )


def _goal(projection: Projection, ident: str) -> int:
    """A goal by its very id; UsageError with the nearest names if there is none."""
    place = projection.number.get(ident)
    if place is not None and projection.exists[place]:
        return place
    return find_goal(projection, ident)


def _narrowed(question: Asked, kept: Filter) -> dict[str, Any]:
    """The filter in words, for the line above the list."""
    frame = question.audit.projection.frame
    governance = question.audit.projection.governance
    return {
        "level": governance.level(kept.level).name if kept.level else None,
        "state": kept.state,
        "unit": frame.units[kept.unit].name if kept.unit is not None else None,
        "area": frame.areas[kept.area].name if kept.area is not None else None,
    }
