"""
The report as XLSX: a sheet for each table, every text a text.

No text is ever taken for a formula, a number or an address, and no clock is read: the same report
gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from graph.errors import UsageError
from service.reports.filed.result import Report
from service.reports.filed.sheets import Sheet, sheets_of
from service.reports.filed.wording import leaves_of

# A file must say when it was made, and a report must not ask the clock.
MADE = datetime.datetime(2000, 1, 1)
# What a cell and a sheet can hold, by the format itself.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
AS_WRITTEN = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}


def written(report: Report) -> bytes:
    """The report as a workbook."""
    # Loaded here: other forms don't need it.
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_WRITTEN) as book:
        leaves = leaves_of(report)
        on = report.printed_on
        book.set_properties({
            "title": " – ".join(part for part in (leaves.title, leaves.organisation) if part),
            "comments": report.data.digest,
            "created": datetime.datetime(on.year, on.month, on.day) if on else MADE,
        })
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        for sheet in sheets_of(report):
            _fill(book.add_worksheet(sheet.name), sheet, head, plain, day)
    return buffer.getvalue()


def _fill(page: Any, sheet: Sheet, head: Any, plain: Any, day: Any) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.title, head)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        if last == MOST_ROWS:
            raise UsageError("too_many_rows", sheet=sheet.name, most=MOST_ROWS - 1)
        for place, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(last, place, value, plain)
            elif isinstance(value, datetime.date):
                page.write_datetime(last, place, value, day)
            elif value:
                page.write_string(last, place, fitting(value), plain)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    # Prints on A4 as wide as the sheet, the heading on every page.
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&R&P / &N")


def fitting(text: str) -> str:
    """A text as a cell can hold it: no longer than the format lets it be, no control characters."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
