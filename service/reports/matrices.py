"""
Both matrices as text: unit × area and unit × root goal, marks with counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from queries.audit import Audit
from service.reports import words
from service.reports.lines import wrapped
from service.reports.summary import answers_opening_of, matrix_opening, view_line
from service.reports.table import WIDTH, fitted, safe, table
from service.reports.words import pick

# A row's name is cut here, so that columns find room beside it.
NAME_WIDTH = 40
# What stands beside a mark of who answers what.
ADDRESSED, HANDED_ON = "*", words.CELLS["forwarded"][2]


def matrix_text(audit: Audit, language: str = "sv") -> str:
    """The matrix of each level that asks for every area, then who answers which root goal."""
    lines = wrapped(matrix_opening(audit, language))
    lines += wrapped(view_line(audit, language))
    p = audit.projection
    for level in sorted({cell.level for cell in audit.matrix}):
        cells = [cell for cell in audit.matrix if cell.level == level]
        by_unit: dict[int, dict[int, str]] = {}
        for cell in cells:
            mark = _marked(words.CELLS[cell.status][2], len(cell.goals))
            by_unit.setdefault(cell.unit, {})[cell.area] = mark
        named = {area: p.frame.areas[area].id for area in sorted({cell.area for cell in cells})}
        lines += _tables(audit, audit.scene.levels[level].name, named, by_unit)
        lines.append("")
        for area, name in named.items():
            lines += wrapped(safe(f"{name}  {p.frame.areas[area].name}"), "  ", "    ")
    if audit.matrix:
        lines += ["", *wrapped(_legend(words.CELLS.values(), language))]
    return "\n".join([*lines, "", *_answer_lines(audit, language)]) + "\n"


def handed_on(audit: Audit) -> set[tuple[int, int]]:
    """(unit, root goal) where the unit's row has handed the goal on, and somebody took it up."""
    p, found = audit.projection, set()
    for handing in audit.links.handed:
        rows = audit.rows.get(handing.level)
        if rows is not None and handing.links.size:
            unit = p.unit_number[p.frame.forwards[handing.forward].unit]
            found.add((int(rows.row_of[unit]), handing.goal))
    return found


def _answer_lines(audit: Audit, language: str) -> list[str]:
    p = audit.projection
    if not audit.answers:
        none = (
            "Inga fullmäktigemål gäller i vyn, eller ingen enhet svarar på dem.",
            "No root goals are in force in the view, or no unit answers them.",
        )
        return wrapped(pick(none, language))
    asked = [answer.status for answer in audit.answers if answer.addressed]
    lines = wrapped(answers_opening_of(asked, language))
    by_unit: dict[int, dict[int, str]] = {}
    handed = handed_on(audit)
    for answer in audit.answers:
        mark = _marked(words.ANSWERS[answer.status][2], len(answer.goals))
        if answer.addressed:
            mark += ADDRESSED
        if (answer.unit, answer.goal) in handed:
            mark += HANDED_ON
        by_unit.setdefault(answer.unit, {})[answer.goal] = mark
    columns = {goal: p.ids[goal] for goal in sorted({each.goal for each in audit.answers})}
    head = pick(("enhet × fullmäktigemål", "unit × root goal"), language)
    lines += _tables(audit, head, columns, by_unit)
    beside = pick((f"{ADDRESSED} utpekad  {HANDED_ON} vidarebefordrat",
                   f"{ADDRESSED} addressed  {HANDED_ON} handed on"), language)
    legend = _legend(words.ANSWERS.values(), language)
    return [*lines, "", *wrapped(f"{legend}  {beside}")]


def _tables(
    audit: Audit, head: str, columns: Mapping[int, str], by_unit: Mapping[int, Mapping[int, str]]
) -> Iterator[str]:
    """As many tables, one below the other, as the columns need room for."""
    units = audit.projection.frame.units
    names = {unit: fitted(safe(units[unit].name), NAME_WIDTH) for unit in sorted(by_unit)}
    widest = max(len(name) for name in (head, *names.values()))
    shown: list[int] = []
    room = WIDTH - widest
    stretches = [shown]
    for column, name in columns.items():
        # Room for the longest mark with a count of three digits.
        needed = max(len(safe(name)), 5) + 2
        if shown and needed > room:
            shown, room = [], WIDTH - widest
            stretches.append(shown)
        shown.append(column)
        room -= needed
    for stretch in stretches:
        rows = [
            [name, *(by_unit[unit].get(column, "") for column in stretch)]
            for unit, name in names.items()
        ]
        yield ""
        yield from table([head, *(columns[column] for column in stretch)], rows)


def _marked(mark: str, count: int) -> str:
    return f"{mark} {count}" if count else mark


def _legend(marks: Iterable[tuple[str, str, str]], language: str) -> str:
    return "  ".join(f"{mark} {pick((sv, en), language)}" for sv, en, mark in marks)
