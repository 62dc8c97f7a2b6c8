"""
A plain list of goals, as an office keeps one: what each goal says, whose it is, and in words
what it serves. No ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.reading.decoding import load
from graph.reading.report import WHOLE_FILE, TooManyFaults
from graph.sheets.archive import BadBook
from graph.sheets.cells import Faulty
from graph.sheets.drafts import sheets_of
from graph.sheets.entries import parts_of
from graph.sheets.tabs import LIST, rows_of, tabs_of
from graph.sheets.telling import SheetReport
from graph.text import fold, shown

_READ = ("id", "code", "title", "description", "level", "unit", "contributes_to")


@dataclass(frozen=True, slots=True)
class Listed:
    """One goal of a list; `serves` and `units` are texts, and the rest as written or empty."""

    title: str
    id: str = ""
    code: str = ""
    description: str = ""
    level: str = ""
    units: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


def read_list(path: Path) -> list[Listed]:
    """The goals of a list in XLSX or CSV; InputError with every fault."""
    report = SheetReport(path.as_posix())
    data = load(path, report)
    if data is None:
        raise InputError(report.faults)
    return list_of(data, report.file)


def list_of(data: bytes, name: str) -> list[Listed]:
    """As `read_list`, of a file's content; `name` stands in faults, and its ending tells CSV."""
    report = SheetReport(name)
    found: list[Listed] = []
    try:
        found = _read(data, report)
    except BadBook as bad:
        said = {key: value for key, value in bad.values.items() if key not in ("sheet", "row")}
        report.fault(WHOLE_FILE, bad.code, **said)
    except TooManyFaults:
        pass
    if report.faults:
        raise InputError(report.faults)
    return found


def _read(data: bytes, report: SheetReport) -> list[Listed]:
    found = []
    for tab in tabs_of(sheets_of(data, report.file, report), report, LIST):
        for row in rows_of(tab, report):
            said: dict[str, str] = {}
            for column, key in tab.columns.items():
                cell = row.cells.get(column, "")
                if isinstance(cell, Faulty):
                    report.fault(tab.at(row.number, column), cell.code, value=shown(cell.said))
                elif key in _READ:
                    said[key] = cell
            if fold(said.get("title", "")):
                units, serves = said.pop("unit", ""), said.pop("contributes_to", "")
                texts = {key: fold(text) for key, text in said.items()}
                found.append(Listed(**texts, units=parts_of(units), serves=parts_of(serves)))
    return found
