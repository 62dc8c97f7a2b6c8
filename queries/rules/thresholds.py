"""
The thresholds of a rule: their values, the bounds these may be set within, and their sorts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph import fields as f
from graph.reading import values
from graph.reading.items import Items, value_mark, written
from graph.reading.report import Mark
from graph.reading.tree import WRONG, Map, Plain, Seq
from graph.text import shown
from queries.rules.spec import Named, Parameter

# A threshold of this name lists levels of the model.
LEVELS = "levels"
_SORTS = {int: "number", float: "number", bool: "flag", str: "text", tuple: "list"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    sv: str = f.text(required=True)
    en: str = f.text(required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A threshold as it is written, but for its value."""

    value: str | None = f.text()
    least: int | float | None = f.number()
    most: int | float | None = f.number()
    fractions: bool = f.flag()
    about: _About | None = f.item(_About)


def read_parameters(items: Items, node: Map, at: Mark) -> dict[str, Parameter]:
    """The thresholds of a rule by name: value, bounds, and what each is for."""
    raw = node.get("parameters")
    if raw is None or raw is WRONG:
        return {}
    mark = value_mark(node, "parameters", at)
    if not isinstance(raw, Map):
        items.report.fault(mark, "not_mapping", value=written(raw))
        return {}
    found: dict[str, Parameter] = {}
    for name, each in raw.items():
        read = _parameter(items, each, value_mark(raw, name, mark))
        if read is not None:
            found[name] = read
    return found


def _parameter(items: Items, node: Any, at: Mark) -> Parameter | None:
    if not isinstance(node, Map):
        items.report.fault(at, "not_mapping", value=written(node))
        return None
    outer = Map()
    outer.update({key: value for key, value in node.items() if key != "value"})
    outer.marks = node.marks
    said = items.item(_Written, outer, at)
    mark = value_mark(node, "value", at)
    value = read_value(items, node.get("value"), mark)
    if said.about is None:
        if "about" not in node:
            items.report.fault(at, "missing", key="about")
        return None
    if value is WRONG:
        return None
    about = {"sv": said.about.sv, "en": said.about.en}
    found = Parameter(value, about, said.least, said.most, said.fractions)
    return found if fits(items, found, value, mark) else None


def read_value(items: Items, raw: Any, at: Mark) -> Any:
    """A threshold's value: number, flag, text or a list of these; WRONG with a fault."""
    if isinstance(raw, Seq):
        found = tuple(
            read_value(items, each, mark) for each, mark in zip(raw, raw.marks, strict=True)
        )
        return WRONG if WRONG in found else found
    if isinstance(raw, Plain):
        for reader in (values.number, values.flag):
            try:
                return reader(raw, lambda code, value: None)
            except values.Bad:
                continue
    return items.scalar(raw, at, values.word)


def level_names(file: str, node: Seq, value: tuple[Any, ...]) -> list[Named]:
    """The levels that a threshold lists, each with its place; to be held against the data."""
    return [
        Named("levels", str(name), file, mark.line, mark.column)
        for name, mark in zip(value, node.marks, strict=True)
    ]


def fits(items: Items, parameter: Parameter, value: Any, at: Mark) -> bool:
    """True if a value is of the threshold's sort and within its bounds; else a fault is told."""
    sort = _SORTS[type(parameter.value)]
    if _SORTS[type(value)] != sort:
        # A number in quotes is a text, which nothing but the quotes tells.
        told = f"'{shown(value)}'" if isinstance(value, str) else shown(value)
        items.report.fault(at, f"rule_value_{sort}", value=told)
        return False
    if sort == "number":
        whole = isinstance(parameter.value, int) and not parameter.fractions
        if whole and not isinstance(value, int):
            items.report.fault(at, "rule_value_whole", value=shown(value))
            return False
        low, high = parameter.least, parameter.most
        if (low is not None and value < low) or (high is not None and value > high):
            said = {"least": "…" if low is None else low, "most": "…" if high is None else high}
            items.report.fault(at, "rule_bounds", value=value, **said)
            return False
    return True
