"""
Which sheet is which, and what each of its columns means: by names and headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import PurePath
from typing import Protocol

from graph.fields import Field
from graph.reading.report import WHOLE_FILE, Mark
from graph.sheets.cells import Row, Value
from graph.sheets.shapes import (
    Shape,
    aside,
    heading,
    headings,
    normal,
    shapes,
    sheet_keys,
    sheet_name,
)
from graph.sheets.telling import SheetReport
from graph.sheets.workbook import Around
from graph.text import fold, shown

# Headings stand among the first rows that hold anything.
LOOKED_AT = 30


class Source(Protocol):
    """A sheet as it is read: of a workbook, or a CSV file."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def hidden(self) -> bool:
        """True if people don't see it."""

    @property
    def around(self) -> Around:
        """Its hidden columns and merged cells."""

    def rows(self) -> Iterator[Row]:
        """Its rows, from the top."""


@dataclass(frozen=True, slots=True)
class Tab:
    """
    A sheet that is read: what it holds, the row of its headings, which columns have one, and
    what those mean that mean anything.
    """

    sheet: Source
    shape: Shape
    head: int
    headed: frozenset[int]
    columns: dict[int, str]
    fields: dict[str, Field]

    def at(self, row: int, column: int = 0) -> Mark:
        """A place in the sheet."""
        return Mark(row, column, self.sheet.name)


# Sheets that are looked for, each with the columns it must have.
Wanted = Mapping[str, frozenset[str]]


# A plain list of goals.
LIST: Wanted = {"goals": frozenset({"title"})}


@cache
def whole() -> Wanted:
    """Every sheet, with what its items must have."""
    return {
        key: frozenset(field.key for field in shape.columns if field.kind.required)
        for key, shape in shapes().items()
    }


def tabs_of(
    sheets: Sequence[Source], report: SheetReport, wanted: Wanted | None = None
) -> list[Tab]:
    """The sheets that can be read; what is missing in them is a fault, what is left a notice."""
    wanted = wanted or whole()
    found: list[Tab] = []
    left: list[str] = []
    extra: list[str] = []
    for sheet in sheets:
        name = normal(PurePath(sheet.name).stem if sheet.name in report.files else sheet.name)
        if name in aside():
            continue
        rows = list(islice(sheet.rows(), LOOKED_AT))
        key, head = _best(name, rows, wanted)
        if head is None:
            if rows or key:
                left.append(sheet.name)
            continue
        tab = _tab(sheet, shapes()[key], head, wanted[key], report, extra)
        if tab is not None:
            found.append(tab)
        if sheet.hidden:
            report.notice(Mark(0, 0, sheet.name), "read_hidden", value=shown(sheet.name))
    if left and (found or report.faults):
        report.notice(WHOLE_FILE, "sheets_left", value=shown(", ".join(left), 200))
    if extra:
        report.notice(WHOLE_FILE, "columns_left", value=shown(", ".join(extra), 200))
    if not found and not report.faults and not _tell_nearest(sheets, report, wanted):
        report.fault(WHOLE_FILE, "book_nothing", value=shown(", ".join(left), 200) or "–")
    return found


def _tell_nearest(sheets: Sequence[Source], report: SheetReport, wanted: Wanted) -> bool:
    """Where no sheet can be read: the row most like headings, and what it lacks to be so."""
    # One heading alone may stand anywhere.
    best = 1
    lacking: list[tuple[Mark, str, list[str]]] = []
    for sheet in sheets:
        for row in islice(sheet.rows(), LOOKED_AT):
            texts = [normal(cell) for cell in row.cells.values() if isinstance(cell, str)]
            for key in wanted:
                known = {headings(key)[text] for text in texts if text in headings(key)}
                lost = wanted[key] - known
                if lost and len(known) > best:
                    best = len(known)
                    names = [heading(shapes()[key], each, report.language) for each in sorted(lost)]
                    lacking = [(Mark(row.number, 0, sheet.name), key, names)]
    for mark, key, names in lacking:
        name = sheet_name(key, report.language)
        report.fault(mark, "book_nearest", sheet=name, lost=", ".join(names))
    return bool(lacking)


