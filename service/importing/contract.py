"""
A preview as JSON values, in the shape that programs rely on (docs/json.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from queries.contract import score_json
from queries.few import Few
from queries.item_changes import ItemChange
from queries.rules.finding import Finding
from queries.verdict_changes import Verdicts
from service.importing.preview import Overwritten, Preview

T = TypeVar("T")


def preview_json(found: Preview, language: str) -> dict[str, Any]:
    """What an import would do; each list has its `total` and its first `rows`."""
    return {
        "revision": found.revision,
        "digests": {"before": found.digests[0], "after": found.digests[1]},
        "sources": list(found.sources),
        "replaced": list(found.replaced),
        "unchanged": found.unchanged,
        "overwritten": _few(found.overwritten, _overwritten),
        "barred": _few(found.barred, _item),
        "sections": [
            {
                "section": each.section,
                "new": _few(each.new, _item),
                "changed": _few(each.changed, _item),
                "gone": _few(each.gone, _item),
            }
            for each in found.sections
        ],
        "verdicts": _verdicts(found.verdicts, language),
    }


def _few(some: Few[T], told: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    return {"total": some.total, "rows": [told(each) for each in some]}


def _item(change: ItemChange) -> dict[str, Any]:
    return {
        "section": change.section,
        "id": change.id,
        "name": change.name,
        "source": change.source,
        "fields": [
            {"field": each.key, "before": each.before, "after": each.after}
            for each in change.fields
        ],
    }


def _overwritten(each: Overwritten) -> dict[str, Any]:
    edit = {"change": each.edit.number, "by": each.edit.by, "at": each.edit.at}
    return {**_item(each.change), "would_be": each.change.kind, "edit": edit}


def _verdicts(verdicts: Verdicts, language: str) -> dict[str, Any]:
    def finding(each: Finding) -> dict[str, Any]:
        return {
            "rule": each.rule,
            "severity": each.severity,
            "subject": {"kind": each.kind, "id": each.subject},
            "message": each.message(language),
        }

    before, after = verdicts.score
    return {
        "view": verdicts.view,
        "score": {"before": score_json(before), "after": score_json(after)},
        "goals": _few(verdicts.goals, lambda each: {
            "id": each.goal, "title": each.title, "before": each.before, "after": each.after,
        }),
        "begun": verdicts.begun,
        "ended": verdicts.ended,
        "cells": _few(verdicts.cells, lambda each: {
            "level": each.level, "unit": each.unit[0], "area": each.area[0],
            "before": each.before, "after": each.after,
        }),
        "come": _few(verdicts.come, finding),
        "gone": _few(verdicts.gone, finding),
    }  # fmt: skip
