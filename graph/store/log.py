"""
The log of changes: who changed what, when and from where. It only grows, and each entry's hash
is taken of the one before it too. What lies where: docs/store.md, The log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.digest import canonical
from graph.errors import UsageError
from graph.model import SECTIONS
from graph.store.connection import Run
from graph.store.importing import ImportReport
from graph.store.recording import SOURCES, Record, Touched
from graph.store.shelf import instant
from graph.store.texts import cypher

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes something, from where (page, api or cli), by which action, and why."""

    by: str
    via: str
    action: str
    reason: str = ""


UNSIGNED = Signature("", "", "import")


@dataclass(frozen=True, slots=True)
class Alteration:
    """One item in a change, as in the plan file before and after; None where it isn't there."""

    section: str
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Change:
    """
    One entry of the log. `number` is the revision it made; `new`, `changed` and `removed` count
    items by section, sources among them. `at` is an instant as `shelf.instant` writes it.
    """

    number: int
    revision: int
    digest: str
    at: str
    by: str
    via: str
    action: str
    reason: str
    sources: tuple[str, ...]
    new: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    undoes: int | None
    undone_by: int | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did; `number` is None if nothing changed, or nothing was to be written."""

    report: ImportReport
    number: int | None


class Overtaken(UsageError):
    """A later change touched the same items; `change` is that one."""

    def __init__(self, number: int, later: Change) -> None:
        super().__init__(
            "overtaken", number=number, later=later.number, by=later.by or "–", at=later.at[:16]
        )
        self.change = later


def enter(
    run: Run,
    number: int,
    told: Record,
    signature: Signature,
    *,
    undoes: int | None,
    digest: str,
    previous: str,
) -> str:
    """Write a change into the log, in the transaction at hand; its hash."""
    row = {
        "id": str(number),
        "at": instant(),
        "signed": signature.by,
        "via": signature.via,
        "action": signature.action,
        "reason": signature.reason,
        "sources": list(told.sources),
        "counts": canonical(told.counts),
        "touched": len(told.touched),
        "arrived": told.arrived or None,
        "stood": told.order or None,
        "reviews": told.reviews or None,
        "undoes": None if undoes is None else str(undoes),
        "digest": digest,
        "previous": previous,
    }
    said = _hash(row, told.touched)
    for batch in _batches(range(len(told.touched))):
        rows = [[f"{number}.{at}", *_row(told.touched[at])] for at in batch]
        run(cypher("log_alterations"), rows=rows)
    run(cypher("log_change"), **row, hash=said)
    return said


def _row(touched: Touched) -> list[str]:
    return [touched.subject, touched.kind, touched.was]


def _hash(row: Mapping[str, Any], touched: Iterable[Touched]) -> str:
    """The hash of a change: of everything that stands on it and on its alterations."""
    prints = sorted(each.print for each in touched)
    header = {key: value for key, value in row.items() if key != "hash" and value is not None}
    return hashlib.sha256(canonical([header, prints]).encode()).hexdigest()


def read_changes(run: Run, numbers: Sequence[int]) -> list[Change]:
    """The changes with these numbers that there are, newest first."""
    ids = [str(number) for number in numbers]
    undone: dict[int, int] = {}
    for row in run(cypher("log_read_undoing"), ids=ids):
        number, by = int(row["undone"]), int(row["id"])
        undone[number] = max(by, undone.get(number, 0))
    found = [_change(row, undone) for row in run(cypher("log_read_changes"), ids=ids)]
    return sorted(found, key=lambda change: -change.number)


def _change(row: Mapping[str, Any], undone: Mapping[int, int]) -> Change:
    number = int(row["id"])
    counts: dict[str, dict[str, int]] = {
        kind: {name: said[name] for name in (SOURCES, *SECTIONS) if name in said}
        for kind, said in json.loads(row["counts"]).items()
    }
    return Change(
        number=number,
        revision=number,
        digest=row["digest"],
        at=row["at"],
        by=row["signed"],
        via=row["via"],
        action=row["action"],
        reason=row["reason"],
        sources=tuple(row["sources"] or ()),
        new=counts["new"],
        changed=counts["changed"],
        removed=counts["removed"],
        undoes=None if row["undoes"] is None else int(row["undoes"]),
        undone_by=undone.get(number),
        previous=row["previous"],
        hash=row["hash"],
    )


def numbers_about(run: Run, section: str, id: str) -> list[int]:
    """The changes that touched an item, in no order."""
    rows = run(cypher("log_read_subjects"), subjects=[f"{section}:{id}"])
    found = {int(row["id"].partition(".")[0]) for row in rows}
    # A list of many new ids is looked through by the engine as text, and then read to be sure.
    for row in run(cypher("log_find_arrival"), words=json.dumps(id, ensure_ascii=False)):
        by_source = json.loads(row["arrived"]).get(section, {})
        if any(id in ids for ids in by_source.values()):
            found.add(int(row["id"]))
    return list(found)


def read_record(run: Run, change: Change) -> Record:
    """All that the log says of a change."""
    row = run(cypher("log_read_texts"), ids=[str(change.number)])[0]
    (heading,) = run(cypher("log_read_changes"), ids=[str(change.number)])
    return Record(
        change.sources,
        {"new": change.new, "changed": change.changed, "removed": change.removed},
        tuple(read_touched(run, change.number, heading["touched"])),
        row["arrived"] or "",
        row["stood"] or "",
        row["reviews"] or "",
    )


def read_touched(run: Run, number: int, count: int) -> Iterator[Touched]:
    """The alterations of a change; those that are gone are left out."""
    for batch in _batches(range(count)):
        rows = run(cypher("log_read_alterations"), ids=[f"{number}.{at}" for at in batch])
        yield from map(_touched, rows)


def later_touches(run: Run, subjects: Sequence[str], number: int) -> dict[str, tuple[int, Touched]]:
    """By subject the first alteration after a change."""
    found: dict[str, tuple[int, Touched]] = {}
    for batch in _batches(subjects):
        for row in run(cypher("log_read_subjects"), subjects=list(batch)):
            at = int(row["id"].partition(".")[0])
            if at > number and at < found.get(row["subject"], (at + 1,))[0]:
                found[row["subject"]] = at, _touched(row)
    return found


def _touched(row: Mapping[str, Any]) -> Touched:
    section, _, id = row["subject"].partition(":")
    return Touched(section, id, row["kind"], row["was"])


def arrivals(told: Record) -> Iterator[tuple[str, str, str]]:
    """Section, source and id of each item that came new."""
    for section, by_source in json.loads(told.arrived or "{}").items():
        for source, ids in by_source.items():
            yield from ((section, source, id) for id in ids)
    for each in told.touched:
        if each.kind == "new":
            yield each.section, json.loads(each.was)["source"], each.id


def broken(run: Run, revision: int, head: str) -> int | None:
    """The first change up to a revision whose hash doesn't hold; None if all do."""
    ids: list[str] = run(cypher("log_read_numbers"))[0]["ids"]
    numbers = sorted(int(id) for id in ids if id.isdecimal())
    if not numbers:
        return revision if head else None
    previous, known = "", 0
    for batch in _batches(range(numbers[0], max(revision, numbers[-1]) + 1)):
        found = _whole(run, batch)
        for number in map(int, batch):
            row = found.get(str(number))
            if row is None or number > revision or row["previous"] != previous:
                return number
            touched = list(read_touched(run, number, row["touched"]))
            if len(touched) != row["touched"] or _hash(row, touched) != row["hash"]:
                return number
            previous, known = str(row["hash"]), known + len(touched)
    if previous != head:
        return numbers[-1]
    return _intruder(run) if run(cypher("log_count_alterations"))[0]["count"] != known else None


def _whole(run: Run, numbers: Sequence[int]) -> dict[str, dict[str, Any]]:
    ids = [str(number) for number in numbers]
    found = {row["id"]: dict(row) for row in run(cypher("log_read_changes"), ids=ids)}
    for row in run(cypher("log_read_texts"), ids=ids):
        found[row["id"]].update(row)
    return found


def _intruder(run: Run) -> int:
    """The first change that has an alteration more than it says."""
    ids: list[str] = run(cypher("log_read_ids"))[0]["ids"]
    numbers = {id.partition(".")[0] for id in ids}
    said = {}
    for batch in _batches([number for number in numbers if number.isdecimal()]):
        for row in run(cypher("log_read_changes"), ids=list(batch)):
            said[row["id"]] = row["touched"]
    right = {f"{number}.{at}" for number, count in said.items() for at in range(count)}
    extra = [id.partition(".")[0] for id in ids if id not in right]
    return min((int(number) for number in extra if number.isdecimal()), default=0)


def _batches(listed: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]
