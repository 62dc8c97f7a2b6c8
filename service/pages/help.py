"""Hjälp: how to do what, and what the words and marks mean; and the accessibility statement."""

from __future__ import annotations

import datetime

from flask import Blueprint, render_template

from queries.findings import SEVERITIES
from queries.links import LINK_STATES
from queries.matrix import CELL_STATUSES
from queries.states import GOAL_STATES
from service.asking import asked
from service.reports.words import ANSWERS

blueprint = Blueprint("help", __name__)
# The day the accessibility was last assessed; a new assessment changes it.
ASSESSED = datetime.date(2026, 11, 22)
# What people come to do: (step, page, key of the page's name).
ROLES = (
    ("analyst", (
        ("overview", "/", "menu.overview"),
        ("matrix", "/matris", "menu.matrix"),
        ("map", "/karta", "menu.map"),
        ("what_if", "/om", "menu.what_if"),
    )),
    ("auditor", (
        ("report", "/granskning", "menu.report"),
        ("goals", "/mal", "menu.goals"),
        ("plans", "/plan", "menu.plans"),
    )),
    ("editor", (
        ("goals", "/mal", "menu.goals"),
        ("import", "/las-in", "importing.title"),
    )),
    ("intranet", (
        ("search", "/sok", "search.title"),
        ("embed", "/inbaddning", "embed.menu"),
    )),
)
WORDS = (
    "goal", "link", "chain", "area", "plan", "indicator", "answered", "handed_on", "exemption",
    "last", "draft", "finding", "id",
)  # fmt: skip


@blueprint.get("/hjalp")
def terms() -> str:
    """How-to pieces, words and marks."""
    asked()
    return render_template(
        "help.html",
        roles=ROLES,
        words=WORDS,
        states=GOAL_STATES,
        links=LINK_STATES,
        cells=CELL_STATUSES,
        answers=tuple(ANSWERS),
        severities=SEVERITIES,
    )


@blueprint.get("/tillganglighet")
def accessibility() -> str:
    """The accessibility statement."""
    asked()
    return render_template("accessibility.html", assessed=ASSESSED)
