"""
Changing items: a new one, another in its place, or none.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request, url_for

from graph.editing import find_item, item_tag
from graph.store.log import Changed
from service.accounts.who import current_store
from service.api.address import blueprint
from service.api.bodies import fields_sent, object_sent, text
from service.api.declared import Answer, Parameter, given, route
from service.api.items import BESIDE, SOME, named, shown
from service.api.parameters import ID, IDENT, IF_MATCH, KEY, LANG, SECTION
from service.api.replies import once
from service.asking import language_of
from service.refusing import Refused
from service.writing import drop, put, review

CHANGE = "Rodtrad-Change"
LONGEST = 1000
MADE = Answer(schema="{section}", headers=("ETag", "Location", CHANGE))
DONE = Answer(schema="{section}", headers=("ETag", "Content-Location", CHANGE))
GONE = Answer((), headers=(CHANGE,))


@route(
    blueprint, "POST", SOME, SECTION, Parameter("source"), LANG, KEY,
    answers={201: MADE}, errors=(409, 413, 415, 422), body="{section}",
)  # fmt: skip
def item_new(section: str) -> Response:
    """Put a new item into the chain, in `source` or else where it belongs."""

    def work() -> Response:
        done = put(section, object_sent(), id=None, tag=None, source=given()("source"))
        return _told(section, "", done, 201)

    return once(work)


@route(
    blueprint, "PUT", SOME + "/<path:ident>", SECTION, IDENT, ID, LANG, IF_MATCH, KEY,
    answers={200: DONE}, errors=(409, 412, 413, 415, 422, 428), body="{section}",
)  # fmt: skip
def item_put(section: str, ident: str) -> Response:
    """Put an item in the place of the one that If-Match has seen."""

    def work() -> Response:
        tag, said = _seen(section, named(ident)), object_sent()
        return _told(section, named(ident), put(section, said, id=named(ident), tag=tag), 200)

    return once(work)


@route(
    blueprint, "DELETE", SOME + "/<path:ident>", SECTION, IDENT, ID, LANG, IF_MATCH, KEY,
    answers={204: GONE}, errors=(409, 412, 413, 422, 428),
)  # fmt: skip
def item_drop(section: str, ident: str) -> Response:
    """Take the item out that If-Match has seen."""

    def work() -> Response:
        done = drop(section, named(ident), tag=_seen(section, named(ident)))
        return _noted(Response(status=204), done)

    return once(work)


@route(
    blueprint, "POST", "/links/review", LANG, IF_MATCH, KEY,
    answers={200: Answer(schema="Goal", headers=("ETag", "Content-Location", CHANGE))},
    errors=(404, 409, 412, 413, 415, 422, 428), body="link_review",
)  # fmt: skip
def link_reviewed() -> Response:
    """Say that a link has been read against the wording of now; If-Match has seen its goal."""

    def work() -> Response:
        said = fields_sent({"from": text(LONGEST, 1), "to": text(LONGEST, 1)}, {})
        done = review(said["from"], said["to"], tag=_seen("goals", said["from"]))
        return _told("goals", said["from"], done, 200)

    return once(work)


def _seen(section: str, ident: str) -> str:
    """The tag that If-Match shows; of several, that of the item as it is now."""
    tags = request.if_match
    if "If-Match" not in request.headers:
        raise Refused("if_match", language_of(request), 428)
    if not tags.star_tag and len(list(tags)) == 1:
        return next(iter(tags))
    found = find_item(current_store().files(), section, ident)
    now = item_tag(section, found[1]) if found else ""
    return now if tags.contains(now) else ""


def _told(section: str, ident: str, done: Changed, status: int) -> Response:
    """The item as it now is, with its address."""
    store = current_store()
    if done.number is not None:
        # Only one item of the section came; what else changed followed from it.
        ident = next(
            each.id
            for each in store.alterations(done.number)
            if each.section == section
            and each.after is not None
            and (each.before is None or each.id == ident)
        )
    found = find_item(store.files(), section, ident)
    # Another writer may have been there since; what they did is told by the next question.
    response = shown(section, found[1], status) if found else Response(status=status)
    name = "Location" if status == 201 else "Content-Location"
    response.headers[name] = address_of(section, ident)
    return _noted(response, done)


def _noted(response: Response, done: Changed) -> Response:
    if done.number is not None:
        response.headers[CHANGE] = str(done.number)
    return response


def address_of(section: str, ident: str) -> str:
    """Where an item is read; ids that browsers would fold stand beside the path."""
    folded = ident.startswith("/") or {"", ".", ".."} & set(ident.split("/")) or ident == BESIDE
    base = url_for("api.section_items", section=section)
    return f"{base}/{BESIDE}?id={quote(ident, safe='')}" if folded else f"{base}/{quote(ident)}"
