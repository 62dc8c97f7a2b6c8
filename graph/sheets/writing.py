"""
Plan files, written as XLSX or CSV: every text a text, the same bytes for the same content.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from typing import Any

from graph.chain import PlanFile
from graph.fields import Field
from graph.sheets.separated import guarded
from graph.sheets.shapes import CONFIRMED, choice_word
from graph.sheets.tables import Cell, Table, tables_of

# A workbook must say when it was made, and the clock is never asked.
MADE = datetime.datetime(2000, 1, 1)
AS_WRITTEN = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "constant_memory": True,
}
# The first day that spreadsheets agree on.
FIRST_DAY = datetime.date(1900, 3, 1)
DAY_FORM = "yyyy-mm-dd"


def write_xlsx(file: PlanFile, language: str = "sv") -> bytes:
    """The file as a workbook; reading it gives the same chain. UsageError for what can't be."""
    return book_of(list(tables_of(file, language)), file.source.title or file.source.id, language)


def book_of(tables: Sequence[Table], title: str, language: str) -> bytes:
    """Tables as a workbook, a sheet for each."""
    # Loaded here: other forms don't need it.
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_WRITTEN) as book:
        book.set_properties({"title": title, "created": MADE})
        formats = formats_of(book)
        for table in tables:
            page = book.add_worksheet(table.name)
            lay_out(page, table, formats)
            _offer_yes(page, table, language)
            for number, row in enumerate(table.rows, 1):
                for column, value in enumerate(row):
                    put(page, number, column, value, formats)
    return buffer.getvalue()


def formats_of(book: Any) -> dict[str, Any]:
    """The looks of cells: heading, text and day. Text cells stay text when somebody edits them."""
    return {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "number": book.add_format({"valign": "top"}),
        "day": book.add_format({"valign": "top", "num_format": DAY_FORM, "align": "left"}),
    }


def lay_out(page: Any, table: Table, formats: dict[str, Any]) -> None:
    """Headings, widths, what stays in sight, and how it prints."""
    for column, (field, said) in enumerate(zip(table.columns, table.headings, strict=True)):
        page.set_column(column, column, width_of(field, said), formats[look_of(field)])
        page.write_string(0, column, said, formats["head"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    page.repeat_rows(0)
    print_on_a4(page)


def print_on_a4(page: Any) -> None:
    """As wide as the paper, however many pages long."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _offer_yes(page: Any, table: Table, language: str) -> None:
    """A drop-down where a person confirms rows."""
    words = [choice_word(token, language) for token in ("true", "false")]
    for column, field in enumerate(table.columns):
        if field.key == CONFIRMED and table.rows:
            said = {"validate": "list", "source": words}
            page.data_validation(1, column, len(table.rows), column, said)


def width_of(field: Field, heading: str) -> int:
    """How many characters wide a column is."""
    wide = {"text": 30, "item": 24, "ref": 20, "id": 16, "period": 14}.get(field.kind.name, 13)
    if field.key in ("title", "description", "how", "analysis", "action", "deviation", "reason"):
        wide = 50
    return max(wide, len(heading) + 3)


def look_of(field: Field) -> str:
    """Which of the formats a column has."""
    return {"day": "day", "number": "number", "integer": "number"}.get(field.kind.name, "text")


def put(page: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    """Write one cell; a number that a spreadsheet would round is written as a text."""
    if isinstance(value, datetime.date) and value >= FIRST_DAY:
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, (int, float)) and _is_kept(value):
        page.write_number(row, column, value, formats["number"])
    elif value is not None and value != "":
        page.write_string(row, column, str(value), formats["text"])


def _is_kept(value: float) -> bool:
    return float(format(value, ".15g")) == value


def write_csv(file: PlanFile, language: str = "sv") -> dict[str, bytes]:
    """
    The file as CSV files by name, one for each sheet; read together they give the same chain.

    Semicolons, decimal commas in Swedish, UTF-8 with the mark that spreadsheets look for, and
    an apostrophe before what would be run as a formula.
    """
    written = {}
    for table in tables_of(file, language):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(table.headings)
        writer.writerows([_said(cell, language) for cell in row] for row in table.rows)
        written[f"{table.name.lower()}.csv"] = text.getvalue().encode("utf-8-sig")
    return written


def _said(cell: Cell, language: str) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, float) and language == "sv":
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)