def _best(name: str, rows: Sequence[Row], wanted: Wanted) -> tuple[str, Row | None]:
    """The sheet's key and its row of headings: by its name, else by what the headings are."""
    own = sheet_keys().get(name)
    if own not in wanted:
        own = None
    best: tuple[int, int, str, Row | None] = (0, 0, own or "", None)
    for place, row in enumerate(rows):
        texts = [normal(cell) for cell in row.cells.values() if isinstance(cell, str)]
        for key in (own,) if own else wanted:
            known = headings(key)
            said = {known[text] for text in texts if text in known}
            if own is None and (len(said) < 2 or not wanted[key] <= said):
                continue
            if (len(said), -place) > best[:2] and said:
                best = len(said), -place, key, row
    return best[2], best[3]


def _tab(
    sheet: Source,
    shape: Shape,
    head: Row,
    required: frozenset[str],
    report: SheetReport,
    extra: list[str],
) -> Tab | None:
    known = headings(shape.key)
    columns: dict[int, str] = {}
    said: dict[str, str] = {}
    sound = True
    for column, cell in head.cells.items():
        text = fold(cell).rstrip("* ") if isinstance(cell, str) else ""
        key = known.get(normal(text))
        if key is None:
            if text:
                extra.append(text)
        elif key in said:
            mark = Mark(head.number, column, sheet.name)
            report.fault(mark, "column_twice", value=shown(text), first=shown(said[key]))
            sound = False
        else:
            columns[column], said[key] = key, text
    english = sum(said.get(each.key) == heading(shape, each.key, "en") for each in shape.columns)
    swedish = sum(said.get(each.key) == heading(shape, each.key, "sv") for each in shape.columns)
    if english > swedish:
        report.language = "en"
    report.headings[sheet.name] = shape.key, said
    for field in shape.columns:
        if field.key in required and field.key not in said:
            name = heading(shape, field.key, report.language)
            report.fault(Mark(head.number, 0, sheet.name), "no_column", value=name)
            sound = False
    fields = {field.key: field for field in shape.columns}
    headed = frozenset(head.cells)
    return Tab(sheet, shape, head.number, headed, columns, fields) if sound else None


def rows_of(tab: Tab, report: SheetReport) -> Iterator[Row]:
    """
    The rows under the headings, with only the columns that are read; merged cells filled
    downward with what stands in the first of them.
    """
    around = tab.sheet.around
    merged = [(column, spans) for column, spans in around.merged.items() if column in tab.columns]
    reached = dict.fromkeys((column for column, _ in merged), 0)
    values: dict[int, Value] = {}
    hidden = sorted(around.hidden & tab.columns.keys())
    if hidden:
        report.notice(tab.at(tab.head, hidden[0]), "read_hidden", value=shown(tab.sheet.name))
    loose = False
    for row in tab.sheet.rows():
        if row.number <= tab.head:
            continue
        own = {column: cell for column, cell in row.cells.items() if column in tab.columns}
        if len(own) < len(row.cells) and not loose:
            loose = _is_loose(tab, row, report)
        for column, spans in merged:
            _fill(column, spans, row.number, own, values, reached, tab, report)
        if not any(column in row.cells for column in own):
            continue
        if row.hidden:
            report.notice(tab.at(row.number), "read_hidden", value=shown(tab.sheet.name))
        yield Row(row.number, own, row.hidden)


def _is_loose(tab: Tab, row: Row, report: SheetReport) -> bool:
    """True once a cell stands in a column without a heading, which is told."""
    column = next((column for column in row.cells if column not in tab.headed), None)
    if column is not None:
        report.notice(tab.at(row.number, column), "cells_left")
    return column is not None


def _fill(
    column: int,
    spans: Sequence[tuple[int, int]],
    number: int,
    own: dict[int, Value],
    values: dict[int, Value],
    reached: dict[int, int],
    tab: Tab,
    report: SheetReport,
) -> None:
    while reached[column] < len(spans) and spans[reached[column]][1] < number:
        reached[column] += 1
        values.pop(column, None)
    if reached[column] == len(spans) or spans[reached[column]][0] > number:
        return
    if spans[reached[column]][0] == number:
        if column in own:
            values[column] = own[column]
    elif column in values and column not in own:
        own[column] = values[column]
        report.notice(tab.at(number, column), "read_merged", value=shown(tab.sheet.name))

