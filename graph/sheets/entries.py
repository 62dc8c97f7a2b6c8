"""
Rows as entries of a plan file: the same trees that YAML and JSON give, with a cell's place on
every value, so that one reader judges them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from graph.fields import Field
from graph.governance import DEFAULT_LEVELS
from graph.model import SECTIONS
from graph.nearest import Nearest
from graph.reading.report import WHOLE_FILE, Mark
from graph.reading.tree import WRONG, Entry, Map, Plain, Seq
from graph.sheets.cells import Dated, Faulty, Row, Value
from graph.sheets.shapes import CONFIRMED, EXAMPLE, PARENT, choice_tokens, normal
from graph.sheets.tabs import Source, Tab, rows_of, tabs_of
from graph.sheets.telling import SheetReport
from graph.text import nfc, shown, trim

# One of several values in a cell: quoted, a link with how, or up to the next separator.
_PART = re.compile(
    r'\s*(?:"((?:[^"]|"")*)"[ \t]*(?=[;\n]|\Z)'
    r"|([^;\n(]*\((?:hur|how)\s*:[^()\n]*\))[ \t]*(?=[;\n]|\Z)"
    r"|([^;\n]*))(?:[;\n]|\Z)",
    re.IGNORECASE,
)
_HOW = re.compile(r"(.*?)\s*\((?:hur|how)\s*:\s*(.*?)\s*\)", re.IGNORECASE | re.DOTALL)
_FLAGS = ("true", "false")


@dataclass
class _Nested:
    """Rows of one nested sheet by the item they belong to, and where that is written."""

    of: dict[str, list[tuple[Map, Mark]]] = field(default_factory=dict)
    at: dict[str, Mark] = field(default_factory=dict)


class Book:
    """The sheets of one workbook, or CSV files that are read as one."""

    def __init__(self, sheets: Sequence[Source], name: str) -> None:
        """`name` is the file's: without a heading of its own the source is called after it."""
        self._sheets = sheets
        self._name = name

    def entries(self, report: SheetReport) -> Iterator[Entry]:
        """Every entry with its place; faults and notices go to the report."""
        tabs = tabs_of(self._sheets, report)
        yield Entry("rodtrad", -1, Plain("1"), WHOLE_FILE, WHOLE_FILE)
        yield self._source(tabs, report)
        yield from _model(tabs, report)
        levels = _level_names(tabs)
        for section in SECTIONS:
            nested = {tab.shape.nested: _Nested() for tab in tabs
                      if tab.shape.section == section and tab.shape.nested}
            for tab in tabs:
                if tab.shape.section == section and tab.shape.nested:
                    _gather(tab, nested[tab.shape.nested], report)
            number, seen = 0, set()
            for tab in tabs:
                if tab.shape.key != section:
                    continue
                for row in _read(tab, report):
                    node = _item(tab, row, report, levels)
                    own = _key(node.get("id"))
                    if own is not None and own not in seen:
                        seen.add(own)
                        for key, those in nested.items():
                            _attach(node, key, those.of.pop(own, []), report)
                    yield Entry(section, number, node, tab.at(tab.head), tab.at(row.number))
                    number += 1
            near = Nearest(seen)
            for those in nested.values():
                for own in those.of:
                    report.fault(those.at[own], "unknown_reference", value=shown(own),
                                 section=section, **near.like(own))

    def _source(self, tabs: Sequence[Tab], report: SheetReport) -> Entry:
        for tab in tabs:
            if tab.shape.key == "source":
                for row in _read(tab, report):
                    node = _item(tab, row, report, {})
                    return Entry("source", -1, node, tab.at(tab.head), tab.at(row.number))
        stem = PurePath(self._name).stem
        report.notice(WHOLE_FILE, "read_source", value=shown(stem))
        node = Map()
        node["id"] = stem
        return Entry("source", -1, node, WHOLE_FILE, WHOLE_FILE)


def _model(tabs: Sequence[Tab], report: SheetReport) -> Iterator[Entry]:
    node = Map()
    first: Mark | None = None
    for tab in tabs:
        key, at = tab.shape.key, tab.at(tab.head)
        if key == "model":
            for row in _read(tab, report):
                node.update(found := _item(tab, row, report, {}))
                node.marks.update(found.marks)
        elif key == "levels":
            levels = Seq()
            for row in _read(tab, report):
                levels.append(_item(tab, row, report, {}))
                levels.marks.append(tab.at(row.number))
            node["levels"], node.marks["levels"] = levels, (at, at)
        elif key == "unit_kinds":
            node["unit_kinds"], node.marks["unit_kinds"] = _unit_kinds(tab, report), (at, at)
        else:
            continue
        first = first or at
    if first is not None:
        yield Entry("model", -1, node, first, first)


def _unit_kinds(tab: Tab, report: SheetReport) -> Map:
    kinds = Map()
    for row in _read(tab, report):
        said = _item(tab, row, report, {})
        missing = [key for key in ("local", "known") if key not in said]
        if missing:
            report.fault(tab.at(row.number), "missing", key=missing[0])
        elif said["local"] in kinds:
            first = kinds.marks[said["local"]][0].line
            at = said.marks["local"][1]
            report.fault(at, "duplicate_key", key=shown(said["local"]), first=first)
        elif WRONG not in said.values():
            kinds[said["local"]] = said["known"]
            kinds.marks[said["local"]] = said.marks["local"][1], said.marks["known"][1]
    return kinds


