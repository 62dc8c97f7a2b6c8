"""
Findings that miss something in the data, and what shows it: an item with an empty field, or an id
that nothing names (docs/proofs.md).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from graph.chain import Chain
from graph.digest import plain
from graph.model import Exemption
from queries.rules.finding import Finding

# By rule: the form, the section, and the fields of which one is empty or names nothing.
LACKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "T030": ("lacking", "plans", ("decided_by", "decided_on")),
    "T032": ("lacking", "plans", ("based_on",)),
    "T040": ("unnamed", "goals", ("plan",)),
    "T047": ("lacking", "indicators", ("target",)),
    "T049": ("unnamed", "indicators", ("measures",)),
    "T054": ("lacking", "assessments", ("analysis",)),
    "T056": ("lacking", "assignments", ("due",)),
    "T058": ("lacking", "assessments", ("action",)),
    "T059": ("lacking", "plans", ("budget_tkr",)),
    "T067": ("unnamed", "participation", ("unit",)),
    "T074": ("lacking", "exemptions", ("decided_by", "decided_on")),
    "T075": ("lacking", "exemptions", ("until",)),
    "T076": ("lacking", "forwards", ("decided_by", "decided_on")),
    "T077": ("lacking", "forwards", ("until",)),
}
# How an item without an id is told apart.
_NAMED_BY = {
    "assessments": ("goal", "area", "plan", "period"),
    "exemptions": ("goal", "unit", "area"),
    "forwards": ("goal", "unit", "level"),
}


class Lacks:
    """What one set of data lacks; `chain` is all of it, goals and all."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._items: dict[str, dict[str, list[dict[str, Any]]]] = {}
        self._named: dict[tuple[str, str], set[Any]] = {}

    def of(self, finding: Finding) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Subject and witness of a finding's proof; None if so simple a form doesn't show it."""
        form, section, fields = LACKS[finding.rule]
        for field in fields:
            subject = {"kind": form, "section": section, "field": field}
            if form == "unnamed":
                if finding.subject not in self._names(section, field):
                    return {**subject, "id": finding.subject}, {}
                continue
            for item in self._called(section).get(finding.subject, ()):
                if item[field] in (None, []):
                    keys = _NAMED_BY.get(section, ("id",))
                    return {**subject, "item": {key: item[key] for key in keys}}, {"written": item}
        return None

    def _names(self, section: str, field: str) -> set[Any]:
        """Every id that an item of a section names in a field."""
        if (section, field) not in self._named:
            held = [getattr(item, field) for item in self._chain.section(section)]
            self._named[section, field] = {
                name for each in held for name in (each if isinstance(each, tuple) else (each,))
            }
        return self._named[section, field]

    def _called(self, section: str) -> dict[str, list[dict[str, Any]]]:
        """The items of a section as JSON values, by the subject of findings about them."""
        if section not in self._items:
            found = self._items[section] = {}
            for item in map(plain, self._written(section)):
                found.setdefault(_subject(section, item), []).append(item)
        return self._items[section]

    def _written(self, section: str) -> Iterator[Any]:
        yield from self._chain.section(section)
        if section == "exemptions":
            # A goal's own exemption reads as one in the list.
            for goal in self._chain.goals:
                if goal.exempt is not None:
                    yield Exemption(goal=goal.id, **_fields(goal.exempt))


def _fields(item: Any) -> dict[str, Any]:
    return {each.name: getattr(item, each.name) for each in dataclasses.fields(item)}


def _subject(section: str, item: dict[str, Any]) -> str:
    """What the rules call an item in a finding."""
    if section == "forwards":
        return f"{item['goal']}/{item['unit']}/{item['level']}"
    if section == "assessments":
        return f"{item['goal'] or item['area'] or item['plan'] or '–'}/{item['period']}"
    if section == "exemptions" and item["goal"] is None:
        return f"{item['unit']}/{item['area']}" if item["area"] else str(item["unit"])
    return str(item["goal"] if section == "exemptions" else item["id"])
