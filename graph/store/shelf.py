"""
The shelf: what the service keeps beside the chain, such as people, sessions and settings.

It is no part of revision, digest and plan files. Each thing has a version, and is only
written over by one who has seen the latest.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.errors import UsageError
from graph.store.connection import Connection, Run
from graph.store.texts import cypher

KINDS = ("User", "Token", "Session", "SignIn", "Embed", "Setting", "Upload", "Reply")


class Taken(UsageError):
    """Something with that id is kept already."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__("taken", kind=kind, id=id)


class Stale(UsageError):
    """Another has written since the version that was read, or taken it away."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__("stale", kind=kind, id=id)


@dataclass(frozen=True, slots=True)
class Kept:
    """
    One kept thing. `body` holds JSON values; `key` is the one indexed text, not unique;
    `until` is the instant (as `instant` writes it) from which it counts as gone, or empty.
    """

    id: str
    version: int
    key: str
    until: str
    body: Mapping[str, Any]


def instant(when: datetime | str | None = None) -> str:
    """
    A moment as a text that sorts by time, such as `2024-01-31T12:00:00.000000Z`; now without
    one.

    A text is any ISO 8601 date and time; without an offset it is taken for UTC. ValueError if
    it is none.
    """
    if when is None:
        when = datetime.now(UTC)
    elif isinstance(when, str):
        when = datetime.fromisoformat(when)
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


class Shelf:
    """The things of one kind. Made by `Store.shelf`."""

    def __init__(self, connection: Connection, kind: str) -> None:
        self._connection = connection
        self._kind = kind
        # Writers of one process wait for each other rather than being thrown out: the embedded
        # engine refuses the later of two that share a page.
        self._writing = threading.Lock()

    def get(self, id: str) -> Kept | None:
        """What is kept under the id; None if nothing is, or if its time is past."""
        kept = self._connection.read(lambda run: self._found(run, id))
        return None if kept is None or _is_past(kept) else kept

    def all(self, *, key: str | None = None, after: str = "", limit: int = 1000) -> list[Kept]:
        """At most `limit` things by id, from the one after `after`; only those with the key."""
        more = "" if key is None else " AND n.key = $key" if key else " AND n.key IS NULL"
        text = cypher("shelf_all", LABEL=self._kind, MORE=more)
        values = {"after": after, "now": instant(), "key": key or None, "limit": limit}
        return [_kept(row) for row in self._connection.read(lambda run: run(text, **values))]

    def add(self, id: str, body: Mapping[str, Any], *, key: str = "", until: str = "") -> Kept:
        """Keep something new. Taken if the id is there; one whose time is past gives way."""
        values = _values(id, body, key, until)

        def work(run: Run) -> int:
            old = self._found(run, id)
            if old is not None and not _is_past(old):
                raise Taken(self._kind, id)
            if old is not None:
                return self._written(run, old.version, values)
            run(cypher("shelf_add", LABEL=self._kind), **values)
            return 1

        return self._write(work, values)

    def put(
        self, id: str, body: Mapping[str, Any], *, version: int, key: str = "", until: str = ""
    ) -> Kept:
        """Write over what is kept; Stale unless its version still is `version`."""
        values = _values(id, body, key, until)
        return self._write(lambda run: self._written(run, version, values), values)

    def drop(self, id: str) -> bool:
        """Take a thing away; False if it wasn't there."""
        text = cypher("shelf_drop", LABEL=self._kind)
        with self._writing:
            return bool(self._connection.write(lambda run: run(text, id=id)[0]["done"]))

    def sweep(self, now: str) -> int:
        """Take away everything whose time is past at an instant; how many there were."""
        text, at = cypher("shelf_sweep", LABEL=self._kind), instant(now)
        with self._writing:
            return int(self._connection.write(lambda run: run(text, now=at)[0]["done"]))

    def _found(self, run: Run, id: str) -> Kept | None:
        rows = run(cypher("shelf_get", LABEL=self._kind), id=id)
        return _kept(rows[0]) if rows else None

    def _written(self, run: Run, version: int, values: Mapping[str, Any]) -> int:
        rows = run(
            cypher("shelf_put", LABEL=self._kind),
            version=version,
            claim=secrets.token_hex(8),
            **values,
        )
        if not rows:
            raise Stale(self._kind, values["id"])
        return int(rows[0]["version"])

    def _write(self, work: Any, values: Mapping[str, Any]) -> Kept:
        with self._writing:
            version = self._connection.write(work)
        return _kept({**values, "version": version})


def _values(id: str, body: Mapping[str, Any], key: str, until: str) -> dict[str, Any]:
    said = json.dumps(body, ensure_ascii=False, allow_nan=False)
    return {"id": id, "body": said, "key": key or None, "until": instant(until) if until else None}


def _kept(row: Mapping[str, Any]) -> Kept:
    return Kept(
        row["id"], row["version"], row["key"] or "", row["until"] or "", json.loads(row["body"])
    )


def _is_past(kept: Kept) -> bool:
    return bool(kept.until) and kept.until <= instant()
