"""
The parts of a goal's page: its plan, its way up, what leans on it, and what is tied to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from markupsafe import Markup

from graph.model import Assessment, Indicator, Plan
from graph.projection import Projection
from queries.candidates import repairs
from queries.decisions import Decision, goal_decisions
from queries.impact import impact
from queries.judging import judged_roots
from queries.links import LINK_STATES, UNSEEN
from queries.reporting import goal_points
from queries.states import BROKEN, DETACHED, ORPHAN
from queries.trace import trace
from service.asking import Asked
from service.maps import focus_map
from service.pages.goal_view import GoalLine, goal_line, goal_lines
from service.reports.filed.points import judged_word, outcome_row, outcome_text, verdict_word
from service.showing import period_text
from service.words import say
from visualizations.request import MapRequest
from visualizations.svg import svg

SHOWN = 30


def plan_of(projection: Projection, goal: int) -> Plan | None:
    """The goal's plan."""
    place = int(projection.plan[goal])
    return projection.frame.plans[place] if place >= 0 else None


def valid(projection: Projection, goal: int) -> tuple[int, int]:
    """The goal's own first and last day since 1970."""
    return int(projection.valid_from[goal]), int(projection.valid_to[goal])


@dataclass(frozen=True, slots=True)
class Step:
    """One link upward: the goal it leads to, how it contributes, and the link's state."""

    goal: GoalLine
    how: str | None
    state: str | None
    known: bool


def way(question: Asked, goal: int) -> list[Step]:
    """The goals of the witness after the first, each with how the one below contributes."""
    p = question.audit.projection
    out = []
    for lower, upper in pairwise(question.audit.states.witness(goal)):
        row = p.target[p.out[lower] : p.out[lower + 1]]
        out.append(_step(question, int(p.out[lower] + np.searchsorted(row, upper))))
    return out


def repairs_of(question: Asked, goal: int) -> list[GoalLine]:
    """Goals that it could contribute to, best first; none unless it lacks a way to a root."""
    if question.audit.states.state[goal] not in (ORPHAN, BROKEN, DETACHED):
        return []
    return goal_lines(question, repairs(question.audit, goal))


def upward(question: Asked, goal: int) -> list[Step]:
    """All links written upward from the goal, by id."""
    p = question.audit.projection
    links = range(int(p.out[goal]), min(int(p.out[goal + 1]), int(p.out[goal]) + SHOWN))
    return [_step(question, link) for link in links]


def _step(question: Asked, link: int) -> Step:
    p, state = question.audit.projection, question.audit.links.state[link]
    target = int(p.target[link])
    return Step(
        goal_line(question, target),
        p.hows[link],
        None if state == UNSEEN else LINK_STATES[state],
        bool(p.exists[target]),
    )


@dataclass(frozen=True, slots=True)
class Below:
    """Goals that contribute straight to a goal, and how many lean on it in all."""

    goals: list[GoalLine]
    direct: int
    all: int
    answered: bool
    missing: list[str]
    needs: list[str]


def below(question: Asked, goal: int) -> Below:
    """What contributes to the goal, and which needed levels are missing."""
    audit = question.audit
    p, levels = audit.projection, audit.scene.levels
    inward = p.inward[p.into[goal] : p.into[goal + 1]]
    direct = p.source[inward[audit.links.carries[inward]]].tolist()
    needs = np.flatnonzero(audit.scene.needs[p.level[goal]]).tolist()
    missing = np.flatnonzero(audit.depth.missing[goal]).tolist()
    return Below(
        goals=goal_lines(question, direct[:SHOWN]),
        direct=len(direct),
        all=len(trace(audit, goal).down),
        answered=bool(audit.depth.answered[goal]),
        missing=[levels[level].name for level in missing],
        needs=[levels[level].name for level in needs],
    )


@dataclass(frozen=True, slots=True)
class Dropped:
    """What would happen without the goal: how many goals and cells, and the first of them."""

    last: list[GoalLine]
    loses_last: int
    loses_one: int
    cells: list[tuple[str, str]]
    lost_cells: int
    loses_answer: int
    indicators: int

    @property
    def nothing(self) -> bool:
        """True if nothing at all leans on the goal."""
        return not (self.loses_last or self.loses_one or self.lost_cells or self.loses_answer)


def if_dropped(question: Asked, goal: int) -> Dropped:
    """The impact of dropping the goal alone."""
    p = question.audit.projection
    found = impact(question.audit, [_name(p, goal)])
    units, areas = p.frame.units, p.frame.areas
    return Dropped(
        last=goal_lines(question, found.loses_last[:SHOWN]),
        loses_last=len(found.loses_last),
        loses_one=len(found.loses_one),
        cells=[(units[u].name, areas[a].name) for _, u, a in found.lost_cells[:SHOWN]],
        lost_cells=len(found.lost_cells),
        loses_answer=len(found.loses_answer),
        indicators=len(found.indicators_without_goal),
    )


def _name(projection: Projection, goal: int) -> str:
    """The goal as a drop names it, so that it can't be taken for a unit or plan."""
    ident = projection.ids[goal]
    clash = ident in projection.unit_number or ident in projection.plan_number
    return f"goal:{ident}" if clash else ident


def decided(question: Asked, goal: int) -> list[tuple[str, Decision]]:
    """The decisions in force that exempt the goal or hand it on, each with a lead."""
    units = question.audit.projection.frame.units
    return [
        (
            say("goal.exempt_by", question.language)
            if each.unit is None
            else say("goal.handed_on", question.language, unit=units[each.unit].name),
            each,
        )
        for each in goal_decisions(question.audit, goal)
    ]


def indicators(projection: Projection, goal: int) -> list[Indicator]:
    """The indicators that measure the goal, by id."""
    ident = projection.ids[goal]
    return [each for each in projection.frame.indicators if ident in each.measures]


@dataclass(frozen=True, slots=True)
class PointLine:
    """A reporting point: what was said, and the outcomes for that time in words."""

    period: str
    verdict: str
    at_odds: bool
    said: Assessment
    outcomes: list[str]


def points(question: Asked, goal: int) -> list[PointLine]:
    """What has been said of the goal beside what its indicators told, the latest first."""
    language = question.language
    return [
        PointLine(
            period_text(each.period.text, language),
            verdict_word(each.assessment.verdict, language),
            each.at_odds,
            each.assessment,
            [outcome_text(outcome_row(outcome), each.period.text, language)
             for outcome in each.outcomes[:SHOWN]],
        )
        for each in goal_points(question.audit, goal)[:SHOWN]
        # Outcomes with no assessment beside stand with their indicator.
        if each.assessment
    ]


def judged(question: Asked, goal: int) -> str:
    """Whether a root goal can be judged along the chain; empty for other goals."""
    can = (each for each in judged_roots(question.audit) if each.goal == goal)
    return "".join(judged_word(each, question.language) for each in can)


def tied(projection: Projection, goal: int) -> dict[str, list[Any]]:
    """Assignments, guarantees and documents that name the goal."""
    frame, ident = projection.frame, projection.ids[goal]
    return {
        "assignments": [each for each in frame.assignments if ident in each.goals],
        "guarantees": [each for each in frame.guarantees if ident in each.goals],
        "documents": [each for each in frame.documents if ident in each.goals],
    }


def picture(question: Asked, goal: int) -> Markup:
    """The goal's neighbourhood, one step down, as a still picture."""
    wanted = MapRequest(root=question.audit.projection.ids[goal], down=1, target=14, cap=30)
    return Markup(svg(focus_map(question.audit, wanted, question.language)))
