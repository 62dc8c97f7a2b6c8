"""
From what is stored to what shall be: the smallest set of writes, in one transaction.

One transaction holds the whole import, on both engines: a killed or failed import leaves
the old content, because nothing of it was ever committed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.chain import PlanFile
from graph.errors import StoreError
from graph.model import SECTIONS, Goal, Source
from graph.store.connection import Run
from graph.store.reading import Stored
from graph.store.records import (
    EdgeRow,
    Entry,
    edge_columns,
    edge_rows,
    entries,
    node_columns,
    node_row,
    placeholders,
)
from graph.store.review import Reviews
from graph.store.texts import cypher

BATCH = 5_000
MANY = 1_000
# Rows with long texts make shorter batches: a server has a limit for one message.
BATCH_CHARACTERS = 4_000_000

Progress = Callable[[int, int], None]
# An edge's label from, type and label to.
Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """
    What an import did, or with `dry_run` would do: items per section that are new, changed
    or removed. `revision` and `digest` are those after it.
    """

    new: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    unchanged: bool
    revision: int
    digest: str


@dataclass(slots=True)
class Writes:
    """
    The writes between two contents. Nodes and edges are told apart: most changes are one.

    `arrived`, `altered` (as they were) and `gone` are the items and sources among them.
    """

    create: list[Entry] = field(default_factory=list)
    update: list[Entry] = field(default_factory=list)
    relink: list[Entry] = field(default_factory=list)
    cut: list[Entry] = field(default_factory=list)
    delete: list[Entry] = field(default_factory=list)
    hollow: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    forget: list[str] = field(default_factory=list)
    arrived: list[Entry] = field(default_factory=list)
    altered: list[Entry] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    @property
    def empty(self) -> bool:
        """True if there is nothing to write."""
        return self.steps == 0

    @property
    def steps(self) -> int:
        """How much there is to do, in entries; what progress counts in."""
        lists = (self.create, self.relink, self.update, self.cut, self.delete)
        return sum(map(len, lists)) + len(self.hollow) + len(self.absent) + len(self.forget)


def compare(
    stored: Stored, after: Sequence[PlanFile], new_prints: dict[str, str], reviews: Reviews
) -> Writes:
    """
    What must be written to turn the stored content into `after`, whose wordings and reviews
    are given.
    """
    old, new = entries(stored.files), entries(after)
    was_absent, is_absent = placeholders(stored.files), placeholders(after)
    change = Writes()
    for key, entry in new.items():
        before = old.get(key)
        if before is None:
            _add_new(change, entry, was_absent)
            continue
        same = before.item is entry.item or before.item == entry.item
        if not (same and _same_node(before, entry)) and (
            node_row(before, stored.prints) != node_row(entry, new_prints)
        ):
            change.update.append(entry)
        if not (same and _same_edges(before, entry, stored.reviews, reviews)) and (
            list(edge_rows(before, stored.reviews)) != list(edge_rows(entry, reviews))
        ):
            change.cut.append(before)
            change.relink.append(entry)
        if entry.section and not same:
            change.changed[entry.section] += 1
        if _is_told(entry) and not (
            same and before.source == entry.source and before.governance == entry.governance
        ):
            change.altered.append(before)
    for key, entry in old.items():
        if key not in new:
            _add_removed(change, entry, is_absent)
    old_goals = {key for label, key in old if label == "Goal"}
    new_goals = {key for label, key in new if label == "Goal"}
    change.absent = sorted(is_absent - was_absent - old_goals)
    change.forget = sorted(was_absent - is_absent - new_goals)
    return change


def _is_told(entry: Entry) -> bool:
    """True for items and sources; what is nested is told with the item that holds it."""
    return bool(entry.section) or entry.label == Source.__name__


def _same_node(before: Entry, entry: Entry) -> bool:
    """True if two entries with equal items make equal nodes; places aren't part of equality."""
    return (
        before.item.place == entry.item.place
        and before.position == entry.position
        and before.source == entry.source
        and before.governance == entry.governance
        and (type(entry.item) is not Goal or entry.item.exempt is None)
    )


