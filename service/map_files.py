"""
The forms a map is saved in; command line, page and API hand out the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from service.maps import model_json
from service.pictures import pdf, png
from service.reports.sheet import csv_text
from visualizations.framed import framed
from visualizations.model import MapModel
from visualizations.page import standalone
from visualizations.shown import headings, rows


@dataclass(frozen=True, slots=True)
class Form:
    """How a map is written, and what a browser is told it is."""

    written: Callable[[MapModel], bytes]
    content_type: str


def _json(model: MapModel) -> bytes:
    return (json.dumps(model_json(model), ensure_ascii=False, indent=2) + "\n").encode()


FORMS = {
    "html": Form(lambda model: standalone(model).encode(), "text/html; charset=utf-8"),
    "json": Form(_json, "application/json"),
    "svg": Form(lambda model: framed(model).encode(), "image/svg+xml"),
    "png": Form(png, "image/png"),
    "pdf": Form(pdf, "application/pdf"),
    "csv": Form(
        lambda model: csv_text(headings(model), rows(model)).encode(),
        "text/csv; charset=utf-8; header=present",
    ),
}
PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def file_name(model: MapModel, form: str) -> str:
    """What a saved map is called: `rodtrad-karta-kf24-3-2024.svg`."""
    view, root = model.view, model.request.root
    when = "alla" if view.get("all") else view.get("as_of") or view["year"]
    about = f"-{root}" if root is not None and PLAIN.fullmatch(root) else ""
    return f"rodtrad-karta{about}-{when}.{form}"
