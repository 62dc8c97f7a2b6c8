"""
JSON as a stream of entries, in two ways that give the same values.

`walk_fast` decodes item by item with the standard library and knows the line of each item;
it is the way for hundreds of thousands of goals. When it has seen a fault of any sort the
file is walked again by `walk_placed`, which is slow and knows the place of every value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from graph.model import SECTIONS
from graph.reading.report import Mark, Report
from graph.reading.tree import WRONG, Builder, Entry, Map, Plain, Seq, Stop

_BLANK = re.compile(r"[ \t\n]*")
_TOKEN = re.compile(
    r'(?P<open>[{\[])|(?P<close>[}\]])|"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"'
    r'|(?P<plain>[^\s{}\[\],:"]+)|(?P<cut>")',
    re.DOTALL,
)
_NOT_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})


# What the decoder says, and what we call it.
_MEANINGS = (
    ("Expecting value", "syntax_json_value"),
    ("Expecting property name", "syntax_json_key"),
    ("Illegal trailing comma", "syntax_json_key"),
    ("Expecting ',' delimiter", "syntax_json_comma"),
    ("Expecting ':' delimiter", "syntax_json_colon"),
    ("Unterminated string", "syntax_quote"),
    ("Invalid control character", "syntax_json_break"),
    ("Extra data", "syntax_json_extra"),
    ("escape", "syntax_escape"),
)


class NotJson(Exception):
    """The text isn't JSON from `at` on; `problem` is what the decoder said."""

    def __init__(self, at: int, problem: str) -> None:
        self.at = at
        self.problem = problem
        super().__init__(problem)


class Doubtful(Exception):
    """There is a fault that only the slow walk can place."""


def walk_fast(text: str) -> Iterator[Entry]:
    """
    The entries of a JSON text, with lines but no columns.

    Raises NotJson where the grammar is broken, and Doubtful on a doubled key, on NaN and
    on nesting that the decoder won't follow.
    """
    decoder = json.JSONDecoder(
        object_pairs_hook=_pairs, parse_int=Plain, parse_float=Plain, parse_constant=_constant
    )
    cursor = _Cursor(text, decoder)
    try:
        yield from cursor.entries()
    except json.JSONDecodeError as error:
        raise NotJson(error.pos, error.msg) from None
    except RecursionError:
        raise Doubtful from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Doubtful
    return found


def _constant(name: str) -> Any:
    raise Doubtful


class _Cursor:
    """Walks the two outermost levels by hand and leaves the rest to the decoder."""

    def __init__(self, text: str, decoder: json.JSONDecoder) -> None:
        self._text = text
        self._decode = decoder.raw_decode
        self._at = 0
        self._line = 1
        self._counted = 0

    def entries(self) -> Iterator[Entry]:
        self._expect("{")
        seen: set[str] = set()
        while self._more("}", first=not seen):
            if self._next() != '"':
                raise NotJson(self._at, "Expecting property name enclosed in double quotes")
            at = self._mark()
            key, self._at = self._decode(self._text, self._at)
            if key in seen:
                raise Doubtful
            seen.add(key)
            self._expect(":")
            if key in SECTIONS and self._next() == "[":
                yield from self._list(key, at)
            else:
                self._next()
                value_at = self._mark()
                value, self._at = self._decode(self._text, self._at)
                yield Entry(key, -1, value, at, value_at)
        if self._next():
            raise NotJson(self._at, "Extra data")

    def _list(self, key: str, key_at: Mark) -> Iterator[Entry]:
        self._expect("[")
        index = 0
        while self._more("]", first=index == 0):
            self._next()
            at = self._mark()
            value, self._at = self._decode(self._text, self._at)
            yield Entry(key, index, value, key_at, at)
            index += 1

    def _next(self) -> str:
        found = _BLANK.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return self._text[self._at : self._at + 1]

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise NotJson(self._at, f"Expecting '{character}'")
        self._at += 1

    def _more(self, closing: str, *, first: bool) -> bool:
        if self._next() == closing:
            self._at += 1
            return False
        if not first:
            self._expect(",")
            if self._next() == closing:
                raise NotJson(self._at, "Illegal trailing comma")
        return True

    def _mark(self) -> Mark:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return Mark(self._line, 0)


def walk_placed(text: str, report: Report, broken: NotJson | None) -> Iterator[Entry]:
    """
    The entries of a JSON text with the line and column of every value.

    `broken` is where the fast walk found the grammar broken; what stands before it is
    still read, so that its faults are told too.
    """
    builder = Builder(report)
    end = len(text) if broken is None else broken.at
    line, counted, start = 1, 0, 0
    try:
        for token in _TOKEN.finditer(text, 0, end):
            breaks = text.count("\n", counted, token.start())
            if breaks:
                line, start = line + breaks, text.rfind("\n", counted, token.start()) + 1
            counted = token.start()
            _feed(builder, token, Mark(line, counted - start + 1))
            yield from builder.ready
            builder.ready.clear()
    except Stop:
        pass
    if broken is not None:
        line = text.count("\n", 0, end) + 1
        column = end - text.rfind("\n", 0, end)
        code = next((code for said, code in _MEANINGS if said in broken.problem), "syntax_json")
        report.fault(Mark(line, column), code, problem=broken.problem)


def _feed(builder: Builder, token: re.Match[str], at: Mark) -> None:
    kind, written = token.lastgroup, token.group()
    if kind == "open":
        builder.start(Map() if written == "{" else Seq(), at)
    elif kind == "close":
        builder.end()
    elif kind == "cut":
        raise Stop
    elif kind == "text":
        builder.value(json.loads(written) if "\\" in written else token["text"], at)
    elif written in _NOT_NUMBERS:
        builder.report.fault(at, "bad_number", value=written)
        builder.value(WRONG, at)
    else:
        builder.scalar(Plain(written), written == "null", at)
