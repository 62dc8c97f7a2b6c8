"""
Periods and days: `2024`, `2024-2027`, `2024-03`, `2024-T1`, `2024-Q1`, or from–to.

A period keeps the text it was written with and knows its first and last day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SHAPES: dict[re.Pattern[str], Callable[..., tuple[int, int, int, int]]] = {
    re.compile(r"([0-9]{4})"): lambda y: (y, 1, y, 12),
    re.compile(r"([0-9]{4})\s*[-–]\s*([0-9]{4})"): lambda y, z: (y, 1, z, 12),
    re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"): lambda y, m: (y, m, y, m),
    re.compile(r"([0-9]{4})-T([1-3])"): lambda y, t: (y, 4 * t - 3, y, 4 * t),
    re.compile(r"([0-9]{4})-Q([1-4])"): lambda y, q: (y, 3 * q - 2, y, 3 * q),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; compared by its days."""

    first: date
    last: date
    text: str

    def __str__(self) -> str:
        return self.text


def day_words(value: date, language: str = "sv") -> str:
    """A day as 21 juni 2023, or 2023-06-21 in English."""
    if language == "sv":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return value.isoformat()


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD`; ValueError if it isn't a day of the calendar."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def parse_period(text: str) -> Period:
    """
    Read a period in any of its written forms, also `FROM/TO` with either end open.

    ValueError if it is none of them, or if it ends before it starts.
    """
    if "/" in text:
        start, _, end = text.partition("/")
        return between(parse_day(start) if start else None, parse_day(end) if end else None)
    for shape, months in _SHAPES.items():
        found = shape.fullmatch(text)
        if found:
            year, month, last_year, last_month = months(*map(int, found.groups()))
            last_day = calendar.monthrange(last_year, last_month)[1]
            first, last = date(year, month, 1), date(last_year, last_month, last_day)
            if last < first:
                raise ValueError(text)
            return Period(first, last, text.replace("–", "-").replace(" ", ""))
    day = parse_day(text)
    return Period(day, day, text)


def between(first: date | None, last: date | None) -> Period:
    """The period from `first` to `last`, open where one is None; ValueError if reversed."""
    if first and last and last < first:
        raise ValueError(f"{first}/{last}")
    text = f"{first or ''}/{last or ''}"
    return Period(first or FIRST_DAY, last or LAST_DAY, text)
