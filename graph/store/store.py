"""
The store: everything that is written, kept by a graph database and changed one revision at
a time. One class whatever the engine; docs/store.md shows what lies in the graph.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

import neo4j.graph
import neo4j.time

from graph.chain import Chain, PlanFile, gather
from graph.checking import join
from graph.columns import Columns
from graph.digest import digest
from graph.errors import StoreError, UsageError
from graph.model import Goal
from graph.store import embedded
from graph.store.addresses import parse_address
from graph.store.columns import read_columns
from graph.store.connection import Connection, Run
from graph.store.importing import ImportReport, Progress, compare, settle, write
from graph.store.mapping import edge_types, labels, shape
from graph.store.migrations import migrate
from graph.store.reading import Stored, read_stored
from graph.store.reading_only import writing_word
from graph.store.records import content_print
from graph.store.review import current_prints, reviewed, stating
from graph.store.texts import cypher

T = TypeVar("T")

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store is and holds. `counts` is per section, with links and sources beside."""

    url: str
    engine: str
    version: str
    schema_version: int
    revision: int
    digest: str
    sources: tuple[str, ...]
    counts: Mapping[str, int]
    attached: bool


class State(NamedTuple):
    """Which content a store holds. `mark` tells revisions of different stores apart."""

    revision: int
    digest: str
    mark: str


class _Meta(NamedTuple):
    revision: int
    digest: str
    writer: str
    counts: dict[str, int]
    schema_version: int


def open_store(
    url: str, *, user: str | None = None, password: str | None = None, create: bool = True
) -> Store:
    """
    Open the store at `embedded:PATH`, `bolt://…` or `neo4j://…`, ready for use.

    With `create` an empty store is made where there is none. UsageError for a URL that is
    none of these; StoreError, StoreLocked or StoreRefused if it can't be opened.
    """
    address = parse_address(url, user, password)
    if address.path is None:
        connection = Connection(address, address.uri, address.user, address.password)
        return _opened(address.shown, connection, None, create=create)
    engine = embedded.open_embedded(address.path, (labels(), edge_types()), create=create)
    try:
        connection = Connection(address, engine.uri, embedded.USER, engine.password)
    except BaseException:
        engine.stop()
        raise
    return _opened(address.shown, connection, engine, create=create)


