"""
CSV read as rows: whatever separates the columns, and whichever program wrote it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from graph.reading.limits import MAX_TEXT
from graph.reading.tree import Plain
from graph.sheets.archive import BadBook
from graph.sheets.cells import MAX_COLUMN, Row, Value
from graph.sheets.workbook import Around

SEPARATORS = (";", "\t", ",", "|")
# What a spreadsheet program would take for the beginning of a formula, and the mark before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"

_NOTHING = Around(frozenset(), {})


@dataclass(frozen=True)
class Separated:
    """The text of one CSV file as a sheet; `name` is the file's path."""

    name: str
    text: str
    hidden: bool = False

    @property
    def around(self) -> Around:
        """Nothing is hidden or merged in a text."""
        return _NOTHING

    def rows(self) -> Iterator[Row]:
        """The rows that hold something; BadBook where a quotation mark is never closed."""
        csv.field_size_limit(MAX_TEXT + 1)
        text, separator = self._opened()
        reader = csv.reader(_lines(text), delimiter=separator, strict=True)
        number = 1 if text is not self.text else 0
        while True:
            number += 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                code = "csv_long" if "limit" in str(error) else "csv_quote"
                raise BadBook(code, sheet=self.name, row=number, limit=MAX_TEXT) from None
            if len(fields) > MAX_COLUMN:
                raise BadBook("csv_wide", sheet=self.name, row=number)
            cells: dict[int, Value] = {
                column: unguarded(field) for column, field in enumerate(fields, 1) if field
            }
            if cells:
                yield Row(number, cells)

    def _opened(self) -> tuple[str, str]:
        """The text without a line that only names the separator, and the separator."""
        first, _, rest = self.text.partition("\n")
        if first.casefold().startswith("sep=") and len(first) == 5:
            return rest, first[4]
        line = next((line for line in _lines(self.text[:100_000]) if line.strip()), "")
        return self.text, max(SEPARATORS, key=line.count)


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def guarded(text: str) -> str:
    """A text as it can stand in CSV without being run: a mark before what begins a formula."""
    return GUARD + text if text.startswith((*FORMULA, GUARD)) else text


def unguarded(text: str) -> Value:
    """The text without that mark."""
    bare = text.startswith(GUARD) and text[1:].startswith((*FORMULA, GUARD))
    return Plain(text[1:] if bare else text)
