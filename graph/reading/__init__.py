"""
Plan files, read: YAML or JSON to items that know their file and line.

What is at fault is told all at once, each fault with file, line, column and what would be
right; what could be put right (encoding, byte-order mark, decimal comma and the like) is
told as a notice. The format: docs/plan-file.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.chain import PlanFile
from graph.errors import Fault, InputError
from graph.reading.decoding import load
from graph.reading.files import Draft, draft_of, empty_draft
from graph.reading.report import Report

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
    """Read one plan file's content, pasted or sent; `name` stands in faults and places."""
    return _reading([draft_of(content, name)])


def drafts_of(paths: Sequence[Path | str]) -> list[Draft]:
    """What could be read of each file, faults and all; never raises for what is in a file."""
    return [_draft(Path(path)) for path in paths]


def _draft(path: Path) -> Draft:
    report = Report(path.as_posix())
    data = load(path, report)
    return empty_draft(report) if data is None else draft_of(data, report.file)


def _reading(drafts: Sequence[Draft]) -> Reading:
    faults = [fault for draft in drafts for fault in draft.faults]
    if faults:
        raise InputError(faults)
    notices = sorted(notice for draft in drafts for notice in draft.notices)
    return Reading(tuple(draft.file for draft in drafts), tuple(notices))
