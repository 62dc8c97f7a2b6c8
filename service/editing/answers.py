"""
What a sent form says: the item, or what is wrong in which box.

The boxes become the tree that a plan file would have given, each with a line of its own, and
the reader of plan files judges them; so a form takes what a file takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from graph.errors import Fault
from graph.fields import Field, fields_of
from graph.model import SECTIONS
from graph.reading.items import Items
from graph.reading.report import Mark, Report, TooManyFaults
from graph.reading.tree import Map, Plain, Seq
from graph.sheets.shapes import heading, shapes, sheet_name
from graph.text import shown, trim
from service.editing.forms import box_name, rows_in

WHOLE = Mark(1, 0)


class Answers:
    """
    The sent boxes of an item of a section. `item` is None where there are faults; `faults` are
    by box name, those of the item as a whole under the empty one.
    """

    def __init__(
        self,
        section: str,
        values: Mapping[str, str],
        language: str,
        is_there: Callable[[str, str], bool],
    ) -> None:
        """`is_there` says whether a section has an id, so that a slip is told at its box."""
        self._values = values
        self._is_there = is_there
        self._lines: list[str] = []
        self.faults: dict[str, str] = {}
        of = SECTIONS[section]
        report = Report("")
        node = self._map(of, "")
        try:
            item = Items(report).item(of, node, WHOLE)
        except TooManyFaults:
            item = None
        for fault in report.faults:
            name = self._lines[fault.line - 2] if fault.line > 1 else ""
            if fault.code == "missing":
                name = f"{name}.{dict(fault.values)['key']}".lstrip(".")
            self._tell(name, _in_words(fault, section, name, language), language)
        if item is not None:
            self._references(item, "", language)
        self.item: Any = None if self.faults else item

    def _tell(self, name: str, fault: Fault, language: str) -> None:
        said = f"{fault.message(language)} {fault.hint(language)}".strip()
        self.faults.setdefault(name, said)

    def _references(self, item: Any, head: str, language: str) -> None:
        """Every id must be that of something, links to goals too: here it is a slip."""
        for field in fields_of(type(item)):
            value, kind = getattr(item, field.key), field.kind
            for place, each in enumerate(value if kind.many else (value,)):
                name = head + box_name(field, place)
                if each is None:
                    continue
                if kind.item is not None:
                    self._references(each, f"{name}.", language)
                elif kind.name == "ref" and not self._is_there(kind.section, each):
                    values = {"value": shown(each), "section": sheet_name(kind.section, language)}
                    fault = Fault.at("", 0, 0, "unknown_reference", **values)
                    self._tell(name, fault, language)

    def _mark(self, name: str) -> Mark:
        self._lines.append(name)
        return Mark(len(self._lines) + 1, 0)

    def _map(self, of: type[Any], head: str) -> Map:
        node = Map()
        for field in fields_of(of):
            name = head + field.key
            value = self._several(field, name) if field.kind.many else self._value(field, name)
            if value is not None:
                node[field.key] = value
                mark = self._mark(name)
                node.marks[field.key] = mark, mark
        return node

    def _several(self, field: Field, name: str) -> Seq | None:
        found = Seq()
        for number in range(rows_in(name, self._values)):
            row = f"{name}.{number}"
            value = self._value(field, row)
            if value is not None:
                found.append(value)
                found.marks.append(self._mark(row))
        return found or None

    def _value(self, field: Field, name: str) -> Any:
        """What a box or a row says; None for nothing."""
        if field.kind.item is not None:
            return self._map(field.kind.item, f"{name}.") or None
        # A browser sends line breaks its own way.
        said = self._values.get(name, "").replace("\r\n", "\n")
        if not trim(said):
            return None
        if field.kind.name in ("number", "integer"):
            return Plain("".join(said.split()))
        return said if field.kind.name == "text" and not field.kind.many else trim(said)


# Values of a fault that are names of fields.
_KEYS = ("key", "keys", "needed", "first", "last", "part", "whole")


def _in_words(fault: Fault, section: str, box: str, language: str) -> Fault:
    """The fault with fields called what the form calls them."""
    nested = f"{section}.{box.partition('.')[0]}"
    shape = shapes()[nested if nested in shapes() else section]
    known = {field.key for field in shape.columns}

    def named(keys: str) -> str:
        return ", ".join(
            heading(shape, key, language) if key in known else key for key in keys.split(", ")
        )

    values = tuple((name, named(said) if name in _KEYS else said) for name, said in fault.values)
    return replace(fault, values=values)
