"""
Embeds: the register with what has changed since they were placed, and making and changing them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from graph.errors import Fault, InputError, UsageError
from graph.messages import LANGUAGES
from graph.text import shown
from service.accounts.who import current_store
from service.api.address import as_json, blueprint
from service.api.bodies import flag, object_sent, word
from service.api.declared import Answer, Parameter, route
from service.api.parameters import IF_MATCH, IF_NONE_MATCH, KEY, LANG
from service.api.replies import once
from service.asking import asked, language_of, reading_of
from service.embeds import changing, keeping, rendering, snippets
from service.embeds.choosing import is_name, is_page, name_of
from service.embeds.embed import KINDS, PAGES_AT_MOST, PICTURES, SUBJECTS, Embed, new_id
from service.embeds.warnings import warnings_of
from service.refusing import Refused

Said = dict[str, Any]
EMBED = Parameter("embed", place="path")
TOLD = Answer(schema="embed", headers=("ETag",))
MADE = Answer(schema="embed", headers=("ETag", "Location"))
SAME = Answer((), headers=("ETag",))
# What may be said of an embed, and what holds where it isn't said.
USUAL: Said = {
    "kind": None, "subject": "", "year": None, "language": "sv", "picture": "none", "pages": [],
    "public": False,
}  # fmt: skip


@route(
    blueprint, "GET", "/embeds", LANG, IF_NONE_MATCH,
    answers={200: Answer(schema="embeds", headers=("ETag",)), 304: SAME},
)  # fmt: skip
def embeds() -> Response:
    """Every embed that stands, with its warnings."""
    found = [_registered(embed) for embed in keeping.all_kept(current_store())]
    return _tagged({"format": "rodtrad.embeds/1", "embeds": found})


@route(
    blueprint, "GET", "/embeds/<embed>", EMBED, LANG, IF_NONE_MATCH,
    answers={200: TOLD, 304: SAME},
)  # fmt: skip
def embed(embed: str) -> Response:
    """One embed; its ETag is what a change must show."""
    return _told(_standing(embed))


@route(
    blueprint, "POST", "/embeds", LANG, KEY,
    answers={201: MADE}, errors=(404, 409, 413, 415, 422), body="embed_new",
)  # fmt: skip
def embed_new() -> Response:
    """Make an embed, at the address `id` or else at a short one."""

    def work() -> Response:
        said = object_sent()
        ident = said.pop("id", None)
        if ident is not None and not (isinstance(ident, str) and is_name(ident)):
            raise Refused("field", language_of(request), name="'id'")
        wanted = _wanted(Embed(id=ident or new_id(), kind=""), said)
        made = changing.make(wanted)
        response = _told(made, 201)
        response.headers["Location"] = url_for("api.embed", embed=made.id)
        return response

    return once(work)


@route(
    blueprint, "PUT", "/embeds/<embed>", EMBED, LANG, IF_MATCH, KEY,
    answers={200: TOLD}, errors=(409, 412, 413, 415, 422, 428), body="embed_sent",
)  # fmt: skip
def embed_put(embed: str) -> Response:
    """Let an embed show something else, or stand elsewhere; it keeps its address."""

    def work() -> Response:
        was = _seen(embed)
        return _told(changing.save(was, _wanted(was, object_sent())))

    return once(work)


@route(
    blueprint, "POST", "/embeds/<embed>/reviewed", EMBED, LANG, IF_MATCH, KEY,
    answers={200: TOLD}, errors=(409, 412, 413, 422, 428),
)  # fmt: skip
def embed_reviewed(embed: str) -> Response:
    """Take what is shown now as placed: the warnings that If-Match has seen are looked into."""
    return once(lambda: _told(changing.review(_seen(embed))))


@route(
    blueprint, "DELETE", "/embeds/<embed>", EMBED, LANG, IF_MATCH, KEY,
    answers={204: Answer(())}, errors=(409, 412, 413, 422, 428),
)  # fmt: skip
def embed_drop(embed: str) -> Response:
    """Take an embed away; its id is never given again."""

    def work() -> Response:
        changing.drop(_seen(embed))
        return Response(status=204)

    return once(work)


def _standing(ident: str) -> Embed:
    found = keeping.kept(current_store(), ident)
    if found is None or found.dropped:
        raise UsageError("unknown_name", name=ident)
    return found


def _seen(ident: str) -> Embed:
    """The embed, where If-Match shows it as it is now, warnings and all."""
    if "If-Match" not in request.headers:
        raise Refused("if_match", language_of(request), 428)
    found = _standing(ident)
    if not request.if_match.contains(_tag(_whole(found))):
        raise UsageError("clash", id=ident)
    return found


def _registered(embed: Embed) -> Said:
    return rendering.registered(embed, warnings_of(embed, reading_of(embed.view)))


def _whole(embed: Embed) -> Said:
    """The embed as the register has it, with what is pasted into another page."""
    base = rendering.base()
    return {
        **_registered(embed),
        "address": snippets.address(base, embed.id),
        "iframe": snippets.iframe(embed, base, embed.title),
        "script": snippets.script(base),
    }


def _told(embed: Embed, status: int = 200) -> Response:
    return _tagged(_whole(embed), status)


def _tagged(said: Said, status: int = 200) -> Response:
    response = as_json(said)
    response.status_code = status
    response.set_etag(_tag(said))
    if request.method in ("GET", "HEAD"):
        response.make_conditional(request)
    return response


def _tag(said: Said) -> str:
    text = json.dumps(said, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _wanted(was: Embed, said: Said) -> Embed:
    """
    The embed as a body wants it, what isn't said as usual.

    InputError naming each key that isn't known, each value that can't be, and each address that is
    none; UsageError for a subject that isn't there.
    """
    told = {**USUAL, **said}
    kind, subject, year, pages = told["kind"], told["subject"], told["year"], told["pages"]
    sound = {
        "kind": word(KINDS)(kind),
        "subject": isinstance(subject, str),
        "year": year is None or (type(year) is int and 1 <= year <= 9999),
        "language": word(LANGUAGES)(told["language"]),
        "picture": word(PICTURES)(told["picture"]),
        "pages": isinstance(pages, list)
        and len(pages) <= PAGES_AT_MOST
        and all(isinstance(page, str) for page in pages),
        "public": flag(told["public"]),
    }
    faults = [
        Fault.at(shown(key, 60), 0, 0, "unknown_key", key=shown(key, 60), known=", ".join(USUAL))
        for key in sorted(told.keys() - USUAL.keys())
    ]
    faults += [
        Fault.at(key, 0, 0, "embed.field", key=key, value=shown(str(told[key]), 60))
        for key, may_be in sound.items()
        if not may_be
    ]
    if faults:
        raise InputError(faults)
    known = (kind, subject) == (was.kind, was.subject) or (
        name_of(asked(), SUBJECTS[kind], subject) is not None if SUBJECTS[kind] else not subject
    )
    if not known:
        raise UsageError("unknown_name", name=shown(subject, 60))
    faults = [
        Fault.at("pages", 0, 0, "embed.page", value=shown(page, 200))
        for page in pages
        if not is_page(page)
    ]
    if faults:
        raise InputError(faults)
    return replace(was, **{**told, "pages": tuple(dict.fromkeys(pages))})
