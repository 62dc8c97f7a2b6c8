"""
What pages with forms share: faults beside their fields, and where one is led afterwards.
"""

from __future__ import annotations

import re

from flask import redirect, request
from werkzeug.wrappers import Response

from graph.errors import UsageError
from service.asking import asked, language_of
from service.words import say

Faults = list[tuple[str, str]]
# A path of this service: one slash first, and nothing that a browser would read as another.
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def field(name: str, limit: int = 200) -> str:
    """What a field of the form at hand says, without blanks around, cut where none is so long."""
    return request.form.get(name, "").strip()[:limit]


def fault_of(name: str, error: UsageError) -> Faults:
    """A field's fault, in the reader's language."""
    return [(name, error.text(language_of(request)))]


def missing(name: str, key: str) -> Faults:
    """A fault of a field by the key of its text."""
    return [(name, say(key, language_of(request)))]


def done(path: str, what: str, **more: object) -> Response:
    """Back to a page of this service, which says what was done."""
    return redirect(asked().address(path, klart=what, **more), 303)


def what_was_done(known: tuple[str, ...]) -> str:
    """What the page that led here has done; empty for anything else."""
    said = request.args.get("klart", "")
    return said if said in known else ""


def local_path(path: str) -> str:
    """The path if it is one of this service, else the first page: never another host."""
    return path if _LOCAL.fullmatch(path) else "/"
