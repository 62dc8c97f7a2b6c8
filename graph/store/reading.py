"""
The stored content as plan files again, nothing lost: items in their order, with file and
line, and links with the wording they were reviewed on.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.chain import PlanFile
from graph.fields import Field
from graph.governance import Governance
from graph.model import SECTIONS, Goal, Link, Place, Source
from graph.store.connection import Run
from graph.store.mapping import NESTED, Shape, shape, target_label
from graph.store.records import governance_of
from graph.store.review import Reviews, current_prints, stating
from graph.store.texts import cypher

# The values that come before an item's own columns in read_nodes.cypher.
HEAD = 5
# Those before a link's own in read_links.cypher.
LINK_HEAD = 7

Ends = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Stored:
    """
    The whole content at one revision. Links in `files` state only what their file states;
    `reviews` holds the reviewed wording of every link, `prints` the wording of every goal now.
    `shown` are the files with each review stated that can't be worked out.
    """

    revision: int
    digest: str
    files: tuple[PlanFile, ...]
    reviews: Reviews
    prints: dict[str, str]
    shown: tuple[PlanFile, ...]


def read_stored(run: Run, revision: int, digest: str, *, goals: bool = True) -> Stored:
    """Read everything, or (with `goals` False) everything but the goals and their links."""
    reader = _Reader(run)
    reviews: Reviews = {}
    by_source: dict[str, dict[str, list[tuple[int, Any]]]] = defaultdict(lambda: defaultdict(list))
    for section, of in SECTIONS.items():
        if of is Goal and not goals:
            continue
        more = {"contributes_to": reader.links(reviews)} if of is Goal else {}
        for source_id, position, item in reader.items(of, more):
            by_source[source_id][section].append((position, item))
    files = []
    for source, governance in reader.sources():
        sections = {
            name: tuple(item for _, item in sorted(items, key=_position))
            for name, items in by_source[source.id].items()
        }
        files.append(PlanFile(source=source, governance=governance, **sections))
    whole = tuple(sorted(files, key=lambda f: f.source.id))
    prints = current_prints(whole)
    return Stored(revision, digest, whole, reviews, prints, stating(whole, prints, reviews))


def goal_ends(run: Run) -> dict[str, Ends]:
    """Where each ref field of the goals leads: per field, per goal, ids in written order."""
    reader, form = _Reader(run), shape(Goal)
    return {field.key: reader.ends(form, field) for field in form.refs}


class _Reader:
    """Reads in one transaction."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def sources(self) -> Iterable[tuple[Source, Governance | None]]:
        form = shape(Source)
        for row in self._nodes(form, "n.governance"):
            governance = governance_of(row[-1]) if row[-1] is not None else None
            yield form.item(row[HEAD:-1], place=_place(row[3], row[4])), governance

    def items(
        self, of: type[Any], more: dict[str, dict[str, tuple[Any, ...]]]
    ) -> Iterable[tuple[str, int, Any]]:
        """Source, position and item of every item of a section."""
        form = shape(of)
        many: dict[str, dict[str, tuple[Any, ...]]] = dict(more)
        one: dict[str, dict[str, str]] = {}
        for field in form.refs:
            ends = self.ends(form, field)
            if field.kind.many:
                many[field.key] = {key: tuple(found) for key, found in ends.items()}
            else:
                one[field.key] = {key: found[0] for key, found in ends.items()}
        for field in form.nested:
            assert field.kind.item is not None
            many[field.key] = self._nested(field.kind.item)
        for row in self._nodes(form):
            key = row[0]
            rest: dict[str, Any] = {name: found.get(key, ()) for name, found in many.items()}
            for name, ends_of in one.items():
                rest[name] = ends_of.get(key)
            yield row[1], row[2], form.item(row[HEAD:], place=_place(row[3], row[4]), **rest)

    def links(self, reviews: Reviews) -> dict[str, tuple[Link, ...]]:
        """The links by the goal they start from; fills in `reviews`."""
        form = shape(Link)
        names = [column.name for column in form.columns]
        at_from, at_to = names.index("fingerprint_from"), names.index("fingerprint_to")
        found: dict[str, list[tuple[int, Link]]] = defaultdict(list)
        text = cypher("read_links", COLUMNS=_columns("e", form))
        for record in self.run(text):
            for start, end, position, file, line, stated_from, stated_to, *values in record[1]:
                prints = (_kept(values[at_from]), _kept(values[at_to]))
                reviews[start, end] = prints
                values[at_from] = prints[0] if stated_from else None
                values[at_to] = prints[1] if stated_to else None
                link = form.item(values, to=end, place=_place(file, line))
                found[start].append((position, link))
        return _in_order(found)

    def _nested(self, of: type[Any]) -> dict[str, tuple[Any, ...]]:
        """Nested items that are nodes, by the key of the item that holds them."""
        form = shape(of)
        holder, edge = NESTED[of]
        owners = self._columns(form.label, edge, holder.__name__)
        owner = {start: end for start, end, _ in owners}
        found: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for row in self._nodes(form):
            item = form.item(row[HEAD:], place=_place(row[3], row[4]))
            found[owner[row[0]]].append((row[2], item))
        return _in_order(found)

    def ends(self, form: Shape, field: Field) -> Ends:
        """Where a ref field of each item leads, in the order it was written."""
        rows = self._columns(form.label, field.kind.edge, target_label(field))
        if field.kind.many:
            rows.sort(key=lambda row: row[2])
        found: Ends = {}
        for start, end, _ in rows:
            found.setdefault(start, []).append(end)
        return found

    def _columns(self, start: str, edge: str, end: str) -> list[tuple[str, str, int]]:
        rows: list[tuple[str, str, int]] = []
        for record in self.run(cypher("read_edges", FROM=start, TYPE=edge, TO=end)):
            ends = map(sys.intern, record["b"])
            rows.extend(zip(record["a"], ends, record["position"], strict=True))
        return rows

    def _nodes(self, form: Shape, *more: str) -> Iterable[list[Any]]:
        columns = ", ".join([_columns("n", form), *more])
        for record in self.run(cypher("read_nodes", LABEL=form.label, COLUMNS=columns)):
            yield from record[1]


def _columns(name: str, form: Shape) -> str:
    return ", ".join(f"{name}.{column.name}" for column in form.columns)


def _place(file: str | None, line: int | None) -> Place | None:
    return None if file is None or line is None else Place(sys.intern(file), line)


def _kept(text: str | None) -> str | None:
    return None if text is None else sys.intern(text)


def _position(pair: tuple[int, Any]) -> int:
    return pair[0]


def _in_order(found: dict[str, list[tuple[int, Any]]]) -> dict[str, tuple[Any, ...]]:
    return {
        key: tuple(item for _, item in sorted(items, key=_position)) for key, items in found.items()
    }
