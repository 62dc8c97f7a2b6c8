"""
What one file's reading has to say: faults that refuse it, notices of what was put right.
"""

from __future__ import annotations

from typing import NamedTuple

from graph.errors import Fault
from graph.reading.limits import MAX_FAULTS


class Mark(NamedTuple):
    """A place in a text, both from 1; column 0 where only the line is known."""

    line: int
    column: int


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
        self.faults.append(Fault.at(self.file, mark.line, mark.column, code, **values))
        if len(self.faults) >= MAX_FAULTS:
            self.faults.append(Fault.at(self.file, 0, 0, "too_many_faults", count=MAX_FAULTS))
            raise TooManyFaults

    def notice(self, mark: Mark, code: str, **values: object) -> None:
        """Note that something was put right; each kind is said once, with first place and count."""
        first, count, said = self._notices.get(code, (mark, 0, values))
        self._notices[code] = (first, count + 1, said)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """One line per kind of thing put right, sorted by place."""
        return tuple(
            sorted(
                Fault.at(self.file, mark.line, mark.column, code, count=count, **values)
                for code, (mark, count, values) in self._notices.items()
            )
        )
