"""
Where answers get their data: plan files given with the question, or the store.

A service asks the store for its revision, no oftener than a few times a second, and keeps the
projection, and the audits of the views last asked for, until it changes.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.cache import cached
from graph.chain import PlanFile
from graph.checking import chain_of
from graph.errors import Fault
from graph.model import Goal
from graph.projection import Projection, project
from graph.reading import drafts_of
from queries.audit import Audit, audit
from queries.rules.cypher import Ask
from queries.view import View

if TYPE_CHECKING:
    from graph.store import Store

KEPT_AUDITS = 8
# Seconds that a revision is taken for granted: asking the store costs more than most answers.
LOOKED_EVERY = 0.2


class _Kept:
    """A projection, with the audits and the plan files of it that were asked for."""

    def __init__(
        self, projection: Projection, read_files: Callable[[], tuple[PlanFile, ...]]
    ) -> None:
        self.projection = projection
        self._read_files = read_files
        self._files: tuple[PlanFile, ...] | None = None
        self._audits: OrderedDict[View, Audit] = OrderedDict()
        self._lock = threading.Lock()

    def audit(self, view: View) -> Audit:
        settled = view.settled(self.projection.governance)
        with self._lock:
            found = self._audits.pop(settled, None) or audit(self.projection, settled)
            self._audits[settled] = found
            while len(self._audits) > KEPT_AUDITS:
                self._audits.popitem(last=False)
            return found

    def files(self) -> tuple[PlanFile, ...]:
        with self._lock:
            if self._files is None:
                self._files = self._read_files()
            return self._files


class Data:
    """
    One projection at a time, and audits of it.

    `current` says which revision the data has now, `load` fetches it, and `goal` a goal's own
    texts, which arrays don't hold. Safe for threads: one loads, and whoever asks with `now` off
    gets the data as it was while that takes its time.
    """

    def __init__(
        self,
        current: Callable[[], int | None],
        load: Callable[[], Projection],
        goal: Callable[[str], Goal | None],
        ask: Ask | None = None,
        files: Callable[[], tuple[PlanFile, ...]] = tuple,
        made: Callable[[], int] = int,
    ) -> None:
        """
        Nothing is read until somebody asks; `ask` runs Cypher, where there is a store, and `made`
        counts the changes made by this process, which are seen at once.
        """
        self.goal = goal
        self.ask = ask
        self._read_files = files
        self._current = current
        self._load = load
        self._loading = threading.Lock()
        self._kept: _Kept | None = None
        self._looked = float("-inf")
        self._made = made
        self._seen = 0

    def projection(self, *, now: bool = True) -> Projection:
        """The data as it is now."""
        return self._fresh(now).projection

    def audit(self, view: View, *, now: bool = True) -> Audit:
        """The audit of a view, kept while the data stays; UsageError for an unknown level."""
        return self._fresh(now).audit(view)

    def files(self) -> tuple[PlanFile, ...]:
        """The plan files as they are now, sorted by source; the same ones while the data stays."""
        return self._fresh(True).files()

    def _fresh(self, now: bool) -> _Kept:
        kept = self._kept
        if kept is not None and self._is_fresh():
            return kept
        if not self._loading.acquire(blocking=now or kept is None):
            assert kept is not None
            return kept
        try:
            return self._looked_at()
        finally:
            self._loading.release()

    def _looked_at(self) -> _Kept:
        if self._kept is not None and self._is_fresh():
            return self._kept
        # Before the revision: who writes while this is loading must not be told what was.
        begun, made = time.monotonic(), self._made()
        revision = self._current()
        if self._kept is None or self._kept.projection.revision != revision:
            self._kept = _Kept(self._load(), self._read_files)
        self._looked, self._seen = begun, made
        return self._kept

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._looked < LOOKED_EVERY and self._made() == self._seen


def from_files(paths: Sequence[Path]) -> tuple[Data, tuple[Fault, ...]]:
    """Data of plan files, with what was put right on reading; InputError with all faults."""
    drafts = drafts_of(paths)
    chain, notices = chain_of(drafts)
    projection = project(chain)
    files = tuple(sorted((draft.file for draft in drafts), key=lambda file: file.source.id))
    return Data(
        lambda: None, lambda: projection, chain.by_id("goals").get, files=lambda: files
    ), notices


def from_store(store: Store) -> Data:
    """Data of a store; StoreError when it can't be reached."""
    return Data(
        store.revision,
        lambda: cached(store),
        store.goal,
        store.ask,
        store.files,
        lambda: store.made,
    )
