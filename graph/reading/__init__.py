"""
Plan files, read: YAML, JSON or a spreadsheet to items that know their file and line.

What is at fault is told all at once, each fault with file, line, column and what would be
right; what could be put right (encoding, byte-order mark, decimal comma and the like) is
told as a notice. The format: docs/plan-file.md, docs/spreadsheets.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.chain import PlanFile
from graph.errors import Fault, InputError
from graph.reading.decoding import load
from graph.reading.files import Counted, Draft, all_faults, draft_of, empty_draft
from graph.reading.report import Report

# Names that say spreadsheet. Workbooks of other programs are told so, not read as plan files.
BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
CSV = (".csv", ".tsv")

__all__ = ["Draft", "Reading", "drafts_from", "drafts_of", "read_files", "read_text"]


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
    return drafts_from((Path(path).as_posix(), partial(_content, Path(path))) for path in paths)


def drafts_from(
    files: Iterable[tuple[str, Callable[[], bytes | Report]]], counted: Counted = None
) -> list[Draft]:
    """
    As `drafts_of`, of what each name's loader gives: bytes, or the report of why there are none.
    """
    given = list(files)
    texts = {name: own for name, own in given if Path(name).suffix.lower() in CSV}
    drafts: list[Draft] = []
    for name, own in given:
        if name not in texts:
            content = own()
            drafts.append(
                empty_draft(content)
                if isinstance(content, Report)
                else _any_draft(content, name, counted)
            )
        elif name == next(iter(texts)) and name not in {draft.name for draft in drafts}:
            contents = {each: texts[each]() for each in texts}
            drafts.append(_csv_draft(contents, counted))
    return drafts


def _content(path: Path) -> bytes | Report:
    report = Report(path.as_posix())
    data = load(path, report)
    return report if data is None else data


def _any_draft(content: str | bytes, name: str, counted: Counted = None) -> Draft:
    ending = Path(name).suffix.lower()
    if ending in CSV:
        return _csv_draft({name: content}, counted)
    if ending in BOOKS:
        # Loaded here: most files aren't spreadsheets.
        from graph.sheets.drafts import book_draft

        data = content if isinstance(content, bytes) else content.encode()
        return book_draft(data, name, counted)
    return draft_of(content, name, counted)


def _csv_draft(
    contents: Mapping[str, bytes | str | Report], counted: Counted = None
) -> Draft:
    from graph.sheets.drafts import texts_draft

    return texts_draft(contents, counted)


def _reading(drafts: Sequence[Draft]) -> Reading:
    faults = all_faults(drafts)
    if faults:
        raise InputError(faults)
    notices = sorted(notice for draft in drafts for notice in draft.notices)
    return Reading(tuple(draft.file for draft in drafts), tuple(notices))
