"""
Who may frame an embed, read its fragment and hear its height: the headers that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flask import Response, request

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")

NOBODY = "'none'"


def known(origins: Iterable[str]) -> tuple[str, ...]:
    """The origins that are written as such; nothing else may reach a header."""
    return tuple(each for each in origins if ORIGIN.fullmatch(each))


def policy(ancestors: Sequence[str]) -> str:
    """The Content-Security-Policy of an embed's page, which these origins may frame."""
    return "; ".join((
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {' '.join(ancestors) or NOBODY}",
    ))


def framed(response: Response, ancestors: Sequence[str]) -> Response:
    """The answer, to be shown within pages of these origins."""
    response.headers["Content-Security-Policy"] = policy(ancestors)
    return response


def shared(response: Response, origins: Sequence[str]) -> Response:
    """The answer, to be read by scripts of these origins."""
    response.vary.add("Origin")
    asking = request.headers.get("Origin", "")
    if any(fits(each, asking) for each in origins):
        response.headers["Access-Control-Allow-Origin"] = asking
        response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response


def fits(allowed: str, origin: str) -> bool:
    """True if an origin is the one on the list, or under it where it begins with `*.`."""
    if "*" not in allowed:
        return allowed == origin
    before, after = allowed.split("*")
    inner = origin[len(before) : len(origin) - len(after)]
    return bool(inner) and origin == before + inner + after and not set(inner) & set("/:@")
