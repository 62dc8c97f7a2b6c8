"""
A change taken back: from the content now, and what the log says, to the content without it.

Exact, positions and reviews too, as long as no later change touched the same items, which is
for the caller to see to.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from graph.chain import PlanFile
from graph.editing import item_key
from graph.errors import StoreError
from graph.store.log import arrivals
from graph.store.recording import SAME, SOURCES, Before, Record, before
from graph.store.review import Reviews

# A source and a section of it.
Part = tuple[str, str]


def undone_reviews(reviews: Reviews, told: Record) -> Reviews:
    """The reviews as they were, for the links that the change touched."""
    found = dict(reviews)
    for touched in told.touched:
        if touched.section == "goals" and touched.kind != "new":
            found.update(before(touched).reviews)
    for start, end, *ends in json.loads(told.reviews or "[]"):
        # Another change may have taken the link away since.
        if now := reviews.get((start, end)):
            upper, lower = (now[at] if was == SAME else was for at, was in enumerate(ends))
            found[start, end] = (upper, lower)
    return found


def undone_files(files: Sequence[PlanFile], told: Record) -> list[PlanFile]:
    """The files without the change; StoreError if they aren't as it left them."""
    return _Undoing(told).files(files)


class _Undoing:
    def __init__(self, told: Record) -> None:
        self.out: dict[Part, Counter[str]] = defaultdict(Counter)
        self.back: dict[Part, list[Before]] = defaultdict(list)
        self.altered: dict[tuple[str, str], Before] = {}
        self.headings: dict[str, Before | None] = {}
        self.order: dict[Part, list[str]] = {}
        for section, source, id in arrivals(told):
            if section == SOURCES:
                self.headings[id] = None
            else:
                self.out[source, section][id] += 1
        for touched in told.touched:
            if touched.kind == "new":
                continue
            was = before(touched)
            if touched.section == SOURCES:
                self.headings[touched.id] = was
            elif touched.kind == "changed":
                self.altered[touched.section, touched.id] = was
            else:
                self.back[was.source, touched.section].append(was)
        for source, section, keys in json.loads(told.order or "[]"):
            self.order[source, section] = keys

    def files(self, files: Sequence[PlanFile]) -> list[PlanFile]:
        there = {file.source.id: file for file in files}
        for id, was in self.headings.items():
            if was is not None:
                there[id] = dataclasses.replace(
                    there.get(id) or PlanFile(source=was.item),
                    source=was.item,
                    governance=was.governance,
                )
            elif id not in there:
                raise StoreError("store.log")
        kept = {part: self._kept(there[part[0]], part[1]) for part in self._parts(there)}
        if self.altered or any(count for each in self.out.values() for count in each.values()):
            raise StoreError("store.log")
        sections: dict[str, dict[str, Any]] = defaultdict(dict)
        for part, items in kept.items():
            sections[part[0]][part[1]] = tuple(self._whole(part, items))
        return [
            dataclasses.replace(file, **sections[id]) if id in sections else file
            for id, file in there.items()
            if self.headings.get(id, file) is not None
        ]

    def _parts(self, there: dict[str, PlanFile]) -> list[Part]:
        """The sections to go through; an altered item may have moved between sources."""
        sections = {section for section, _ in self.altered}
        parts = {(source, section) for source in there for section in sections}
        parts.update(self.out, self.back, self.order)
        if any(source not in there for source, _ in parts):
            raise StoreError("store.log")
        return sorted(parts)

    def _kept(self, file: PlanFile, section: str) -> list[Any]:
        """The items of a section that stay, those altered as they were."""
        out = self.out.get((file.source.id, section), Counter())
        found = []
        for item in file.section(section):
            key = item_key(section, item)
            if out[key]:
                out[key] -= 1
                continue
            was = self.altered.pop((section, key), None)
            if was is None:
                found.append(item)
            elif was.source == file.source.id:
                found.append(was.item)
            else:
                self.back[was.source, section].append(was)
        return found

    def _whole(self, part: Part, kept: list[Any]) -> Iterator[Any]:
        """The section with what came back, in its old order."""
        items = list(_merged(kept, sorted(self.back.get(part, ()), key=lambda was: was.position)))
        keys = self.order.get(part)
        if keys is None:
            return iter(items)
        rank = {key: at for at, key in enumerate(keys)}
        ranked = [(rank.get(item_key(part[1], item)), item) for item in items]
        listed = sorted(
            (pair for pair in ranked if pair[0] is not None), key=lambda pair: pair[0] or 0
        )
        places = iter(listed)
        return (item if at is None else next(places)[1] for at, item in ranked)


def _merged(kept: list[Any], back: list[Before]) -> Iterator[Any]:
    """What stayed with what came back at its old place."""
    rest = iter(kept)
    left, at = len(kept), 0
    for was in back:
        while at < was.position and left:
            yield next(rest)
            at, left = at + 1, left - 1
        yield was.item
        at += 1
    yield from rest
