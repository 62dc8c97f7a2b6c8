"""
Questions of the log: which changes there were, what they did, and which can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graph.chain import PlanFile
from graph.editing import item_key, plain_item
from graph.errors import UsageError
from graph.model import SECTIONS
from graph.store.connection import Run
from graph.store.log import (
    BATCH,
    Alteration,
    Change,
    Overtaken,
    arrivals,
    later_touches,
    numbers_about,
    read_changes,
    read_record,
)
from graph.store.meta import read_meta
from graph.store.recording import SOURCES, Record, told_item, told_source


def find_changes(
    run: Run, about: tuple[str, str] | None, before: int | None, limit: int
) -> list[Change]:
    """At most `limit` changes below `before`, newest first, `about` one item or all."""
    newest = read_meta(run).revision
    top = newest if before is None else min(newest, before - 1)
    if about is None:
        return read_changes(run, range(top, max(top - limit, 0), -1))
    numbers = sorted(each for each in numbers_about(run, *about) if each <= top)
    return read_changes(run, numbers[::-1][:limit])


def find_change(run: Run, number: int) -> Change:
    """The change with a number; UsageError if there is none."""
    found = read_changes(run, [number])
    if not found:
        raise UsageError("no_change", number=number)
    return found[0]


def read_alterations(run: Run, number: int, files: Sequence[PlanFile]) -> tuple[Alteration, ...]:
    """
    What a change did, sorted by section and id. How an item was after it is how it was before
    the next change that touched it, else how it is in `files`.
    """
    told = read_record(run, find_change(run, number))
    before: dict[tuple[str, str], Any] = {(section, id): None for section, _, id in arrivals(told)}
    before |= {(each.section, each.id): told_item(each) for each in told.touched}
    gone = {(each.section, each.id) for each in told.touched if each.kind == "removed"}
    later = later_touches(run, [f"{section}:{id}" for section, id in before], number)
    now = _items(files, {section for section, _ in before})

    def after(section: str, id: str) -> Any:
        if (section, id) in gone:
            return None
        following = later.get(f"{section}:{id}")
        if following is not None and following[1].kind != "new":
            return told_item(following[1])
        item = now.get((section, id))
        return item() if item is not None else None

    rank = {name: at for at, name in enumerate((SOURCES, *SECTIONS))}
    return tuple(
        Alteration(*key, before[key], after(*key))
        for key in sorted(before, key=lambda key: (rank[key[0]], key[1]))
    )


def _items(files: Sequence[PlanFile], sections: set[str]) -> dict[tuple[str, str], Any]:
    """What makes each item plain, by section and key."""
    found: dict[tuple[str, str], Any] = {}
    for file in files:
        if SOURCES in sections:
            found[SOURCES, file.source.id] = lambda file=file: told_source(file)
        for name in sections - {SOURCES}:
            for item in file.section(name):
                found[name, item_key(name, item)] = lambda item=item: plain_item(item)
    return found


def undoable(run: Run, number: int, newest: int) -> Record:
    """
    What the log says of a change that may be taken back.

    UsageError if it is taken back already. Overtaken if one of those after it, up to `newest`,
    touched the same items, or the source that it made. Two of them of which one took the other
    back count as none.
    """
    change = find_change(run, number)
    told = read_record(run, change)
    came = list(arrivals(told))
    subjects = {(section, id) for section, _, id in came}
    subjects.update((each.section, each.id) for each in told.touched)
    made = {id for section, _, id in came if section == SOURCES}
    undone: set[int] = set()
    for later in _after(run, number, newest):
        if later.number in undone:
            continue
        if later.undoes is not None and later.undoes > number:
            undone.add(later.undoes)
        elif later.undoes == number:
            raise UsageError("undone_already", number=number, later=later.number)
        elif made.intersection(later.sources) or subjects.intersection(_subjects(run, later)):
            raise Overtaken(number, later)
    return told


def _after(run: Run, number: int, newest: int) -> Iterator[Change]:
    """The changes after one, newest first."""
    for top in range(newest, number, -BATCH):
        yield from read_changes(run, range(top, max(top - BATCH, number), -1))


def _subjects(run: Run, change: Change) -> Iterator[tuple[str, str]]:
    told = read_record(run, change)
    yield from ((section, id) for section, _, id in arrivals(told))
    yield from ((each.section, each.id) for each in told.touched)
