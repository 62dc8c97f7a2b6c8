"""
From the tree of one item to the item, by the descriptions of its fields.

Every fault of the item is told, and an item is built all the same: what couldn't be read
is None in it, so that references can still be checked. Such an item never leaves a
reading that has faults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.fields import Field, Kind, fields_of
from graph.governance import Level
from graph.model import SHORTHAND, Link
from graph.reading import values
from graph.reading.report import Mark, Report
from graph.reading.rules import broken_rules
from graph.reading.tree import WRONG, Map, Plain, Seq
from graph.reading.values import Bad, Note
from graph.text import shown

# Texts that are compared with others and therefore read without blanks at their ends.
COMPARED = frozenset({"kind", "plan", "owed_by", "needs", "tags", "every_area"})

_SCALARS: dict[str, Callable[[str, Note], Any]] = {
    "text": values.text,
    "id": values.ident,
    "ref": values.ident,
    "level": values.ident,
    "day": values.day,
    "period": values.period,
    "integer": values.integer,
    "number": values.number,
    "flag": values.flag,
}


Read = Callable[[str, Note], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How one class is read: its fields and their readers, its defaults, what it must have."""

    fields: dict[str, tuple[Field, Read, bool]]
    defaults: dict[str, Any]
    required: tuple[str, ...]


_SHAPES: dict[type[Any], Shape] = {}


def shape_of(of: type[Any]) -> Shape:
    """The shape of a model class."""
    if of not in _SHAPES:
        described = fields_of(of)
        _SHAPES[of] = Shape(
            {field.key: (field, _reader(field), _is_simple(field)) for field in described},
            {field.key: field.default for field in described},
            tuple(field.key for field in described if field.kind.required),
        )
    return _SHAPES[of]


def _is_simple(field: Field) -> bool:
    """True if one written scalar says all there is to say, and an empty one nothing special."""
    kind = field.kind
    return not kind.many and kind.name not in ("item", "text")


def _reader(field: Field) -> Read:
    kind = field.kind
    if kind.choices:
        return lambda raw, note: values.choice(raw, kind, note)
    if field.key == "deadline":
        return values.deadline
    if kind.name == "text" and (field.key in COMPARED or kind.many):
        return values.word
    return _SCALARS.get(kind.name, values.text)


