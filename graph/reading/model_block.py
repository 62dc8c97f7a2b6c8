"""
The `model` block of a plan file: levels, local unit kinds, current year.
"""

from __future__ import annotations

from typing import Any

from graph.governance import Governance, Level
from graph.reading import values
from graph.reading.items import Items, key_mark, value_mark, written
from graph.reading.report import Mark
from graph.reading.tree import WRONG, Seq
from graph.text import shown

KEYS = ("current_year", "unit_kinds", "levels")


def read_model(items: Items, node: Any, at: Mark) -> Governance | None:
    """
    The governance model; None if nothing of it could be read.

    What is left out keeps its default: a model without levels has the five usual ones.
    """
    report = items.report
    if not isinstance(node, dict):
        if node is not WRONG:
            report.fault(at, "not_mapping", value=written(node))
        return None
    found: dict[str, Any] = {}
    for key, raw in node.items():
        place = value_mark(node, key, at)
        if key not in KEYS:
            like = values.near(key, list(KEYS))
            known = ", ".join(KEYS)
            report.fault(
                key_mark(node, key, at), "unknown_key", key=shown(key), known=known, **like
            )
        elif raw is None:
            continue
        elif key == "current_year":
            found[key] = items.scalar(raw, place, values.year)
        elif key == "unit_kinds":
            found[key] = _unit_kinds(items, raw, place)
        else:
            found[key] = _levels(items, raw, place)
    if found.get("levels", True) in (WRONG, ()):
        return None
    usable = {key: value for key, value in found.items() if value is not WRONG}
    return Governance(**usable)


def _unit_kinds(items: Items, node: Any, at: Mark) -> Any:
    """Pairs of local kind and known kind, sorted."""
    if not isinstance(node, dict):
        if node is not WRONG:
            items.report.fault(at, "not_mapping", value=written(node))
        return WRONG
    pairs = {}
    for key, raw in node.items():
        local = items.scalar(key, key_mark(node, key, at), values.word)
        known = items.scalar(raw, value_mark(node, key, at), values.word)
        if WRONG in (local, known):
            continue
        if local in pairs:
            items.report.fault(
                key_mark(node, key, at), "duplicate_key", key=shown(local), first=at.line
            )
        pairs[local] = known
    return tuple(sorted(pairs.items()))


def _levels(items: Items, node: Any, at: Mark) -> Any:
    if not isinstance(node, list):
        if node is not WRONG:
            items.report.fault(at, "not_list", value=written(node))
        return WRONG
    marks = node.marks if isinstance(node, Seq) else [at] * len(node)
    read = [items.item(Level, each, mark) for each, mark in zip(node, marks, strict=True)]
    known: dict[str, int] = {}
    roots: list[Level] = []
    for level, mark, each in zip(read, marks, node, strict=True):
        if level is None or level.id is None:
            continue
        if level.id in known:
            first = f"{items.report.file}:{known[level.id]}"
            items.report.fault(
                value_mark(each, "id", mark), "duplicate_id",
                id=shown(level.id), section="levels", first=first,
            )
        known.setdefault(level.id, mark.line)
        if level.root and roots:
            ids = shown(f"{roots[0].id}, {level.id}")
            items.report.fault(value_mark(each, "root", mark), "two_roots", ids=ids)
        if level.root:
            roots.append(level)
    if not roots:
        items.report.fault(at, "no_root")
    for level, mark, each in zip(read, marks, node, strict=True):
        for needed in level.needs if level is not None else ():
            if needed not in known:
                said = {"value": shown(needed), "known": shown(", ".join(known), 200)}
                items.report.fault(value_mark(each, "needs", mark), "unknown_level", **said)
    return tuple(level for level in read if level is not None and level.id is not None)
