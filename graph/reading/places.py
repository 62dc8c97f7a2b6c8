"""
Where in its file a thing stands, found by reading the file once more.

Items know their line only. When a fault is found between items its file is walked again,
and the trail of keys gives line and column; a chain without such faults pays nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from graph.chain import PlanFile
from graph.editing import item_key, item_name
from graph.errors import Fault
from graph.reading.files import Draft
from graph.reading.report import Mark, Report
from graph.reading.tree import Map, Seq
from graph.text import shown

# Section (or top-level key), index of the entry, then keys and places in lists.
Path = tuple[str | int, ...]

# What is told of a stored item in place of what is told of a line.
_OF_KEPT = {
    "unknown_reference": "leads_nowhere", "unknown_level": "level_gone", "duplicate_id": "id_taken",
}  # fmt: skip


class Places:
    """Turns what was found in files into faults with places."""

    def __init__(self, drafts: Sequence[Draft] = (), kept: Container[str] = ()) -> None:
        """`kept` are the sources without a file that whoever reads the faults could mend."""
        self._drafts = drafts
        self._kept = kept

    def name(self, file: PlanFile) -> str:
        """The file's name; that of its source where there is no file to mend."""
        if file.source.id in self._kept or file.source.place is None:
            return file.source.title or file.source.id
        return file.source.place.file

    def of_item(self, file: PlanFile, section: str, index: int) -> str:
        """Where an item stands: file and line, as far as they are known."""
        place = file.section(section)[index].place
        known = place is not None and file.source.id not in self._kept
        return f"{place.file}:{place.line}" if known else self.name(file)

    def faults(
        self,
        files: Sequence[PlanFile],
        found: Iterable[tuple[int, Path, str, dict[str, object]]],
    ) -> list[Fault]:
        """The faults, each with the best place that is known."""
        by_file: dict[int, list[tuple[Path, str, dict[str, object]]]] = defaultdict(list)
        for number, path, code, values in found:
            by_file[number].append((path, code, values))
        result = []
        for number, some in by_file.items():
            file = files[number]
            if file.source.id in self._kept:
                result += [_in_kept(file, self.name(file), *each) for each in some]
                continue
            marks = _marks(self._drafts[number], {p for p, _, _ in some}) if self._drafts else {}
            for path, code, values in some:
                mark = marks.get(path) or _line(file, path)
                report = self._drafts[number].report if self._drafts else Report(self.name(file))
                result.append(report.made(mark, code, values))
        return result


def _in_kept(
    file: PlanFile, name: str, path: Path, code: str, values: Mapping[str, object]
) -> Fault:
    """A fault in a stored item, which is named: `by`, its section, and the key to find it by."""
    if code not in _OF_KEPT or len(path) < 2:
        return Fault.at(name, 0, 0, code, **values)
    section, item = str(path[0]), file.section(str(path[0]))[int(path[1])]
    by = {"by": shown(item_name(item)), "by_section": section, "by_key": item_key(section, item)}
    return Fault.at(name, 0, 0, _OF_KEPT[code], **values, **by)


def _line(file: PlanFile, path: Path) -> Mark:
    """The line of the item a path begins in."""
    if path[0] == "source":
        place = file.source.place
    elif len(path) > 1 and isinstance(path[1], int):
        place = file.section(str(path[0]))[path[1]].place
    else:
        place = None
    return Mark(place.line if place else 0, 0)


def _marks(draft: Draft, paths: set[Path]) -> dict[Path, Mark]:
    wanted: dict[Path, list[Path]] = defaultdict(list)
    for path in paths:
        wanted[path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]].append(path)
    marks: dict[Path, Mark] = {}
    for entry in draft.entries():
        here: Path = (entry.key,) if entry.number < 0 else (entry.key, entry.number)
        for path in wanted.get(here, ()):
            start = entry.key_at if len(path) == 1 else entry.at
            marks[path] = _follow(entry.value, start, path[len(here) :])
    return marks


def _follow(node: Any, at: Mark, path: Path) -> Mark:
    for step in path:
        if isinstance(step, int) and isinstance(node, Seq):
            node, at = node[step], node.marks[step]
        elif isinstance(step, str) and isinstance(node, Map) and step in node.marks:
            node, at = node[step], node.marks[step][1]
        else:
            break
    return at
