"""
From the text of a rule to the rule, by the same machinery that reads plan files.

A rule that breaks its own promise (a text that is missing, a place that the message can't
fill, a verdict that isn't there) is a fault with file, line and column, and what would be
right; all faults are told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph import fields as f
from graph.model import Place
from graph.reading import values
from graph.reading.items import Items, value_mark, written
from graph.reading.report import Mark
from graph.reading.tree import WRONG, Map
from graph.text import shown
from queries.rules.spec import KINDS, SEVERITIES, Rule, places_in
from queries.rules.terms import NEEDS, PLACES, SELECTABLE, Select
from queries.rules.thresholds import read_parameters
from queries.rules.verdicts import VERDICTS
from queries.rules.wording import empty_lists, names_in, read_require, read_select

TEXTS = ("title", "why", "of", "message", "next_step")
DECIDES = ("verdict", "select", "cypher")
_APART = ("parameters", "require", "otherwise")
_CYPHER_PLACES = ("id", "title", "level", "unit", "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """One text in both languages."""

    sv: str = f.text(required=True)
    en: str = f.text(required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A rule as it is written."""

    id: str = f.ident()
    version: int | None = f.integer()
    severity: str = f.choice(*SEVERITIES, required=True)
    kind: str | None = f.choice(*KINDS)
    source: tuple[str, ...] = f.text(many=True)
    title: Both | None = f.item(Both)
    why: Both | None = f.item(Both)
    of: Both | None = f.item(Both)
    message: Both | None = f.item(Both)
    otherwise: str | None = f.text()
    next_step: Both | None = f.item(Both)
    parameters: str | None = f.text()
    verdict: str | None = f.choice(*VERDICTS)
    select: Select | None = f.item(Select)
    require: str | None = f.text()
    cypher: str | None = f.text()


def read_rule(
    items: Items, node: Any, at: Mark, *, required: Sequence[str], decides: Sequence[str]
) -> Rule | None:
    """
    A rule; None where a fault of it is in the report.

    `required` are the keys that must be there beside those every rule has, and `decides` the
    ways in which it may be decided.
    """
    report = items.report
    before = len(report.faults)
    # What depends on other parts of the rule is read on its own.
    plain = node
    if isinstance(node, Map):
        plain = Map()
        plain.update({key: raw for key, raw in node.items() if key not in _APART})
        plain.marks = node.marks
    said = items.item(_Written, plain, at)
    if said is None:
        return None
    for key in required:
        if node.get(key) is None:
            report.fault(at, "missing", key=key)
    tunable = read_parameters(items, node, at)
    rule = Rule(
        id=said.id, severity=said.severity, kind=said.kind or "goal", version=said.version or 1,
        source=said.source, verdict=said.verdict, cypher=said.cypher,
        parameters={name: each.value for name, each in tunable.items()}, tunable=tunable,
        place=Place(report.file, at.line),
        title=in_both(said.title), why=in_both(said.why), of=in_both(said.of),
        message=in_both(said.message), next_step=in_both(said.next_step),
    )  # fmt: skip
    ways = [key for key in DECIDES if node.get(key) is not None]
    if len(ways) != 1 or ways[0] not in decides:
        code = "one_of_none" if not set(ways) & set(decides) else "one_of_many"
        report.fault(at, code, keys=", ".join(decides))
    elif ways == ["select"] and said.select is not None:
        rule = _declared(items, rule, said.select, node, at)
    elif ways == ["cypher"]:
        _placed(items, rule.message, _CYPHER_PLACES, value_mark(node, "message", at))
    if "select" not in ways and node.get("require") is not None:
        mark = value_mark(node, "require", at)
        report.fault(mark, "only_with", key="require", needed="select")
    if "verdict" not in ways and "otherwise" in node:
        mark = value_mark(node, "otherwise", at)
        report.fault(mark, "only_with", key="otherwise", needed="verdict")
    else:
        rule = replace(rule, otherwise=_otherwise(items, node, at))
    _same_places(items, rule.message, value_mark(node, "message", at))
    return rule if len(report.faults) == before else None


def in_both(said: Both | None) -> dict[str, str]:
    """A text by language; nothing where none is written."""
    return {} if said is None else {"sv": said.sv, "en": said.en}


def _otherwise(items: Items, node: Map, at: Mark) -> dict[str, dict[str, str]]:
    """The other messages of a rule by name."""
    raw = node.get("otherwise")
    if raw is None or raw is WRONG:
        return {}
    here = value_mark(node, "otherwise", at)
    if not isinstance(raw, Map):
        items.report.fault(here, "not_mapping", value=written(raw))
        return {}
    found = {}
    for name, each in raw.items():
        mark = value_mark(raw, name, here)
        found[name] = in_both(items.item(Both, each, mark))
        _same_places(items, found[name], mark)
    return found


def _declared(items: Items, rule: Rule, select: Select, node: Map, at: Mark) -> Rule:
    """The rule with what it selects and requires, held to their promises."""
    mark = value_mark(node, "select", at)
    empty_lists(items, node["select"], mark)
    what = read_select(items, select, node["select"], mark)
    raw = node.get("require")
    if raw is None:
        items.report.fault(at, "missing", key="require")
        return rule
    if what is None:
        # What is required is read all the same, so that its faults are told too.
        meant = [key for key in SELECTABLE if key in node["select"]]
        if len(meant) == 1:
            read_require(items, meant[0], raw, value_mark(node, "require", at))
        return rule
    here = value_mark(node, "require", at)
    empty_lists(items, raw, here)
    require = read_require(items, what, raw, here)
    if node.get("kind") not in (None, SELECTABLE[what]):
        said = {"value": shown(node["kind"]), "known": SELECTABLE[what]}
        items.report.fault(value_mark(node, "kind", at), "bad_choice", **said)
    _placed(items, rule.message, PLACES[what], value_mark(node, "message", at))
    file = items.report.file
    named = (*names_in(file, Select, node["select"], mark), *names_in(file, NEEDS[what], raw, here))
    return replace(rule, kind=SELECTABLE[what], select=select, require=require, named=named)


def _placed(items: Items, message: Mapping[str, str], known: Sequence[str], at: Mark) -> None:
    """The message has places for nothing but what such a finding can tell."""
    for text in message.values():
        for name in places_in(text or "")[0]:
            if name not in known:
                said = {"value": shown(name), "known": ", ".join(known)}
                items.report.fault(at, "bad_choice", **said, **values.near(name, list(known)))


def _same_places(items: Items, message: Mapping[str, str], at: Mark) -> None:
    """Both languages of a message have places for the same values, and nothing but names."""
    found = {language: places_in(text or "") for language, text in message.items()}
    unsound = [language for language, (_, sound) in found.items() if not sound]
    if unsound:
        items.report.fault(at, "rule_place", which=", ".join(unsound))
    sets = {frozenset(names) for names, sound in found.values() if sound}
    if len(sets) > 1:
        differ = frozenset.union(*sets) - frozenset.intersection(*sets)
        items.report.fault(at, "rule_places_differ", names=", ".join(sorted(differ)))
