"""
What one cell holds: a text, a number as it is shown, a day, or something that is no value.
"""

from __future__ import annotations

import datetime
import math
import re
from functools import lru_cache
from typing import NamedTuple

from graph.reading.tree import Plain

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAYS = {14, 15, 16, 22, *range(27, 32), 34, 35, 36, *range(50, 59)}
_TIMES = {18, 19, 20, 21, 32, 33, 45, 46, 47}
_MONTH = 17


class Dated(Plain):
    """A day, month or year that the spreadsheet knows as a date."""

    __slots__ = ()


class Faulty(NamedTuple):
    """A cell without a usable value: the code of the fault, and what stands there."""

    code: str
    said: str = ""


Value = str | Faulty


class Row(NamedTuple):
    """A row that holds something: its number and its cells by column, both from 1."""

    number: int
    cells: dict[int, Value]
    hidden: bool = False


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """`A` is 1, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def position(reference: str) -> tuple[int, int] | None:
    """Row and column of `C12`; None if it is no place in a sheet."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if 1 <= row <= MAX_ROW and column <= MAX_COLUMN else None


def unescaped(text: str) -> str:
    """The text with `_x000D_` and the like as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def date_form(number: int, code: str) -> str:
    """What a number format shows: `day`, `month`, `year`, `time`, or `` for no date at all."""
    if number in _DAYS:
        return "day"
    if number == _MONTH:
        return "month"
    if number in _TIMES:
        return "time"
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if "d" in bare and ("y" in bare or "m" in bare):
        return "day"
    if "y" in bare:
        return "month" if "m" in bare else "year"
    return "time" if "h" in bare or "ss" in bare else ""


def number_text(raw: str) -> Value:
    """A number as a person reads it: 2024 and not 2024.0, 79.1 and not 79.099999999999994."""
    if raw.isdecimal() and raw.isascii() and (raw[0] != "0" or raw == "0"):
        return Plain(raw)
    try:
        value = float(raw)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return Faulty("cell_number", raw)
    if value == int(value) and abs(value) < 10**15:
        return Plain(int(value))
    return Plain(format(value, ".15g"))


def dated(raw: str, form: str, from_1904: bool) -> Value:
    """The day a number stands for, in the way its format shows it."""
    try:
        serial = float(raw)
        whole = math.floor(serial)
        if form == "time" and whole == 0:
            minutes = round((serial - whole) * 1440)
            return Plain(f"{minutes // 60}:{minutes % 60:02}")
        if from_1904:
            base = datetime.date(1904, 1, 1)
        else:
            # The 29th of February 1900, day 60, never was.
            base = datetime.date(1899, 12, 30 if whole > 60 else 31)
        if whole == 60 and not from_1904:
            return Faulty("cell_date", raw)
        day = (base + datetime.timedelta(days=whole)).isoformat()
    except (ValueError, OverflowError):
        return Faulty("cell_date", raw)
    return Dated(day[: {"month": 7, "year": 4}.get(form, 10)])