class Items:
    """Builds items of one file, telling faults and notices to its report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._at: tuple[Any, str, Mark] = ({}, "", Mark(0, 0))

    def item(self, of: type[Any], node: Any, at: Mark, **places: Any) -> Any:
        """The item a mapping says; None if it isn't a mapping."""
        if not isinstance(node, dict):
            if node is not WRONG:
                self.report.fault(at, "not_mapping", value=written(node))
            return None
        shape = shape_of(of)
        found = dict(shape.defaults)
        silent: set[str] = set()
        for key, raw in node.items():
            known = shape.fields.get(key)
            if known is not None and known[2] and isinstance(raw, str) and raw:
                # The usual case, without the detours the others need.
                try:
                    self._at = node, key, at
                    found[key] = known[1](raw, self._note)
                    continue
                except Bad as bad:
                    self.report.fault(value_mark(node, key, at), bad.code, **bad.values)
                    silent.add(key)
            elif known is None:
                self._unknown(key, shape, key_mark(node, key, at))
            elif raw is None:
                continue
            else:
                value = self._value(of, known[0], known[1], raw, value_mark(node, key, at))
                if value is WRONG or value is None:
                    silent.add(key)
                else:
                    found[key] = value
        for key in shape.required:
            if found[key] is None and key not in silent:
                self.report.fault(at, "missing", key=key)
        for wrong, code, said in broken_rules(of, found, silent):
            self.report.fault(value_mark(node, wrong, at) if wrong else at, code, **said)
        return of(**found, **places)

    def placed(self, of: type[Any], node: Any, at: Mark) -> Any:
        """A top-level item, which knows its place; an empty one if it can't be read."""
        place = self.report.place(at)
        found = self.item(of, node, at, place=place)
        return of(**shape_of(of).defaults, place=place) if found is None else found

    def scalar(self, raw: Any, at: Mark, read: Read) -> Any:
        """What a scalar means, by one of the functions of `values`; WRONG with a fault."""
        if raw is WRONG:
            return WRONG
        if isinstance(raw, bool):
            raw = Plain("true" if raw else "false")
        if raw is None:
            self.report.fault(at, "blank")
        elif not isinstance(raw, str):
            self.report.fault(at, "not_scalar", value=written(raw))
        else:
            self._at = {}, "", at
            try:
                return read(raw, self._note)
            except Bad as bad:
                self.report.fault(at, bad.code, **bad.values)
        return WRONG

    def _note(self, code: str, value: str) -> None:
        self.report.notice(value_mark(*self._at), code, value=shown(value))

    def _unknown(self, key: str, shape: Shape, at: Mark) -> None:
        known = list(shape.fields)
        like = values.near(key, known)
        self.report.fault(at, "unknown_key", key=shown(key), known=", ".join(known), **like)

    def _value(self, of: type[Any], field: Field, read: Read, raw: Any, at: Mark) -> Any:
        kind = field.kind
        if of is Level and field.key == "every_area" and isinstance(raw, list):
            return self._list(raw, at, lambda each, mark: self.scalar(each, mark, values.word))
        if kind.name == "item":
            found = self._items(kind, raw, at)
        elif kind.name == "period" and isinstance(raw, dict):
            return self._period(raw, at)
        elif kind.many:
            found = self._list(raw, at, lambda each, mark: self.scalar(each, mark, read))
        elif read is values.text and isinstance(raw, str) and not raw.strip():
            # An empty text says nothing, as null does; where something must be said, it doesn't.
            return self.scalar(raw, at, values.word) if kind.required else field.default
        else:
            return self.scalar(raw, at, read)
        if field.key == "contributes_to" and found is not WRONG:
            self._doubled(found, raw, at)
        return found

    def _items(self, kind: Kind, raw: Any, at: Mark) -> Any:
        assert kind.item is not None
        of = kind.item
        if not kind.many:
            return self.item(of, raw, at)

        def read(each: Any, mark: Mark) -> Any:
            if of in SHORTHAND and not isinstance(each, dict):
                target = self.scalar(each, mark, values.ident)
                return WRONG if target is WRONG else of(**{SHORTHAND[of]: target})
            return self.item(of, each, mark)

        return self._list(raw, at, read)

    def _list(self, raw: Any, at: Mark, read: Callable[[Any, Mark], Any]) -> Any:
        """Several values, or one written without the list around it."""
        if not isinstance(raw, list):
            only = read(raw, at)
            return WRONG if only is WRONG or only is None else (only,)
        if isinstance(raw, Seq):
            found = [read(each, mark) for each, mark in zip(raw, raw.marks, strict=True)]
        else:
            found = [read(each, at) for each in raw]
        return tuple(each for each in found if each is not WRONG and each is not None)

    def _period(self, raw: dict[str, Any], at: Mark) -> Any:
        ends: dict[str, Any] = {}
        for key, end in raw.items():
            if key not in ("from", "to"):
                said = {"key": shown(key), "known": "from, to"}
                self.report.fault(key_mark(raw, key, at), "unknown_key", **said)
            elif end is not None:
                ends[key] = self.scalar(end, value_mark(raw, key, at), values.day)
        if WRONG in ends.values():
            return WRONG
        try:
            return values.period_between(ends)
        except Bad as bad:
            self.report.fault(at, bad.code, **bad.values)
            return WRONG

    def _doubled(self, found: tuple[Any, ...], raw: Any, at: Mark) -> None:
        targets = [each.to if isinstance(each, Link) else each for each in found]
        if len(set(targets)) == len(targets):
            return
        seen: set[str] = set()
        whole = isinstance(raw, Seq) and len(raw) == len(targets)
        for place, target in enumerate(targets):
            if target in seen:
                self.report.fault(raw.marks[place] if whole else at, "duplicate_link",
                                  value=shown(target))
            seen.add(target)


def key_mark(node: dict[str, Any], key: str, at: Mark) -> Mark:
    """Where a key stands; the item's own place where that isn't known."""
    return node.marks[key][0] if isinstance(node, Map) else at


def value_mark(node: dict[str, Any], key: str, at: Mark) -> Mark:
    """Where the value of a key stands; the item's own place where that isn't known."""
    return node.marks[key][1] if isinstance(node, Map) and key in node.marks else at


def written(raw: Any) -> str:
    """What sort of thing stands there, as it may be shown."""
    if isinstance(raw, dict):
        return "{…}"
    if isinstance(raw, list):
        return "[…]"
    return "null" if raw is None else shown(raw)
