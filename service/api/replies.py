"""
Answers that are kept a day, so that a program that lost one may ask again without doing it twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response, request

from graph.store.shelf import Taken
from service.accounts.clock import instant
from service.accounts.who import current_store, who
from service.api.address import WRITER
from service.api.declared import given
from service.asking import language_of
from service.refusing import Refused

if TYPE_CHECKING:
    from graph.store.shelf import Kept

KEPT_HOURS = 24
# How long a key is held by a request that never came to an end.
HELD_MINUTES = 2
HEADERS = ("Content-Location", "ETag", "Location", "Rodtrad-Change")


def once(work: Callable[[], Response], *, secret: str = "") -> Response:
    """
    What `work` answers, or what it answered to the same request under the same key. The value
    at `secret` isn't kept: it is told the first time, and null afterwards.

    Refused with 422 where the key was used for something else, with 409 while the first is still
    under way. What ends in an error wrote nothing, and frees the key.
    """
    key = given()("Idempotency-Key")
    if key is None:
        return work()
    shelf = current_store().shelf("Reply")
    ident, asked = _print(who().name, key), _asked()
    try:
        held = shelf.add(ident, {"asked": asked}, until=instant(minutes=HELD_MINUTES))
    except Taken:
        return _again(shelf.get(ident), asked)
    try:
        response = work()
    except BaseException:
        shelf.drop(ident)
        raise
    body = {
        "asked": asked,
        "status": response.status_code,
        "text": _without(secret, response.get_data(as_text=True)),
        "headers": {name: response.headers[name] for name in HEADERS if name in response.headers},
    }
    shelf.put(ident, body, version=held.version, until=instant(hours=KEPT_HOURS))
    return response


def _without(secret: str, text: str) -> str:
    return WRITER.encode({**json.loads(text), secret: None}) if secret else text


def _again(kept: Kept | None, asked: str) -> Response:
    language = language_of(request)
    if kept is not None and kept.body["asked"] != asked:
        raise Refused("key_reused", language, 422)
    if kept is None or "status" not in kept.body:
        raise Refused("key_busy", language, 409)
    response = Response(kept.body["text"], kept.body["status"], kept.body["headers"])
    response.content_type = "application/json"
    return response


def _asked() -> str:
    """A request in short: equal only for the same thing asked in the same words."""
    return _print(request.method, request.full_path, request.headers.get("If-Match", ""),
                  request.get_data(as_text=False).hex())


def _print(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
