"""
A reorganisation as text and CSV: coverage before and after, and what is lost, if anything.
"""

from __future__ import annotations

from queries.reorganise import CellChange, Reorganisation
from service.reports.lines import named, wrapped
from service.reports.sheet import csv_text
from service.reports.summary import view_line
from service.reports.table import safe, table
from service.reports.words import CELLS, counted, pick


def reorganisation_text(found: Reorganisation, language: str = "sv") -> str:
    """What is changed and what it costs, coverage by area, answers, and each list of losses."""
    before = found.before
    p, names = before.projection, _names(found)
    lines = wrapped(f"{_changed(found, names, language)} {_verdict(found, language)}")
    lines += wrapped(view_line(before, language))
    lines += _coverage(found, language)
    lines += _roots(found, language)
    lines += named(
        pick(("Rutor som ändras", "Cells that change"), language),
        (_cell(found, each, names, language) for each in found.cells),
    )
    lines += named(
        pick(("Svar som försvinner", "Answers that are lost"), language),
        (f"{names[unit]}: {goal}  {p.titles[p.number[goal]]}" for unit, goal in found.lost_answers),
    )
    for title, goals in (
        (("Blir inte längre besvarade", "No longer answered"), found.loses_answer),
        (("Inte längre täckta på djupet", "No longer covered in depth"), found.loses_deep_any),
        (("Mål utan rad i matrisen", "Goals without a row in the matrix"), found.homeless),
    ):
        lines += named(
            pick(title, language), (f"{p.ids[goal]}  {p.titles[goal]}" for goal in goals)
        )
    lines += named(
        pick(("Planer som blir samma enhets", "Plans that come to be of one unit"), language),
        (
            f"{names[unit]}, {kind}: {', '.join(plans)}"
            for unit, kind, plans in found.plans_together
        ),
    )
    return "\n".join(lines) + "\n"


def reorganisation_csv(found: Reorganisation) -> str:
    """A row for each cell that changes."""
    head = ("level", "area", "unit", "before", "after", "lost")
    return csv_text(
        head,
        (
            (
                each.level,
                each.area,
                each.unit,
                ", ".join(f"{unit}={status}" for unit, status in each.before),
                each.after or "",
                each.lost,
            )
            for each in found.cells
        ),
    )


def _names(found: Reorganisation) -> dict[str, str]:
    return {unit.id: unit.name for unit in found.before.projection.frame.units}


def _changed(found: Reorganisation, names: dict[str, str], language: str) -> str:
    said = [
        pick(
            (
                f"{names[gone]} slås ihop med {names[keep]}",
                f"{names[gone]} is merged into {names[keep]}",
            ),
            language,
        )
        for keep, gone in found.merges
    ]
    said += [
        pick(
            (f"{names[unit]} flyttas till {names[to]}", f"{names[unit]} is moved to {names[to]}"),
            language,
        )
        for unit, to in found.moves
    ]
    return safe("; ".join(said)) + "."


def _verdict(found: Reorganisation, language: str) -> str:
    if found.nothing_lost:
        return pick(
            (
                "Inget går förlorat: allt som bars bärs fortfarande.",
                "Nothing is lost: all that was carried still is.",
            ),
            language,
        )
    cells, answers = len(found.lost_cells), len(found.lost_answers)
    goals = len({*found.loses_answer, *found.loses_deep_any, *found.homeless})
    emptied = counted(cells, "cells", language)
    return pick(
        (
            f"Det som går förlorat: {emptied}, {answers} svar på fullmäktiges mål, "
            f"och {goals} mål påverkas.",
            f"What is lost: {emptied}, {answers} answers to root goals, "
            f"and {goals} goals are affected.",
        ),
        language,
    )


def _coverage(found: Reorganisation, language: str) -> list[str]:
    if not found.covered:
        return []
    areas = {area.id: area.name for area in found.before.projection.frame.areas}
    levels = found.before.projection.governance
    rows = [
        (levels.level(level).name, areas[area], f"{was}/{rows}", f"{now}/{rows_now}")
        for (level, area), (was, rows, now, rows_now) in found.covered.items()
    ]
    head = (("nivå", "level"), ("målområde", "area"), ("före", "before"), ("efter", "after"))
    return ["", *table([pick(pair, language) for pair in head], rows)]


def _roots(found: Reorganisation, language: str) -> list[str]:
    if not found.roots:
        return []
    rows = [
        (
            each.goal,
            f"{len(each.answered_before)} / {len(each.missing_before)}",
            f"{len(each.answered)} / {len(each.missing)}",
        )
        for each in found.roots
    ]
    head = (
        ("fullmäktigemål", "root goal"),
        ("före: svarar / saknas", "before: answer / missing"),
        ("efter: svarar / saknas", "after: answer / missing"),
    )
    return ["", *table([pick(pair, language) for pair in head], rows)]


def _cell(
    found: Reorganisation, change: CellChange, names: dict[str, str], language: str
) -> str:
    areas = {area.id: area.name for area in found.before.projection.frame.areas}
    was = ", ".join(
        f"{names[unit]} {pick(CELLS[status], language)}" for unit, status in change.before
    )
    now = pick(CELLS[change.after], language) if change.after else pick(
        ("ingen rad", "no row"), language
    )  # fmt: skip
    mark = pick((" (går förlorad)", " (lost)"), language) if change.lost else ""
    return f"{areas[change.area]}: {was or '–'} → {names[change.unit]} {now}{mark}"
