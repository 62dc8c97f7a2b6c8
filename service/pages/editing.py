"""Ändra: the form of any item, new or not, and taking an item out."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from graph.editing import Clash, find_item, item_name, plain_item
from graph.errors import Fault, InputError
from graph.store.shelf import Taken, instant
from queries.impact import impact
from service.accounts.who import Forbidden, current_store
from service.asking import Asked, asked
from service.editing.desk import Found, address, fetch, maker, named, read, section_of, suggestions
from service.editing.forms import KEPT, Form, Wrong, flat, prefilled, wrongs
from service.editing.offering import words
from service.item_words import section_name
from service.words import say
from service.writing import drop, left_by, may_change, put

blueprint = Blueprint("editing", __name__)
blueprint.app_context_processor(words)
# How long a form sent twice is known again.
REMEMBERED = datetime.timedelta(days=1)


@blueprint.get("/ny/<section>")
def new(section: str) -> str:
    """The form of a new item; what the address says of its fields is filled in."""
    question, section = asked(), section_of(section)
    form = maker(question).form(section, prefilled(section, request.args.to_dict()))
    return _page(question, form, None, once=secrets.token_urlsafe(16))


@blueprint.post("/ny/<section>")
def make(section: str) -> Response | tuple[str, int]:
    """Make a new item; sent twice, it is made once."""
    question, section = asked(), section_of(section)
    once = request.form.get("once", "")
    before = current_store().shelf("Reply").get(f"form:{once}")
    if before is not None:
        return redirect(str(before.body["address"]), 303)
    boxes = _boxes()
    # An id is made of the title when none is given.
    boxes.setdefault("id", "")
    guess = {**boxes, "id": boxes["id"].strip() or "-"}
    answers = read(question, section, guess, None)
    if answers.item is None:
        return _refused(question, section, boxes, answers.faults, None, once), 422
    said = plain_item(answers.item)
    if not boxes["id"].strip():
        said.pop("id", None)
    said = named(current_store().files(), section, said)
    try:
        done = put(section, said, id=None, tag=None)
    except InputError as error:
        return _refused(question, section, boxes, error, None, once), 422
    back = address(question, section, str(said.get("id", "")), andring=done.number or "ingen")
    _remember(once, back)
    return redirect(back, 303)


@blueprint.get("/andra/<section>")
def change(section: str) -> str:
    """The form of the item that `id` names."""
    question, section = asked(), section_of(section)
    found = fetch(section, asked_id())
    _check(section, found)
    form = maker(question).form(section, flat(found.item, question.language))
    return _page(question, form, found)


@blueprint.post("/andra/<section>")
def save(section: str) -> Response | tuple[str, int]:
    """Save the item that `id` names; told side by side if somebody else came first."""
    question, section, id = asked(), section_of(section), asked_id()
    found, boxes = fetch(section, id), _boxes()
    answers = read(question, section, boxes, found.item)
    if answers.item is None:
        return _refused(question, section, boxes, answers.faults, found), 422
    try:
        done = put(section, plain_item(answers.item), id=id, tag=request.form.get("tag"))
    except InputError as error:
        return _refused(question, section, boxes, error, found), 422
    except Clash as clash:
        if clash.item is None:
            raise
        if _worded(clash.item) == _worded(plain_item(answers.item)):
            # Sent twice, or two people wanted the same.
            return redirect(address(question, section, id), 303)
        return _beside(question, section, boxes, fetch(section, id)), 409
    return redirect(address(question, section, _named_now(section, answers.item, id),
                            andring=done.number or "ingen"), 303)  # fmt: skip


@blueprint.get("/ta-bort/<section>")
def ask_drop(section: str) -> str:
    """What taking the item out would do, before it is done."""
    question, section, id = asked(), section_of(section), asked_id()
    found = fetch(section, id)
    _check(section, found)
    faults = left_by(section, id, tag=found.tag)
    if faults:
        return _kept(question, section, id, faults)
    loses = impact(question.audit, [f"goal:{asked_id()}"]) if section == "goals" else None
    return render_template(
        "edit_drop.html",
        section=section,
        heading=section_name(section, question.language),
        found=found,
        name=item_name(found.item),
        ident=asked_id(),
        loses=loses,
    )


@blueprint.post("/ta-bort/<section>")
def take_out(section: str) -> Response | tuple[str, int]:
    """Take the item out."""
    question, section, id = asked(), section_of(section), asked_id()
    try:
        done = drop(section, id, tag=request.form.get("tag"))
    except InputError as error:
        return _kept(question, section, id, error.faults), 409
    return redirect(question.address("/andringar", andring=done.number or "ingen"), 303)


def _kept(question: Asked, section: str, id: str, faults: Iterable[Fault]) -> str:
    """Something still refers to the item: what, and where to change it."""
    found = find_item(current_store().files(), section, id)
    return render_template(
        "edit_kept.html",
        heading=section_name(section, question.language),
        name=item_name(found[1]) if found else id,
        ident=id,
        faults=wrongs(faults, question.language),
        section_name=section_name,
        back=address(question, section, id),
    )


def asked_id() -> str:
    """The id that the address or the form names; BadRequest without one."""
    id = request.values.get("id", "")
    if not id:
        raise BadRequest(say("error.needed", asked().language, name="id"))
    return id


def _boxes() -> dict[str, str]:
    """The boxes of a sent form; the ones that say how it was sent are left out."""
    return {
        name.removeprefix("f."): value
        for name, value in request.form.items()
        if name.startswith("f.")
    }


def _worded(said: Mapping[str, Any]) -> dict[str, Any]:
    """What an item says, but for the wording that the service has noted on its links."""
    links = (link if isinstance(link, dict) else {"to": link}
             for link in said.get("contributes_to", []))  # fmt: skip
    bare = [{key: link[key] for key in link if key not in KEPT} for link in links]
    return {**said, "contributes_to": bare}


def _check(section: str, found: Found) -> None:
    """Forbidden before somebody fills in what they may not save."""
    if not may_change(section, plain_item(found.item)):
        raise Forbidden("forbidden.units")


def _named_now(section: str, item: Any, id: str) -> str:
    return str(getattr(item, "id", None) or id)


def _remember(once: str, back: str) -> None:
    if once:
        until = instant(datetime.datetime.now(datetime.UTC) + REMEMBERED)
        try:
            current_store().shelf("Reply").add(f"form:{once}", {"address": back}, until=until)
        except Taken:
            # The same form came twice at the same moment; the other one has said it.
            return


def _refused(
    question: Asked,
    section: str,
    boxes: Mapping[str, str],
    faults: Mapping[str, str] | InputError,
    found: Found | None,
    once: str = "",
) -> str:
    """The form as it was sent, with what is wrong in its boxes, or between it and other items."""
    if isinstance(faults, InputError):
        form = maker(question).form(section, boxes, {}, wrongs(faults.faults, question.language))
    else:
        names = {box.name for box in maker(question).form(section, boxes).boxes}
        loose = tuple(Wrong(said) for name, said in faults.items() if name not in names)
        form = maker(question).form(section, boxes, faults, loose)
    return _page(question, form, found, once=once, tag=request.form.get("tag"))


def _beside(question: Asked, section: str, boxes: Mapping[str, str], found: Found) -> str:
    """The sent form on the item as it is now, what differs told at each box."""
    now = flat(found.item, question.language)
    notes = {
        name: say("edit.now", question.language, value=now.get(name) or "–")
        for name in {*now, *boxes}
        if now.get(name, "") != boxes.get(name, "").replace("\r\n", "\n").strip()
    }
    form = maker(question).form(section, boxes, notes)
    last = current_store().changes(about=(section, asked_id()), limit=1)
    return _page(question, form, found, clash=last[0] if last else True)


def _page(
    question: Asked,
    form: Form,
    found: Found | None,
    *,
    once: str = "",
    tag: str | None = None,
    clash: Any = None,
) -> str:
    item = found.item if found else None
    return render_template(
        "edit.html",
        form=form,
        heading=section_name(form.section, question.language),
        found=found,
        ident=asked_id() if found else "",
        name=item_name(item) if item else "",
        tag=tag or (found.tag if found else ""),
        once=once,
        clash=clash,
        lists=suggestions(question, form, item),
        back=address(question, form.section, asked_id()) if found else question.address("/mal"),
    )

