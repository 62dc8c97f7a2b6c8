"""
Lists as CSV that a spreadsheet opens as it is: semicolons, UTF-8 with a mark, and no formulas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import Response

from graph.text import file_name
from queries import contract
from queries.states import GOAL_STATES
from service.api.address import blueprint
from service.api.declared import Answer, Parameter, route
from service.api.parameters import GOAL_FILTER, SEVERITY, VIEW
from service.asking import asked
from service.reports.sheet import pieces
from service.selecting import filter_asked, findings_in, goals_in

CSV = "text/csv; charset=utf-8; header=present"
AS_CSV = {200: Answer(("text/csv",))}


@route(
    blueprint, "GET", "/goals.csv", *VIEW, *GOAL_FILTER, answers=AS_CSV, errors=(404,)
)
def goals_csv() -> Response:
    """Goals in force, the same selection as the list."""
    question = asked()
    audit = question.audit
    p, frame = audit.projection, audit.projection.frame
    head = ("id", "code", "title", "level", "units", "state", "witness", "answered",
            "missing_levels", "areas_by_tag", "areas_by_chain", "basis")

    def rows() -> Iterator[Sequence[object]]:
        for goal in goals_in(question.reading, kept):
            told = contract.goal_json(audit, goal)
            names = [frame.units[unit].name for unit in p.held_by.of(goal).tolist()]
            yield (
                told["id"], p.codes[goal] or "", p.titles[goal], told["level"], ", ".join(names),
                GOAL_STATES[audit.states.state[goal]], " > ".join(told["witness"]),
                told["answered"], ", ".join(told["missing_levels"]),
                ", ".join(told["areas_by_tag"]), ", ".join(told["areas_by_chain"]), p.bases[goal],
            )

    kept = filter_asked()
    return table("goals", head, rows())


@route(
    blueprint, "GET", "/findings.csv", *VIEW, SEVERITY, Parameter("rule"), answers=AS_CSV,
    errors=(404,),
)  # fmt: skip
def findings_csv() -> Response:
    """Findings, the same selection as the list."""
    question = asked()
    head = ("rule", "severity", "kind", "id", "message", "witness", "file", "line")
    return table("findings", head, (
        (each.rule, each.severity, each.kind, each.subject, each.message(question.language),
         " > ".join(each.witness),
         *((file_name(each.place[0]), each.place[1]) if each.place else ("", "")))
        for each in findings_in(question.reading)
    ))


@route(blueprint, "GET", "/matrix.csv", *VIEW, answers=AS_CSV)
def matrix_csv() -> Response:
    """Unit × area, a cell a row."""
    audit = asked().audit
    p, levels = audit.projection, audit.scene.levels
    units, areas = p.frame.units, p.frame.areas
    head = ("level", "unit", "unit_name", "area", "area_name", "status", "goals", "goals_by_tag")
    return table("matrix", head, (
        (levels[cell.level].id, units[cell.unit].id, units[cell.unit].name, areas[cell.area].id,
         areas[cell.area].name, cell.status, ", ".join(p.ids[goal] for goal in cell.goals),
         ", ".join(p.ids[goal] for goal in cell.goals_by_tag))
        for cell in audit.matrix
    ))


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV answer, sent piece by piece."""
    response = Response(pieces(head, rows), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="rodtrad-{name}.csv"'
    return response
