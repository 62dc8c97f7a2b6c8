"""
The work on uploads, in threads of the service: read, compare, write.

At most two at a time; others wait for their turn. What comes of reading is kept in memory for
those last looked at, and worked out again from the files where it is gone.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from graph.chain import PlanFile, gather
from graph.checking import chain_of
from graph.editing import plain_item
from graph.errors import Fault, InputError, RodtradError, UsageError
from graph.projection import Projection, project
from graph.reading import Draft, drafts_from
from graph.reading.report import Report
from graph.sheets.lists import list_of
from graph.store.shelf import Stale
from queries.item_changes import SOURCES, ItemChange, item_changes
from queries.rules.book import RuleBook
from service.accounts.who import Forbidden, Who, may_edit
from service.importing.kept import LIST, Upload, Uploads
from service.importing.preview import (
    IMPORT,
    Files,
    Preview,
    edits_since_import,
    merged,
    preview,
)
from service.proposing import Proposal, propose
from service.writing import units_of

if TYPE_CHECKING:
    from graph.store import Store

AT_ONCE = 2
KEPT_RESULTS = 20
STEPS = ("waiting", "reading", "checking", "comparing", "writing")

log = logging.getLogger("rodtrad.service")


@dataclass(slots=True)
class Progress:
    """How far the work on an upload has come: the step, and how much of it is done."""

    step: str = "waiting"
    items: int = 0
    done: int = 0
    total: int = 0

    def count(self) -> None:
        """One more item has been read."""
        self.items += 1

    def forward(self, done: int, total: int) -> None:
        """So many of so many writes are done."""
        self.done, self.total = done, total


@dataclass(frozen=True, slots=True)
class Result:
    """
    What came of reading an upload: faults, or a preview, or what a list would become; and the
    revision of the store that it was held against.
    """

    items: int = 0
    revision: int = 0
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    preview: Preview | None = None
    proposal: Proposal | None = None


@dataclass(slots=True)
class _Live:
    running: dict[str, Progress] = field(default_factory=dict)
    results: OrderedDict[str, Result] = field(default_factory=OrderedDict)


class Moved(UsageError):
    """The store has another content than the one that the preview was made on."""


class Imports:
    """The imports of one service; made once, begins its threads with the first upload."""

    def __init__(self, store: Store, book: RuleBook | None) -> None:
        """Nothing is read or written yet."""
        self.uploads = Uploads(store)
        self._store = store
        self._book = book
        self._live = _Live()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="las-in")

    def progress(self, id: str) -> Progress | None:
        """How far an upload has come; None where nothing is being done with it."""
        return self._live.running.get(id)

    def result(self, upload: Upload) -> Result | None:
        """What came of reading it; None where that isn't known any more."""
        with self._lock:
            found = self._live.results.get(upload.id)
            if found is not None:
                self._live.results.move_to_end(upload.id)
            return found

    def read(self, upload: Upload, person: Who, language: str) -> None:
        """Read it, and work out what it would do; nothing where that is being done already."""
        self._begin(upload, lambda progress: self._read(upload, person, language, progress))

    def apply(self, upload: Upload, person: Who, revision: int) -> None:
        """Write it, if the store still has the content of that revision."""
        self._begin(upload, lambda progress: self._apply(upload, person, revision, progress))

    def _begin(self, upload: Upload, work: Callable[[Progress], None]) -> None:
        with self._lock:
            if upload.id in self._live.running:
                return
            progress = self._live.running[upload.id] = Progress()
        self._pool.submit(self._run, upload, work, progress)

    def _run(self, upload: Upload, work: Callable[[Progress], None], progress: Progress) -> None:
        try:
            work(progress)
        except Stale:
            log.info("import %s was changed by another process", upload.id)
        except Exception as error:
            # Whatever it is, whoever waits must be told and the next one served.
            told = error.text() if isinstance(error, UsageError) else ""
            if not isinstance(error, RodtradError):
                log.error("import %s", upload.id, exc_info=error)
            self._settle(upload, "failed", told=told)
        finally:
            with self._lock:
                del self._live.running[upload.id]

    def _settle(self, upload: Upload, state: str, **more: object) -> None:
        """Write down what became of the upload, unless it has been taken away."""
        latest = self.uploads.get(upload.id)
        if latest is not None:
            try:
                self.uploads.put(latest, state=state, **more)
            except Stale:
                log.info("import %s was changed meanwhile", upload.id)

    def _keep(self, upload: Upload, result: Result) -> None:
        with self._lock:
            self._live.results[upload.id] = result
            while len(self._live.results) > KEPT_RESULTS:
                self._live.results.popitem(last=False)

    def _read(self, upload: Upload, person: Who, language: str, progress: Progress) -> None:
        progress.step = "reading"
        revision = self._store.revision()
        try:
            if upload.kind == LIST:
                result, state = self._proposal(upload, language), "list"
            else:
                result, state = self._preview(upload, person, progress), "ready"
        except InputError as error:
            faults = tuple(error.faults)
            result, state = Result(progress.items, revision, faults=faults), "faulty"
        self._keep(upload, result)
        self._settle(upload, state)

    def _proposal(self, upload: Upload, language: str) -> Result:
        content = self.uploads.content(upload, 0)
        if isinstance(content, Report):
            raise InputError(content.faults)
        name = upload.files[0].name
        listed = list_of(content, name)
        made = propose(listed, PurePath(name).stem, self._store.chain(), language)
        return Result(len(listed), proposal=made)

    def _preview(self, upload: Upload, person: Who, progress: Progress) -> Result:
        drafts = self._drafts(upload, progress)
        progress.step = "checking"
        revision, stored = self._stored()
        notices = _checked(drafts, stored)
        progress.step = "comparing"
        files = tuple(draft.file for draft in drafts)
        found = preview(
            stored,
            files,
            revision=revision,
            book=self._book,
            edits=edits_since_import(self._store, (file.source.id for file in files)),
            may=partial(may_import, person) if person.units or person.within else None,
        )
        return Result(progress.items, revision, notices=notices, preview=found)

    def _drafts(self, upload: Upload, progress: Progress) -> list[Draft]:
        named = [
            (file.name, partial(self.uploads.content, upload, place))
            for place, file in enumerate(upload.files)
        ]
        return drafts_from(named, progress.count)

    def _stored(self) -> tuple[int, Files]:
        """The content and its revision, of one and the same moment."""
        while True:
            revision, files = self._store.revision(), self._store.files()
            if self._store.revision() == revision:
                return revision, files

    def _apply(self, upload: Upload, person: Who, revision: int, progress: Progress) -> None:
        from graph.store.log import Signature

        progress.step = "reading"
        # Whoever comes second finds another version, and writes nothing.
        upload = self.uploads.put(upload, state="applying")
        drafts = self._drafts(upload, progress)
        progress.step = "checking"
        files = tuple(draft.file for draft in drafts)

        def work(stored: Files) -> Sequence[PlanFile]:
            # Whoever writes between this question and the writing makes the store ask anew.
            if self._store.revision() != revision:
                raise Moved("stale", id=upload.id)
            _checked(drafts, stored)
            if person.units or person.within:
                _check_scope(person, stored, files)
            progress.step = "writing"
            return merged(stored, files)

        signature = Signature(by=person.name, via=upload.via, action=IMPORT)
        try:
            done = self._store.change(work, signature, progress=progress.forward)
        except Moved:
            progress.step = "reading"
            self._settle(upload, "reading", renewed=True)
            self._read(upload, person, "sv", progress)
            return
        except InputError as error:
            faults = tuple(error.faults)
            self._keep(upload, Result(progress.items, self._store.revision(), faults=faults))
            self._settle(upload, "faulty")
            return
        self._settle(upload, "applied", change=done.number)


def _checked(drafts: Sequence[Draft], stored: Files) -> tuple[Fault, ...]:
    """What was put right; InputError with every fault in the files, and between them and others."""
    own = {draft.file.source.id for draft in drafts}
    others = [file for file in stored if file.source.id not in own]
    return chain_of([*map(_stored_draft, others), *drafts], {file.source.id for file in others})[1]


def _stored_draft(file: PlanFile) -> Draft:
    """A stored source beside files that are read."""
    return Draft(Report(file.source.id), file, (), lambda: iter(()))


def may_import(person: Who, change: ItemChange, projection: Projection) -> bool:
    """True if an item, before and after, belongs to units that somebody may change."""
    if change.section == SOURCES and change.kind == "new" and change.items[0].governance is None:
        return True
    if change.section == SOURCES:
        return may_edit(person, (), projection)
    return all(
        may_edit(person, units_of(change.section, plain_item(item), projection), projection)
        for item in change.items
    )


def _check_scope(person: Who, stored: Files, files: Files) -> None:
    projection = project(gather(stored))
    for change in item_changes(stored, merged(stored, files), {}):
        if not may_import(person, change, projection):
            raise Forbidden("forbidden.units")