def _same_edges(before: Entry, entry: Entry, old: Reviews, new: Reviews) -> bool:
    """True if two entries with equal items make equal edges."""
    if (before.item.place, before.source) != (entry.item.place, entry.source):
        return False
    if type(entry.item) is not Goal:
        return before.owner == entry.owner and before.position == entry.position
    return all(
        was.place == link.place and old[entry.key, link.to] == new[entry.key, link.to]
        for was, link in zip(before.item.contributes_to, entry.item.contributes_to, strict=True)
    )


def _add_new(change: Writes, entry: Entry, was_absent: set[str]) -> None:
    if entry.label == "Goal" and entry.key in was_absent:
        change.update.append(entry)
    else:
        change.create.append(entry)
    change.relink.append(entry)
    if entry.section:
        change.new[entry.section] += 1
    if _is_told(entry):
        change.arrived.append(entry)


def _add_removed(change: Writes, entry: Entry, is_absent: set[str]) -> None:
    change.cut.append(entry)
    if entry.label == "Goal" and entry.key in is_absent:
        change.hollow.append(entry.key)
    else:
        change.delete.append(entry)
    if entry.section:
        change.removed[entry.section] += 1
    if _is_told(entry):
        change.gone.append(entry)


def write(
    run: Run,
    change: Writes,
    after: Sequence[PlanFile],
    prints: dict[str, str],
    reviews: Reviews,
    progress: Progress | None,
) -> None:
    """Write the change in the transaction at hand; the revision is claimed already."""
    steps = _Steps(run, change.steps, progress)
    # Edges are cut before nodes go, and no key is deleted and made again: an index that
    # sees both in one transaction isn't to be trusted on every engine.
    steps.keys("cut_edges", change.cut)
    steps.keys("delete_nodes", change.delete)
    steps.rows("delete_nodes", "Goal", change.forget)
    steps.rows("set_nodes", "Goal", ({"id": key, "absent": True} for key in change.hollow))
    steps.nodes("set_nodes", change.update, prints)
    steps.create(change.create, prints)
    steps.placeholders(change.absent)
    steps.edges(change.relink, reviews)


def settle(
    run: Run, contents: Mapping[str, str], after: Sequence[PlanFile], digest: str, head: str
) -> None:
    """
    Write down what the content is now, in the same transaction.

    `contents` are the content prints of the sources that were written; `head` is the hash of
    the change.
    """
    rows = [{"id": source, "content": said} for source, said in contents.items()]
    run(cypher("set_contents"), rows=rows)
    run(cypher("meta_finish"), digest=digest, counts=json.dumps(counts(after)), head=head)


def counts(files: Iterable[PlanFile]) -> dict[str, int]:
    """How many items of each section there are, and links and sources beside."""
    found = dict.fromkeys((*SECTIONS, "links", "sources"), 0)
    for file in files:
        found["sources"] += 1
        for section in SECTIONS:
            found[section] += len(file.section(section))
        found["links"] += sum(len(goal.contributes_to) for goal in file.goals)
    return found


