"""
The findings of a report as CSV, and after them the decisions in force, for those who count in a
spreadsheet.
"""

from __future__ import annotations

from service.reports.filed.result import Report
from service.reports.filed.sheets import decided_sheet, findings_sheet, gone_sheet
from service.reports.sheet import csv_text
from service.words import say


def written(report: Report) -> bytes:
    """
    A row for each finding, for each that an earlier report told and this one doesn't where they
    are compared, and for each exemption and forward in force, which has no rule. Each has the
    digests of the data and the rules of this report.
    """
    sheets = [findings_sheet(report), gone_sheet(report), decided_sheet(report)]
    titles = list(dict.fromkeys(column.title for sheet in sheets for column in sheet.columns))
    stamp = (report.data.digest, report.book)
    rows = (
        (*map(dict(zip((column.title for column in sheet.columns), row, strict=True)).get, titles),
         *stamp)
        for sheet in sheets for row in sheet.rows
    )  # fmt: skip
    digests = [say(f"filed.{name}", report.language) for name in ("digest", "book")]
    return csv_text([*titles, *digests], rows).encode()
