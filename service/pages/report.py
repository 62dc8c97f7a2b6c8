"""Granskning: the audit as a report that can be printed and checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flask import Blueprint, render_template, request

from queries.findings import rules
from queries.links import UNSEEN
from service.asking import Asked, asked, page_number
from service.pages.goal_view import FindingLine, GoalLine, finding_line, goal_line
from service.pages.lists import Stretch, stretch
from service.reports.summary import made_up, opening, state_counts
from service.selecting import findings_in

blueprint = Blueprint("report", __name__)
APPENDIX = 300
PER_RULE = 40
OF_ONE_RULE = 300


@blueprint.get("/granskning")
def page() -> str:
    """The report; of one rule alone where the address says so."""
    question = asked()
    audit = question.audit
    findings_in(question.reading)  # refuses a rule that isn't there
    rule = request.args.get("rule") or None
    return render_template(
        "report.html",
        rule=rules()[rule].title[question.language] if rule else None,
        sentence=opening(audit, question.language),
        score=audit.score,
        counts=state_counts(audit),
        severities=_severities(question),
        groups=groups(question, rule),
        appendix=None if rule else appendix(question),
        made_up=made_up(audit),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A rule's findings: how many of how many things looked at, and a stretch of them."""

    id: str
    title: str
    severity: str
    next_step: str
    whole: int | None
    whole_of: str
    found: Stretch[FindingLine]


def groups(question: Asked, only: str | None) -> list[Group]:
    """The findings by rule, the gravest first."""
    out = []
    for name, found in question.reading.by_rule.items():
        if only not in (None, name):
            continue
        rule = rules()[name]
        shown = stretch(found, page_number("part") if only else 1,
                        OF_ONE_RULE if only else PER_RULE)
        lines = [finding_line(question, each) for each in shown.items]
        whole, of = _whole(question, name)
        out.append(Group(
            name, rule.title[question.language], rule.severity, rule.next_step[question.language],
            whole, of,
            Stretch(lines, shown.page, shown.pages, shown.first, shown.last, shown.total),
        ))
    return out


# What each rule looks at; its denominator.
_LOOKS_AT = {
    "below": ("T001", "T002", "T003"),
    "links": ("T004", "T005", "T006", "T007", "T008", "T009"),
    "asked": ("T010", "T011"),
    "goals": ("T012", "T019"),
    "plans": ("T013",),
    "roots": ("T016",),
    "forwards": ("T017", "T018"),
    "owing": ("T020",),
    "cells": ("T021", "T022", "T023", "T024"),
    "addressed": ("T025",),
}


def _whole(question: Asked, rule: str) -> tuple[int | None, str]:
    """How many things the rule looked at, and the key of their name."""
    audit = question.audit
    root = audit.projection.governance.root
    level, goals = audit.projection.level, audit.scene.goals
    needy = np.asarray(audit.scene.needs.any(axis=1))
    kind = next((kind for kind, names in _LOOKS_AT.items() if rule in names), "")
    counts = {
        "below": lambda: int((goals & (level > root)).sum()),
        "links": lambda: int((audit.links.state != UNSEEN).sum()),
        "asked": lambda: int((goals & (level >= root) & needy[level]).sum()),
        "goals": lambda: int(goals.sum()),
        "plans": lambda: int(audit.scene.plans.sum()),
        "roots": lambda: len(audit.scene.roots),
        "forwards": lambda: len(audit.links.handed),
        "owing": lambda: sum(len(rows.units) for rows in audit.rows.values()),
        "cells": lambda: len(audit.matrix),
        "addressed": lambda: sum(answer.addressed for answer in audit.answers),
    }
    return (counts[kind](), kind) if kind else (None, "")


def _severities(question: Asked) -> dict[str, int]:
    out = {"error": 0, "warning": 0, "advice": 0}
    for found in question.reading.by_rule.values():
        out[found[0].severity] += len(found)
    return out


def appendix(question: Asked) -> Stretch[tuple[GoalLine, list[tuple[str, str]]]]:
    """Every goal with its state and its witness as ids with addresses."""
    p, states = question.audit.projection, question.audit.states
    shown = stretch(question.reading.goals, page_number(), APPENDIX)
    rows = [
        (goal_line(question, goal),
         [(p.ids[each], question.goal(p.ids[each])) for each in states.witness(goal)[1:]])
        for goal in shown.items
    ]
    return Stretch(rows, shown.page, shown.pages, shown.first, shown.last, shown.total)
