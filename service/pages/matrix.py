"""Matris: unit × area, and unit × root goal; a cell opens in place with its goals."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from queries.matrix import CELL_STATUSES
from service.asking import Asked, asked, page_number
from service.pages.goal_view import AreaLine, GoalLine, area_line, goal_line, goal_lines
from service.pages.lists import Stretch, stretch
from service.reports.summary import answers_opening_of, matrix_opening

blueprint = Blueprint("matrix", __name__)
ROWS = 40
COLUMNS = 12
# Goals told in the cells of one page, shared among its cells.
TOLD = 1200


@blueprint.get("/matris")
def page() -> str:
    """Both matrices."""
    question = asked()
    cells = question.audit.matrix
    return render_template(
        "matrix.html",
        sentence=matrix_opening(question.audit, question.language),
        covered=sum(cell.status in ("covered", "forwarded") for cell in cells),
        owed=sum(cell.status != "exempt" for cell in cells),
        grids=area_grids(question),
        answers=answer_grid(question),
        statuses=CELL_STATUSES,
    )


@dataclass(frozen=True, slots=True)
class Box:
    """
    One cell: a status, the goals that count (some of them), how many, and how many by tag.

    `more` lists all its goals where they are more than are told here; `map` draws them.
    """

    status: str
    goals: list[GoalLine]
    count: int
    by_tag: int
    more: str | None
    map: str
    addressed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's row: boxes in column order (None where nothing is asked), and its sum."""

    unit: str
    url: str
    boxes: list[Box | None]
    done: int
    owed: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One level's matrix: columns with their sums, and a stretch of its rows."""

    level: str
    columns: list[tuple[AreaLine, int, int]]
    rows: Stretch[Row]


def area_grids(question: Asked) -> list[Grid]:
    """The matrix of each level that asks for every area."""
    cells = question.audit.matrix
    return [
        _area_grid(question, level) for level in sorted({cell.level for cell in cells})
    ]


def _area_grid(question: Asked, level: int) -> Grid:
    p = question.audit.projection
    about = p.governance.levels[level]
    cells = [cell for cell in question.audit.matrix if cell.level == level]
    areas = sorted({cell.area for cell in cells})
    units = list(dict.fromkeys(cell.unit for cell in cells))
    shown = stretch(units, page_number(), ROWS)
    told = max(2, min(12, TOLD // max(1, len(shown.items) * len(areas))))
    rows = []
    for unit in shown.items:
        item = p.frame.units[unit]
        boxes: list[Box | None] = []
        mine = {c.area: c for c in question.reading.cells[unit] if c.level == level}
        for area in areas:
            cell = mine[area]
            goals = cell.goals or cell.goals_by_tag
            place = {"level": about.id, "unit": item.id, "area": p.frame.areas[area].id}
            boxes.append(Box(
                cell.status,
                goal_lines(question, goals[:told]),
                len(cell.goals),
                len(cell.goals_by_tag),
                question.address("/mal", **place) if len(goals) > told else None,
                question.address("/karta", **place),
            ))
        done, owed = _sum([cell.status for cell in mine.values()])
        rows.append(Row(item.name, question.unit(item.id), boxes, done, owed))
    columns = [
        (area_line(question, area), *_sum([cell.status for cell in cells if cell.area == area]))
        for area in areas
    ]
    told_rows = Stretch(rows, shown.page, shown.pages, shown.first, shown.last, shown.total)
    return Grid(about.name, columns, told_rows)


def _sum(statuses: list[str]) -> tuple[int, int]:
    owed = [status for status in statuses if status != "exempt"]
    return sum(status in ("covered", "forwarded") for status in owed), len(owed)


@dataclass(frozen=True, slots=True)
class Answers:
    """Unit × root goal: a stretch of columns (root goals) and of rows."""

    columns: Stretch[GoalLine]
    rows: Stretch[Row]
    sentence: str


def answer_grid(question: Asked) -> Answers:
    """Who answers which root goal; sums are of those that goals are addressed to."""
    audit = question.audit
    p = audit.projection
    roots = stretch(audit.scene.roots.tolist(), page_number("column"), COLUMNS)
    by_unit: dict[int, dict[int, Box]] = {}
    for answer in audit.answers:
        by_unit.setdefault(answer.unit, {})
        if answer.goal in roots.items:
            place = {"root": p.ids[answer.goal], "unit": p.frame.units[answer.unit].id}
            by_unit[answer.unit][answer.goal] = Box(
                answer.status,
                goal_lines(question, answer.goals[:6]),
                len(answer.goals),
                len(answer.goals),
                None,
                question.address("/karta", **place),
                answer.addressed,
            )
    units = stretch(sorted(by_unit), page_number("row"), ROWS)
    rows = []
    for unit in units.items:
        item, boxes = p.frame.units[unit], by_unit[unit]
        owed = [box for box in boxes.values() if box.addressed and box.status != "exempt"]
        done = sum(box.status == "answered" for box in owed)
        rows.append(Row(
            item.name, question.unit(item.id), [boxes.get(r) for r in roots.items], done, len(owed)
        ))
    return Answers(
        Stretch([goal_line(question, r) for r in roots.items],
                roots.page, roots.pages, roots.first, roots.last, roots.total),
        Stretch(rows, units.page, units.pages, units.first, units.last, units.total),
        answers_opening_of(
            [answer.status for answer in audit.answers if answer.addressed], question.language
        ),
    )
