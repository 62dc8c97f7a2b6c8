"""
How the model lies in the graph: labels, edge types and properties, read off the field
descriptions of the model. The whole picture for people is docs/store.md.

A class of items is a label. A ref is an edge. A nested item is either an edge (Link), a
node of its own (Reading, Decision: several), or properties with a prefix (Exempt: one).
"""

from __future__ import annotations

import datetime
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.digest import canonical, plain
from graph.fields import Field, fields_of
from graph.model import SECTIONS, Decision, Indicator, Link, Place, Plan, Reading, Source
from graph.period import Period, parse_period
from graph.store.shelf import KINDS

# Nested items that are nodes: their class, and the edge back to the item that holds them.
NESTED: dict[type[Any], tuple[type[Any], str]] = {
    Decision: (Plan, "OF_PLAN"),
    Reading: (Indicator, "OF_INDICATOR"),
}
LINK_EDGE = "CONTRIBUTES_TO"
NODES: tuple[type[Any], ...] = (Source, *SECTIONS.values(), *NESTED)
META = "Meta"
# Nodes beside the chain: the log's (log.py) and the shelf's (shelf.py).
BESIDE = ("Change", "Alteration", *KINDS)


@dataclass(frozen=True, slots=True)
class Column:
    """
    One property of a node or an edge. `path` is the field, or the field of a nested item;
    `encode` gives the stored value of one that isn't None, `decode` the way back.
    """

    name: str
    path: tuple[str, ...]
    encode: Callable[[Any], Any] | None
    decode: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Shape:
    """How one class of items is stored."""

    of: type[Any]
    label: str
    columns: tuple[Column, ...]
    refs: tuple[Field, ...]
    links: tuple[Field, ...]
    nested: tuple[Field, ...]
    single: tuple[Field, ...]
    periods: tuple[str, ...]
    has_id: bool

    def properties(self, item: Any) -> dict[str, Any]:
        """The item's own properties; what it doesn't say is left out."""
        found: dict[str, Any] = {}
        for column in self.columns:
            value = item
            for step in column.path:
                value = getattr(value, step)
                if value is None:
                    break
            if value is None or value == ():
                continue
            found[column.name] = column.encode(value) if column.encode else value
        for name in self.periods:
            period = getattr(item, name)
            if period is not None:
                found[name + "_from"] = period.first.isoformat()
                found[name + "_to"] = period.last.isoformat()
        return found

    def item(self, values: list[Any], **rest: Any) -> Any:
        """The item again, from one stored value per column, and its edges' ends in `rest`."""
        fields: dict[str, Any] = rest
        inner: dict[str, dict[str, Any]] = {}
        for column, value in zip(self.columns, values, strict=True):
            if value is None:
                continue
            into = fields if len(column.path) == 1 else inner.setdefault(column.path[0], {})
            into[column.path[-1]] = column.decode(value) if column.decode else value
        for field in self.single:
            if field.key in inner:
                assert field.kind.item is not None
                fields[field.key] = field.kind.item(**inner[field.key])
        return self.of(**fields)


_SHAPES: dict[type[Any], Shape] = {}


def shape(of: type[Any]) -> Shape:
    """The shape of a class of the model."""
    if of not in _SHAPES:
        _SHAPES[of] = _shape(of)
    return _SHAPES[of]


def _shape(of: type[Any]) -> Shape:
    columns: list[Column] = []
    refs: list[Field] = []
    links: list[Field] = []
    nested: list[Field] = []
    single: list[Field] = []
    for field in fields_of(of):
        kind = field.kind
        if kind.name == "ref":
            if of is not Link:
                refs.append(field)
        elif kind.name != "item":
            columns.append(_column(field, ()))
        elif kind.item is Link:
            links.append(field)
        elif kind.many:
            nested.append(field)
        else:
            single.append(field)
            assert kind.item is not None
            columns.extend(_column(inner, (field.key,)) for inner in fields_of(kind.item))
            columns.append(Column(f"{field.key}_place", (field.key, "place"), _place, _to_place))
    return Shape(
        of,
        of.__name__,
        tuple(columns),
        tuple(refs),
        tuple(links),
        tuple(nested),
        tuple(single),
        tuple(field.key for field in fields_of(of) if field.kind.name == "period"),
        any(field.kind.name == "id" for field in fields_of(of)),
    )


def labels() -> list[str]:
    """Every node label of the store, sorted."""
    return sorted([META, *BESIDE, *(of.__name__ for of in NODES)])


def edge_types() -> list[str]:
    """Every edge type of the store, sorted."""
    found = {LINK_EDGE} | {edge for _, edge in NESTED.values()}
    found |= {field.kind.edge for of in NODES for field in shape(of).refs}
    return sorted(found)


def target_label(field: Field) -> str:
    """The label a ref field points at."""
    return SECTIONS[field.kind.section].__name__


def content_key(source: str, owner: str, item: Any, occurrence: int) -> str:
    """
    The key of an item without an id: what it says, where it stands, and how many like it
    came before. 32 hex digits.
    """
    said = canonical([source, owner, type(item).__name__, plain(item), occurrence])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _column(field: Field, before: tuple[str, ...]) -> Column:
    encode, decode = _CODERS.get(field.kind.name, (None, None))
    if field.kind.many:
        encode, decode = list, tuple
    path = (*before, field.key)
    return Column("_".join(path), path, encode, decode)


def _encode_period(value: Period) -> str:
    return value.text


def _place(place: Place) -> str:
    return f"{place.line}:{place.file}"


def _to_place(text: str) -> Place:
    line, _, file = text.partition(":")
    return Place(file, int(line))


_CODERS: dict[str, tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]] = {
    "day": (datetime.date.isoformat, lru_cache(10_000)(datetime.date.fromisoformat)),
    "period": (_encode_period, lru_cache(1_000)(parse_period)),
    # Words that come back a hundred thousand times are kept once.
    "choice": (None, sys.intern),
    "level": (None, sys.intern),
}
