"""
One file, from bytes to what it says: the draft that the cross-file checks work on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.chain import PlanFile
from graph.errors import Fault
from graph.governance import Governance
from graph.model import SECTIONS, Place, Source
from graph.reading import values
from graph.reading.decoding import decode, is_json
from graph.reading.items import Items, written
from graph.reading.json_tree import Doubtful, NotJson, walk_fast, walk_placed
from graph.reading.limits import MAX_JSON_BYTES, MAX_YAML_BYTES
from graph.reading.model_block import read_model
from graph.reading.report import WHOLE_FILE, Mark, Report, TooManyFaults
from graph.reading.tree import WRONG, Entry, Plain
from graph.reading.yaml_tree import walk_yaml
from graph.text import shown

VERSION = "1"
TOP_KEYS = ("rodtrad", "source", "model", *SECTIONS)

# Called once for each item that is read, where somebody waits for a long file.
Counted = Callable[[], None] | None


@dataclass(frozen=True, slots=True)
class Draft:
    """
    What could be read of one file. With faults, items may lack what they must have, and
    the model is None where it was at fault (`model_lost`).

    `entries` walks the file once more, with the place of every value, so that a reference
    fault can be given its own; `report` words it. `hints` are told if anything is wrong: what
    the file seems to be instead.
    """

    report: Report
    file: PlanFile
    notices: tuple[Fault, ...]
    entries: Callable[[], Iterator[Entry]]
    model_lost: bool = False
    hints: tuple[Fault, ...] = ()

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.report.file

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in the file itself."""
        return tuple(self.report.faults)


def all_faults(drafts: Sequence[Draft], between: Iterable[Fault] = ()) -> list[Fault]:
    """What is wrong in the files and between them, and only then what they seem to be instead."""
    faults = [fault for draft in drafts for fault in draft.faults] + list(between)
    return faults and faults + [hint for draft in drafts for hint in draft.hints]


def draft_of(data: bytes | str, name: str, counted: Counted = None) -> Draft:
    """Read one file's content; faults are in the draft, nothing is raised."""
    report = Report(name)
    text = ""
    try:
        limit = MAX_JSON_BYTES if is_json(name) else MAX_YAML_BYTES
        if len(data) > limit:
            report.fault(WHOLE_FILE, "too_large", limit=limit // 1024**2)
        else:
            text = decode(data, report)
    except TooManyFaults:
        pass
    if report.faults and not text:
        return empty_draft(report)
    return _read(text, name, report, counted)


def empty_draft(report: Report) -> Draft:
    """The draft of a file that couldn't be read at all."""
    source = Source(id="", place=Place(report.file, 1))
    file = PlanFile(source=source)
    return Draft(report, file, report.notices, lambda: iter(()), model_lost=True)


def _read(text: str, name: str, report: Report, counted: Counted) -> Draft:
    before = list(report.faults)

    def again() -> Iterator[Entry]:
        return placed(text, name, Report(name))

    if _looks_like_json(text, name):
        quick = Report(name)
        try:
            reader = FileReader(quick, counted)
            reader.take(walk_fast(text))
            if not quick.faults and not before:
                return reader.draft(again, quick.notices + report.notices)
        except (Doubtful, NotJson, TooManyFaults):
            pass
    reader = FileReader(report, counted)
    reader.take(placed(text, name, report))
    return reader.draft(again, report.notices)


def _looks_like_json(text: str, name: str) -> bool:
    return is_json(name) or text.lstrip().startswith("{")


def placed(text: str, name: str, report: Report) -> Iterator[Entry]:
    """Entries with places: by the JSON walk where it is JSON or should be, else as YAML."""
    if not _looks_like_json(text, name):
        return walk_yaml(text, report)
    broken = _broken(text)
    # A YAML file may begin with a brace and still not be JSON.
    return walk_yaml(text, report) if broken and not is_json(name) else walk_placed(
        text, report, broken
    )


def _broken(text: str) -> NotJson | None:
    """Where the grammar of JSON is broken first; None if it isn't, or if depth hides it."""
    try:
        json.JSONDecoder(object_pairs_hook=lambda pairs: None, parse_int=str).decode(text)
    except json.JSONDecodeError as error:
        return NotJson(error.pos, error.msg)
    except RecursionError:
        pass
    return None


class FileReader:
    """Takes the entries of one file and puts the file together."""

    def __init__(self, report: Report, counted: Counted = None) -> None:
        self._report = report
        self._counted = counted
        self._items = Items(report)
        self._sections: dict[str, list[Any]] = {name: [] for name in SECTIONS}
        self._source: Source | None = None
        self._model: Governance | None = None
        self._model_lost = False
        self._seen: set[str] = set()

    def take(self, entries: Iterable[Entry]) -> None:
        """Read every entry; faults go to the report."""
        try:
            for entry in entries:
                self._entry(entry)
            for key in ("rodtrad", "source"):
                # After a syntax fault nobody knows what would have come.
                if key not in self._seen and not self._cut_short():
                    self._report.fault(Mark(1, 1), "missing_top", key=key)
        except TooManyFaults:
            self._model_lost = True

    def draft(self, entries: Callable[[], Iterator[Entry]], notices: tuple[Fault, ...]) -> Draft:
        """What came of it; `entries` walks the file once more."""
        source = self._source or Source(id="", place=Place(self._report.file, 1))
        sections: dict[str, Any] = {key: tuple(items) for key, items in self._sections.items()}
        file = PlanFile(source=source, governance=self._model, **sections)
        lost = self._model_lost or self._cut_short()
        return Draft(self._report, file, notices, entries, lost)

    def _cut_short(self) -> bool:
        return any(
            fault.code.startswith(("syntax", "book_", "csv_"))
            or fault.code in ("too_deep", "not_a_plan_file", "two_documents")
            for fault in self._report.faults
        )

    def _entry(self, entry: Entry) -> None:
        key, value = entry.key, entry.value
        if value is not None:
            self._seen.add(key)
        if key in SECTIONS:
            self._section(entry)
        elif key == "rodtrad":
            self._version(value, entry.at)
        elif value is None:
            return
        elif key == "source":
            self._source = self._items.placed(Source, value, entry.at)
        elif key == "model":
            self._model = read_model(self._items, value, entry.at)
            self._model_lost = self._model is None
        else:
            like = values.near(key, list(TOP_KEYS))
            known = ", ".join(TOP_KEYS)
            self._report.fault(entry.key_at, "unknown_key", key=shown(key), known=known, **like)

    def _section(self, entry: Entry) -> None:
        of = SECTIONS[entry.key]
        if entry.number >= 0:
            if self._counted is not None:
                self._counted()
            self._sections[entry.key].append(self._items.placed(of, entry.value, entry.at))
        elif entry.value is not None and entry.value is not WRONG:
            self._report.fault(entry.at, "not_list", value=written(entry.value))

    def _version(self, value: Any, at: Mark) -> None:
        if value is None or value is WRONG:
            return
        if not isinstance(value, (str, bool)) or str(Plain(value)).strip() != VERSION:
            said = written(value)
            self._report.fault(at, "unknown_version", value=said, known=VERSION)
