"""
Rows as CSV text that a spreadsheet opens as it is: semicolons, a byte-order mark, no formulas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# Rows are given in pieces of about this many characters.
PIECE = 64_000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """All rows under their head."""
    return "".join(pieces(head, rows))


def pieces(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same, piece by piece."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        if buffer.tell() > PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def harmless(value: object) -> str:
    """A value as a cell no spreadsheet reckons: what would begin a formula gets a `'` before."""
    if value is None:
        return ""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{said}" if said.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA) else said
