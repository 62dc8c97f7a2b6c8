"""Sök: goals, units, plans, areas, indicators and documents by words or id."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from graph.model import Document
from service.asking import Asked, asked, choice, page_number
from service.pages.goal_view import GoalLine, goal_lines
from service.pages.lists import Stretch, stretch
from service.searching import KINDS, LONGEST

blueprint = Blueprint("search", __name__)
# Rows of each kind, and of one that is looked at alone.
ROWS, ALONE = 10, 50


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was found, but for goals; `url` is None where it has no page."""

    name: str
    about: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind; `all` is the address of all of it, None where all is shown."""

    kind: str
    goals: list[GoalLine]
    others: list[Line]
    rows: Stretch[int]
    all: str | None


@blueprint.get("/sok")
def page() -> str:
    """What was found, by kind, or of one `kind` alone; or the empty form."""
    question = asked()
    words = request.args.get("q", "").strip()[:LONGEST]
    alone = choice("kind", KINDS)
    hits = question.reading.index.find(words)
    groups = [
        _group(question, kind, hits.places[kind], alone is not None)
        for kind in (KINDS if alone is None else (alone,))
        if hits.places[kind]
    ]
    return render_template(
        "search.html", words=words, groups=groups, total=hits.total, alone=alone,
        read=hits.read.items(),
    )


def found(question: Asked, words: str) -> tuple[list[int], list[int]]:
    """Goals and units that hold every word, best first."""
    hits = question.reading.index.find(words)
    return hits.places["goals"], hits.places["units"]


def _group(question: Asked, kind: str, places: list[int], alone: bool) -> Group:
    shown = stretch(places, page_number() if alone else 1, ALONE if alone else ROWS)
    goals = goal_lines(question, shown.items) if kind == "goals" else []
    others = [] if goals else [_line(question, kind, place) for place in shown.items]
    words = request.args["q"].strip()[:LONGEST]
    more = None if alone or shown.pages == 1 else question.address("/sok", q=words, kind=kind)
    return Group(kind, goals, others, shown, more)


def _line(question: Asked, kind: str, place: int) -> Line:
    item = question.audit.projection.frame.section(kind)[place]
    if kind == "documents":
        return Line(item.title, item.kind or "", _where(question, item))
    if kind == "areas":
        return Line(item.name, item.kind, question.area(item.id))
    if kind == "units":
        return Line(item.name, item.kind, question.unit(item.id))
    if kind == "plans":
        return Line(item.name or item.id, item.kind, question.plan(item.id))
    return Line(item.name, item.unit_of_measure or "", question.indicator(item.id))


def _where(question: Asked, document: Document) -> str | None:
    """The page that tells of a document: that of its plan, its goal or its unit."""
    if document.plan is not None:
        return question.plan(document.plan)
    if document.goals:
        return question.goal(document.goals[0])
    return question.unit(document.unit) if document.unit is not None else None
