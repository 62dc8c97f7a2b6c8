"""Målområde: how much leads to an area and is answered in it, and how each unit stands."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from graph.errors import UsageError
from graph.layers import Flags
from graph.model import Area
from graph.text import swedish_order
from queries.areas import has
from queries.matrix import CELL_STATUSES, Cell
from queries.states import EXEMPT, ROOTED
from service.asking import Asked, asked, page_number
from service.pages.goal_view import AreaLine, GoalLine, area_line, goal_line, goal_lines
from service.pages.lists import Stretch, stretch

blueprint = Blueprint("areas", __name__)
ROWS = 50
# Goals told in a unit's row, and root goals of the area.
TOLD, ROOTS = 4, 30


@dataclass(frozen=True, slots=True)
class Strip:
    """An area: goals that lead to it of those that should, and how the units stand in it."""

    area: AreaLine
    url: str
    led: int
    meant: int
    covered: int
    units: int
    worst: tuple[str, str, str] | None


@blueprint.get("/omrade")
def listing() -> str:
    """The areas of the view, and those of other times; or one by `id`."""
    if "id" in request.args:
        return page(request.args["id"])
    question = asked()
    audit = question.audit
    areas, now = audit.projection.frame.areas, {cell.area for cell in audit.matrix}
    others = [each for place, each in enumerate(areas) if place not in now]
    others.sort(key=lambda each: (_last(each), each.id), reverse=True)
    shown = stretch([(each, question.area(each.id)) for each in others], page_number(), 2 * ROWS)
    return render_template("areas.html", strips=strips(question), others=shown)


@blueprint.get("/omrade/<path:ident>")
def page(ident: str) -> str:
    """One area."""
    question = asked()
    audit = question.audit
    p = audit.projection
    if ident not in p.area_number:
        raise UsageError("unknown_name", name=ident)
    area = p.area_number[ident]
    item, about = p.frame.areas[area], about_area(question, area)
    roots = audit.scene.roots
    return render_template(
        "area.html",
        item=item,
        in_force=bool(audit.scene.areas[area]),
        strip=strip(question, area),
        down=_down(question, about),
        rows=_rows(question, area),
        roots=goal_lines(question, roots[about[roots]].tolist()[:ROOTS]),
        roots_left=max(0, int(about[roots].sum()) - ROOTS),
        goals=int((about & audit.scene.goals).sum()),
        toward=[goal_line(question, p.number[goal]) for goal in item.contributes_to],
        replaces=_named(question, item.replaces),
        replaced_by=_named(
            question, [each.id for each in p.frame.areas if ident in each.replaces]
        ),
        said=sorted(
            (each for each in p.frame.assessments if each.area == ident),
            key=lambda each: each.period.last, reverse=True,
        )[:ROWS],
    )


def strips(question: Asked) -> list[Strip]:
    """The areas of the matrix, by number."""
    return [strip(question, area) for area in sorted({c.area for c in question.audit.matrix})]


def strip(question: Asked, area: int) -> Strip:
    """
    `meant` are goals below the root level, not exempt, tagged with the area or leading to it;
    `led` those that lead to it. `worst` is a unit with its status.
    """
    audit = question.audit
    p = audit.projection
    below = audit.scene.goals & (audit.states.state != EXEMPT) & (p.level > p.governance.root)
    led = has(audit.chain_areas, area) & (audit.states.state == ROOTED)
    cells = [cell for cell in audit.matrix if cell.area == area]
    return Strip(
        area_line(question, area),
        question.area(p.frame.areas[area].id),
        int(led.sum()),
        int((below & about_area(question, area)).sum()),
        sum(cell.status in ("covered", "forwarded") for cell in cells),
        sum(cell.status != "exempt" for cell in cells),
        _worst(question, cells),
    )


def about_area(question: Asked, area: int) -> Flags:
    """Goals tagged with the area, and goals in force that lead to it."""
    p = question.audit.projection
    about = has(question.audit.chain_areas, area) & question.audit.scene.goals
    about[p.areas.owner[p.areas.values == area]] = True
    return about


def _worst(question: Asked, cells: list[Cell]) -> tuple[str, str, str] | None:
    """The unit that stands worst: name, address, status; None where all are well."""
    poor = max(
        cells, default=None,
        key=lambda cell: (CELL_STATUSES.index(cell.status), -len(cell.goals)),
    )
    if poor is None or CELL_STATUSES.index(poor.status) < CELL_STATUSES.index("tag_only"):
        return None
    unit = question.audit.projection.frame.units[poor.unit]
    return unit.name, question.unit(unit.id), poor.status


def _down(question: Asked, about: Flags) -> tuple[int, int]:
    """Answered needs of the needs, among goals of the area at the root level and below."""
    audit = question.audit
    p, scene = audit.projection, audit.scene
    counted = about & scene.goals & (audit.states.state != EXEMPT)
    counted &= p.level >= p.governance.root
    needs = int(scene.needs[p.level[counted]].sum())
    return needs - int(audit.depth.missing[counted].sum()), needs


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's cell in the area, with the first of its goals there."""

    unit: str
    url: str
    level: str
    status: str
    goals: list[GoalLine]
    count: int
    by_tag: int
    all: str


def _rows(question: Asked, area: int) -> Stretch[Row]:
    audit = question.audit
    p = audit.projection
    shown = stretch(
        sorted(
            (cell for cell in audit.matrix if cell.area == area),
            key=lambda cell: (cell.level, swedish_order(p.frame.units[cell.unit].name)),
        ),
        page_number(),
        ROWS,
    )
    rows = []
    for cell in shown.items:
        unit, level = p.frame.units[cell.unit], audit.scene.levels[cell.level]
        place = {"level": level.id, "unit": unit.id, "area": p.frame.areas[area].id}
        rows.append(Row(
            unit.name, question.unit(unit.id), level.name, cell.status,
            goal_lines(question, (cell.goals or cell.goals_by_tag)[:TOLD]),
            len(cell.goals), len(cell.goals_by_tag), question.address("/mal", **place),
        ))
    return Stretch(rows, shown.page, shown.pages, shown.first, shown.last, shown.total)


def _named(question: Asked, ids: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    p = question.audit.projection
    return [(p.frame.areas[p.area_number[each]].name, question.area(each)) for each in ids]


def _last(area: Area) -> str:
    return area.period.last.isoformat() if area.period else ""
