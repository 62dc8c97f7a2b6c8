"""Hjälp: what the words and marks mean; and the accessibility statement."""

from __future__ import annotations

from flask import Blueprint, render_template

from queries.links import LINK_STATES
from queries.matrix import CELL_STATUSES
from queries.states import GOAL_STATES
from service.asking import asked

blueprint = Blueprint("help", __name__)


@blueprint.get("/hjalp")
def terms() -> str:
    """Words and marks."""
    asked()
    return render_template(
        "help.html", states=GOAL_STATES, links=LINK_STATES, cells=CELL_STATUSES
    )


@blueprint.get("/tillganglighet")
def accessibility() -> str:
    """The accessibility statement."""
    asked()
    return render_template("accessibility.html")
