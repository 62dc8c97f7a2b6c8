"""
XLSX read as a stream of rows: memory follows the distinct texts, not the cells.

Only values are read: a formula is its stored value. Places, styles and drawings are left alone,
but for which numbers are dates, which rows and columns are hidden, and which cells are merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from graph.reading.limits import MAX_TEXT
from graph.sheets.archive import MAX_UNPACKED, Archive, Attributes, BadBook
from graph.sheets.cells import (
    Dated,
    Faulty,
    Row,
    Value,
    date_form,
    dated,
    number_text,
    position,
    unescaped,
)

# Merged cells and hidden columns of one sheet; people make some hundreds.
MAX_AROUND = 100_000

_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet says besides its rows: hidden columns, and merged cells by first column."""

    hidden: frozenset[int]
    merged: dict[int, list[tuple[int, int]]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; its rows can be read any number of times."""

    name: str
    hidden: bool
    _book: Workbook
    _part: str

    def rows(self) -> Iterator[Row]:
        """The rows that hold something, from the top; BadBook where the sheet is broken."""
        reader = _Rows(self._book)
        archive = self._book.archive
        for _ in archive.parse(self._part, reader.start, reader.end, reader.text):
            yield from reader.ready
            reader.ready.clear()

    @cached_property
    def around(self) -> Around:
        """Hidden columns and merged cells; merges stand after the rows, so this is a pass."""
        hidden: set[int] = set()
        merged: dict[int, list[tuple[int, int]]] = {}
        count = [0]
        # Most sheets have neither, and looking for the words is far quicker than parsing.
        if not self._has(b"mergeCell", b"hidden"):
            return Around(frozenset(), merged)

        def start(tag: str, said: Attributes) -> None:
            if tag == "col" and said.get("hidden") in _TRUE:
                first, last = int(said.get("min", 0)), int(said.get("max", 0))
                hidden.update(range(first, min(last, first + 256) + 1))
            elif tag == "mergeCell":
                first_cell, _, last_cell = said.get("ref", "").partition(":")
                top, bottom = position(first_cell), position(last_cell)
                if top and bottom and bottom[0] > top[0]:
                    merged.setdefault(top[1], []).append((top[0], bottom[0]))
            else:
                return
            count[0] += 1
            if count[0] > MAX_AROUND:
                raise BadBook("book_merged", limit=MAX_AROUND)

        self._book.archive.whole(self._part, start, most=MAX_UNPACKED)
        for spans in merged.values():
            spans.sort()
        return Around(frozenset(hidden), merged)

    def _has(self, *words: bytes) -> bool:
        before = b""
        for chunk in self._book.archive.chunks(self._part):
            if any(word in before + chunk for word in words):
                return True
            before = chunk[-16:]
        return False


class Workbook:
    """The sheets of an XLSX file, in their order."""

    def __init__(self, data: bytes) -> None:
        """Read all but the sheets; BadBook if the file is no workbook."""
        self.archive = Archive(data)
        main = self._main()
        self.from_1904 = False
        self.sheets: list[Sheet] = []
        targets = self.archive.targets(main)
        listed: list[tuple[str, bool, str]] = []

        def start(tag: str, said: Attributes) -> None:
            if tag == "workbookPr":
                self.from_1904 = said.get("date1904") in _TRUE
            elif tag == "sheet":
                link = next((said[key] for key in said if key.rpartition(":")[2] == "id"), "")
                hidden = said.get("state", "visible") != "visible"
                listed.append((unescaped(said.get("name", "")), hidden, link))

        self.archive.whole(main, start)
        by_kind = {kind: part for kind, part in targets.values()}
        self.strings = self._strings(by_kind.get("sharedStrings", ""))
        self.forms = self._forms(by_kind.get("styles", ""))
        for name, hidden, link in listed:
            kind, part = targets.get(link, ("", ""))
            if part in self.archive and kind == "worksheet":
                self.sheets.append(Sheet(name, hidden, self, part))
        if not self.sheets:
            raise BadBook("book_other")

    def _main(self) -> str:
        for kind, part in self.archive.targets("").values():
            if kind == "officeDocument" and part in self.archive and not part.endswith(".bin"):
                return part
        raise BadBook("book_other")

    def _strings(self, part: str) -> list[str]:
        found: list[str] = []
        if part not in self.archive:
            return found
        taken = _Text()

        def start(tag: str, said: Attributes) -> None:
            if tag == "si":
                taken.clear()
            taken.start(tag)

        def end(tag: str) -> None:
            taken.end(tag)
            if tag == "si":
                found.append(taken.said())

        self.archive.whole(part, start, end, taken.text)
        return found

    def _forms(self, part: str) -> list[str]:
        """For each cell style what kind of date it shows, `` for none."""
        codes: dict[int, str] = {}
        forms: list[str] = []
        if part not in self.archive:
            return forms
        within = [False]

        def start(tag: str, said: Attributes) -> None:
            if tag == "numFmt":
                codes[int(said.get("numFmtId", 0))] = said.get("formatCode", "")
            elif tag == "cellXfs":
                within[0] = True
            elif tag == "xf" and within[0]:
                number = int(said.get("numFmtId", 0))
                forms.append(date_form(number, codes.get(number, "")))

        def end(tag: str) -> None:
            if tag == "cellXfs":
                within[0] = False

        self.archive.whole(part, start, end)
        return forms


class _Text:
    """Gathers the texts of one cell or shared string, and not what is said of how to read it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._open = self._aside = False

    def clear(self) -> None:
        self._pieces.clear()
        self._length = 0

    def start(self, tag: str) -> None:
        if tag == "rPh":
            self._aside = True
        elif tag == "t":
            self._open = not self._aside

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._aside = False
        elif tag == "t":
            self._open = False

    def text(self, piece: str) -> None:
        if self._open:
            self.add(piece)

    def add(self, piece: str) -> None:
        # One character too many is enough for the reader to say that it is too long.
        if self._length <= MAX_TEXT:
            self._pieces.append(piece[: MAX_TEXT + 1 - self._length])
            self._length += len(piece)

    def said(self) -> str:
        return unescaped("".join(self._pieces)).replace("\r\n", "\n").replace("\r", "\n")


@dataclass
class _Rows:
    """Puts rows together from what the parser hands over."""

    book: Workbook
    ready: list[Row] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _cells: dict[int, Value] = field(default_factory=dict)
    _hidden: bool = False
    _kind: str = ""
    _style: int = 0
    _formula: bool = False
    _valued: bool = False
    _open: bool = False
    _taken: _Text = field(default_factory=_Text)

    def start(self, tag: str, said: Attributes) -> None:
        """An element begins."""
        if tag == "c":
            self._cell(said)
        elif tag == "v":
            self._open = self._valued = True
        elif tag == "row":
            self._row = _whole(said.get("r")) if "r" in said else self._row + 1
            self._column = 0
            self._cells = {}
            self._hidden = said.get("hidden") in _TRUE
        elif tag == "f":
            self._formula = True
        else:
            self._taken.start(tag)

    def _cell(self, said: Attributes) -> None:
        reference = said.get("r")
        if reference:
            place = position(reference)
            if place is None or (self._row and place[0] != self._row):
                raise BadBook("book_cell", cell=reference[:20])
            self._column = place[1]
        else:
            self._column += 1
        self._kind = said.get("t", "n")
        self._style = _whole(said.get("s", "0"))
        self._formula = self._valued = False
        self._taken.clear()

    def text(self, piece: str) -> None:
        """Some text."""
        if self._open:
            self._taken.add(piece)
        else:
            self._taken.text(piece)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "v":
            self._open = False
        elif tag == "c":
            value = self._value()
            if value != "":
                self._cells[self._column] = value
        elif tag == "row":
            if self._cells:
                self.ready.append(Row(self._row, self._cells, self._hidden))
        elif tag != "f":
            self._taken.end(tag)

    def _value(self) -> Value:
        said, kind = self._taken.said(), self._kind
        if self._formula and not (said or (self._valued and kind == "str")):
            return Faulty("cell_no_value")
        if kind == "s":
            place = _whole(said) if said else -1
            if said and place >= len(self.book.strings):
                raise BadBook("book_broken")
            return self.book.strings[place] if said else ""
        if kind in ("str", "inlineStr"):
            return said
        if not said:
            return ""
        if kind == "e":
            return Faulty("cell_error", said)
        if kind == "b":
            return "true" if said in _TRUE else "false"
        if kind == "d":
            return Dated(said.removesuffix("T00:00:00"))
        form = self.book.forms[self._style] if self._style < len(self.book.forms) else ""
        return dated(said, form, self.book.from_1904) if form else number_text(said)


def _whole(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadBook("book_broken")
    return int(text)
