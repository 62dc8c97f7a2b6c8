"""
A spreadsheet given back with its faults marked: a fill and a comment in each cell at fault, and
a sheet that lists them all.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from graph.errors import Fault
from graph.sheets.archive import Archive
from graph.sheets.separated import Separated
from graph.sheets.shapes import marking
from graph.sheets.tabs import Source
from graph.sheets.workbook import Workbook
from graph.text import escape

FILL = "FFFFD9B3"
# Comments beyond these make the file slow to open; the list has every fault.
MOST_COMMENTS = 2_000
# What openpyxl raises for a workbook that is another program's, or not quite by the book.
_UNREAD = (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError)
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_XML = (".xml", ".rels", ".vml")


def marked_book(data: bytes, faults: Sequence[Fault], language: str = "sv") -> bytes:
    """
    A workbook with its faults marked; looks and formulas are kept, or else its values alone.

    BadBook where any part of it is hostile.
    """
    import openpyxl

    archive = Archive(data)
    for name in archive.names():
        # The library that writes books back is less careful than our own reader.
        if name.endswith(_XML):
            archive.whole(name, lambda tag, said: None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data))
        except _UNREAD:
            return _values(Workbook(data).sheets, [replace(each, file="") for each in faults],
                           language)
    return _saved(book, faults, language)


def marked_texts(texts: Mapping[str, str], faults: Sequence[Fault], language: str = "sv") -> bytes:
    """CSV files, by name, as a workbook with a sheet for each and their faults marked."""
    sheets = [Separated(name, text) for name, text in texts.items()]
    return _values(sheets, [replace(each, sheet="") for each in faults], language)


def _values(sheets: Sequence[Source], faults: Sequence[Fault], language: str) -> bytes:
    """The values of sheets as a new workbook; a fault names its sheet, or the file that is one."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    titles: dict[str, str] = {}
    for sheet in sheets:
        page = book.create_sheet(_NOT_IN_TITLE.sub(" ", PurePath(sheet.name).name)[:31])
        titles[sheet.name] = page.title
        for row in sheet.rows():
            for column, said in row.cells.items():
                _write(page.cell(row.number, column), str(getattr(said, "said", said)))
    placed = [replace(each, sheet=titles.get(each.sheet or each.file)) for each in faults]
    return _saved(book, placed, language)


def _saved(book: Any, faults: Sequence[Fault], language: str) -> bytes:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=FILL)
    pages = {page.title: page for page in book.worksheets}
    for number, ((sheet, row, column), said) in enumerate(_by_cell(faults, language)):
        if sheet not in pages or not row:
            continue
        cell = pages[sheet].cell(row, max(column, 1))
        if hasattr(cell, "fill") and type(cell).__name__ != "MergedCell":
            cell.fill = fill
            if number < MOST_COMMENTS:
                cell.comment = Comment(escape("\n".join(said)), "Röda tråden", 140, 320)
    _list(book, faults, language)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _by_cell(faults: Iterable[Fault], language: str
             ) -> Iterable[tuple[tuple[str, int, int], list[str]]]:
    said: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for fault in faults:
        told = " ".join(filter(None, (fault.message(language), fault.hint(language))))
        said[fault.sheet or "", fault.line, fault.column].append(told)
    return said.items()


def _list(book: Any, faults: Sequence[Fault], language: str) -> None:
    words = marking(language)
    if words["sheet"] in book.sheetnames:
        del book[words["sheet"]]
    page = book.create_sheet(words["sheet"], 0)
    for column, (heading, width) in enumerate(
        zip(words["columns"], (22, 9, 70, 70), strict=True), 1
    ):
        _write(page.cell(1, column), heading)
        page.column_dimensions[page.cell(1, column).column_letter].width = width
    for row, fault in enumerate(faults, 2):
        where = fault.cell or (str(fault.line) if fault.line else "")
        cells = (fault.sheet or "", where, fault.message(language), fault.hint(language))
        for column, said in enumerate(cells, 1):
            _write(page.cell(row, column), escape(said))
    page.freeze_panes = "A2"


def _write(cell: Any, said: str) -> None:
    """A text as a text, whatever it begins with; as much of it as a cell holds."""
    cell.value = said[:32_767]
    if cell.value:
        cell.data_type = "s"
