"""
The municipal rule file: what a municipality switches off, grades otherwise, sets and adds.

YAML or JSON, read with the machinery of plan files; what is at fault is told all at once, with
file, line, column and what would be right. The format: docs/rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.reading import values
from graph.reading.decoding import decode, load
from graph.reading.files import placed
from graph.reading.items import Items, key_mark, value_mark, written
from graph.reading.report import Mark, Report, TooManyFaults
from graph.reading.tree import WRONG, Entry, Map, Seq
from graph.text import shown
from queries.rules.book import RuleBook, builtin
from queries.rules.cypher import writes
from queries.rules.reading import TEXTS, read_rule
from queries.rules.spec import SEVERITIES, Rule, in_order
from queries.rules.thresholds import LEVELS, fits, level_names, read_value

VERSION = "1"
HEADING = "rodtrad_rules"
# The program's own rules are T001 and on; a later one must never meet a rule of somebody's.
_RESERVED = re.compile("T[0-9]+")
_OF = {
    "goals": {"sv": "mål", "en": "goals"},
    "units": {"sv": "enheter", "en": "units"},
    "plans": {"sv": "planer", "en": "plans"},
    "indicators": {"sv": "indikatorer", "en": "indicators"},
}
_NEXT_STEP = {
    "sv": "Rätta det, eller undanta genom beslut.",
    "en": "Mend it, or exempt it by a decision.",
}


@dataclass
class BrokenRules(InputError):
    """A rule file with faults; `book` is what could be read of it all the same."""

    book: RuleBook = field(default_factory=builtin)


def read_book(path: Path | str) -> RuleBook:
    """The built-in rules after a rule file has had its say; BrokenRules with all its faults."""
    report = Report(Path(path).as_posix())
    data = load(Path(path), report)
    if report.faults:
        raise _broken(report, builtin())
    return book_of(data or "", report.file)


def book_of(content: str | bytes, name: str) -> RuleBook:
    """The same of a rule file's content; `name` stands in faults and decides if it is JSON."""
    report, book = Report(name), builtin()
    try:
        text = decode(content, report)
        if not report.faults:
            book = _File(report).read(placed(text, name, report))
    except TooManyFaults:
        pass
    if report.faults:
        raise _broken(report, book)
    return book


def _broken(report: Report, book: RuleBook) -> BrokenRules:
    """Faults that are told of plan files, as those of a rule file."""
    told = [replace(each, code=_CALLED.get(each.code, each.code)) for each in report.faults]
    return BrokenRules(told, book)


_CALLED = {
    "not_a_plan_file": "rule_not_a_file",
    "not_text_file": "rule_not_text",
    "alias": "rule_alias",
    "tag": "rule_tag",
}


