"""
Where the page of a goal, a unit or another thing is: one rule for pages, answers and reports.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit


def thing_address(page: str, ident: str) -> tuple[str, dict[str, str]]:
    """
    The path of a thing's page and what its query must hold, under `/mal`, `/enhet` and the like.

    Browsers fold segments of dots away, even escaped ones, and no route takes a slash first;
    such an id goes as a value.
    """
    if ident.startswith("/") or any(part in (".", "..") for part in ident.split("/")):
        return page, {"id": ident}
    return f"{page}/{quote(ident, safe='/')}", {}


def whole_address(base: str, page: str, ident: str, **query: object) -> str:
    """The address of a thing's page on a service, what is None or '' left out of its query."""
    path, more = thing_address(page, ident)
    pairs = [(k, v) for k, v in {**more, **query}.items() if v is not None and v != ""]
    return base.rstrip("/") + path + (f"?{urlencode(pairs)}" if pairs else "")


def is_base(address: str) -> bool:
    """True for an address that a service may have: http or https, a host, no query, no fragment."""
    try:
        parts = urlsplit(address)
        sound = parts.port is None or parts.port >= 0
    except ValueError:
        return False
    plain = address.isprintable() and not any(each in address for each in " \"'<>\\^`{|}")
    named = parts.scheme in ("http", "https") and bool(parts.hostname)
    return sound and plain and named and not (parts.query or parts.fragment or parts.username)
