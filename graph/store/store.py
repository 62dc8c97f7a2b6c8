"""
The store: everything that is written, kept by a graph database and changed one revision at
a time. One class whatever the engine; docs/store.md shows what lies in the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import TracebackType
from typing import Any, TypeVar

import neo4j.graph
import neo4j.time

from graph.chain import Chain, PlanFile, gather
from graph.columns import Columns, columns_of
from graph.digest import digest
from graph.errors import UsageError
from graph.model import Goal
from graph.store import embedded
from graph.store.addresses import parse_address
from graph.store.chain_only import beyond_chain
from graph.store.changing import Content, Proposal, unstated
from graph.store.columns import read_columns
from graph.store.connection import Connection, Run
from graph.store.history import find_changes, read_alterations, undoable
from graph.store.importing import ImportReport, Progress
from graph.store.log import UNSIGNED, Alteration, Change, Changed, Signature, broken
from graph.store.mapping import edge_types, labels, shape
from graph.store.meta import Meta, State, at_one_revision, read_meta
from graph.store.migrations import migrate
from graph.store.reading import Stored
from graph.store.reading_only import writing_word
from graph.store.records import content_print
from graph.store.shelf import KINDS, Shelf
from graph.store.texts import cypher
from graph.store.undoing import undone_files, undone_reviews

T = TypeVar("T")


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
    home = embedded.Home(address.path, (labels(), edge_types()), create=create)
    try:
        engine = home.engine
        connection = Connection(address, engine.uri, embedded.USER, engine.password, home)
    except BaseException:
        home.stop()
        raise
    return _opened(address.shown, connection, home, create=create)


def _opened(
    shown: str, connection: Connection, home: embedded.Home | None, *, create: bool
) -> Store:
    store = Store(shown, connection, home)
    try:
        migrate(connection, shown, digest(gather(())), create=create)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """An open store; close it, or use it as a context manager. Made by `open_store`."""

    def __init__(self, url: str, connection: Connection, home: embedded.Home | None) -> None:
        self.url = url
        self._connection = connection
        self._home = home
        self._content = Content(connection, url)
        self._shelves = {kind: Shelf(connection, kind) for kind in KINDS}

    @property
    def attached(self) -> bool:
        """True where another process owns the embedded files and this one is its guest."""
        return self._home is not None and self._home.engine.attached

    def close(self) -> None:
        """Let go of the store. The connection goes first: with one open, Java never ends."""
        self._connection.close()
        if self._home is not None:
            self._home.stop()

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
        return self._connection.read(read_meta).revision

    @property
    def made(self) -> int:
        """How many changes this object has made; known without asking the database."""
        return self._content.made

    def state(self) -> State:
        """What a copy of the content must be of to be of this content."""
        return self._connection.read(read_meta).state

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
        return self._content.stored().shown

    def chain(self) -> Chain:
        """Everything stored, as one chain."""
        return gather(self.files())

    def columns(self) -> Columns:
        """Everything stored, goals and links as columns, read at one revision."""
        return self._at_one_revision(lambda run, meta: read_columns(run, meta[0], meta[1]))

    def columns_at_hand(self) -> Columns | None:
        """What `columns` would read, without reading it, after a change made here; else None."""
        kept = self._content.kept()
        if kept is None:
            return None
        columns = columns_of(gather(kept.shown), kept.prints, kept.digest)
        columns.revision = kept.revision
        return columns

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
        run, would write, or may reach what isn't the chain.
        """
        if word := writing_word(text):
            raise UsageError("store.writes", word=word)
        if part := beyond_chain(text):
            raise UsageError("store.beyond", part=part)
        records = self._connection.ask(text, parameters or {}, limit)
        return [
            {key: _plain(value) for key, value in zip(record.keys(), record.values(), strict=True)}
            for record in records
        ]

    def shelf(self, kind: str) -> Shelf:
        """What is kept beside the chain of one of `shelf.KINDS`; KeyError for any other."""
        return self._shelves[kind]

    def change(
        self,
        work: Callable[[tuple[PlanFile, ...]], Sequence[PlanFile]],
        signature: Signature,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Changed:
        """
        Store what `work` makes of every source, all or nothing, signed in the log.

        `work` gets what `files` gives, and is run again if another writer came first; what it
        raises ends it with nothing written. InputError if the whole doesn't hold together;
        StoreError if other writers came first every time.
        """

        def propose(stored: Stored) -> Proposal:
            return Proposal(unstated(work(stored.shown), stored), stored.reviews)

        return self._content.change(propose, signature, dry_run=dry_run, progress=progress)

    def import_files(
        self,
        files: Sequence[PlanFile],
        *,
        signature: Signature | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """
        Put the files in place of what their sources held before; other sources stay.

        As `change`; content that is the same already writes nothing.
        """
        contents = {file.source.id: content_print(file) for file in files}
        if len(contents) == len(files) and (same := self._known(contents)):
            return same

        def propose(stored: Stored) -> Proposal:
            others = [file for file in stored.files if file.source.id not in contents]
            return Proposal([*others, *files], stored.reviews, contents)

        signed = signature or UNSIGNED
        return self._content.change(propose, signed, dry_run=dry_run, progress=progress).report

    def _known(self, contents: Mapping[str, str]) -> ImportReport | None:
        """The report of an import that would change nothing, if the prints alone show it."""
        meta, sources = self._at_one_revision(
            lambda run, meta: (meta, dict(run(cypher("read_contents"))[0]["sources"]))
        )
        if any(sources.get(source) != said for source, said in contents.items()):
            return None
        return ImportReport({}, {}, {}, True, meta.revision, meta.digest)

    def undo(self, number: int, signature: Signature) -> Changed:
        """
        Take a change back, all of it, by a new change.

        UsageError if there is no such change; Overtaken if a later one touched the same items;
        InputError if what is left wouldn't hold together.
        """

        def propose(stored: Stored) -> Proposal:
            told = self._connection.read(lambda run: undoable(run, number, stored.revision))
            return Proposal(
                undone_files(stored.files, told),
                undone_reviews(stored.reviews, told),
                undoes=number,
            )

        return self._content.change(propose, signature)

    def changes(
        self, *, about: tuple[str, str] | None = None, before: int | None = None, limit: int = 50
    ) -> list[Change]:
        """
        The log, newest first: at most `limit` changes, with numbers below `before`, `about` one
        item (its section and id; see `graph.editing.item_key`) or everything.
        """
        return self._connection.read(lambda run: find_changes(run, about, before, limit))

    def alterations(self, number: int) -> tuple[Alteration, ...]:
        """What a change did, item by item; UsageError if there is no such change."""
        stored = self._content.stored()
        return self._connection.read(lambda run: read_alterations(run, number, stored.files))

    def verify_log(self) -> int | None:
        """The number of the first change whose hash doesn't hold; None if all do."""

        def work(run: Run) -> int | None:
            meta = read_meta(run)
            return broken(run, meta.revision, meta.head)

        return self._connection.read(work)

    def _at_one_revision(self, work: Callable[[Run, Meta], T]) -> T:
        return at_one_revision(self._connection, self.url, work)


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
