"""
From what was written to what is meant, one function per kind of scalar.

Each takes a scalar (`Plain` or quoted text) and returns the value, or raises `Bad` with the
code of the fault. What is put right on the way is told to `note`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from graph.fields import Kind
from graph.period import Period, between, parse_day, parse_period
from graph.reading.limits import MAX_DIGITS, MAX_NUMBER, MAX_TEXT, MIN_NUMBER
from graph.reading.tree import Plain
from graph.text import control_character, nfc, shown, trim

Note = Callable[[str, str], None]

# Most words are like this, and need no closer look.
_WORD = re.compile("[!-~åäöÅÄÖ]{1,200}")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:([.,])[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_YEARS = re.compile(r"[0-9]{4}\s*[-–]\s*[0-9]{4}")
_DAY_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEADLINE = re.compile(r"[0-9]{2}-[0-9]{2}")
# Longer words are told without a suggestion: comparing them costs more than it helps.
_MAX_COMPARED = 100


class Bad(Exception):
    """A value that can't be used; `code` and values as for a fault."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


def near(word: str, known: list[str]) -> dict[str, str]:
    """`{"near": …}` with the known word most like `word`, or nothing."""
    if len(word) > _MAX_COMPARED:
        return {}
    found = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return {"near": shown(found[0])} if found else {}


def text(raw: str, note: Note) -> str:
    """Any text, in NFC."""
    if raw.isascii() and raw.isprintable() and len(raw) <= MAX_TEXT:
        return str(raw)
    if len(raw) > MAX_TEXT:
        raise Bad("too_long", limit=MAX_TEXT, length=len(raw))
    bad = control_character(raw)
    if bad:
        raise Bad("control_character", character=bad, before=shown(raw, 30))
    normal = nfc(str(raw))
    if normal != raw:
        note("read_nfd", normal)
    return normal


def word(raw: str, note: Note) -> str:
    """A text that is compared with others: without blanks at its ends, and not empty."""
    if _WORD.fullmatch(raw):
        return str(raw)
    normal = text(raw, note)
    trimmed = trim(normal)
    if not trimmed:
        raise Bad("blank")
    if trimmed != normal:
        note("read_trimmed", shown(trimmed))
    return trimmed


def ident(raw: str, note: Note) -> str:
    """An id: a word on one line."""
    found = word(raw, note)
    if found.isprintable():
        return found
    if "\n" in found or "\t" in found:
        character = "U+000A" if "\n" in found else "U+0009"
        raise Bad("control_character", character=character, before=shown(found, 30))
    return found


def choice(raw: str, kind: Kind, note: Note) -> str:
    """One of the kind's known words."""
    found = raw if raw in kind.choices else word(raw, note)
    if found not in kind.choices:
        known = ", ".join(kind.choices)
        raise Bad("bad_choice", value=shown(found), known=known, **near(found, list(kind.choices)))
    return str(found)


def flag(raw: str, note: Note) -> bool:
    """True or false."""
    if raw.lower() not in ("true", "false"):
        raise Bad("bad_flag", value=shown(raw))
    return raw.lower() == "true"


def number(raw: str, note: Note) -> int | float:
    """A number; whole ones as int."""
    written = trim(raw)
    found = _NUMBER.fullmatch(written) if len(written) <= MAX_DIGITS else None
    if found is None:
        raise Bad("bad_number", value=shown(raw))
    if found[1] == ",":
        note("read_comma", shown(written))
        written = written.replace(",", ".")
    elif not isinstance(raw, Plain):
        note("read_quoted_number", shown(written))
    try:
        value: int | float = int(written)
    except ValueError:
        value = float(written)
    if not abs(value) < MAX_NUMBER or 0 < abs(value) < MIN_NUMBER:
        raise Bad("number_range", value=shown(raw))
    return int(value) if value == int(value) else value


def integer(raw: str, note: Note) -> int:
    """A whole number."""
    found = number(raw, note)
    if not isinstance(found, int):
        raise Bad("bad_integer", value=shown(raw))
    return found


def year(raw: str, note: Note) -> int:
    """A year from 1 to 9999."""
    found = integer(raw, note)
    if not 1 <= found <= 9999:
        raise Bad("bad_year", value=shown(raw))
    return found


def day(raw: str, note: Note) -> datetime.date:
    """A day, `YYYY-MM-DD`."""
    written = trim(raw)
    try:
        return _day(written)
    except ValueError:
        exists = _DAY_SHAPE.fullmatch(written) is None
        raise Bad("bad_day" if exists else "no_such_day", value=shown(raw)) from None


def period(raw: str, note: Note) -> Period:
    """A period in any of its forms on one line."""
    written = trim(raw)
    try:
        if written != "/":
            return parse_period(written)
    except ValueError:
        pass
    ends = written.split("/") if "/" in written else []
    days = len(ends) == 2 and all(_is_day(end) for end in ends)
    if days or _YEARS.fullmatch(written):
        raise Bad("reversed_period", value=shown(raw))
    if _DAY_SHAPE.fullmatch(written):
        raise Bad("no_such_day", value=shown(raw))
    raise Bad("bad_period", value=shown(raw))


def period_between(ends: Mapping[str, datetime.date | None]) -> Period:
    """A period written as a mapping with `from` and `to`, at least one of them."""
    first, last = ends.get("from"), ends.get("to")
    if first is None and last is None:
        raise Bad("bad_period", value="{}")
    try:
        return between(first, last)
    except ValueError:
        raise Bad("reversed_period", value=f"{first}/{last}") from None


def deadline(raw: str, note: Note) -> str:
    """A day of any year, `MM-DD`; the 29th of February is one."""
    written = trim(raw)
    if _DEADLINE.fullmatch(written) is None or not _is_day(f"2024-{written}"):
        raise Bad("bad_deadline", value=shown(raw))
    return written


# The same few days stand again and again in a chain.
_day = lru_cache(maxsize=4096)(parse_day)


def _is_day(written: str) -> bool:
    try:
        parse_day(written)
    except ValueError:
        return False
    return True
