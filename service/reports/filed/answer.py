"""
The report as JSON: `rodtrad.audit/1` (docs/json.md), and what this report leaves out or compares.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

from graph.text import file_name
from queries.contract import score_json
from service.reports.filed.result import FindingRow, Report


def report_json(report: Report) -> dict[str, Any]:
    """
    The report as JSON values.

    Without selection and comparison the same as the contract's `audit_json`; with them
    `selection` and `change` are added.
    """
    told = {
        "format": "rodtrad.audit/1",
        "view": report.view.as_json(),
        "data": {
            "revision": report.data.revision,
            "digest": report.data.digest,
            "sources": list(report.data.sources),
        },
        "goals": [_told(goal, "title", "made_up", "place") for goal in report.goals],
        "links": [
            {"from": link.source, "to": link.target, "state": link.state} for link in report.links
        ],
        "matrix": list(map(_told, report.matrix)),
        "answers": [_told(each, "forwarded") for each in report.answers],
        "cycles": [list(ring) for ring in report.cycles],
        "score": score_json(report.score),
        "decisions": [_told(each, "subject", "title") for each in report.decided],
        "rules": [
            {
                "rule": rule.id,
                "severity": rule.severity,
                "version": rule.version,
                "ran": rule.ran,
                "of": rule.of,
                "found": rule.found,
            }
            for rule in report.rules
        ],
        "rules_digest": report.book,
        "findings": [_finding(found) for rule in report.rules for found in rule.shown],
    }
    if not report.selection.empty:
        told["selection"] = _told(report.selection)
    if report.change is not None:
        told["change"] = {
            "digest": report.change.digest,
            "view": report.change.view.as_json(),
            "new": [_finding(found) for found in report.change.new],
            "gone": [_finding(found) for found in report.change.gone],
            "unchanged": report.change.unchanged,
            "states": [_told(each, "title") for each in report.change.states],
        }
    return told


def _told(row: Any, *left_out: str) -> dict[str, Any]:
    """A row by its fields, but for those that the contract hasn't."""
    names = [field.name for field in dataclasses.fields(row) if field.name not in left_out]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def written(report: Report) -> bytes:
    """The report as a JSON text with a row a line, the same bytes for the same report."""
    parts = (f"  {_said(key)}: {_lines(value)}" for key, value in report_json(report).items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _said(value)
    return "[\n    " + ",\n    ".join(map(_said, value)) + "\n  ]"


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _finding(found: FindingRow) -> dict[str, Any]:
    place = found.place
    told = {
        "rule": found.rule,
        "severity": found.severity,
        "subject": {"kind": found.kind, "id": found.subject},
        "message": found.message,
        "witness": list(found.witness),
        "location": {"file": file_name(place[0]), "line": place[1]} if place else None,
    }
    if found.candidates is not None:
        told["candidates"] = [goal for goal, _ in found.candidates]
    return told
