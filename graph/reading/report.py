"""
What one file's reading has to say: faults that refuse it, notices of what was put right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graph.errors import Fault
from graph.model import Place
from graph.reading.limits import MAX_FAULTS


class Mark(NamedTuple):
    """
    A place in a text, both from 1; column 0 where only the line is known.

    In a spreadsheet line and column are those of a cell, and `sheet` names its sheet.
    """

    line: int
    column: int
    sheet: str = ""


WHOLE_FILE = Mark(0, 0)


class TooManyFaults(Exception):
    """The file has as many faults as anyone will read; reading it further tells nothing."""


class Report:
    """Collects the faults and notices of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._notices: dict[str, tuple[Mark, int, dict[str, object]]] = {}

    def fault(self, mark: Mark, code: str, **values: object) -> None:
        """Note a fault; raises TooManyFaults when there are enough."""
        self.faults.append(self.made(mark, code, values))
        if len(self.faults) >= MAX_FAULTS:
            self.faults.append(self.made(WHOLE_FILE, "too_many_faults", {"count": MAX_FAULTS}))
            raise TooManyFaults

    def made(self, mark: Mark, code: str, values: Mapping[str, object]) -> Fault:
        """The fault at a place of this file."""
        return Fault.at(self.file, mark.line, mark.column, code, **values)

    def place(self, mark: Mark) -> Place:
        """Where the item that begins there says it comes from."""
        return Place(self.file, mark.line)

    def notice(self, mark: Mark, code: str, **values: object) -> None:
        """Note that something was put right; each kind is said once, with first place and count."""
        first, count, said = self._notices.get(code, (mark, 0, values))
        self._notices[code] = (first, count + 1, said)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """One line per kind of thing put right, sorted by place."""
        return tuple(
            sorted(
                self.made(mark, code, {"count": count, **values})
                for code, (mark, count, values) in self._notices.items()
            )
        )
