"""
What differs between two contents, item by item and field by field.

An item is the same by its section and id; in sections without ids an item that says something
else is another item.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.chain import PlanFile
from graph.digest import canonical
from graph.editing import has_ids, item_key, item_name, plain_item
from graph.model import SECTIONS, Goal, Link
from graph.plain import written_model

if TYPE_CHECKING:
    from graph.store.review import Reviews

# The headings of the files, with their governance models, before the sections.
SOURCES = "sources"
# The field that says which source an item lies in.
IN_SOURCE = "in_source"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, as JSON values; None where it isn't there, of a list only what left and came."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ItemChange:
    """
    One item that is `new`, `changed` or `gone`; `name` is what people know it by, and `items`
    are it before and after, where it is there.
    """

    section: str
    id: str
    name: str
    source: str
    kind: str
    items: tuple[Any, ...]
    fields: tuple[FieldChange, ...] = ()


def item_changes(
    before: Sequence[PlanFile], after: Sequence[PlanFile], reviews: Reviews
) -> Iterator[ItemChange]:
    """
    Every item that isn't the same, by section and id; linear in the files that differ.

    `reviews` are those of the links before: a link that states none keeps what it has.
    """
    same = {id(file) for file in before} & {id(file) for file in after}
    old = [file for file in before if id(file) not in same]
    new = [file for file in after if id(file) not in same]
    yield from sorted(_headings(old, new), key=lambda each: each.id)
    for section in SECTIONS:
        compared = _named if has_ids(section) else _nameless
        yield from sorted(compared(section, old, new, reviews), key=lambda each: each.id)


def _headings(old: Sequence[PlanFile], new: Sequence[PlanFile]) -> Iterator[ItemChange]:
    was = {file.source.id: file for file in old}
    for file in new:
        ident, earlier = file.source.id, was.pop(file.source.id, None)
        fields = _fields(_heading(earlier), _heading(file)) if earlier else ()
        if fields or earlier is None:
            kind = "changed" if earlier else "new"
            name = file.source.title or ident
            items = (file,) if earlier is None else (earlier, file)
            yield ItemChange(SOURCES, ident, name, ident, kind, items, fields)
    for ident, file in was.items():
        yield ItemChange(SOURCES, ident, file.source.title or ident, ident, "gone", (file,))


def _heading(file: PlanFile) -> dict[str, Any]:
    said = plain_item(file.source)
    return said if file.governance is None else said | {"model": written_model(file.governance)}


def _named(
    section: str, old: Sequence[PlanFile], new: Sequence[PlanFile], reviews: Reviews
) -> Iterator[ItemChange]:
    was = {item.id: (file.source.id, item) for file, item in _items(section, old)}
    for file, item in _items(section, new):
        source = file.source.id
        earlier = was.pop(item.id, None)
        if earlier is None:
            yield ItemChange(section, item.id, item_name(item), source, "new", (item,))
            continue
        if earlier == (source, item):
            continue
        before = _reviewed(earlier[1], item, reviews) if section == "goals" else earlier[1]
        fields = _fields(plain_item(before), plain_item(item))
        if earlier[0] != source:
            fields = (FieldChange(IN_SOURCE, earlier[0], source), *fields)
        if fields:
            items = (earlier[1], item)
            yield ItemChange(section, item.id, item_name(item), source, "changed", items, fields)
    for ident, (source, item) in was.items():
        yield ItemChange(section, ident, item_name(item), source, "gone", (item,))


def _nameless(
    section: str, old: Sequence[PlanFile], new: Sequence[PlanFile], reviews: Reviews
) -> Iterator[ItemChange]:
    was, now = ({item: file.source.id for file, item in _items(section, files)}
                for files in (old, new))
    before, after = (Counter(item for _, item in _items(section, files)) for files in (old, new))
    for kind, more, sources in (("new", after - before, now), ("gone", before - after, was)):
        for item in more.elements():
            key = item_key(section, item)
            yield ItemChange(section, key, item_name(item), sources[item], kind, (item,))


def _items(section: str, files: Iterable[PlanFile]) -> Iterator[tuple[PlanFile, Any]]:
    for file in files:
        for item in file.section(section):
            yield file, item


def _reviewed(goal: Goal, later: Goal, reviews: Reviews) -> Goal:
    """The goal with its links' reviews told where those of the later one are, else not at all."""
    stated = {link.to: link for link in later.contributes_to}

    def told(link: Link) -> Link:
        other, known = stated.get(link.to), reviews.get((goal.id, link.to), (None, None))
        return dataclasses.replace(
            link,
            fingerprint_from=known[0] if other and other.fingerprint_from else None,
            fingerprint_to=known[1] if other and other.fingerprint_to else None,
        )

    return dataclasses.replace(goal, contributes_to=tuple(map(told, goal.contributes_to)))


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[FieldChange, ...]:
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        if isinstance(one or [], list) and isinstance(other or [], list):
            one, other = _left(one or [], other or []), _left(other or [], one or [])
            if not one and not other:
                continue
        found.append(FieldChange(key, one, other))
    return tuple(found)


def _left(some: list[Any], others: list[Any]) -> list[Any]:
    """What stands in one list and not in the other, in its order."""
    there = {canonical(each) for each in others}
    return [each for each in some if canonical(each) not in there]