class _Steps:
    """Runs batches and tells how far it has come."""

    def __init__(self, run: Run, total: int, progress: Progress | None) -> None:
        self._run, self._total, self._progress = run, total, progress
        self._done = 0

    def rows(self, text: str, label: str, rows: Iterable[Any]) -> None:
        query = cypher(text, LABEL=label)
        for batch in _batches(rows):
            self._send(query, batch)
            self._forward(len(batch))

    def keys(self, text: str, listed: list[Entry]) -> None:
        for label, some in _by_label(listed):
            self.rows(text, label, (entry.key for entry in some))

    def nodes(self, text: str, listed: list[Entry], prints: dict[str, str]) -> None:
        for label, some in _by_label(listed):
            self.rows(text, label, (node_row(entry, prints) for entry in some))

    def create(self, listed: list[Entry], prints: dict[str, str]) -> None:
        for label, some in _by_label(listed):
            for batch in _batches(node_row(entry, prints) for entry in some):
                columns = _columns_of(batch, node_columns(label))
                text = cypher("create_nodes", LABEL=label, PROPERTIES=_map(columns, 0))
                self._send(text, [[row.get(name) for name in columns] for row in batch])
                self._forward(len(batch))

    def placeholders(self, keys: list[str]) -> None:
        text = cypher("create_nodes", LABEL="Goal", PROPERTIES=_map(["id", "absent"], 0))
        for batch in _batches(keys):
            self._send(text, [[key, True] for key in batch])
            self._forward(len(batch))

    def edges(self, listed: list[Entry], reviews: Reviews) -> None:
        """Rows are gathered per kind of edge and sent as soon as there are enough."""
        waiting: dict[Kind, list[EdgeRow]] = {}
        starts: dict[Kind, list[str]] = {}
        sizes: Counter[Kind] = Counter()
        for count, entry in enumerate(listed, start=1):
            for edge in edge_rows(entry, reviews):
                kind = (entry.label, edge.type, edge.to_label)
                rows = waiting.setdefault(kind, [])
                rows.append(edge)
                starts.setdefault(kind, []).append(entry.key)
                sizes[kind] += _characters(edge.properties)
                if len(rows) == BATCH or sizes[kind] > BATCH_CHARACTERS:
                    self._edges(kind, starts.pop(kind), waiting.pop(kind))
                    sizes[kind] = 0
            if count % BATCH == 0:
                self._forward(BATCH)
        for kind, rows in waiting.items():
            self._edges(kind, starts[kind], rows)
        self._forward(len(listed) % BATCH)

    def _edges(self, kind: Kind, starts: list[str], edges: list[EdgeRow]) -> None:
        start, edge_type, end = kind
        properties = [edge.properties for edge in edges]
        columns = _columns_of(properties, edge_columns(start, edge_type))
        text = cypher(
            "create_edges", FROM=start, TYPE=edge_type, TO=end, PROPERTIES=_map(columns, 2)
        )
        rows = [
            [key, edge.to, *map(edge.properties.get, columns)]
            for key, edge in zip(starts, edges, strict=True)
        ]
        self._send(text, rows)

    def _send(self, query: str, rows: list[Any]) -> None:
        """Run a batch and count what it did: a row without effect ends the whole import."""
        answer = self._run(query, rows=rows)
        if answer and answer[0]["done"] != len(rows):
            raise StoreError("store.incomplete", done=answer[0]["done"], sent=len(rows))

    def _forward(self, steps: int) -> None:
        self._done += steps
        if self._progress is not None and steps:
            self._progress(self._done, self._total)


def _columns_of(rows: list[dict[str, Any]], known: tuple[str, ...]) -> Sequence[str]:
    """
    The properties to write. Of few rows all there can be, so that it is the same text as the
    last time and the engine has it ready; of many only those that some row has.
    """
    return known if len(rows) < MANY else sorted(set().union(*rows))


def _map(columns: Sequence[str], head: int) -> str:
    """The properties of a CREATE, each from its place in `row` after the first `head`."""
    return ", ".join(f"{name}: row[{place}]" for place, name in enumerate(columns, start=head))


def _by_label(listed: list[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    grouped: dict[str, list[Entry]] = {}
    for entry in listed:
        grouped.setdefault(entry.label, []).append(entry)
    yield from grouped.items()


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += _characters(row)
        if len(batch) == BATCH or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _characters(row: Any) -> int:
    """The length of a row's texts; a bare key counts as itself."""
    if isinstance(row, str):
        return len(row)
    return sum(len(value) for value in row.values() if isinstance(value, str))
