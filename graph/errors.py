"""
Everything that can go wrong, in one tree.

RodtradError
├── InputError       the input is at fault: exit 2, nothing written, every fault listed at once
├── UsageError       the question is at fault (an id that isn't there, a bad option): exit 2
└── StoreError       the store can't be reached or used: exit 3
    ├── StoreLocked      another process holds the embedded files and can't be reached
    └── StoreRefused     wrong name or password

A bad fact about goals is none of these: it is a finding, and a value in the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.messages import hint, say
from graph.text import cell_name, shown


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """
    One fault in the input: where it is and what would be right.

    `line` and `column` count from 1; 0 means the whole file. `code` is a stable token
    (a key of the message table), `values` fill the message's places. In a spreadsheet they
    are those of a cell, and `sheet` is the name of the sheet: empty for the book as a whole
    and for CSV, None in a file that is a text.
    """

    file: str
    line: int
    column: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    sheet: str | None = None

    @property
    def cell(self) -> str:
        """The cell in a spreadsheet, such as `C12`; empty where there is none."""
        in_cell = self.sheet is not None and self.line and self.column
        return cell_name(self.line, self.column) if in_cell else ""

    @classmethod
    def at(cls, file: str, line: int, column: int, code: str, **values: object) -> Fault:
        """Build a fault, turning every value into the text that will be shown."""
        return cls(file, line, column, code, tuple((k, str(v)) for k, v in values.items()))

    def message(self, language: str = "sv") -> str:
        """Say what is wrong, without the place."""
        return say(self.code, language, **dict(self.values))

    def hint(self, language: str = "sv") -> str:
        """Say what would be right; empty where there is nothing to suggest."""
        return hint(self.code, language, **dict(self.values))

    def text(self, language: str = "sv") -> str:
        """One line: place, fault, and what would be right."""
        place = self.file
        if self.sheet is not None:
            place += self._in_book(language)
        elif self.line:
            place += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        right = self.hint(language)
        return f"{place}: {self.message(language)}" + (f" {right}" if right else "")

    def _in_book(self, language: str) -> str:
        sheet = say("place_sheet", language, sheet=shown(self.sheet)) if self.sheet else ""
        if self.cell:
            return sheet + say("place_cell", language, cell=self.cell)
        return sheet + (say("place_row", language, row=str(self.line)) if self.line else "")


def _by_place(fault: Fault) -> tuple[object, ...]:
    place = fault.file, fault.sheet or "", fault.line, fault.column
    return *place, fault.code, fault.values


class RodtradError(Exception):
    """The root of the tree; carries the exit code of the command line."""

    exit_code = 2


@dataclass
class InputError(RodtradError):
    """The input can't be used. Holds every fault, sorted by place."""

    faults: Sequence[Fault] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        self.faults = tuple(sorted(set(self.faults), key=_by_place))

    def __str__(self) -> str:
        return "\n".join(fault.text() for fault in self.faults)


class UsageError(RodtradError):
    """The question can't be answered as it was put; `code` and values as for a fault."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {key: str(value) for key, value in values.items()}
        super().__init__(self.text())

    def text(self, language: str = "sv") -> str:
        """One line: what is wrong and what would be right."""
        right = hint(self.code, language, **self.values)
        return say(self.code, language, **self.values) + (f" {right}" if right else "")


class StoreError(UsageError):
    """The store isn't there, is locked, or went away."""

    exit_code = 3


class StoreLocked(StoreError):
    """Another process holds the embedded store, and no service on it answers."""


class StoreRefused(StoreError):
    """The server is there but refuses the name or password."""
