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
from graph.sheets.shapes import heading, shapes, sheet_name
from graph.store.log import Alteration, Change
from service.accounts.who import current_store
from service.asking import Asked, asked, whole
from service.editing.desk import called
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
    before, after, language = each.before or {}, each.after or {}, question.language
    said = after or before
    sort = "new" if not before else "gone" if not after else "changed"
    urls = {"goals": question.goal, "units": question.unit}
    return Line(
        section=sheet_name(each.section, language) if each.section in SECTIONS else each.section,
        id=each.id,
        name=str(said.get("title") or said.get("name") or ""),
        sort=sort,
        fields=tuple(_fields(each.section, before, after, language)),
        url=urls[each.section](each.id) if after and each.section in urls else None,
    )


def _fields(
    section: str, before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> list[tuple[str, str, str]]:
    shape = shapes().get(section)
    known = {field.key for field in shape.columns} if shape else set()
    out = []
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) == after.get(key):
            continue
        if f"{section}.{key}" in shapes():
            name = sheet_name(f"{section}.{key}", language)
        else:
            name = heading(shape, key, language) if shape and key in known else key
        out.append((name, _text(before.get(key)), _text(after.get(key))))
    return out


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    if isinstance(value, dict):
        head, *rest = value.values()
        more = ", ".join(_text(each) for each in rest)
        return f"{_text(head)} ({more})" if more else _text(head)
    return "" if value is None else str(value)

