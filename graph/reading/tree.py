"""
The tree of a plan file, with the place of every key and value.

Only one item is held as a tree at a time: `Builder` hands over each item of a section as
soon as it is whole, so that memory follows the items and not the nodes of the file.
Nothing is resolved here: what was written plainly is `Plain` text, and the kind of the
field decides what it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model import SECTIONS
from graph.reading.limits import MAX_DEPTH
from graph.reading.report import Mark, Report
from graph.text import nfc, shown


class Plain(str):
    """A scalar written without quotation marks."""

    __slots__ = ()


class Map(dict[str, Any]):
    """A mapping; `marks` has the place of each key and of its value."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, tuple[Mark, Mark]] = {}


class Seq(list[Any]):
    """A list; `marks` has the place of each entry."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []


class _Wrong:
    """A value whose fault is already told; whoever meets it keeps silent."""


WRONG = _Wrong()


class Entry(NamedTuple):
    """
    One top-level value: the whole of it (`number` -1), or one entry of a section's list.
    """

    key: str
    number: int
    value: Any
    key_at: Mark
    at: Mark


class Stop(Exception):
    """The rest of the file can't be read; the fault is in the report."""


@dataclass(slots=True)
class _Frame:
    node: Map | Seq
    at: Mark
    key: str | None = None
    key_at: Mark = Mark(0, 0)
    dropped: bool = False


class Builder:
    """Puts a tree together from starts, ends and scalars; `ready` holds what is whole."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.ready: list[Entry] = []
        self._stack: list[_Frame] = []
        self._count = 0

    def start(self, node: Map | Seq, at: Mark) -> None:
        """A mapping or list begins; raises Stop where the nesting is too deep."""
        if len(self._stack) >= MAX_DEPTH:
            self.report.fault(at, "too_deep", limit=MAX_DEPTH)
            raise Stop
        if not self._stack and isinstance(node, Seq):
            self.report.fault(at, "not_a_plan_file")
            raise Stop
        self._stack.append(_Frame(node, at))
        if len(self._stack) == 2:
            self._count = 0

    def end(self) -> None:
        """The innermost mapping or list is whole."""
        frame = self._stack.pop()
        if self._stack:
            self.value(frame.node, frame.at)

    def value(self, value: Any, at: Mark) -> None:
        """A key or a value is whole."""
        if not self._stack:
            self.report.fault(at, "not_a_plan_file")
            raise Stop
        frame = self._stack[-1]
        if isinstance(frame.node, Seq):
            self._entry(frame.node, value, at)
        elif frame.key is None and not frame.dropped:
            self._key(frame, value, at)
        else:
            if frame.key is not None:
                self._valued(frame, frame.key, value, at)
            frame.key, frame.dropped = None, False

    def scalar(self, value: Plain, absent: bool, at: Mark) -> None:
        """A plain scalar is whole; as a key it is text, even where as a value it is nothing."""
        frame = self._stack[-1] if self._stack else None
        is_key = frame and isinstance(frame.node, Map) and frame.key is None and not frame.dropped
        self.value(None if absent and not is_key else value, at)

    def _key(self, frame: _Frame, value: Any, at: Mark) -> None:
        if not isinstance(value, str):
            if value is not WRONG:
                self.report.fault(at, "bad_key")
            frame.dropped = True
            return
        key = nfc(str(value))
        assert isinstance(frame.node, Map)
        if key in frame.node.marks:
            first = frame.node.marks[key][0]
            self.report.fault(at, "duplicate_key", key=shown(key), first=first.line)
            frame.dropped = True
            return
        frame.node.marks[key] = (at, at)
        frame.key, frame.key_at = key, at

    def _valued(self, frame: _Frame, key: str, value: Any, at: Mark) -> None:
        assert isinstance(frame.node, Map)
        if len(self._stack) == 1:
            if not (isinstance(value, Seq) and key in SECTIONS):
                self.ready.append(Entry(key, -1, value, frame.key_at, at))
            return
        frame.node[key] = value
        frame.node.marks[key] = (frame.key_at, at)

    def _entry(self, node: Seq, value: Any, at: Mark) -> None:
        root = self._stack[0]
        if len(self._stack) == 2 and root.key in SECTIONS:
            self.ready.append(Entry(root.key, self._count, value, root.key_at, at))
            self._count += 1
            return
        node.append(value)
        node.marks.append(at)