def _level_names(tabs: Sequence[Tab]) -> dict[str, str]:
    """The id of the level that each name means; empty where two levels share a name."""
    pairs = [(level.id, level.name) for level in DEFAULT_LEVELS]
    tab = next((tab for tab in tabs if tab.shape.key == "levels"), None)
    if tab is not None:
        silent = SheetReport("")
        nodes = [_item(tab, row, silent, {}) for row in _read(tab, silent)]
        pairs = [(str(node.get("id", "")), str(node.get("name", ""))) for node in nodes]
    names = {normal(name): ident for ident, name in reversed(pairs)}
    return names | {normal(ident): ident for ident, _ in pairs}


def _read(tab: Tab, report: SheetReport) -> Iterator[Row]:
    """The rows that count: no examples, and nothing that waits for a person's yes."""
    example = _column(tab, EXAMPLE)
    confirmed = _column(tab, CONFIRMED)
    for row in rows_of(tab, report):
        if example in row.cells:
            report.notice(tab.at(row.number), "examples_left")
        elif confirmed and not _is_yes(row.cells.get(confirmed)):
            report.notice(tab.at(row.number, confirmed), "unconfirmed_left")
        else:
            yield row


def _column(tab: Tab, key: str) -> int:
    return next((column for column, known in tab.columns.items() if known == key), 0)


def _is_yes(cell: Value | None) -> bool:
    return isinstance(cell, str) and choice_tokens().get(normal(cell)) == "true"


def _gather(tab: Tab, nested: _Nested, report: SheetReport) -> None:
    for row in _read(tab, report):
        node = _item(tab, row, report, {})
        raw = node.pop(PARENT, None)
        own = _key(raw)
        if own is not None:
            at = node.marks.pop(PARENT)[1]
            nested.of.setdefault(own, []).append((node, tab.at(row.number)))
            nested.at.setdefault(own, at)
        elif raw is not WRONG:
            report.fault(tab.at(row.number), "missing", key=PARENT)


def _key(raw: Any) -> str | None:
    """An id as the reader will have it."""
    return trim(nfc(str(raw))) or None if isinstance(raw, str) else None


def _attach(node: Map, key: str, rows: list[tuple[Map, Mark]], report: SheetReport) -> None:
    """Hang nested rows on their item."""
    if not rows:
        return
    if key == "exempt":
        (said, at), *more = rows
        for _, mark in more:
            report.fault(mark, "nested_twice", first=at.line)
        node[key], node.marks[key] = said, (at, at)
        return
    several = node.get(key)
    if not isinstance(several, Seq):
        several = Seq()
        node[key], node.marks[key] = several, (rows[0][1], rows[0][1])
    for said, at in rows:
        several.append(said)
        several.marks.append(at)


def _item(tab: Tab, row: Row, report: SheetReport, levels: dict[str, str]) -> Map:
    node = Map()
    for column, key in tab.columns.items():
        cell = row.cells.get(column)
        described = tab.fields.get(key)
        if cell is None or described is None:
            continue
        at = tab.at(row.number, column)
        value = _value(described, cell, at, report, levels)
        if value is not None:
            node[key] = value
            node.marks[key] = tab.at(tab.head, column), at
    return node


def _value(
    described: Field, cell: Value, at: Mark, report: SheetReport, levels: dict[str, str]
) -> Any:
    """What a cell says, as the tree of a plan file would; None for nothing."""
    if isinstance(cell, Faulty):
        report.fault(at, cell.code, value=shown(cell.said))
        return WRONG
    kind = described.kind
    if kind.name == "text" and not kind.many:
        return cell
    said = trim(cell)
    if not said:
        return None
    if isinstance(cell, Dated) and kind.name in ("id", "ref"):
        report.fault(at, "cell_date_id", value=shown(said))
        return WRONG
    if described.key == "every_area" and choice_tokens().get(normal(said)) in _FLAGS:
        return Plain(choice_tokens()[normal(said)])
    if kind.many or described.key == "every_area":
        return _several(cell, at, _takes_how(described))
    if kind.choices or kind.name == "flag":
        token = choice_tokens().get(normal(said), "")
        return Plain(token) if token in (kind.choices or _FLAGS) else cell
    if kind.name == "level":
        return Plain(levels.get(normal(said), said))
    return cell


def _several(cell: str, at: Mark, links: bool) -> Seq:
    found = Seq()
    for quoted, with_how, bare in _PART.findall(cell):
        part = quoted.replace('""', '"') if quoted else trim(with_how or bare)
        if not part:
            continue
        node: Any = Plain(part)
        how = _HOW.fullmatch(part) if links and not quoted else None
        if how:
            node = Map()
            for key, said in (("to", Plain(how[1])), ("how", how[2])):
                node[key], node.marks[key] = said, (at, at)
        found.append(node)
        found.marks.append(at)
    return found


def parts_of(cell: str) -> tuple[str, ...]:
    """The values in a cell as texts, blanks at their ends taken away."""
    parts = (quoted.replace('""', '"') or how or bare for quoted, how, bare in _PART.findall(cell))
    return tuple(trim(part) for part in parts if trim(part))


def joined(parts: Sequence[str], described: Field) -> str:
    """Several values in one cell, each quoted where it would else be taken for something else."""
    return "; ".join(_quoted(part, described) for part in parts) or ";"


def _quoted(part: str, described: Field) -> str:
    odd = (
        ";" in part
        or "\n" in part
        or part.startswith('"')
        or (_takes_how(described) and _HOW.fullmatch(part))
        or (described.key == "every_area" and choice_tokens().get(normal(part)) in _FLAGS)
    )
    return '"' + part.replace('"', '""') + '"' if odd else part


def _takes_how(described: Field) -> bool:
    """True for a column whose values are links, each perhaps with how in brackets."""
    return described.kind.name == "item"