def _opened(
    shown: str, connection: Connection, engine: embedded.Engine | None, *, create: bool
) -> Store:
    store = Store(shown, connection, engine)
    try:
        migrate(connection, shown, digest(gather(())), create=create)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """An open store; close it, or use it as a context manager. Made by `open_store`."""

    def __init__(self, url: str, connection: Connection, engine: embedded.Engine | None) -> None:
        self.url = url
        self._connection = connection
        self._engine = engine

    @property
    def attached(self) -> bool:
        """True where another process owns the embedded files and this one is its guest."""
        return self._engine is not None and self._engine.attached

    def close(self) -> None:
        """Let go of the store. The connection goes first: with one open, Java never ends."""
        self._connection.close()
        if self._engine is not None:
            self._engine.stop()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def revision(self) -> int:
        """How many imports have changed the content; 0 for an empty store."""
        return self._connection.read(_meta).revision

    def state(self) -> State:
        """What a copy of the content must be of to be of this content."""
        meta = self._connection.read(_meta)
        return State(meta.revision, meta.digest, meta.writer)

    def info(self) -> StoreInfo:
        """What this store is and holds."""
        meta, sources = self._at_one_revision(
            lambda run, meta: (meta, run(cypher("read_source_ids"))[0]["ids"])
        )
        engine, version = _engine_of(self._connection.agent)
        return StoreInfo(
            self.url,
            engine,
            version,
            meta.schema_version,
            meta.revision,
            meta.digest,
            tuple(sorted(sources)),
            meta.counts,
            self.attached,
        )

    def files(self) -> tuple[PlanFile, ...]:
        """
        Every source as the plan file it came from, sorted by id, nothing lost.

        A link states its reviewed wording where the file did, or where it isn't the wording
        of now; so these files, imported elsewhere, say the same.
        """
        stored = self._stored()
        return stating(stored.files, current_prints(stored.files), stored.reviews)

    def chain(self) -> Chain:
        """Everything stored, as one chain."""
        return gather(self.files())

    def columns(self) -> Columns:
        """Everything stored, goals and links as columns, at one revision."""
        return self._at_one_revision(lambda run, meta: read_columns(run, meta[0], meta[1]))

    def goal(self, goal_id: str) -> Goal | None:
        """A goal's own texts, dates and numbers, without what it refers to; None if not there."""
        form = shape(Goal)
        columns = ", ".join(f"n.{column.name}" for column in form.columns)
        rows = self.ask(cypher("read_goal", COLUMNS=columns), {"id": goal_id})
        found: Goal | None = form.item(rows[0]["row"]) if rows else None
        return found

    def ask(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, limit: int = 10_000
    ) -> list[dict[str, Any]]:
        """
        At most `limit` rows of any Cypher text, as plain values.

        Runs in a transaction that is always rolled back. UsageError if the text can't be
        run, or would write.
        """
        if word := writing_word(text):
            raise UsageError("store.writes", word=word)
        records = self._connection.ask(text, parameters or {}, limit)
        return [
            {key: _plain(value) for key, value in zip(record.keys(), record.values(), strict=True)}
            for record in records
        ]

    def import_files(
        self,
        files: Sequence[PlanFile],
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """
        Put the files in place of what their sources held before; other sources stay.

        All or nothing, in one transaction; content that is the same already writes nothing.
        InputError if the whole, other sources included, doesn't hold together; StoreError
        if other writers came first every time.
        """
        contents = {file.source.id: content_print(file) for file in files}
        if len(contents) == len(files) and (same := self._known(contents)):
            return same
        for _ in range(ATTEMPTS):
            report = self._import_once(files, contents, dry_run, progress)
            if report is not None:
                return report
        raise StoreError("store.busy", url=self.url)

    def _known(self, contents: Mapping[str, str]) -> ImportReport | None:
        """The report of an import that would change nothing, if the prints alone show it."""
        meta, sources = self._at_one_revision(
            lambda run, meta: (meta, dict(run(cypher("read_contents"))[0]["sources"]))
        )
        if any(sources.get(source) != said for source, said in contents.items()):
            return None
        return ImportReport({}, {}, {}, True, meta.revision, meta.digest)

    def _import_once(
        self,
        files: Sequence[PlanFile],
        contents: Mapping[str, str],
        dry_run: bool,
        progress: Progress | None,
    ) -> ImportReport | None:
        """The report, or None if another writer came between reading and writing."""
        stored = self._stored()
        replaced = {file.source.id for file in files}
        others = [file for file in stored.files if file.source.id not in replaced]
        join([*others, *files])
        after = sorted([*others, *files], key=lambda file: file.source.id)
        prints = current_prints(after)
        reviews = reviewed(after, prints, stored.reviews)
        change = compare(stored, after, prints, reviews)
        counted = (dict(change.new), dict(change.changed), dict(change.removed))
        if change.empty:
            return ImportReport(*counted, True, stored.revision, stored.digest)
        writer = f"{os.getpid()}-{secrets.token_hex(8)}"

        # The digest is worked out while the engine writes: it is needed last, and takes long.
        with ThreadPoolExecutor(1) as beside:
            said = beside.submit(lambda: digest(gather(stating(after, prints, reviews))))
            if dry_run:
                return ImportReport(*counted, False, stored.revision, said.result())

            def work(run: Run) -> bool:
                if not run(cypher("meta_claim"), expected=stored.revision, writer=writer):
                    return False
                write(run, change, after, prints, reviews, progress)
                settle(run, contents, after, said.result())
                return True

            if not self._connection.write(work):
                return None
            return ImportReport(*counted, False, stored.revision + 1, said.result())

    def _stored(self) -> Stored:
        return self._at_one_revision(lambda run, meta: read_stored(run, meta[0], meta[1]))

    def _at_one_revision(self, work: Callable[[Run, _Meta], T]) -> T:
        """Neither engine reads from a snapshot, so the revision is looked at twice."""
        for _ in range(ATTEMPTS):

            def once(run: Run) -> tuple[T, bool]:
                before = _meta(run)
                return work(run, before), _meta(run).revision == before.revision

            result, steady = self._connection.read(once)
            if steady:
                return result
        raise StoreError("store.busy", url=self.url)


def _meta(run: Run) -> _Meta:
    row = run(cypher("meta_read"))[0]
    return _Meta(
        row["revision"],
        row["digest"],
        row["writer"] or "",
        json.loads(row["counts"]),
        row["schema_version"],
    )


def _engine_of(agent: str) -> tuple[str, str]:
    """Engine and version; the embedded one calls itself Neo4j, with its name in brackets."""
    name, _, version = agent.partition("/")
    if "(" in version:
        name, _, version = version.partition("(")[2].rstrip(")").partition(" ")
    return name, version


def _plain(value: Any) -> Any:
    if isinstance(value, neo4j.graph.Path):
        return [_plain(node) for node in value.nodes]
    if isinstance(value, neo4j.graph.Entity):
        return {key: _plain(value[key]) for key in iter(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, neo4j.time.Date | neo4j.time.DateTime | neo4j.time.Time):
        return value.iso_format()
    return value.isoformat() if isinstance(value, date | datetime | time) else value
