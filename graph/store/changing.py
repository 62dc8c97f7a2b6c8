"""
The single way by which content changes: everything that is written goes through here, and
through the log.
"""

from __future__ import annotations

import dataclasses
import os
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from graph.chain import PlanFile, gather
from graph.checking import join
from graph.digest import Lines, digest
from graph.errors import StoreError
from graph.model import Goal, Link
from graph.store.connection import Connection, Run
from graph.store.importing import ImportReport, Progress, compare, settle, write
from graph.store.log import Changed, Signature, enter
from graph.store.meta import ATTEMPTS, State, at_one_revision, read_meta
from graph.store.reading import Stored, read_stored
from graph.store.recording import record
from graph.store.review import Reviews, prints_after, reviewed, stating
from graph.store.texts import cypher


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    What shall be stored: the files as they shall be, links stating only what they themselves
    state. `contents` are the prints of files that were given whole; `reviews` those to go by.
    """

    files: Sequence[PlanFile]
    reviews: Reviews
    contents: Mapping[str, str] = field(default_factory=dict)
    undoes: int | None = None


class Content:
    """The content of one store: read, kept while nobody else writes, and changed."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self._url = url
        self._kept: tuple[State, Stored] | None = None
        self._lines = Lines()
        # How many changes were made here.
        self.made = 0
        # Writers of one process wait for each other instead of starting over.
        self._writing = threading.RLock()

    def kept(self) -> Stored | None:
        """Everything that is stored now, if it was read or written here and is as it was."""
        found = self._current()
        if found is None and self._kept is not None:
            # Most likely somebody here has just written it; nothing is so quick as to wait.
            with self._writing:
                found = self._current()
        return found

    def _current(self) -> Stored | None:
        kept = self._kept
        if kept is not None and self._connection.read(read_meta).state == kept[0]:
            return kept[1]
        return None

    def stored(self) -> Stored:
        """Everything that is stored now; not read anew while the store is as it was."""
        found = self._current()
        if found is not None:
            return found
        with self._writing:
            # Somebody here may have written or read it while this waited.
            found = self._current()
            if found is None:
                state, found = at_one_revision(
                    self._connection,
                    self._url,
                    lambda run, meta: (meta.state, read_stored(run, meta.revision, meta.digest)),
                )
                self._kept = state, found
            return found

    def change(
        self,
        propose: Callable[[Stored], Proposal],
        signature: Signature,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Changed:
        """Store what is proposed of what is stored; proposed again if others came first."""
        with self._writing:
            for _ in range(ATTEMPTS):
                stored = self.stored()
                changed = self._once(stored, propose(stored), signature, dry_run, progress)
                if changed is not None:
                    return changed
        raise StoreError("store.busy", url=self._url)

    def _once(
        self,
        stored: Stored,
        proposal: Proposal,
        signature: Signature,
        dry_run: bool,
        progress: Progress | None,
    ) -> Changed | None:
        """What was done, or None if another writer came between reading and writing."""
        there = {file.source.id for file in stored.files}
        join(proposal.files, kept=there.difference(proposal.contents))
        after = tuple(sorted(proposal.files, key=lambda file: file.source.id))
        prints = prints_after(stored.files, stored.prints, after)
        reviews = reviewed(after, prints, proposal.reviews)
        writes = compare(stored, after, prints, reviews)
        counted = (dict(writes.new), dict(writes.changed), dict(writes.removed))
        if writes.empty:
            return Changed(ImportReport(*counted, True, stored.revision, stored.digest), None)
        number = stored.revision + 1
        writer = f"{os.getpid()}-{secrets.token_hex(8)}"
        # A file that was edited is no longer any that was imported.
        contents = dict.fromkeys(_edited(stored.files, after), "") | dict(proposal.contents)

        def finish() -> Stored:
            told = stating(after, prints, reviews)
            said = digest(gather(told), prints, self._lines)
            return Stored(number, said, after, reviews, prints, told)

        # The digest is worked out while the engine writes: it is needed last, and takes long.
        with ThreadPoolExecutor(1) as beside:
            done = beside.submit(finish)
            if dry_run:
                report = ImportReport(*counted, False, stored.revision, done.result().digest)
                return Changed(report, None)

            def work(run: Run) -> None:
                claimed = run(cypher("meta_claim"), expected=stored.revision, writer=writer)
                if not claimed:
                    raise _Late
                write(run, writes, after, prints, reviews, progress)
                told = record(writes, stored, after, reviews)
                fresh, previous = done.result(), claimed[0]["head"] or ""
                head = enter(
                    run,
                    number,
                    told,
                    signature,
                    undoes=proposal.undoes,
                    digest=fresh.digest,
                    previous=previous,
                )
                settle(run, contents, after, fresh.digest, head)

            try:
                self._connection.write(work)
            except _Late:
                return None
        fresh = done.result()
        self._kept = State(number, fresh.digest, writer), fresh
        self.made += 1
        return Changed(ImportReport(*counted, False, number, fresh.digest), number)


class _Late(Exception):
    """Another writer came between reading and writing; nothing of this one is left."""


def _edited(before: Sequence[PlanFile], after: Sequence[PlanFile]) -> list[str]:
    """The sources whose file isn't the very one that was read."""
    was = {file.source.id: file for file in before}
    return [file.source.id for file in after if was.get(file.source.id) is not file]


def unstated(files: Sequence[PlanFile], stored: Stored) -> list[PlanFile]:
    """
    Files made of `stored.shown`, with the reviews that only it stated left out: they are kept
    beside the files already.
    """
    same: dict[int, Any] = {}
    only_shown: dict[tuple[str, str], tuple[Link, Link]] = {}
    for told, bare in zip(stored.shown, stored.files, strict=True):
        same[id(told)] = bare
        for goal, was in zip(told.goals, bare.goals, strict=True):
            if goal is not was:
                same[id(goal)] = was
                for links in zip(goal.contributes_to, was.contributes_to, strict=True):
                    only_shown[goal.id, links[0].to] = links

    def bare_link(goal: Goal, link: Link) -> Link:
        told, was = only_shown.get((goal.id, link.to), (link, link))
        ends: dict[str, Any] = {
            end: None
            for end in ("fingerprint_from", "fingerprint_to")
            if getattr(was, end) is None and getattr(link, end) == getattr(told, end)
        }
        return dataclasses.replace(link, **ends) if told is not was else link

    def bare_goal(goal: Goal) -> Goal:
        if id(goal) in same:
            found: Goal = same[id(goal)]
            return found
        if not only_shown:
            return goal
        links = tuple(bare_link(goal, link) for link in goal.contributes_to)
        if all(new is old for new, old in zip(links, goal.contributes_to, strict=True)):
            return goal
        return dataclasses.replace(goal, contributes_to=links)

    return [
        same[id(file)]
        if id(file) in same
        else dataclasses.replace(file, goals=tuple(map(bare_goal, file.goals)))
        for file in files
    ]
