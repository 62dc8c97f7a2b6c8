"""Indikator: what is measured, its outcomes against its target, and the goals it tells of."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from graph.days import FOREVER, NEVER, day_number
from graph.errors import UsageError
from graph.model import Indicator, Reading
from graph.text import swedish_order
from queries.rules.verdicts.followup import reaches
from service.asking import Asked, asked, page_number
from service.lenses import chart_of
from service.pages import goal_facts as facts
from service.pages.charts import Bars, bars
from service.pages.goal_view import GoalLine, goal_lines
from service.pages.lists import Stretch, stretch
from service.reports.filed.points import DIRECTIONS, reached_word
from service.showing import number
from service.words import say

blueprint = Blueprint("indicators", __name__)
ROWS = 50
# Of an indicator's page: rows of its table, and goals whose assessments are told.
PERIODS, JUDGED = 60, 8
SMALL, LARGE = (12.0, 34.0), (64.0, 150.0)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in a list: its chart, its last outcome and target in words, its goals."""

    item: Indicator
    url: str
    chart: Bars
    outcome: str
    target: str
    reached: bool | None
    goals: list[GoalLine]


@blueprint.get("/indikator")
def listing() -> str:
    """All indicators by name; or one by `id`."""
    if "id" in request.args:
        return page(request.args["id"])
    question = asked()
    found = sorted(question.audit.projection.frame.indicators, key=lambda i: swedish_order(i.name))
    met = [_reached(question, each) for each in found]
    shown = stretch(found, page_number(), ROWS)
    lines = [_line(question, each) for each in shown.items]
    return render_template(
        "indicators.html",
        lines=Stretch(lines, shown.page, shown.pages, shown.first, shown.last, shown.total),
        reached=met.count(True),
        missed=met.count(False),
        unknown=met.count(None),
    )


@blueprint.get("/indikator/<path:ident>")
def page(ident: str) -> str:
    """One indicator."""
    question = asked()
    p = question.audit.projection
    item = p.frame.by_id("indicators").get(ident)
    if item is None:
        raise UsageError("unknown_name", name=ident)
    measured = [p.number[goal] for goal in item.measures]
    owner = p.frame.by_id("units").get(item.owner)
    return render_template(
        "indicator.html",
        line=_line(question, item),
        chart=bars(chart_of(item, question.language), *LARGE),
        owner=(owner.name, question.unit(owner.id)) if owner else None,
        table=_table(question, item),
        points=[
            (goal, facts.points(question, number))
            for goal, number in zip(
                goal_lines(question, measured[:JUDGED]), measured, strict=False
            )
        ],
    )


def _line(question: Asked, item: Indicator) -> Line:
    p, language = question.audit.projection, question.language
    last = _last(question, item)
    outcome = ""
    if last is not None and last.value is not None:
        outcome = _amount(last.value, item, language)
    aim = item.target if last is None or last.target is None else last.target
    return Line(
        item,
        question.indicator(item.id),
        bars(chart_of(item, language), *SMALL),
        outcome,
        "" if aim is None else _target(aim, item, language),
        _reached(question, item),
        goal_lines(question, [p.number[goal] for goal in item.measures]),
    )


def _amount(value: int | float, item: Indicator, language: str) -> str:
    return number(value, language) + (
        f"\u00a0{item.unit_of_measure}" if item.unit_of_measure else ""
    )


def _target(aim: int | float, item: Indicator, language: str) -> str:
    way = f"{say(f'op.{DIRECTIONS[item.target_op]}', language)} " if item.target_op else ""
    return way + _amount(aim, item, language)


def _last(question: Asked, item: Indicator) -> Reading | None:
    """The last outcome of all that had begun when the view ends."""
    window = question.audit.scene.window
    end = int(FOREVER) if window is None else window[1]
    seen = [
        each for each in item.readings
        if each.value is not None and each.gender is None
        and day_number(each.period.first, NEVER) <= end
    ]
    return max(seen, key=lambda each: (each.period.last, each.period.first), default=None)


def _reached(question: Asked, item: Indicator) -> bool | None:
    last = _last(question, item)
    return None if last is None else reaches(item, last)


@dataclass(frozen=True, slots=True)
class Row:
    """A period: the outcome of all and of each gender, its target, whether it was reached."""

    period: str
    cells: list[str]
    target: str
    reached: str
    made_up: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The readings, the latest first; `genders` are columns beside that of all."""

    genders: list[str]
    rows: list[Row]
    left: int


def _table(question: Asked, item: Indicator) -> Table:
    language = question.language
    genders = sorted({each.gender for each in item.readings if each.gender}, key=swedish_order)
    by_period: dict[str, dict[str | None, Reading]] = {}
    for each in sorted(item.readings, key=lambda r: (r.period.last, r.period.first), reverse=True):
        by_period.setdefault(each.period.text, {})[each.gender] = each
    rows = []
    for period, told in list(by_period.items())[:PERIODS]:
        whole = told.get(None)
        aim = item.target if whole is None or whole.target is None else whole.target
        rows.append(Row(
            period,
            [
                _figure(told[each].value if each in told else None, language)
                for each in (None, *genders)
            ],
            _figure(aim, language),
            reached_word(reaches(item, whole), language) if whole else "",
            any(each.basis == "made_up" for each in told.values()),
        ))
    return Table(genders, rows, max(0, len(by_period) - PERIODS))


def _figure(value: int | float | None, language: str) -> str:
    return "–" if value is None else number(value, language)
