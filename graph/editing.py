"""
One item at a time: put an item into plan files, or take one out.

Nothing here writes. The functions give new plan files, for `Store.change` to check and store;
whoever edits shows by a tag that it has seen the item as it is now.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from graph.chain import PlanFile
from graph.digest import canonical, plain
from graph.errors import Fault, InputError, UsageError
from graph.model import SECTIONS
from graph.plain import written_item
from graph.reading.items import Items
from graph.reading.report import Mark, Report, TooManyFaults
from graph.reading.tree import Plain

Files = tuple[PlanFile, ...]

# The references that say where an item belongs, the nearest first: field and section.
_HOMES = (
    ("plan", "plans"), ("goal", "goals"), ("goals", "goals"), ("measures", "goals"),
    ("unit", "units"), ("owner", "units"), ("area", "areas"), ("part_of", "plans"),
    ("parent", "units"), ("based_on", "plans"), ("replaces", ""), ("contributes_to", "goals"),
)  # fmt: skip
# What an item is known by, the first it has.
_NAMES = ("title", "name", "goal", "unit", "area", "plan")


class Clash(UsageError):
    """
    The item is no longer as whoever edits it saw it. `item` is how it is now, as in a plan
    file; None if it is gone.
    """

    def __init__(self, section: str, id: str, item: Mapping[str, Any] | None) -> None:
        super().__init__("clash" if item is not None else "clash_gone", section=section, id=id)
        self.code = "clash"
        self.item = item


def item_tag(section: str, item: Any) -> str:
    """32 hex digits of all that an item says: another tag means another item."""
    said = canonical([section, plain(item)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def item_key(section: str, item: Any) -> str:
    """What an item is found by: its id, or its tag in a section without ids."""
    return str(item.id) if has_ids(section) else item_tag(section, item)


def item_name(item: Any) -> str:
    """What people know an item by: its title or name, else what it is about, else its id."""
    values = (getattr(item, key, None) for key in _NAMES)
    found = next((value for value in values if value), getattr(item, "id", ""))
    return ", ".join(found) if isinstance(found, tuple) else str(found)


def has_ids(section: str) -> bool:
    """True if the items of a section have ids."""
    return "id" in SECTIONS[section].__dataclass_fields__


def find_item(files: Sequence[PlanFile], section: str, id: str) -> tuple[PlanFile, Any] | None:
    """The file that holds an item, and the item; None if it isn't there."""
    for file in files:
        for item in file.section(section):
            if item_key(section, item) == id:
                return file, item
    return None


def put_item(
    files: Sequence[PlanFile],
    section: str,
    said: Mapping[str, Any],
    *,
    id: str | None,
    tag: str | None = None,
    source: str | None = None,
) -> Files:
    """
    The files with an item in place of the one named `id`, or with a new one where that is None.

    `said` is as in a plan file, read by its reader: InputError with every fault of it. Clash
    unless `tag` is that of the item there is now. A new item lands last in `source`, else where
    `home` says. What was said where it stood in a file goes: it stands there no longer.
    """
    item = read_item(section, said)
    if id is None:
        into = source or home(files, section, plain_item(item))
        if all(file.source.id != into for file in files):
            raise UsageError("no_source", id=into)
        return _with(files, into, section, lambda items: (*items, item))
    file, old = _seen(files, section, id, tag)
    return _with(
        files,
        file.source.id,
        section,
        lambda items: tuple(item if each is old else each for each in items),
    )


def drop_item(files: Sequence[PlanFile], section: str, id: str, *, tag: str | None) -> Files:
    """The files without an item; Clash unless `tag` is that of the item there is now."""
    file, old = _seen(files, section, id, tag)
    return _with(
        files,
        file.source.id,
        section,
        lambda items: tuple(each for each in items if each is not old),
    )


def home(files: Sequence[PlanFile], section: str, said: Mapping[str, Any]) -> str:
    """
    The source a new item belongs in: that of its plan, else of its goal, unit and so on, else
    the one that holds most of the section; the first by id where that is a draw.

    UsageError if there are no files at all.
    """
    for field, target in _HOMES:
        for id in _named(said.get(field)):
            found = find_item(files, target or section, id) if has_ids(target or section) else None
            if found is not None:
                return found[0].source.id
    if not files:
        raise UsageError("no_source", id="")
    return min(files, key=lambda file: (-len(file.section(section)), file.source.id)).source.id


def _named(value: Any) -> list[str]:
    """The ids in a reference as it is written: one, several, or links."""
    several = value if isinstance(value, list | tuple) else [value]
    ids = [each.get("to") if isinstance(each, Mapping) else each for each in several]
    return [str(each) for each in ids if each]


def _seen(
    files: Sequence[PlanFile], section: str, id: str, tag: str | None
) -> tuple[PlanFile, Any]:
    """The item to edit, if it is as the editor saw it."""
    found = find_item(files, section, id)
    if found is None:
        raise Clash(section, id, None)
    if item_tag(section, found[1]) != tag:
        raise Clash(section, id, plain_item(found[1]))
    return found


def _with(files: Sequence[PlanFile], source: str, section: str, change: Any) -> Files:
    return tuple(
        dataclasses.replace(file, **{section: change(file.section(section))})
        if file.source.id == source
        else file
        for file in files
    )


def read_item(section: str, said: Mapping[str, Any]) -> Any:
    """The item that keys and values say, as a plan file would; InputError with every fault."""
    item, faults = tried_item(section, said)
    if faults:
        raise InputError(faults)
    return item


def tried_item(section: str, said: Mapping[str, Any]) -> tuple[Any, list[Fault]]:
    """
    The item that keys and values say, and every fault of it; with faults it may lack what it
    must have, or be None.
    """
    report = Report(section)
    item = None
    try:
        # The reader takes numbers as they were written.
        node = json.loads(json.dumps(said, default=str), parse_int=Plain, parse_float=Plain)
        item = Items(report).item(SECTIONS[section], node, Mark(0, 0))
    except TooManyFaults:
        pass
    return item, report.faults


def plain_item(item: Any) -> dict[str, Any]:
    """An item as in a plan file, as nothing but JSON values."""
    plain: dict[str, Any] = json.loads(json.dumps(written_item(item), default=str))
    return plain
