"""
The data digest: one SHA-256 for what the chain says, whatever holds it.

Canonical JSON (RFC 8785) of model and items: texts in NFC, no default left unsaid, items in
order of id, ids in a list counted once. The files' headings, their order and line numbers
are left out. The reader keeps numbers within the range where Python and RFC 8785 write them
alike.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph.chain import Chain
from graph.fields import Kind, fields_of
from graph.governance import Governance
from graph.model import SECTIONS, Goal
from graph.period import Period
from graph.text import fingerprint

Shape = Callable[[Any], Any]
_SHAPES: dict[type[Any], tuple[tuple[str, Shape | None], ...]] = {}


def canonical(value: Any) -> str:
    """One JSON text for a value: sorted keys, no blanks, no escapes beyond the needed."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


class Lines:
    """The goals as the digest counts them, kept from one version of a chain to the next."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Goal, tuple[str | None, ...], str]] = {}

    def of(self, goals: Iterable[Goal], prints: Mapping[str, str]) -> list[tuple[str, str]]:
        """Id and canonical JSON of each; made anew only for one that isn't the very same."""
        before, self._kept = self._kept, {}
        for goal in goals:
            wordings = (prints[goal.id], *(prints.get(link.to) for link in goal.contributes_to))
            was = before.get(goal.id)
            if was is None or was[0] is not goal or was[1] != wordings:
                was = goal, wordings, canonical(plain(goal, prints))
            self._kept[goal.id] = was
        return [(id, line) for id, (_, _, line) in self._kept.items()]


def digest(
    chain: Chain, prints: Mapping[str, str] | None = None, lines: Lines | None = None
) -> str:
    """
    The chain's digest as `sha256:` and 64 hex digits; linear in the chain. `prints` (the
    fingerprint of every goal) and `lines` spare the work that was done before.
    """
    said = hashlib.sha256()
    for text in canonical_chain(chain, prints, lines):
        said.update(text.encode())
    return "sha256:" + said.hexdigest()


def canonical_chain(
    chain: Chain, prints: Mapping[str, str] | None = None, lines: Lines | None = None
) -> Iterator[str]:
    """
    The canonical JSON of the whole chain, in pieces: an object of `format`, `model` and the
    sections. This text is what the digest is taken of.
    """
    if prints is None:
        prints = {goal.id: fingerprint(goal.title, goal.description) for goal in chain.goals}
    members = {name: name for name in SECTIONS} | {"format": "", "model": ""}
    before = "{"
    for key in sorted(members):
        yield f"{before}{canonical(key)}:"
        before = ","
        if key == "format":
            yield canonical("rodtrad/1")
        elif key == "model":
            yield canonical(plain_model(chain.governance))
        else:
            told = (
                (lines or Lines()).of(chain.goals, prints)
                if key == "goals"
                else [
                    (getattr(item, "id", ""), canonical(plain(item))) for item in chain.section(key)
                ]
            )
            yield f"[{','.join(line for _, line in sorted(told))}]"
    yield "}"


def plain(item: Any, prints: Mapping[str, str] | None = None) -> dict[str, Any]:
    """
    An item as JSON values, every field there, sets sorted.

    With `prints` (fingerprint per goal) a link that states none gets those of its ends as
    they read now: a link nobody has reviewed counts as reviewed when it is first seen.
    """
    result: dict[str, Any] = {}
    for key, shaped in _shapes(type(item)):
        value = getattr(item, key)
        result[key] = shaped(value) if shaped and value is not None else value
    if prints is not None and isinstance(item, Goal):
        links = result["contributes_to"]
        for link in links:
            link["fingerprint_from"] = link["fingerprint_from"] or prints[item.id]
            link["fingerprint_to"] = link["fingerprint_to"] or prints.get(link["to"])
        if len(links) > 1:
            # In order of what they say now, whether the file said it or not.
            links.sort(key=canonical)
    return result


def plain_model(governance: Governance) -> dict[str, Any]:
    """The governance model as JSON values, every field there."""
    levels = []
    for level in governance.levels:
        value = dataclasses.asdict(level)
        for key in ("owed_by", "needs"):
            value[key] = sorted(value[key])
        if not isinstance(level.every_area, bool):
            value["every_area"] = sorted(level.every_area)
        levels.append(value)
    return {
        "current_year": governance.current_year,
        "levels": levels,
        "unit_kinds": sorted(map(list, governance.unit_kinds)),
    }


def _shapes(of: type[Any]) -> tuple[tuple[str, Shape | None], ...]:
    """Each field's key, and how its value is made plain; None where it is plain already."""
    if of not in _SHAPES:
        _SHAPES[of] = tuple((field.key, _shape(field.kind)) for field in fields_of(of))
    return _SHAPES[of]


def _shape(kind: Kind) -> Shape | None:
    if kind.name == "item":
        return _plain_items if kind.many else plain
    if kind.many:
        return _sorted_set if kind.name == "ref" else list
    if kind.name == "period":
        return _period
    return datetime.date.isoformat if kind.name == "day" else None


def _plain_items(items: tuple[Any, ...]) -> list[Any]:
    found = [plain(each) for each in items]
    if len(found) > 1:
        found.sort(key=canonical)
    return found


def _sorted_set(keys: tuple[str, ...]) -> list[str]:
    return sorted(set(keys)) if len(keys) > 1 else list(keys)


def _period(period: Period) -> str:
    return period.text
