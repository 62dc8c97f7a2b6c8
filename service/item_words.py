"""
What people call the sections, fields and values of items: the words of the spreadsheets and the
forms, for what the change log and the preview of an import tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.fields import Field, fields_of
from graph.model import SECTIONS, Source
from graph.sheets.shapes import choice_word, heading, shapes, sheet_name
from queries.item_changes import IN_SOURCE, SOURCES
from service.showing import number
from service.words import say

# Level names by id, as the governance model has them.
Levels = Mapping[str, str]


def section_name(section: str, language: str) -> str:
    """What a section is called."""
    return sheet_name("source" if section == SOURCES else section, language)


def field_name(section: str, key: str, language: str) -> str:
    """What a field is called; its key where it is none of the section's."""
    if key in (IN_SOURCE, "model"):
        return say(f"importing.{key}", language)
    if f"{section}.{key}" in shapes():
        return sheet_name(f"{section}.{key}", language)
    shape = shapes()["source" if section == SOURCES else section]
    known = {field.key for field in shape.columns}
    return heading(shape, key, language) if key in known else key


def value_text(section: str, key: str, value: Any, language: str, levels: Levels) -> str:
    """A field's value, as a plan file would write it, on one line; empty for nothing."""
    of = Source if section == SOURCES else SECTIONS[section]
    field = next((field for field in fields_of(of) if field.key == key), None)
    return _text(value, field, language, levels, f"{section}.{key}")


def extent(new: int, changed: int, removed: int, language: str) -> str:
    """How much a change touches: `2 nya, 1 ändrad`; what it leaves alone isn't said."""
    counts = {"new": new, "changed": changed, "removed": removed}
    parts = (say(f"extent.{sort}", language, count=number(count, language))
             for sort, count in counts.items() if count)  # fmt: skip
    return ", ".join(parts) or say("changes.none_of", language)


def _text(value: Any, field: Field | None, language: str, levels: Levels, sheet: str) -> str:
    if isinstance(value, list):
        return "; ".join(_text(each, field, language, levels, sheet) for each in value)
    if isinstance(value, dict):
        return _row(value, field, language, levels, sheet)
    if isinstance(value, bool):
        return choice_word(str(value).lower(), language)
    if isinstance(value, int | float):
        return number(value, language)
    if field is not None and field.kind.choices:
        return choice_word(value, language)
    if field is not None and field.kind.name == "level":
        return levels.get(value, value)
    return "" if value is None else str(value)


def _row(
    value: Mapping[str, Any], field: Field | None, language: str, levels: Levels, sheet: str
) -> str:
    """A nested item: where it leads, if it does, and the rest by name."""
    of = field.kind.item if field is not None else None
    inner = {each.key: each for each in fields_of(of)} if of is not None else {}
    said = {
        key: _text(each, inner.get(key), language, levels, sheet) for key, each in value.items()
    }
    head = said.pop("to", "")
    names = {key: heading(shapes()[sheet], key, language) if key in inner else key for key in said}
    rest = ", ".join(f"{names[key]}: {each}" for key, each in said.items())
    return f"{head} ({rest})" if head and rest else head or rest
