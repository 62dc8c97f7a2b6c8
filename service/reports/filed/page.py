"""
The report as one HTML file: nothing outside it is asked for, nothing in it runs.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from service.reports.filed.result import Report
from service.reports.filed.wording import leaves_of
from service.showing import ident, visible


def written(report: Report) -> bytes:
    """The report as HTML."""
    style = _style()
    # The policy names the one style sheet there is by its digest, and lets in nothing else.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    pieces = _environment().get_template("report_file.html").generate(
        r=leaves_of(report), style=Markup(style), style_hash=f"sha256-{digest}"
    )
    return "".join(pieces).lstrip().encode("utf-8", "replace")


@cache
def _style() -> str:
    folder = files("service").joinpath("static")
    sheets = (folder.joinpath(name).read_text("utf-8") for name in ("site.css", "report.css"))
    return "".join(sheets)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("service", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(text=visible, id=ident)
    return made
