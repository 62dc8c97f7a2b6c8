"""
The report as JSON: `rodtrad.audit/1` (docs/json.md), and what this report leaves out or compares.
"""

from __future__ import annotations

import json
from typing import Any

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
        "goals": [
            {
                "id": goal.id,
                "level": goal.level,
                "units": list(goal.units),
                "state": goal.state,
                "witness": list(goal.witness),
                "answered": goal.answered,
                "missing_levels": list(goal.missing_levels),
                "deep_any": goal.deep_any,
                "deep_all": goal.deep_all,
                "areas_by_tag": list(goal.areas_by_tag),
                "areas_by_chain": list(goal.areas_by_chain),
            }
            for goal in report.goals
        ],
        "links": [
            {"from": link.source, "to": link.target, "state": link.state} for link in report.links
        ],
        "matrix": [
            {
                "level": cell.level,
                "unit": cell.unit,
                "area": cell.area,
                "status": cell.status,
                "goals": list(cell.goals),
                "goals_by_tag": list(cell.goals_by_tag),
            }
            for cell in report.matrix
        ],
        "answers": [
            {
                "unit": answer.unit,
                "goal": answer.goal,
                "addressed": answer.addressed,
                "status": answer.status,
                "goals": list(answer.goals),
            }
            for answer in report.answers
        ],
        "cycles": [list(ring) for ring in report.cycles],
        "score": score_json(report.score),
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
        chosen = report.selection
        told["selection"] = {
            "rules": list(chosen.rules),
            "severity": chosen.severity,
            "level": chosen.level,
            "unit": chosen.unit,
            "area": chosen.area,
        }
    if report.change is not None:
        told["change"] = {
            "digest": report.change.digest,
            "view": report.change.view.as_json(),
            "new": [_finding(found) for found in report.change.new],
            "gone": [_finding(found) for found in report.change.gone],
            "unchanged": report.change.unchanged,
            "states": [
                {"goal": each.goal, "before": each.before, "after": each.after}
                for each in report.change.states
            ],
        }
    return told


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
    return {
        "rule": found.rule,
        "severity": found.severity,
        "subject": {"kind": found.kind, "id": found.subject},
        "message": found.message,
        "witness": list(found.witness),
        "location": {"file": place[0], "line": place[1]} if place else None,
    }
