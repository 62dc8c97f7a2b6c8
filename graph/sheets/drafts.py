"""
Spreadsheets as drafts, beside those of plan files: a workbook, or CSV files read as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from graph.errors import Fault
from graph.reading import CSV
from graph.reading.decoding import decode
from graph.reading.files import Counted, Draft, FileReader, empty_draft
from graph.reading.report import WHOLE_FILE, Mark, Report, TooManyFaults
from graph.reading.tree import Entry
from graph.sheets.archive import BadBook
from graph.sheets.entries import Book
from graph.sheets.separated import Separated
from graph.sheets.tabs import LIST, Source, tabs_of
from graph.sheets.telling import SheetReport
from graph.sheets.workbook import Workbook
from graph.text import shown


def book_draft(data: bytes, name: str, counted: Counted = None) -> Draft:
    """Read a workbook; faults are in the draft, nothing is raised."""
    report = SheetReport(name)
    try:
        return _draft(Workbook(data).sheets, report, counted)
    except BadBook as bad:
        report.fault(WHOLE_FILE, bad.code, **bad.values)
        return empty_draft(report)


def sheets_of(data: bytes, name: str, report: SheetReport) -> Sequence[Source]:
    """The sheets of a workbook or CSV file; BadBook if it is neither."""
    if not name.lower().endswith(CSV):
        return Workbook(data).sheets
    sheet, _ = _text(name, data, report)
    return [sheet] if sheet else []


def texts_draft(
    contents: Mapping[str, bytes | str | Report], counted: Counted = None
) -> Draft:
    """
    Read CSV files by their names, together as one workbook: what one holds another may
    complete. A file that couldn't be loaded stands with the report that says why.
    """
    report = SheetReport(next(iter(contents)))
    read = [_text(name, content, report) for name, content in contents.items()]
    if report.faults:
        return empty_draft(report)
    before = tuple(notice for _, notices in read for notice in notices)
    return _draft([sheet for sheet, _ in read if sheet], report, counted, before)


def _text(
    name: str, content: bytes | str | Report, whole: SheetReport
) -> tuple[Separated | None, tuple[Fault, ...]]:
    """One CSV file as a sheet, None if it can't be; and what was put right in its text."""
    own = content if isinstance(content, Report) else Report(name)
    whole.files[name] = name
    sheet = None
    if not isinstance(content, Report):
        with suppress(TooManyFaults):
            sheet = Separated(name, decode(content, own))
    # A text's columns are characters, not cells.
    whole.faults += [
        whole.made(Mark(fault.line, 0, name), fault.code, dict(fault.values))
        for fault in own.faults
    ]
    return (None if own.faults else sheet), own.notices


def _draft(
    sheets: Sequence[Source],
    report: SheetReport,
    counted: Counted,
    before: tuple[Fault, ...] = (),
) -> Draft:
    book = Book(sheets, report.file)

    def again() -> Iterator[Entry]:
        silent = SheetReport(report.file)
        silent.files = report.files
        with suppress(TooManyFaults):
            yield from _entries(book, silent)

    reader = FileReader(report, counted)
    reader.take(_entries(book, report))
    draft = reader.draft(again, tuple(sorted(before + report.notices)))
    return replace(draft, hints=_hints(sheets, report.file))


def _hints(sheets: Sequence[Source], name: str) -> tuple[Fault, ...]:
    """That a book without ids, whose goals say whom they serve or belong to, seems a list."""
    silent = SheetReport(name)
    try:
        known = {key for tab in tabs_of(sheets, silent, LIST) for key in tab.columns.values()}
    except BadBook:
        return ()
    if "id" in known or not known & {"unit", "contributes_to"}:
        return ()
    return (Fault.at(name, 0, 0, "plain_list", path=shown(name, 200)),)


def _entries(book: Book, report: SheetReport) -> Iterator[Entry]:
    try:
        yield from book.entries(report)
    except BadBook as bad:
        said = dict(bad.values)
        sheet = str(said.pop("sheet", ""))
        report.fault(Mark(int(str(said.pop("row", 0))), 0, sheet), bad.code, **said)
