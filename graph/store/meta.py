"""
The store's own record: which revision it has reached, and what it holds then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from graph.errors import StoreError
from graph.store.connection import Connection, Run
from graph.store.texts import cypher

T = TypeVar("T")

ATTEMPTS = 5


class State(NamedTuple):
    """Which content a store holds. `mark` tells revisions of different stores apart."""

    revision: int
    digest: str
    mark: str


class Meta(NamedTuple):
    """The record. `head` is the hash of the latest change; empty before the first one."""

    revision: int
    digest: str
    writer: str
    counts: dict[str, int]
    schema_version: int
    head: str

    @property
    def state(self) -> State:
        """What a copy of the content must be of to be of this content."""
        return State(self.revision, self.digest, self.writer)


def read_meta(run: Run) -> Meta:
    """The record as it is now."""
    row = run(cypher("meta_read"))[0]
    return Meta(
        row["revision"],
        row["digest"],
        row["writer"] or "",
        json.loads(row["counts"]),
        row["schema_version"],
        row["head"] or "",
    )


def at_one_revision(connection: Connection, url: str, work: Callable[[Run, Meta], T]) -> T:
    """Neither engine reads from a snapshot, so the revision is looked at twice."""
    for _ in range(ATTEMPTS):

        def once(run: Run) -> tuple[T, bool]:
            before = read_meta(run)
            return work(run, before), read_meta(run).revision == before.revision

        result, steady = connection.read(once)
        if steady:
            return result
    raise StoreError("store.busy", url=url)