class _File:
    """Reads one rule file, entry by entry."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._items = Items(report)
        self._rules = {rule.id: rule for rule in builtin()}
        self._own: dict[str, int] = {}
        self._off: dict[str, int] = {}
        self._keys: dict[str, Callable[[Any, Mark], None]] = {
            "switch_off": self._switch_off,
            "grade": self._grade,
            "thresholds": self._thresholds,
            "rules": self._add,
        }

    def read(self, entries: Any) -> RuleBook:
        """The book that comes of it; faults go to the report."""
        given = {entry.key: entry for entry in entries}
        heading: Entry | None = given.pop(HEADING, None)
        known = [HEADING, *self._keys]
        if heading is not None:
            self._version(heading.value, heading.at)
        elif not any(fault.code.startswith(("syntax", "not_")) for fault in self._report.faults):
            self._report.fault(Mark(1, 1), "rule_heading")
        for key in given.keys() - self._keys.keys():
            said = {"key": shown(key), "known": ", ".join(known), **values.near(key, known)}
            self._report.fault(given[key].key_at, "unknown_key", **said)
        # A rule may be graded and set although it is switched off: the last word is "off".
        for key in ("rules", "grade", "thresholds", "switch_off"):
            entry = given.get(key)
            if entry is not None and entry.value is not None and entry.value is not WRONG:
                self._keys[key](entry.value, entry.at)
        return RuleBook(in_order(self._rules.values()))

    def _version(self, value: Any, at: Mark) -> None:
        if not isinstance(value, str) or value.strip() != VERSION:
            self._report.fault(at, "unknown_version", value=written(value), known=VERSION)

    def _known(self, name: Any, at: Mark) -> Rule | None:
        """The rule of a name; None with a fault that tells the nearest."""
        rule = self._items.scalar(name, at, values.word)
        if rule is WRONG or rule in self._rules:
            return None if rule is WRONG else self._rules[rule]
        if rule in self._off:
            first = f"{self._report.file}:{self._off[rule]}"
            self._report.fault(at, "rule_off_twice", id=shown(rule), first=first)
            return None
        if rule in self._own:
            # The rule is there, with a fault of its own that has been told.
            return None
        known = list(self._rules)
        # Nearest by itself: an id of four characters is like any other.
        self._report.fault(at, "rule_unknown", value=shown(rule), known=shown(_span(known), 200))
        return None

    def _switch_off(self, node: Any, at: Mark) -> None:
        marks = node.marks if isinstance(node, Seq) else [at]
        named = node if isinstance(node, Seq) else [node]
        for name, mark in zip(named, marks, strict=True):
            rule = self._known(name, mark)
            if rule is not None:
                del self._rules[rule.id]
                self._off[rule.id] = mark.line

    def _grade(self, node: Any, at: Mark) -> None:
        for rule, value, mark in self._each(node, at):
            grade = self._items.scalar(value, mark, values.word)
            if grade in SEVERITIES:
                self._rules[rule.id] = replace(rule, severity=grade)
            elif grade is not WRONG:
                known = ", ".join(SEVERITIES)
                like = values.near(grade, list(SEVERITIES))
                self._report.fault(mark, "bad_choice", value=shown(grade), known=known, **like)

    def _thresholds(self, node: Any, at: Mark) -> None:
        for rule, settings, mark in self._each(node, at):
            if not isinstance(settings, Map):
                self._report.fault(mark, "not_mapping", value=written(settings))
                continue
            if settings and not rule.tunable:
                self._report.fault(mark, "rule_no_thresholds", id=rule.id)
                continue
            fresh, named = dict(rule.parameters), list(rule.named)
            for name, raw in settings.items():
                parameter = rule.tunable.get(name)
                if parameter is None:
                    known = list(rule.tunable)
                    said = {"key": shown(name), "known": ", ".join(known)}
                    said |= values.near(name, known)
                    self._report.fault(key_mark(settings, name, mark), "unknown_key", **said)
                    continue
                here = value_mark(settings, name, mark)
                value = read_value(self._items, raw, here)
                if value is not WRONG and fits(self._items, parameter, value, here):
                    fresh[name] = value
                    if name == LEVELS:
                        named += level_names(self._report.file, raw, value)
            self._rules[rule.id] = replace(rule, parameters=fresh, named=tuple(named))

    def _each(self, node: Any, at: Mark) -> list[tuple[Rule, Any, Mark]]:
        """The rules that a mapping says something of."""
        if not isinstance(node, Map):
            self._report.fault(at, "not_mapping", value=written(node))
            return []
        told = [
            (self._known(key, key_mark(node, key, at)), value, value_mark(node, key, at))
            for key, value in node.items()
        ]
        return [(rule, value, mark) for rule, value, mark in told if rule is not None]

    def _add(self, node: Any, at: Mark) -> None:
        if not isinstance(node, Seq):
            self._report.fault(at, "not_list", value=written(node))
            return
        for each, mark in zip(node, node.marks, strict=True):
            rule = self._rule(each, mark)
            if rule is not None:
                self._rules[rule.id] = rule

    def _rule(self, node: Any, at: Mark) -> Rule | None:
        rule = read_rule(
            self._items, _in_both(node), at,
            required=("title", "message"), decides=("select", "cypher"),
        )  # fmt: skip
        if isinstance(node, Map):
            self._id(node, at)
        if rule is None:
            return None
        what = rule.select.what if rule.select is not None else "goals"
        if rule.cypher is not None:
            fault = writes(rule.cypher)
            if fault is not None:
                self._report.fault(value_mark(node, "cypher", at), fault[0], **fault[1])
        return replace(
            rule,
            of=rule.of or _OF[what],
            why=rule.why or {"sv": "", "en": ""},
            next_step=rule.next_step or _NEXT_STEP,
        )

    def _id(self, node: Map, at: Mark) -> None:
        name, mark = node.get("id"), value_mark(node, "id", at)
        if not isinstance(name, str):
            return
        name = name.strip()
        if _RESERVED.fullmatch(name):
            self._report.fault(mark, "rule_reserved", id=shown(name))
        elif name in self._own:
            first = f"{self._report.file}:{self._own[name]}"
            self._report.fault(mark, "duplicate_id", id=shown(name), section="rules", first=first)
        self._own.setdefault(name, mark.line)


def _in_both(node: Any) -> Any:
    """A rule whose texts, where they are written in one language, stand in both."""
    if not isinstance(node, Map):
        return node
    out = Map()
    out.update(node)
    out.marks = node.marks
    for key in TEXTS:
        said = node.get(key)
        if isinstance(said, str):
            both, mark = Map(), node.marks[key][1]
            for language in ("sv", "en"):
                both[language] = said
                both.marks[language] = (mark, mark)
            out[key] = both
    return out


def _span(ids: list[str]) -> str:
    """The ids there are, briefly: the program's own as a stretch."""
    ours = [each for each in ids if _RESERVED.fullmatch(each)]
    own = [each for each in ids if not _RESERVED.fullmatch(each)]
    return ", ".join([*([f"{ours[0]}–{ours[-1]}"] if ours else []), *own])
