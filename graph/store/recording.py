"""
What a change leaves in the log: which items it touched, and how each of them was before.

Enough to take the change back exactly: an item's source, place in line, file and line, the
reviews of its links. What came new needs no before; of many new items only the ids are kept.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.chain import PlanFile
from graph.digest import canonical
from graph.editing import item_key, plain_item
from graph.fields import fields_of
from graph.governance import Governance
from graph.model import SECTIONS, Goal, Place, Source
from graph.plain import restored_item, written_model
from graph.store.importing import Writes
from graph.store.reading import Stored
from graph.store.records import Entry, governance_of, governance_text
from graph.store.review import Reviews

SOURCES = "sources"
# More new items than this are kept as a list of ids on the change itself.
FEW = 100
# The end of a review that a change didn't touch.
SAME = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """One item a change touched: `kind` is new, changed or removed; `was` a JSON text."""

    section: str
    id: str
    kind: str
    was: str

    @property
    def subject(self) -> str:
        """The item's name in the log."""
        return f"{self.section}:{self.id}"

    @property
    def print(self) -> str:
        """What the change's hash is taken of."""
        return hashlib.sha256(canonical([self.subject, self.kind, self.was]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Before:
    """How a touched item was: where, what it said (None if it is new), and its links' reviews."""

    source: str
    position: int
    item: Any
    governance: Governance | None
    reviews: Reviews


@dataclass(frozen=True, slots=True)
class Record:
    """
    All that the log says of one change beside its signature.

    `arrived` holds ids by section and source; `order` how sections stood whose items changed
    places; `reviews` those of links that a change of another goal touched. All three are JSON
    texts, empty for nothing.
    """

    sources: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    touched: tuple[Touched, ...]
    arrived: str
    order: str
    reviews: str


def record(writes: Writes, stored: Stored, after: Sequence[PlanFile], reviews: Reviews) -> Record:
    """What the log shall say of the writes that make `after` of what is stored."""
    many = len(writes.arrived) > FEW
    touched = [
        *(_touched("changed", before, stored.reviews) for before in writes.altered),
        *(_touched("removed", entry, stored.reviews) for entry in writes.gone),
        *(() if many else (_new(entry) for entry in writes.arrived)),
    ]
    told = {
        "new": _count(writes.arrived),
        "changed": _count(writes.altered),
        "removed": _count(writes.gone),
    }
    lists = (writes.create, writes.update, writes.relink, writes.cut, writes.delete)
    return Record(
        tuple(sorted({entry.source for each in lists for entry in each})),
        told,
        tuple(sorted(touched, key=lambda each: (each.subject, each.kind, each.was))),
        _text(_lists(writes.arrived)) if many else "",
        _text(_orders(stored.files, after)),
        _text(_loose_reviews(writes, stored.reviews, reviews)),
    )


def _section(entry: Entry) -> str:
    return entry.section or SOURCES


def _key(entry: Entry) -> str:
    return entry.key if entry.label == Source.__name__ else item_key(entry.section, entry.item)


def _count(listed: Iterable[Entry]) -> dict[str, int]:
    found = Counter(map(_section, listed))
    return {name: found[name] for name in (SOURCES, *SECTIONS) if found[name]}


def _lists(arrived: Iterable[Entry]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for entry in arrived:
        by_source = found.setdefault(_section(entry), {})
        by_source.setdefault(entry.source, []).append(_key(entry))
    return found


def _new(entry: Entry) -> Touched:
    return Touched(_section(entry), _key(entry), "new", _text({"source": entry.source}))


def _touched(kind: str, entry: Entry, reviews: Reviews) -> Touched:
    item = entry.item
    was: dict[str, Any] = {"source": entry.source, "item": plain_item(item)}
    if entry.position is not None:
        was["position"] = entry.position
    if entry.governance is not None:
        was["model"] = json.loads(governance_text(entry.governance))
    if type(item) is Goal and item.contributes_to:
        was["reviews"] = [reviews[item.id, link.to] for link in item.contributes_to]
    places = [[each.place.file, each.place.line] if each.place else None for each in _walk(item)]
    if any(places):
        was["places"] = places
    return Touched(_section(entry), _key(entry), kind, _text(was))


def before(touched: Touched) -> Before:
    """How a touched item was, read back."""
    was = json.loads(touched.was)
    source, said = was["source"], was.get("item")
    if said is None:
        return Before(source, 0, None, None, {})
    item = restored_item(Source if touched.section == SOURCES else SECTIONS[touched.section], said)
    if "places" in was:
        item = _placed(item, iter(was["places"]))
    reviews = {
        (item.id, link.to): (upper, lower)
        for link, (upper, lower) in zip(
            item.contributes_to if "reviews" in was else (), was.get("reviews", ()), strict=True
        )
    }
    model = governance_of(json.dumps(was["model"])) if "model" in was else None
    return Before(source, was.get("position", 0), item, model, reviews)


def told_item(touched: Touched) -> dict[str, Any] | None:
    """What a touched item said before, as in a plan file."""
    was = json.loads(touched.was)
    said: dict[str, Any] | None = was.get("item")
    if said is not None and "model" in was:
        said["model"] = written_model(governance_of(json.dumps(was["model"])))
    return said


def told_source(file: PlanFile) -> dict[str, Any]:
    """A source's heading as `told_item` tells it."""
    said = plain_item(file.source)
    return said if file.governance is None else said | {"model": written_model(file.governance)}


def _walk(item: Any) -> Iterator[Any]:
    """The item and those nested in it."""
    yield item
    for field in fields_of(type(item)):
        if field.kind.item is not None:
            value = getattr(item, field.key)
            yield from value if field.kind.many else (value,) if value else ()


def _placed(item: Any, places: Iterator[Any]) -> Any:
    """The item with the places of `_walk`."""

    def at(each: Any, **more: Any) -> Any:
        place = next(places)
        return dataclasses.replace(each, place=Place(*place) if place else None, **more)

    item = at(item)
    inner: dict[str, Any] = {}
    for field in fields_of(type(item)):
        value = getattr(item, field.key)
        if field.kind.item is not None and value:
            inner[field.key] = tuple(map(at, value)) if field.kind.many else at(value)
    return dataclasses.replace(item, **inner)


def _orders(files: Iterable[PlanFile], after: Iterable[PlanFile]) -> list[list[Any]]:
    """The order of each section whose remaining items stand otherwise than before."""
    now = {file.source.id: file for file in after}
    found: list[list[Any]] = []
    for file in files:
        for name in SECTIONS:
            was, is_ = file.section(name), now.get(file.source.id, file).section(name)
            if was == is_:
                continue
            old, new = [[item_key(name, item) for item in items] for items in (was, is_)]
            both = set(old) & set(new)
            if [key for key in old if key in both] != [key for key in new if key in both]:
                found.append([file.source.id, name, old])
    return found


def _loose_reviews(writes: Writes, old: Reviews, new: Reviews) -> list[list[Any]]:
    """Reviews of links that changed though their goal didn't: where a missing goal came."""
    own = {entry.key for entry in (*writes.altered, *writes.gone) if entry.section == "goals"}
    found: list[list[Any]] = []
    for link, was in old.items():
        now = new.get(link)
        if now is not None and now != was and link[0] not in own:
            ends = [a if a != b else SAME for a, b in zip(was, now, strict=True)]
            found.append([*link, *ends])
    return sorted(found, key=lambda each: each[:2])


def _text(value: Any) -> str:
    """Compact JSON, the same bytes for the same value; nothing for nothing."""
    return canonical(value) if value else ""
