"""
Items as the keys and values a plan file holds: defaults left out, shorthand used.

What the two written forms, YAML and JSON, have in common.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from graph.chain import Chain, PlanFile
from graph.fields import Kind, fields_of
from graph.governance import DEFAULT_LEVELS, Governance, Level
from graph.model import SECTIONS, SHORTHAND, Source
from graph.period import Period, parse_period


def written_item(item: Any) -> dict[str, Any]:
    """
    An item as its keys and values in the order of the format.

    Values are str, int, float, bool, date, Period, or lists and dicts of these.
    """
    said = {}
    for field in fields_of(type(item)):
        value = getattr(item, field.key)
        if value is None or value == () or (value == field.default and not field.kind.required):
            continue
        said[field.key] = _written(value, field.kind)
    return said


def _written(value: Any, kind: Kind) -> Any:
    if isinstance(value, tuple):
        return [_written(each, kind) for each in value]
    if kind.name == "item":
        said = written_item(value)
        short = SHORTHAND.get(type(value))
        return said[short] if short and set(said) == {short} else said
    if isinstance(value, Period) and "/" in value.text:
        ends = dict(zip(("from", "to"), value.text.split("/"), strict=True))
        return {key: datetime.date.fromisoformat(end) for key, end in ends.items() if end}
    return value


def restored_item(of: type[Any], said: Mapping[str, Any]) -> Any:
    """
    The item that `written_item` wrote, after a journey as JSON.

    Nothing is checked: for what this program has written itself.
    """
    kinds = {field.key: field.kind for field in fields_of(of)}
    return of(**{key: _restored(value, kinds[key]) for key, value in said.items()})


def _restored(value: Any, kind: Kind) -> Any:
    if isinstance(value, list):
        return tuple(_restored(each, kind) for each in value)
    if kind.item is not None:
        short = SHORTHAND.get(kind.item)
        said = {short: value} if short and isinstance(value, str) else value
        return restored_item(kind.item, said)
    if kind.name == "day":
        return datetime.date.fromisoformat(value)
    if kind.name == "period":
        if isinstance(value, dict):
            value = f"{value.get('from', '')}/{value.get('to', '')}"
        return parse_period(value)
    return value


def written_model(governance: Governance) -> dict[str, Any]:
    """The governance model as keys and values; the usual levels are left out."""
    said: dict[str, Any] = {}
    if governance.current_year is not None:
        said["current_year"] = governance.current_year
    if governance.unit_kinds:
        said["unit_kinds"] = dict(governance.unit_kinds)
    if governance.levels != DEFAULT_LEVELS:
        said["levels"] = [_written_level(level) for level in governance.levels]
    return said


def _written_level(level: Level) -> dict[str, Any]:
    said = written_item(level)
    if level.every_area == ():
        said["every_area"] = []
    return said


def written_file(file: PlanFile) -> dict[str, Any]:
    """A whole plan file as keys and values; empty sections are left out."""
    said: dict[str, Any] = {"rodtrad": 1, "source": written_item(file.source)}
    if file.governance is not None:
        said["model"] = written_model(file.governance)
    for name in SECTIONS:
        items = file.section(name)
        if items:
            said[name] = [written_item(item) for item in items]
    return said


def chain_to_file(chain: Chain, source: Source) -> PlanFile:
    """The whole chain as one file under a new heading, each section as the chain has it."""
    governance = None if chain.governance == Governance() else chain.governance
    sections: dict[str, Any] = {name: chain.section(name) for name in SECTIONS}
    return PlanFile(source=source, governance=governance, **sections)
