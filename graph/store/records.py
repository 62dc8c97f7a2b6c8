"""
Plan files as nodes and edges: what is written, row by row.

Every edge belongs to the node it starts from, so that a change of one item touches that
node and its outgoing edges only.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.chain import PlanFile
from graph.governance import Governance, Level
from graph.model import SECTIONS, Goal, Link, Source
from graph.store.mapping import LINK_EDGE, NESTED, NODES, content_key, shape, target_label
from graph.store.review import Reviews

Key = tuple[str, str]
_CLASSES = {of.__name__: of for of in NODES}


@dataclass(frozen=True, slots=True)
class Entry:
    """An item that is a node: its key, its source, its place in line, and what holds it."""

    key: str
    item: Any
    source: str
    position: int | None
    section: str = ""
    owner: str = ""
    governance: Governance | None = None

    @property
    def label(self) -> str:
        """The node's label."""
        return type(self.item).__name__


def entries(files: Iterable[PlanFile]) -> dict[Key, Entry]:
    """Everything that is a node, by label and key, in the order it is written."""
    found: dict[Key, Entry] = {}
    for file in files:
        for entry in _entries_of(file):
            found[entry.label, entry.key] = entry
    return found


def _entries_of(file: PlanFile) -> Iterator[Entry]:
    source = file.source.id
    yield Entry(source, file.source, source, None, governance=file.governance)
    seen: Counter[str] = Counter()

    def keyed(item: Any, owner: str) -> str:
        first = content_key(source, owner, item, 0)
        seen[first] += 1
        return first if seen[first] == 1 else content_key(source, owner, item, seen[first] - 1)

    for section, of in SECTIONS.items():
        form = shape(of)
        for position, item in enumerate(file.section(section)):
            key = item.id if form.has_id else keyed(item, "")
            yield Entry(key, item, source, position, section)
            for field in form.nested:
                for place, inner in enumerate(getattr(item, field.key)):
                    yield Entry(keyed(inner, key), inner, source, place, owner=key)


def node_row(entry: Entry, prints: dict[str, str]) -> dict[str, Any]:
    """All properties of the entry's node."""
    row = shape(type(entry.item)).properties(entry.item)
    row["id"] = entry.key
    row["source_id"] = entry.source
    if entry.position is not None:
        row["position"] = entry.position
    _put_place(row, entry.item)
    if type(entry.item) is Goal:
        row["fingerprint"] = prints[entry.key]
    if entry.governance is not None:
        row["governance"] = governance_text(entry.governance)
    return row


_PLACED = ("source_id", "position", "file", "line")


@cache
def node_columns(label: str) -> tuple[str, ...]:
    """Every property a node of the label can have, sorted."""
    form = shape(_CLASSES[label])
    found = {"id", *_PLACED, *(column.name for column in form.columns)}
    found.update(f"{name}_{end}" for name in form.periods for end in ("from", "to"))
    found.update({Goal: {"fingerprint"}, Source: {"governance"}}.get(form.of, ()))
    return tuple(sorted(found))


@cache
def edge_columns(label: str, edge: str) -> tuple[str, ...]:
    """Every property an edge of the type can have that starts from a node of the label."""
    if (label, edge) != (Goal.__name__, LINK_EDGE):
        return tuple(sorted(_PLACED))
    found = {*_PLACED, "stated_from", "stated_to"}
    return tuple(sorted(found.union(column.name for column in shape(Link).columns)))


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """An outgoing edge: its type, where it leads, and its properties."""

    type: str
    to_label: str
    to: str
    properties: dict[str, Any]


def edge_rows(entry: Entry, reviews: Reviews) -> Iterator[EdgeRow]:
    """The outgoing edges of the entry's node."""
    item = entry.item
    form = shape(type(item))
    for field in form.refs:
        value = getattr(item, field.key)
        for position, to in enumerate(value if field.kind.many else (value,) if value else ()):
            row = {"source_id": entry.source, "position": position}
            _put_place(row, item)
            yield EdgeRow(field.kind.edge, target_label(field), to, row)
    for field in form.links:
        for position, link in enumerate(getattr(item, field.key)):
            yield _link_row(entry, link, position, reviews)
    if type(item) in NESTED:
        holder, edge = NESTED[type(item)]
        row = {"source_id": entry.source, "position": entry.position}
        _put_place(row, item)
        yield EdgeRow(edge, holder.__name__, entry.owner, row)


def _link_row(entry: Entry, link: Link, position: int, reviews: Reviews) -> EdgeRow:
    row = shape(Link).properties(link)
    row["source_id"] = entry.source
    row["position"] = position
    _put_place(row, link)
    for end, reviewed in zip(("from", "to"), reviews[entry.key, link.to], strict=True):
        if row.get(f"fingerprint_{end}") is not None:
            row[f"stated_{end}"] = True
        elif reviewed is not None:
            row[f"fingerprint_{end}"] = reviewed
    return EdgeRow(LINK_EDGE, "Goal", link.to, row)


def _put_place(row: dict[str, Any], item: Any) -> None:
    if item.place is not None:
        row["file"] = item.place.file
        row["line"] = item.place.line


def content_print(file: PlanFile) -> str:
    """
    What a file says and where, as 64 hex digits: equal for equal files, places included.

    It only saves work: another version of the program may write an equal file differently,
    and then the file is compared item by item.
    """
    return hashlib.sha256(repr(file).encode()).hexdigest()


def placeholders(files: Iterable[PlanFile]) -> set[str]:
    """The goals that are pointed at and that no file holds."""
    wanted: set[str] = set()
    there: set[str] = set()
    loose = [field for field in shape(Goal).refs if field.kind.may_dangle]
    for file in files:
        for goal in file.goals:
            there.add(goal.id)
            wanted.update(link.to for link in goal.contributes_to)
            for field in loose:
                wanted.update(getattr(goal, field.key))
    return wanted - there


def governance_text(governance: Governance) -> str:
    """The governance model as JSON text, nothing left out."""
    return json.dumps(dataclasses.asdict(governance), ensure_ascii=False, sort_keys=True)


def governance_of(text: str) -> Governance:
    """The governance model that `governance_text` wrote."""
    said = json.loads(text)
    levels = tuple(
        Level(**{key: _as_tuple(value) for key, value in level.items()}) for level in said["levels"]
    )
    kinds = tuple((local, known) for local, known in said["unit_kinds"])
    return Governance(levels=levels, unit_kinds=kinds, current_year=said["current_year"])


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
