"""
What stands on the desk when an item is edited: the item as it is, its form, what is suggested
in its boxes, and where it is shown when done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound

from graph.chain import PlanFile
from graph.editing import find_item, has_ids, item_tag
from graph.errors import UsageError
from graph.model import SECTIONS, Goal
from graph.projection import Projection
from graph.sheets.shapes import offered
from service.accounts.who import current_store
from service.asking import Asked
from service.editing.answers import Answers
from service.editing.forms import Form, Maker
from service.searching import fold

# More are left to the search: a page of 10,000 suggestions helps nobody.
SUGGESTED = 500
SLUG = 40
# Sections whose items stand on one page together.
DECIDED = ("exemptions", "forwards")


@dataclass(frozen=True, slots=True)
class Found:
    """An item in the store: its source's id, itself, and the tag that shows what was seen."""

    source: str
    item: Any
    tag: str


def section_of(name: str) -> str:
    """A section that can be edited; NotFound if there is none of the name."""
    if name not in SECTIONS:
        raise NotFound
    return name


def fetch(section: str, id: str) -> Found:
    """The item as it is stored now; UsageError if it isn't there."""
    found = find_item(current_store().files(), section, id)
    if found is None:
        raise UsageError("unknown_name", name=id)
    file, item = found
    return Found(file.source.id, item, item_tag(section, item))


def maker(question: Asked) -> Maker:
    """Makes forms for a question's language and data."""
    projection = question.audit.projection
    return Maker(question.language, projection.governance, lambda s, i: called(projection, s, i))


def read(question: Asked, section: str, values: Mapping[str, str], before: Any) -> Answers:
    """
    What sent boxes say. A link that already led nowhere may go on doing so: it is a finding, and
    mending something else mustn't wait for it.
    """
    projection = question.audit.projection
    loose = {link.to for link in before.contributes_to} if isinstance(before, Goal) else set()
    loose |= set(before.replaces) if isinstance(before, Goal) else set()
    return Answers(
        section,
        values,
        question.language,
        lambda of, id: is_there(projection, of, id) or (of == "goals" and id in loose),
    )


def is_there(projection: Projection, section: str, id: str) -> bool:
    """True if a section holds something of this id."""
    if section == "goals":
        place = projection.number.get(id, -1)
        return place >= 0 and bool(projection.exists[place])
    return id in projection.frame.by_id(section)


def called(projection: Projection, section: str, id: str) -> str:
    """What an id is called; empty if there is nothing of that id."""
    if not is_there(projection, section, id):
        return ""
    if section == "goals":
        return projection.titles[projection.number[id]] or id
    item = projection.frame.by_id(section)[id]
    return str(getattr(item, "name", None) or getattr(item, "title", None) or id)


def suggestions(question: Asked, form: Form, item: Any) -> dict[str, list[Any]]:
    """For each list that the form's boxes name: values with what each is called."""
    return {listed: _suggested(question, listed, item) for listed in form.lists}


def _suggested(question: Asked, listed: str, item: Any) -> list[tuple[str, str]]:
    projection = question.audit.projection
    if listed == "goals":
        return _goals(question, item)
    if listed not in SECTIONS:
        return [(word, word) for word in offered(listed)]
    items = projection.frame.by_id(listed)
    return [(id, called(projection, listed, id)) for id in sorted(items)][:SUGGESTED]


def _goals(question: Asked, item: Any) -> list[tuple[str, str]]:
    """Goals in force, those of a goal's own level and below left out: links lead upward."""
    audit = question.audit
    p = audit.projection
    own = item.level if isinstance(item, Goal) else ""
    lowest = p.governance.order.get(own)
    found = [
        goal for goal in question.reading.goals if lowest is None or int(p.level[goal]) < lowest
    ]
    return [(p.ids[goal], p.titles[goal] or "") for goal in found[:SUGGESTED]]


def named(files: tuple[PlanFile, ...], section: str, said: dict[str, Any]) -> dict[str, Any]:
    """What a new item says, with an id made of its title or name where it was given none."""
    if not has_ids(section) or said.get("id"):
        return said
    title = fold(str(said.get("title") or said.get("name") or ""))
    words = "".join(each if each.isalnum() else " " for each in title)
    stem = "-".join(words.split())[:SLUG].strip("-") or section
    taken = {item.id for file in files for item in file.section(section)}
    id, number = stem, 1
    while id in taken:
        number += 1
        id = f"{stem}-{number}"
    return {"id": id, **said}


def address(question: Asked, section: str, id: str, **more: object) -> str:
    """Where an item is shown; the list of changes where it has no page of its own."""
    pages = {"goals": question.goal, "units": question.unit, "plans": question.plan,
             "indicators": question.indicator, "areas": question.area}  # fmt: skip
    if section not in pages:
        return question.address("/undantag" if section in DECIDED else "/andringar", **more)
    path = pages[section](id)
    return f"{path}{'&' if '?' in path else '?'}{urlencode(more)}" if more else path
