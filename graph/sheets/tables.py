"""
A plan file as tables, one for each sheet: what the writers of XLSX and CSV write.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.chain import PlanFile
from graph.errors import UsageError
from graph.fields import Field
from graph.governance import DEFAULT_LEVELS, Level
from graph.model import SECTIONS
from graph.plain import written_item
from graph.sheets.entries import joined
from graph.sheets.shapes import PARENT, Shape, choice_word, heading, shapes, sheet_name
from graph.text import shown

MOST_CHARACTERS = 32_767

Cell = str | int | float | datetime.date | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to be written, with its columns and what they are called."""

    shape: Shape
    name: str
    columns: tuple[Field, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(file: PlanFile, language: str, *, whole: bool = False) -> Iterator[Table]:
    """
    The sheets of a file that hold anything, in order, with the columns that somebody fills;
    all of the columns if `whole`.

    UsageError for a text that no cell can hold.
    """
    for key, shape in shapes().items():
        rows = list(_rows(file, key))
        if rows:
            yield _table(shape, rows, language, whole)


def _rows(file: PlanFile, key: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet, each by the keys of its columns."""
    section, _, nested = key.partition(".")
    model = file.governance
    if key == "source":
        yield written_item(file.source)
    elif key == "model":
        if model is not None and model.current_year is not None:
            yield {"current_year": model.current_year}
    elif key == "unit_kinds":
        for local, known in model.unit_kinds if model is not None else ():
            yield {"local": local, "known": known}
    elif key == "levels":
        if model is not None and model.levels != DEFAULT_LEVELS:
            for level in model.levels:
                yield written_item(level) | _every_area(level)
    elif nested:
        for item in file.section(section):
            said = getattr(item, nested)
            for each in said if isinstance(said, tuple) else (said,):
                if each is not None and not _is_short(nested, each):
                    yield {PARENT: item.id, **written_item(each)}
    else:
        for item in file.section(section):
            yield _flat(item)


def _flat(item: Any) -> dict[str, Any]:
    """An item without what stands in sheets of its own; short links stay."""
    said = written_item(item)
    for field in _NESTED[type(item)]:
        said.pop(field, None)
    links = [link for link in getattr(item, "contributes_to", ()) if not isinstance(link, str)]
    short = [link.to for link in links if _is_short("contributes_to", link)]
    if short:
        said["contributes_to"] = short
    return said


_NESTED = {
    of: [shape.nested for key, shape in shapes().items() if shape.section == name and shape.nested]
    for name, of in SECTIONS.items()
}


def _is_short(nested: str, item: Any) -> bool:
    """True for a link that a cell can say: its target alone."""
    return nested == "contributes_to" and set(written_item(item)) == {"to"}


def _every_area(level: Level) -> dict[str, Any]:
    if isinstance(level.every_area, bool):
        return {"every_area": level.every_area} if level.every_area else {}
    return {"every_area": list(level.every_area)}


def _table(shape: Shape, rows: Sequence[dict[str, Any]], language: str, whole: bool) -> Table:
    used = {key for row in rows for key in row}
    columns = tuple(
        each for each in shape.columns if whole or each.kind.required or each.key in used
    )
    name = sheet_name(shape.key, language)
    headings = tuple(heading(shape, each.key, language) for each in columns)
    return Table(
        shape, name, columns, headings,
        tuple(
            tuple(_cell(row.get(each.key), each, (name, str(row.get("id", at)), head), language)
                  for each, head in zip(columns, headings, strict=True))
            for at, row in enumerate(rows, 1)
        ),
    )  # fmt: skip


def _cell(value: Any, field: Field, where: tuple[str, str, str], language: str) -> Cell:
    if isinstance(value, bool):
        said = choice_word(str(value).lower(), language)
    elif value is None or isinstance(value, (int, float, datetime.date)):
        return value
    elif isinstance(value, list):
        said = joined([str(each) for each in value], field)
    elif isinstance(value, dict):
        said = f"{value.get('from', '')}/{value.get('to', '')}"
    elif field.kind.choices:
        said = choice_word(value, language)
    else:
        said = str(value)
    place = shown(" / ".join(where), 120)
    if len(said) > MOST_CHARACTERS:
        raise UsageError("cell_too_long", where=place, length=len(said), limit=MOST_CHARACTERS)
    odd = next((character for character in "\ufffe\uffff" if character in said), None)
    if odd:
        raise UsageError("cell_cant_hold", where=place, character=f"U+{ord(odd):04X}")
    return said
