"""
How users' texts, numbers and days are written on a page, whatever they hold.
"""

from __future__ import annotations

import datetime
import re

from graph.days import EPOCH, FOREVER, NEVER
from graph.period import day_words
from graph.text import escape, thousands

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def visible(text: object, limit: int = 400) -> str:
    r"""A text cut at `limit` characters, marks that turn the writing shown as `\u202e`."""
    said = cut(str(text), limit)
    if said.isascii() and said.isprintable():
        return said
    said = _TURNING.sub(lambda found: f"\\u{ord(found.group()):04x}", said)
    return _CONTROL.sub("\ufffd", said)


def cut(text: str, limit: int) -> str:
    """A text no longer than this; what is cut off is seen to be."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def ident(text: object, limit: int = 120) -> str:
    """An id with every character that can't be seen written out."""
    return escape(cut(str(text), limit))


def number(value: float | int, language: str) -> str:
    """`1 234,5` in Swedish with a thin space, `1,234.5` in English; decimals as written."""
    if isinstance(value, int):
        return thousands(value, language)
    said = f"{value:,.6f}".rstrip("0").rstrip(".")
    if language == "sv":
        said = said.replace(",", "\u202f").replace(".", ",")
    return said


def percent(part: int, whole: int, language: str) -> str:
    """`93 %` in Swedish, `93%` in English; rounded down, so that 100 % means all of them."""
    return f"{part * 100 // whole}{chr(0xA0) if language == 'sv' else ''}%"


def parts_of(part: int, whole: int, language: str) -> dict[str, str]:
    """A part, its whole and the percentage for a sentence; 100 % means all of them."""
    told = percent(part, whole, language) if whole else "–"
    return {"part": number(part, language), "whole": number(whole, language), "percent": told}


def day_text(value: datetime.date | str | None, language: str) -> str:
    """A day in words; empty for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    return day_words(value, language)


def stored_day(days: int) -> datetime.date | None:
    """A day counted since 1970, None for the open ends."""
    if days in (int(NEVER), int(FOREVER)):
        return None
    return EPOCH + datetime.timedelta(days=days)


def swedish_time(at: datetime.datetime) -> datetime.datetime:
    """
    A moment by the clocks of Sweden: summer time from the last Sunday of March to that of October.

    The rule stands here since bare machines have no table of time zones.
    """
    plain = at.astimezone(datetime.UTC)
    first, last = (
        datetime.datetime(plain.year, month, 31, 1, tzinfo=datetime.UTC) for month in (3, 10)
    )
    first, last = (day - datetime.timedelta(days=day.isoweekday() % 7) for day in (first, last))
    ahead = datetime.timedelta(hours=2 if first <= plain < last else 1)
    return plain.astimezone(datetime.timezone(ahead))


def moment_text(at: str, language: str) -> str:
    """An instant, as an ISO text, in words and by the clocks of Sweden: `… kl. 14.05`."""
    here = swedish_time(datetime.datetime.fromisoformat(at))
    day = day_words(here.date(), language)
    return f"{day} kl.\u00a0{here:%H.%M}" if language == "sv" else f"{day}, {here:%H:%M}"


def period_text(text: str, language: str) -> str:
    """A period as it is read aloud: `2024–2027`; days in words."""
    if "/" in text:
        first, _, last = text.partition("/")
        return f"{day_text(first or None, language)}\u2013{day_text(last or None, language)}"
    years = text.split("-")
    if len(years) == 3:
        return day_text(text, language)
    if len(years) == 2 and all(len(year) == 4 and year.isdigit() for year in years):
        return "\u2013".join(years)
    return text
