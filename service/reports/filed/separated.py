"""
The findings of a report as CSV, for those who count in a spreadsheet.
"""

from __future__ import annotations

from service.reports.filed.result import Report
from service.reports.filed.sheets import findings_sheet
from service.reports.sheet import csv_text


def written(report: Report) -> bytes:
    """The findings, each row with the digests of the data and the rules that it rests on."""
    sheet = findings_sheet(report)
    stamp = (report.data.digest, report.book)
    head = [*(column.title for column in sheet.columns), "data_digest", "rules_digest"]
    return csv_text(head, ([*row, *stamp] for row in sheet.rows)).encode()
