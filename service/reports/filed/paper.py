"""
The report as a tagged PDF (PDF/UA-1) on A4, set by typst from `templates/report.typ`.

The data goes in as JSON, so that a text is a text and never markup. No font of the machine, no
package and no clock is used: the same report gives the same bytes anywhere.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.resources import as_file, files
from typing import Any

from graph.errors import UsageError
from service.reports.filed.glyphs import drawable
from service.reports.filed.result import Report
from service.reports.filed.wording import leaves_of

# Setting takes some 2 ms and 0.1 MB a row; more than this is no reading for paper.
MOST_ROWS = 20_000


def written(report: Report) -> bytes:
    """The report as PDF; UsageError where it would have too many rows to be set."""
    rows = sum(len(rule.shown) for rule in report.rules)
    rows += len(report.goals) if report.appendix else 0
    rows += len(report.points)
    if rows > MOST_ROWS:
        raise UsageError("too_long_for_paper", rows=rows, most=MOST_ROWS)
    pdf = _set(report, "pdf")
    assert isinstance(pdf, bytes)
    return pdf


def pictures(report: Report, dots_per_inch: float = 80) -> list[bytes]:
    """The pages as PNG pictures, to be looked at."""
    pages = _set(report, "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _set(report: Report, form: Any, dots_per_inch: float | None = None) -> bytes | list[bytes]:
    # Loaded here: a large library that other forms don't need.
    import typst

    with ExitStack() as opened:
        template = opened.enter_context(
            as_file(files("service").joinpath("templates", "report.typ"))
        )
        fonts = opened.enter_context(
            as_file(files("service.reports.filed").joinpath("fonts"))
        )
        compiler = typst.Compiler(template, font_paths=[fonts], ignore_system_fonts=True)
        done = compiler.compile(
            format=form,
            ppi=dots_per_inch,
            pdf_standards="ua-1" if form == "pdf" else [],
            sys_inputs={"data": json.dumps(plain(leaves_of(report)), ensure_ascii=False)},
        )
    assert done is not None
    return done


def plain(value: Any) -> Any:
    """Words as JSON values, every text as our fonts can draw it."""
    if isinstance(value, str):
        return drawable(value)
    if dataclasses.is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [plain(each) for each in value]
    return value
