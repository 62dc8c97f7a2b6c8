"""
Where a store is: the URL a person gives, taken apart and checked before anything is opened.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from graph.errors import UsageError

EMBEDDED = "embedded:"
SERVER_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
EMBEDDED_DATABASE = "rodtrad"
SERVER_DATABASE = "neo4j"
TIMEOUT = 300.0


@dataclass(frozen=True, slots=True)
class Address:
    """
    A store's address. Exactly one of `path` (embedded) and `uri` (a server) is set.

    `timeout` is the number of seconds one statement may take. `shown` is the URL as it may
    be printed: never with a password.
    """

    shown: str
    database: str
    timeout: float
    path: Path | None = None
    uri: str = ""
    user: str = ""
    password: str = ""


def parse_address(url: str, user: str | None = None, password: str | None = None) -> Address:
    """
    Take a URL apart; UsageError if it isn't one of the known forms.

    Known: `embedded:PATH`, `bolt://host:port`, `neo4j://…`, with `+s` or `+ssc` for TLS,
    each with `?database=…&timeout=SECONDS`. Name and password come from the arguments,
    else from RODTRAD_STORE_USER and RODTRAD_STORE_PASSWORD, never from the URL.
    """
    if url.startswith(EMBEDDED):
        # A path may hold a question mark, so an embedded address takes no options.
        path = Path(url[len(EMBEDDED) :]).expanduser()
        if not url[len(EMBEDDED) :].strip():
            raise UsageError("store.address", url=url)
        return Address(EMBEDDED + str(path), EMBEDDED_DATABASE, TIMEOUT, path=path.absolute())
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UsageError("store.address", url=_without_password(url)) from None
    if parts.scheme not in SERVER_SCHEMES or not parts.hostname or parts.username is not None:
        raise UsageError("store.address", url=_without_password(url))
    options = dict(parse_qsl(parts.query))
    try:
        timeout = float(options.pop("timeout", TIMEOUT))
    except ValueError:
        timeout = 0.0
    database = options.pop("database", SERVER_DATABASE)
    if options or not timeout > 0 or parts.path.strip("/"):
        raise UsageError("store.address", url=url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    uri = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return Address(
        uri + (f"?database={database}" if database != SERVER_DATABASE else ""),
        database,
        timeout,
        uri=uri,
        user=user or os.environ.get("RODTRAD_STORE_USER", "neo4j"),
        password=password or os.environ.get("RODTRAD_STORE_PASSWORD", ""),
    )


def _without_password(url: str) -> str:
    head, mark, tail = url.rpartition("@")
    return f"{head.partition('://')[0]}://…@{tail}" if mark else url
