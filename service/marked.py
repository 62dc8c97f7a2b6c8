"""
A spreadsheet back with what is at fault in it marked, for command line, pages and API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from graph.errors import Fault
from graph.reading import BOOKS, CSV


def markable(names: Sequence[str]) -> bool:
    """True if the files are one workbook, or CSV files that are read as one."""
    endings = [PurePath(name).suffix.lower() for name in names]
    books = sum(ending in BOOKS for ending in endings)
    return books + any(ending in CSV for ending in endings) == 1


def marked_copy(
    contents: Mapping[str, bytes], faults: Sequence[Fault], language: str
) -> bytes | None:
    """
    The workbook, or the CSV files as one, with the faults marked; other files are left out.

    None where it has no fault, or where it can't be opened, which its faults say.
    """
    # Loaded here: it takes long, and most files have no faults.
    from graph.reading.decoding import decode
    from graph.reading.report import Report
    from graph.sheets.archive import BadBook
    from graph.sheets.marking import marked_book, marked_texts

    sheets = {
        name: data for name, data in contents.items()
        if PurePath(name).suffix.lower() in (*BOOKS, *CSV)
    }  # fmt: skip
    own = [fault for fault in faults if fault.file in sheets]
    if not own:
        return None
    try:
        for name, data in sheets.items():
            if PurePath(name).suffix.lower() in BOOKS:
                return marked_book(data, own, language)
        texts = {name: decode(data, Report(name)) for name, data in sheets.items()}
        return marked_texts(texts, own, language)
    except BadBook:
        return None
