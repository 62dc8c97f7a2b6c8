"""
The rules in use: the built-in ones, after a municipal rule file has had its say.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from graph.digest import canonical
from graph.errors import InputError
from graph.fields import fields_of
from graph.reading.files import placed
from graph.reading.items import Items
from graph.reading.report import Mark, Report
from graph.reading.tree import Map
from queries.rules.reading import TEXTS, read_rule
from queries.rules.spec import Rule, in_order


@dataclass(frozen=True)
class RuleBook:
    """Rules in the order they are told: by id."""

    rules: tuple[Rule, ...]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __contains__(self, rule: str) -> bool:
        return rule in self._by_id

    def __getitem__(self, rule: str) -> Rule:
        return self._by_id[rule]

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the rules, in order."""
        return [rule.id for rule in self.rules]

    @cached_property
    def digest(self) -> str:
        """What the rules say and look for, as `sha256:` and 64 hex digits."""
        said = canonical({"format": "rodtrad.rules/1", "rules": [plain_rule(r) for r in self]})
        return "sha256:" + hashlib.sha256(said.encode()).hexdigest()

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}


def plain_rule(rule: Rule) -> dict[str, Any]:
    """A rule as JSON values: all that decides what it finds, and how it is told."""
    return {
        "id": rule.id,
        "version": rule.version,
        "severity": rule.severity,
        "kind": rule.kind,
        "verdict": rule.verdict,
        "select": _plain(rule.select),
        "require": _plain(rule.require),
        "cypher": rule.cypher,
        "parameters": {name: _plain(value) for name, value in rule.parameters.items()},
        "title": dict(rule.title),
        "message": dict(rule.message),
        **({"otherwise": _otherwise(rule)} if rule.otherwise else {}),
    }


def _otherwise(rule: Rule) -> dict[str, dict[str, str]]:
    return {name: dict(texts) for name, texts in rule.otherwise.items()}


def _plain(value: Any) -> Any:
    """What is said, without what isn't."""
    if dataclasses.is_dataclass(value):
        said = {field.key: getattr(value, field.key) for field in fields_of(type(value))}
        return {key: _plain(each) for key, each in said.items() if each not in (None, (), False)}
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@cache
def builtin() -> RuleBook:
    """The built-in rules; InputError with every promise that one of their files breaks."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in files("queries.rules").joinpath("builtin").iterdir()
        if file.name.endswith(".yaml")
    }
    return RuleBook(in_order(read_builtin(texts)))


# What every built-in rule says beside what any rule must.
_PROMISED = ("version", "kind", "source", *TEXTS)


def read_builtin(texts: dict[str, str]) -> list[Rule]:
    """Rules of one file each, by file name; InputError with all faults."""
    rules, faults = [], []
    for name, text in sorted(texts.items()):
        report = Report(name)
        node = Map()
        for entry in placed(text, name, report):
            node[entry.key] = entry.value
            node.marks[entry.key] = (entry.key_at, entry.at)
        rule = read_rule(
            Items(report), node, Mark(1, 1), required=_PROMISED, decides=("verdict", "select")
        )
        if rule is not None and f"{rule.id}.yaml" != name:
            report.fault(node.marks["id"][1], "rule_file_name", id=rule.id)
        if rule is not None:
            rules.append(rule)
        faults += report.faults
    if faults:
        raise InputError(faults)
    return rules
