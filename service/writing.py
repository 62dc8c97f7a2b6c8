"""
The one way that pages and API write: whether they may, under whose name, and that what is read
next is what was written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from graph.chain import PlanFile
from graph.checking import join, lost_references
from graph.editing import drop_item, find_item, plain_item, put_item, tried_item
from graph.errors import Fault, InputError, UsageError
from graph.projection import Projection
from graph.store.review import current_prints
from service.accounts.who import Forbidden, current_store, may_edit, who
from service.asking import asked

if TYPE_CHECKING:
    from graph.store.log import Changed, Signature

Said = Mapping[str, Any]


def put(
    section: str,
    said: Said,
    *,
    id: str | None,
    tag: str | None,
    source: str | None = None,
    action: str = "put",
) -> Changed:
    """
    Put an item in the place of the one named `id`, or a new one where that is None.

    Clash unless `tag` is that of the item as it is now; InputError with every fault; Forbidden
    if it belongs, before or after, to units that whoever asks may not change.
    """

    def work(files: tuple[PlanFile, ...]) -> tuple[PlanFile, ...]:
        found = find_item(files, section, id) if id is not None else None
        # Of what the item will be, and not of what was sent: the reader may take 5 for "5".
        item = plain_item(_read(files, section, said))
        _check(section, [plain_item(found[1])] if found else [], item)
        return put_item(files, section, said, id=id, tag=tag, source=source)

    return current_store().change(work, signature(action))


def _read(files: tuple[PlanFile, ...], section: str, said: Said) -> Any:
    """The item that is said; InputError with every fault of it, what it refers to among them."""
    item, faults = tried_item(section, said)
    if item is not None:
        faults = faults + lost_references(files, section, item)
    if faults:
        raise InputError(faults)
    return item


def drop(section: str, id: str, *, tag: str | None) -> Changed:
    """Take an item out; errors as `put`."""

    def work(files: tuple[PlanFile, ...]) -> tuple[PlanFile, ...]:
        found = find_item(files, section, id)
        _check(section, [plain_item(found[1])] if found else [])
        return drop_item(files, section, id, tag=tag)

    return current_store().change(work, signature("drop"))


def review(goal: str, to: str, *, tag: str | None) -> Changed:
    """
    Say that a goal's link has been read against the wording of now; errors as `put`, and
    UsageError where the goal has no such link.
    """
    files = current_store().files()
    found = find_item(files, "goals", goal)
    said = plain_item(found[1]) if found else {}
    links = said.get("contributes_to", [])
    if to not in map(_target, links):
        raise UsageError("unknown_name", name=to)
    prints = current_prints(files)
    said["contributes_to"] = [
        _reviewed(link, prints, goal) if _target(link) == to else link for link in links
    ]
    return put("goals", said, id=goal, tag=tag, action="review")


def _reviewed(link: Any, prints: Mapping[str, str], goal: str) -> dict[str, Any]:
    said = dict(link) if isinstance(link, dict) else {"to": link}
    said["reviewed_by"] = who().shown
    said["reviewed_on"] = datetime.date.today().isoformat()
    said["fingerprint_from"] = prints[goal]
    if said["to"] in prints:
        said["fingerprint_to"] = prints[said["to"]]
    return said


def _target(link: Any) -> str:
    return str(link["to"] if isinstance(link, dict) else link)


def left_by(section: str, id: str, *, tag: str | None) -> tuple[Fault, ...]:
    """What taking an item out would leave at fault: a fault for each reference to it."""
    files = current_store().files()
    try:
        join(drop_item(files, section, id, tag=tag), kept={file.source.id for file in files})
    except InputError as error:
        return tuple(error.faults)
    return ()


def undo(number: int) -> Changed:
    """Take a change back, all of it or nothing; Overtaken where a later one touched the same."""
    store = current_store()
    for each in store.alterations(number):
        _check(each.section, filter(None, (each.before, each.after)))
    return store.undo(number, signature("undo"))


def signature(action: str) -> Signature:
    """What the change log says of a change made now."""
    from graph.store.log import Signature

    person = who()
    return Signature(by=person.name, via=person.via, action=action)


def may_change(section: str, said: Said) -> bool:
    """True if whoever asks may change an item that says this."""
    projection = asked().audit.projection
    return may_edit(who(), units_of(section, said, projection), projection)


def units_of(section: str, said: Said, projection: Projection) -> frozenset[str]:
    """
    The units an item belongs to: its own, else that of its plan, else those of its goals.

    Empty for an area, a source, and what is tied to nothing: they are the whole municipality's.
    """
    if section == "units":
        own_id = said.get("id")
        known = own_id in projection.unit_number
        return frozenset(filter(None, (own_id if known else said.get("parent"),)))
    own = _list(said.get("owner" if section == "indicators" else "unit"))
    plan = projection.frame.by_id("plans").get(said.get("plan") or "")
    if not own and plan is not None and plan.unit:
        own = [plan.unit]
    if not own:
        goals = [*_list(said.get("goal")), *_list(said.get("goals")), *_list(said.get("measures"))]
        numbers = (projection.number[goal] for goal in goals if goal in projection.number)
        own = [
            projection.frame.units[unit].id
            for goal in numbers
            for unit in projection.held_by.of(goal).tolist()
        ]
    return frozenset(own)


def _list(value: Any) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _check(section: str, *several: Iterable[Said] | Said) -> None:
    for some in several:
        for said in [some] if isinstance(some, Mapping) else some:
            if not may_change(section, said):
                raise Forbidden("forbidden.units")
