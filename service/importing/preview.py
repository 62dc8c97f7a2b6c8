"""
What an import would do, worked out before anything is written. One object, for page, API and
command line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.chain import PlanFile, gather
from graph.model import SECTIONS
from graph.projection import Projection, project
from graph.store.review import Reviews, current_prints, reviewed, stating
from queries.audit import audit
from queries.few import Few, few
from queries.item_changes import SOURCES, ItemChange, item_changes
from queries.rules.book import RuleBook
from queries.verdict_changes import Verdicts, verdict_changes
from queries.view import View

if TYPE_CHECKING:
    from graph.store import Store

# Imports whose later changes are looked at; who edits more than this since has other worries.
MOST_CHANGES = 1000
IMPORT = "import"

Files = tuple[PlanFile, ...]
# Section and id.
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change made here since the source was last imported."""

    number: int
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Overwritten:
    """An item that was edited here, and what the import would do to it."""

    change: ItemChange
    edit: Edit


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What is new, changed and gone in one section."""

    section: str
    new: Few[ItemChange]
    changed: Few[ItemChange]
    gone: Few[ItemChange]


@dataclass(frozen=True, slots=True)
class Preview:
    """
    `digests` are those of what is stored and of what would be, `sources` those of the files and
    `replaced` those of them that are stored already. `barred` are the items that whoever asks may
    not change; `levels` the names of the levels, before and after, by id.
    """

    revision: int | None
    digests: tuple[str, str]
    sources: tuple[str, ...]
    replaced: tuple[str, ...]
    sections: tuple[SectionChanges, ...]
    overwritten: Few[Overwritten]
    barred: Few[ItemChange]
    verdicts: Verdicts
    levels: Mapping[str, str]

    @property
    def unchanged(self) -> bool:
        """True if nothing would be written that anybody could read."""
        return not self.sections

    def total(self, kind: str) -> int:
        """How many items are `new`, `changed` or `gone`."""
        lists: Iterator[Few[ItemChange]] = (
            getattr(each, kind) for each in self.sections if each.section != SOURCES
        )
        return sum(each.total for each in lists)


def preview(
    stored: Files,
    files: Files,
    *,
    revision: int | None = None,
    book: RuleBook | None = None,
    edits: Mapping[Name, Edit] | None = None,
    may: Callable[[ItemChange, Projection], bool] | None = None,
) -> Preview:
    """
    What the files would do to what is stored; linear in both.

    The files hold together with the others (`graph.checking`). `edits` are those made here since
    the last import; `may` says what whoever asks may change.
    """
    after = merged(stored, files)
    prints = current_prints(stored)
    reviews = reviewed(stored, prints, {})
    before, then = project(gather(stored)), project(gather(_settled(after, reviews)))
    view = View().settled(then.governance)
    by_kind: dict[Name, list[ItemChange]] = defaultdict(list)
    for change in item_changes(stored, after, reviews):
        by_kind[change.section, change.kind].append(change)
    changes = [each for some in by_kind.values() for each in some]
    return Preview(
        revision,
        (before.digest, then.digest),
        tuple(sorted(file.source.id for file in files)),
        tuple(sorted({file.source.id for file in files} & {file.source.id for file in stored})),
        tuple(_sections(by_kind)),
        few(_overwritten(changes, edits or {})),
        few(each for each in changes if may is not None and not may(each, before)),
        verdict_changes(audit(before, view), audit(then, view), book),
        {level.id: level.name for chain in (before, then) for level in chain.governance.levels},
    )


def merged(stored: Iterable[PlanFile], files: Files) -> Files:
    """The files in place of the sources they replace, beside the other sources."""
    replaced = {file.source.id for file in files}
    return (*(file for file in stored if file.source.id not in replaced), *files)


def _settled(after: Files, reviews: Reviews) -> Files:
    """The content as the store would have it: links keep the wording they were reviewed on."""
    prints = current_prints(after)
    return stating(after, prints, reviewed(after, prints, reviews))


def _sections(by_kind: Mapping[Name, Sequence[ItemChange]]) -> Iterator[SectionChanges]:
    for section in (SOURCES, *SECTIONS):
        lists = [few(by_kind.get((section, kind), ())) for kind in ("new", "changed", "gone")]
        if any(each.total for each in lists):
            yield SectionChanges(section, *lists)


def _overwritten(
    changes: Iterable[ItemChange], edits: Mapping[Name, Edit]
) -> Iterator[Overwritten]:
    for change in changes:
        edit = edits.get((change.section, change.id))
        if edit is not None:
            yield Overwritten(change, edit)


def edits_since_import(store: Store, sources: Iterable[str]) -> dict[Name, Edit]:
    """
    The items of the sources that were edited here after each source was last imported, each with
    the latest edit. Changes that were taken back don't count.
    """
    waiting = set(sources)
    found: dict[Name, Edit] = {}
    before: int | None = None
    for _ in range(MOST_CHANGES // 50):
        changes = store.changes(before=before, limit=50)
        for change in changes:
            touched = waiting & set(change.sources)
            if not touched or change.undone_by is not None or change.undoes is not None:
                continue
            if change.action == IMPORT:
                waiting -= touched
                continue
            edit = Edit(change.number, change.by, change.at)
            for each in store.alterations(change.number):
                found.setdefault((each.section, each.id), edit)
        if not waiting or len(changes) < 50:
            break
        before = changes[-1].number
    return found
