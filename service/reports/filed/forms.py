"""
The forms a report can be written in, and how each is called on the way to its reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from service.reports.filed.result import Report


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its module, what a browser is told it is, and whether it is text."""

    module: str
    content_type: str
    text: bool


FORMS = {
    "json": Form("answer", "application/json", True),
    "csv": Form("separated", "text/csv; charset=utf-8; header=present", True),
    "xlsx": Form(
        "workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False
    ),
    "html": Form("page", "text/html; charset=utf-8", True),
    "pdf": Form("paper", "application/pdf", False),
}


def written(report: Report, form: str) -> bytes:
    """The report in a form; KeyError for a form that isn't there."""
    # Loaded by name: each form brings a library that the others don't need.
    done: bytes = import_module(f"service.reports.filed.{FORMS[form].module}").written(report)
    return done


def file_name(report: Report, form: str) -> str:
    """What a downloaded report is called: `rodtrad-granskning-2024.pdf`."""
    view = report.view
    when = "alla" if view.all else view.as_of.isoformat() if view.as_of else str(view.year)
    return f"rodtrad-granskning-{when}.{form}"
