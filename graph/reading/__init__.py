"""
Plan files, read: YAML, JSON or a spreadsheet to items that know their file and line.

What is at fault is told all at once, each fault with file, line, column and what would be
right; what could be put right (encoding, byte-order mark, decimal comma and the like) is
told as a notice. The format: docs/plan-file.md, docs/spreadsheets.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.chain import PlanFile
from graph.errors import Fault, InputError
from graph.reading.decoding import load
from graph.reading.files import Draft, draft_of, empty_draft
from graph.reading.report import Report

# Names that say spreadsheet. Workbooks of other programs are told so, not read as plan files.
BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
CSV = (".csv", ".tsv")

__all__ = ["Draft", "Reading", "drafts_of", "read_files", "read_text"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Files in the order they were given, and what was put right in them, sorted."""

    files: tuple[PlanFile, ...]
    notices: tuple[Fault, ...]


def read_files(paths: Sequence[Path | str]) -> Reading:
    """
    Read plan files; InputError with every fault of every file.

    References between items aren't looked at here: that takes all the files together
    (`graph.checking`).
    """
    return _reading(drafts_of(paths))


def read_text(content: str | bytes, name: str) -> Reading:
    """
    Read one file's content, pasted or sent; `name` stands in faults and places, and its
    ending tells a spreadsheet.
    """
    return _reading([_any_draft(content, name)])


def drafts_of(paths: Sequence[Path | str]) -> list[Draft]:
    """
    What could be read of each file, faults and all; never raises for what is in a file.

    CSV files are read together, as the sheets of one book, in the place of the first.
    """
    given = [Path(path) for path in paths]
    texts = [path for path in given if path.suffix.lower() in CSV]
    drafts = []
    for path in given:
        if path not in texts:
            content = _content(path)
            drafts.append(
                empty_draft(content)
                if isinstance(content, Report)
                else _any_draft(content, path.as_posix())
            )
        elif path == texts[0] and path.as_posix() not in {draft.name for draft in drafts}:
            drafts.append(_csv_draft({each.as_posix(): _content(each) for each in texts}))
    return drafts


def _content(path: Path) -> bytes | Report:
    report = Report(path.as_posix())
    data = load(path, report)
    return report if data is None else data


def _any_draft(content: str | bytes, name: str) -> Draft:
    ending = Path(name).suffix.lower()
    if ending in CSV:
        return _csv_draft({name: content})
    if ending in BOOKS:
        # Loaded here: most files aren't spreadsheets.
        from graph.sheets.drafts import book_draft

        return book_draft(content if isinstance(content, bytes) else content.encode(), name)
    return draft_of(content, name)


def _csv_draft(contents: Mapping[str, bytes | str | Report]) -> Draft:
    from graph.sheets.drafts import texts_draft

    return texts_draft(contents)


def _reading(drafts: Sequence[Draft]) -> Reading:
    faults = [fault for draft in drafts for fault in draft.faults]
    if faults:
        raise InputError(faults)
    notices = sorted(notice for draft in drafts for notice in draft.notices)
    return Reading(tuple(draft.file for draft in drafts), tuple(notices))
