"""
A reorganisation as text and CSV: coverage before and after, what is lost, and which duties
nobody has any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from queries.reorganise import CellChange, Reorganisation, Swallowed
from service.reports.lines import named, wrapped
from service.reports.sheet import csv_text
from service.reports.summary import view_line
from service.reports.table import safe, table
from service.reports.words import ANSWERS, CELLS, counted, pick
from service.words import say

# The headings of the CSV, Swedish and English.
_HEAD = (
    ("slag", "kind"),
    ("nivå", "level"),
    ("enhet", "unit"),
    ("målområde", "area"),
    ("mål", "goal"),
    ("lydelse", "title"),
    ("före", "before"),
    ("efter", "after"),
    ("går förlorad", "lost"),
)
_KINDS = {
    "cells": ("Rutor som ändras", "Cells that change"),
    "roots": ("Svar på fullmäktigemål", "Answers to root goals"),
    "loses_answer": ("Blir inte längre besvarade", "No longer answered"),
    "loses_deep_any": ("Inte längre täckta på djupet", "No longer covered in depth"),
    "homeless": ("Mål utan rad i matrisen", "Goals without a row in the matrix"),
    "covered_by_exemption": (
        "Plikter som undantaget täcker",
        "Duties that the exemption covers",
    ),
    "without_unit": ("Plikter som ingen enhet har längre", "Duties that no unit has any more"),
}


def reorganisation_text(found: Reorganisation, language: str = "sv") -> str:
    """What is changed and what it costs, coverage by area, answers, and each list of losses."""
    before = found.before
    p, names = before.projection, names_of(found)
    lines = wrapped(f"{changed(found, names, language)} {verdict(found, language)}")
    lines += wrapped(view_line(before, language))
    lines += _coverage(found, language)
    lines += _roots(found, language)
    lines += named(
        pick(_KINDS["cells"], language),
        (cell_line(found, each, names, language) for each in found.cells),
    )
    lines += named(
        pick(("Svar som försvinner", "Answers that are lost"), language),
        (f"{names[unit]}: {goal}  {p.titles[p.number[goal]]}" for unit, goal in found.lost_answers),
    )
    for kind, goals in _goal_lists(found):
        lines += named(
            pick(_KINDS[kind], language), (f"{p.ids[goal]}  {p.titles[goal]}" for goal in goals)
        )
    for kind, duties in swallowed_lists(found):
        lines += named(
            pick(_KINDS[kind], language),
            (duty_line(found, each, names, language) for each in duties),
        )
    lines += named(
        pick(("Planer som blir samma enhets", "Plans that come to be of one unit"), language),
        (
            f"{names[unit]}, {kind}: {', '.join(plans)}"
            for unit, kind, plans in found.plans_together
        ),
    )
    return "\n".join(lines) + "\n"


def reorganisation_csv(found: Reorganisation, language: str = "sv") -> str:
    """A row for each cell that changes, root goal, goal that loses, and duty without a unit."""
    return csv_text([pick(pair, language) for pair in _HEAD], _csv_rows(found, language))


def _csv_rows(found: Reorganisation, language: str) -> Iterator[tuple[str, ...]]:
    p = found.before.projection
    levels = {level.id: level.name for level in p.governance.levels}
    kinds = {name: pick(texts, language) for name, texts in _KINDS.items()}
    lost_roots = {goal for _, goal in found.lost_answers}

    def lost(holds: bool) -> str:
        return say("filed.is" if holds else "filed.is_not", language)

    def answered(answering: tuple[str, ...], missing: tuple[str, ...]) -> str:
        told = [(unit, ANSWERS["answered"]) for unit in answering]
        told += [(unit, ANSWERS["missing"]) for unit in missing]
        return ", ".join(f"{unit}: {pick(texts[:2], language)}" for unit, texts in told)

    for cell in found.cells:
        place = levels[cell.level], cell.unit, cell.area, "", ""
        was = ", ".join(f"{unit}: {pick(CELLS[each][:2], language)}" for unit, each in cell.before)
        yield kinds["cells"], *place, was, _status(cell.after, language), lost(cell.lost)
    for root in found.roots:
        place = "", "", "", root.goal, p.titles[p.number[root.goal]]
        was = answered(root.answered_before, root.missing_before)
        now = answered(root.answered, root.missing)
        yield kinds["roots"], *place, was, now, lost(root.goal in lost_roots)
    for kind, goals in _goal_lists(found):
        for goal in goals:
            held = ", ".join(p.frame.units[unit].id for unit in p.held_by.of(goal).tolist())
            level = p.governance.levels[p.level[goal]].name
            yield kinds[kind], level, held, "", p.ids[goal], p.titles[goal], "", "", lost(True)
    for kind, duties in swallowed_lists(found):
        for each in duties:
            duty = each.duty
            area = duty.about if duty.kind == "cell" else ""
            goal_id = duty.about if duty.kind == "answer" else ""
            title = p.titles[p.number[goal_id]] if goal_id else ""
            place = levels[duty.level], each.unit, area, goal_id, title
            moved = duty.unit if duty.unit != each.unit else ""
            yield kinds[kind], *place, moved, "", lost(True)


def _goal_lists(found: Reorganisation) -> Iterator[tuple[str, list[int]]]:
    for kind in ("loses_answer", "loses_deep_any", "homeless"):
        yield kind, getattr(found, kind)


def swallowed_lists(found: Reorganisation) -> Iterator[tuple[str, list[Swallowed]]]:
    """The duties that an exemption covers, and those that have gone with their row."""
    yield "covered_by_exemption", [each for each in found.swallowed if each.exempt]
    yield "without_unit", [each for each in found.swallowed if not each.exempt]


def names_of(found: Reorganisation) -> dict[str, str]:
    """The names of the units there are before, by id."""
    return {unit.id: unit.name for unit in found.before.projection.frame.units}


def changed(found: Reorganisation, names: dict[str, str], language: str) -> str:
    """What is merged and moved, by name: `A slås ihop med B.`"""
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


def verdict(found: Reorganisation, language: str) -> str:
    """What is lost, in a sentence or two."""
    if found.nothing_lost:
        return pick(
            (
                "Inget går förlorat: allt som bars bärs fortfarande.",
                "Nothing is lost: all that was carried still is.",
            ),
            language,
        )
    said = [_losses(found, language)]
    for kind, duties in swallowed_lists(found):
        many = counted(len(duties), "duties", language)
        covered = (
            f"Undantag täcker nu {many} som ingen har fullgjort.",
            f"Exemptions now cover {many} that nobody has met.",
        )
        gone = (
            f"Ingen enhet har längre {many} som fanns förut.",
            f"No unit has any more {many} that there {'was' if len(duties) == 1 else 'were'}.",
        )
        if duties:
            said.append(pick(covered if kind == "covered_by_exemption" else gone, language))
    return " ".join(said)


def _losses(found: Reorganisation, language: str) -> str:
    if found.all_carried:
        return pick(
            (
                "Allt som bars bärs fortfarande, men plikter faller bort.",
                "All that was carried still is, but duties fall away.",
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
    whole = pick(
        (
            "Rutor som är täckta eller vidarebefordrade, undantagna oräknade:",
            "Cells that are covered or handed on, exempt ones not counted:",
        ),
        language,
    )
    return ["", whole, *table([pick(pair, language) for pair in head], rows)]


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
        ("före: svarar / inget svar", "before: answer / no answer"),
        ("efter: svarar / inget svar", "after: answer / no answer"),
    )
    return ["", *table([pick(pair, language) for pair in head], rows)]


def cell_line(
    found: Reorganisation, change: CellChange, names: dict[str, str], language: str
) -> str:
    """`Området: Nämnden täckt → Nämnden tom (går förlorad)`."""
    areas = {area.id: area.name for area in found.before.projection.frame.areas}
    was = ", ".join(f"{names[unit]} {_status(status, language)}" for unit, status in change.before)
    now = _status(change.after, language)
    mark = pick((" (går förlorad)", " (lost)"), language) if change.lost else ""
    return f"{areas[change.area]}: {was or '–'} → {names[change.unit]} {now}{mark}"


def _status(status: str | None, language: str) -> str:
    return pick(CELLS[status][:2] if status else ("ingen rad", "no row"), language)


def duty_line(found: Reorganisation, each: Swallowed, names: dict[str, str], language: str) -> str:
    """`Nämnden: mål inom Området`, with the unit that takes its place where it is another."""
    p, duty = found.before.projection, each.duty
    owed = {
        "cell": ("mål inom {about}", "a goal in {about}"),
        "answer": ("svar på {about}", "an answer to {about}"),
        "goals": ("mål på nivån {about}", "a goal at {about}"),
    }
    if duty.kind == "cell":
        about = p.frame.areas[p.area_number[duty.about]].name
    elif duty.kind == "answer":
        about = f"{duty.about} ({p.titles[p.number[duty.about]]})"
    else:
        about = p.governance.level(duty.level).name
    said = pick(owed[duty.kind], language).replace("{about}", about)
    units = dict.fromkeys((duty.unit, each.unit))
    return f"{' → '.join(names[unit] for unit in units)}: {said}"
