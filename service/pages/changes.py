"""Ändringar: who has changed what and when, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from graph.errors import UsageError
from graph.model import SECTIONS
from graph.store.log import Alteration, Change
from service.accounts.who import current_store
from service.asking import Asked, asked, whole
from service.editing.desk import called
from service.item_words import field_name, section_name, value_text
from service.writing import undo

blueprint = Blueprint("changes", __name__)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """What a change did to one item; `fields` are name, before and after."""

    section: str
    id: str
    name: str
    sort: str
    fields: tuple[tuple[str, str, str], ...]
    url: str | None


@blueprint.get("/andringar")
def listing() -> str:
    """All changes, newest first; those of one thing with `om=goals:ID`."""
    question, store = asked(), current_store()
    section, _, id = request.args.get("om", "").partition(":")
    if section and section not in (*SECTIONS, "sources"):
        raise NotFound
    before = request.args.get("fore")
    changes = store.changes(
        about=(section, id) if section else None,
        before=whole(request.args, "fore", 1, 10**9 - 1, question.language) if before else None,
    )
    return render_template(
        "changes.html",
        changes=changes,
        about=(called(question.audit.projection, section, id) or id) if section else "",
        om=request.args.get("om") or None,
    )


@blueprint.get("/andringar/<int:number>")
def page(number: int) -> str:
    """One change, item by item."""
    question, store = asked(), current_store()
    found = _change(number)
    lines = store.alterations(number)
    return render_template(
        "change.html",
        change=found,
        total=len(lines),
        lines=[_line(question, each) for each in lines[:SHOWN]],
    )


@blueprint.post("/andringar/<int:number>/angra")
def take_back(number: int) -> Response:
    """Undo a change."""
    question = asked()
    _change(number)
    done = undo(number)
    return redirect(question.address(f"/andringar/{done.number or number}"), 303)


def _change(number: int) -> Change:
    found = current_store().changes(before=number + 1, limit=1)
    if not found or found[0].number != number:
        raise UsageError("no_change", number=number)
    return found[0]


def _line(question: Asked, each: Alteration) -> Line:
    before, after = each.before or {}, each.after or {}
    said = after or before
    sort = "new" if not before else "gone" if not after else "changed"
    urls = {"goals": question.goal, "units": question.unit}
    return Line(
        section=section_name(each.section, question.language),
        id=each.id,
        name=str(said.get("title") or said.get("name") or ""),
        sort=sort,
        fields=tuple(_fields(question, each.section, before, after)),
        url=urls[each.section](each.id) if after and each.section in urls else None,
    )


def _fields(
    question: Asked, section: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    language = question.language
    levels = {level.id: level.name for level in question.audit.projection.governance.levels}
    return [
        (
            field_name(section, key, language),
            value_text(section, key, before.get(key), language, levels),
            value_text(section, key, after.get(key), language, levels),
        )
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]
