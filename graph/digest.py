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
from typing import Any

from graph.chain import Chain
from graph.fields import fields_of
from graph.governance import Governance
from graph.model import SECTIONS, Goal
from graph.period import Period
from graph.text import fingerprint


def canonical(value: Any) -> str:
    """One JSON text for a value: sorted keys, no blanks, no escapes beyond the needed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(chain: Chain) -> str:
    """The chain's digest as `sha256:` and 64 hex digits; linear in the chain."""
    said = hashlib.sha256()
    said.update(canonical({"format": "rodtrad/1", "model": plain_model(chain.governance)}).encode())
    prints = {goal.id: fingerprint(goal.title, goal.description) for goal in chain.goals}
    for name in SECTIONS:
        lines = sorted(canonical(plain(item, prints)) for item in chain.section(name))
        said.update(f"\n{name}\n".encode())
        said.update("\n".join(lines).encode())
    return "sha256:" + said.hexdigest()


def plain(item: Any, prints: dict[str, str] | None = None) -> dict[str, Any]:
    """
    An item as JSON values, every field there, sets sorted.

    With `prints` (fingerprint per goal) a link that states none gets those of its ends as
    they read now: a link nobody has reviewed counts as reviewed when it is first seen.
    """
    result = {
        field.key: _value(getattr(item, field.key), field.kind.name)
        for field in fields_of(type(item))
    }
    if prints is not None and isinstance(item, Goal):
        for link in result["contributes_to"]:
            link["fingerprint_from"] = link["fingerprint_from"] or prints[item.id]
            link["fingerprint_to"] = link["fingerprint_to"] or prints.get(link["to"])
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


def _value(value: Any, kind: str) -> Any:
    if isinstance(value, tuple):
        if kind == "item":
            return sorted((plain(each) for each in value), key=canonical)
        return sorted(set(value)) if kind == "ref" else list(value)
    if value is not None and kind == "item":
        return plain(value)
    if isinstance(value, Period):
        return value.text
    return value.isoformat() if isinstance(value, datetime.date) else value
