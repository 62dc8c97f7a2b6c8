"""Sök: goals and units by words or id, whatever case, å or a."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from queries.states import NOT_IN_FORCE
from service.asking import Asked, asked, page_number
from service.pages.goal_view import GoalLine, goal_lines
from service.pages.lists import Stretch, stretch
from service.reading import fold

blueprint = Blueprint("search", __name__)
ROWS = 50
LONGEST = 200


@blueprint.get("/sok")
def page() -> str:
    """What was found, or the empty form."""
    question = asked()
    words = request.args.get("q", "").strip()[:LONGEST]
    goals, units = found(question, words) if words else ([], [])
    shown = stretch(goals, page_number(), ROWS)
    lines = goal_lines(question, shown.items)
    frame = question.audit.projection.frame
    return render_template(
        "search.html",
        words=words,
        goals=Stretch[GoalLine](
            lines, shown.page, shown.pages, shown.first, shown.last, shown.total
        ),
        units=[(frame.units[u], question.unit(frame.units[u].id)) for u in units[:ROWS]],
        units_total=len(units),
    )


def found(question: Asked, words: str) -> tuple[list[int], list[int]]:
    """
    Goals and units that hold every word: the very id first, then goals in force, then by id.
    """
    goal_texts, unit_texts = question.reading.texts
    wanted = fold(words).split()
    p, state = question.audit.projection, question.audit.states.state
    goals = [goal for goal in _holding(goal_texts, wanted) if p.exists[goal]]
    goals.sort(key=lambda goal: (p.ids[goal] != words, bool(state[goal] == NOT_IN_FORCE), goal))
    return goals, _holding(unit_texts, wanted)


def _holding(texts: Sequence[str], wanted: list[str]) -> list[int]:
    return [place for place, text in enumerate(texts) if all(word in text for word in wanted)]
