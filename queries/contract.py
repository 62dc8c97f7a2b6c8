"""
Answers as JSON values, in the shapes that other programs rely on (docs/json.md).

Made from the same objects as every other rendering. Sorted: levels in model order, all
else by id and code point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import Fault
from graph.text import file_name
from queries.areas import listed
from queries.audit import Audit
from queries.candidates import offered
from queries.decisions import decisions
from queries.links import LINK_STATES, UNSEEN
from queries.rules.book import RuleBook
from queries.rules.check import Outcome
from queries.rules.finding import Finding
from queries.score import Score
from queries.states import GOAL_STATES
from queries.trace import Trace

if TYPE_CHECKING:
    from queries.impact import Impact


def audit_json(
    audit: Audit, outcomes: Sequence[Outcome], language: str = "sv"
) -> dict[str, Any]:
    """`rodtrad.audit/1`: the whole audit with what each rule came to."""
    return {
        "format": "rodtrad.audit/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        "goals": [goal_json(audit, goal) for goal in audit.goals_in_force],
        "links": _links(audit),
        **_coverage(audit),
        "cycles": [ids_of(audit, ring) for ring in audit.cycles],
        "score": score_json(audit.score),
        "decisions": decisions_json(audit),
        **rules_json(outcomes),
        "findings": [
            finding_json(audit, finding, language, place)
            for outcome in outcomes
            for place, finding in enumerate(outcome.findings)
        ],
    }


def decisions_json(audit: Audit) -> list[dict[str, Any]]:
    """The exemptions and forwards in force, each with why, by whom, and until when."""
    p = audit.projection
    told = [
        {
            "kind": each.kind,
            "goal": None if each.goal is None else p.ids[each.goal],
            "unit": None if each.unit is None else p.frame.units[each.unit].id,
            "area": None if each.area is None else p.frame.areas[each.area].id,
            "reason": each.reason,
            "decided_by": each.decided_by,
            "decided_on": each.decided_on and each.decided_on.isoformat(),
            "until": each.until and each.until.isoformat(),
        }
        for each in decisions(audit)
    ]
    # None before any text.
    return sorted(told, key=lambda each: [(text is not None, text or "") for text in each.values()])


def rules_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The rules that were asked, what each of them came to, and the digest of them all."""
    return {
        "rules": [
            {
                "rule": outcome.rule.id,
                "severity": outcome.rule.severity,
                "version": outcome.rule.version,
                "ran": outcome.ran,
                "of": outcome.of,
                "found": outcome.found,
            }
            for outcome in outcomes
        ],
        "rules_digest": RuleBook(tuple(outcome.rule for outcome in outcomes)).digest,
    }


def coverage_json(audit: Audit) -> dict[str, Any]:
    """`rodtrad.coverage/1`: both matrices and the score, alone."""
    return {
        "format": "rodtrad.coverage/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        **_coverage(audit),
        "score": score_json(audit.score),
    }


def _coverage(audit: Audit) -> dict[str, Any]:
    return {"matrix": matrix_json(audit), "answers": answers_json(audit)}


def matrix_json(audit: Audit) -> list[dict[str, Any]]:
    """Unit × area."""
    frame = audit.projection.frame
    return [
        {
            "level": audit.scene.levels[cell.level].id,
            "unit": frame.units[cell.unit].id,
            "area": frame.areas[cell.area].id,
            "status": cell.status,
            "goals": ids_of(audit, cell.goals),
            "goals_by_tag": ids_of(audit, cell.goals_by_tag),
        }
        for cell in audit.matrix
    ]


def answers_json(audit: Audit) -> list[dict[str, Any]]:
    """Unit × root goal."""
    p = audit.projection
    return [
        {
            "unit": p.frame.units[answer.unit].id,
            "goal": p.ids[answer.goal],
            "addressed": answer.addressed,
            "status": answer.status,
            "goals": ids_of(audit, answer.goals),
        }
        for answer in audit.answers
    ]


def data_json(audit: Audit) -> dict[str, Any]:
    """Which data was asked."""
    p = audit.projection
    return {"revision": p.revision, "digest": p.digest, "sources": list(p.sources)}


def goal_json(audit: Audit, goal: int) -> dict[str, Any]:
    """One goal's verdicts."""
    p, depth = audit.projection, audit.depth
    levels, frame = audit.scene.levels, p.frame
    return {
        "id": p.ids[goal],
        "level": levels[p.level[goal]].id,
        "units": [frame.units[unit].id for unit in p.held_by.of(goal).tolist()],
        "state": GOAL_STATES[audit.states.state[goal]],
        "witness": ids_of(audit, audit.states.witness(goal)),
        "answered": bool(depth.answered[goal]),
        "missing_levels": [levels[n].id for n in np.flatnonzero(depth.missing[goal]).tolist()],
        "deep_any": bool(depth.deep_any[goal]),
        "deep_all": bool(depth.deep_all[goal]),
        "areas_by_tag": [frame.areas[area].id for area in p.areas.of(goal).tolist()],
        "areas_by_chain": [frame.areas[area].id for area in listed(audit.chain_areas, goal)],
    }


def score_json(score: Score) -> dict[str, Any]:
    """The trace score with its arithmetic."""
    return {
        "up": {"satisfied": score.up[0], "expected": score.up[1]},
        "down": {"satisfied": score.down[0], "expected": score.down[1]},
        "suspect": score.suspect,
        "exempt": score.exempt,
    }


def finding_json(audit: Audit, finding: Finding, language: str, among: int = 0) -> dict[str, Any]:
    """
    One finding, with `candidates` where its goal lacks a chain.

    `among` is its place among those of its rule that are told; far down none are worked out.
    """
    place = finding.place
    told = {
        "rule": finding.rule,
        "severity": finding.severity,
        "subject": {"kind": finding.kind, "id": finding.subject},
        "message": finding.message(language),
        "witness": list(finding.witness),
        "location": {"file": file_name(place[0]), "line": place[1]} if place else None,
    }
    candidates = offered(audit, finding, among)
    return told if candidates is None else {**told, "candidates": ids_of(audit, candidates)}


def impact_json(found: Impact) -> dict[str, Any]:
    """`rodtrad.impact/1`: what a drop would cost."""
    # Read first when asked for: it reads this module in its turn.
    from queries.contract_units import shares_json

    audit = found.audit
    p = audit.projection
    levels, frame = audit.scene.levels, p.frame
    candidates = found.candidates()
    return {
        "format": "rodtrad.impact/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        "dropped": list(found.drops.names),
        "loses_last": [
            {"id": p.ids[goal], "candidates": [p.ids[each.goal] for each in candidates[goal]]}
            for goal in found.loses_last
        ],
        "loses_one": ids_of(audit, found.loses_one),
        "lost_cells": [
            {"level": levels[level].id, "unit": frame.units[unit].id, "area": frame.areas[area].id}
            for level, unit, area in found.lost_cells
        ],
        "loses_answer": ids_of(audit, found.loses_answer),
        "loses_deep_any": ids_of(audit, found.loses_deep_any),
        "indicators_without_goal": found.indicators_without_goal,
        "units": shares_json(found),
    }


def trace_json(audit: Audit, found: Trace) -> dict[str, Any]:
    """`rodtrad.trace/1`: what a goal leads to and what leans on it."""
    p = audit.projection
    return {
        "format": "rodtrad.trace/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        "goal": p.ids[found.goal],
        "up": ids_of(audit, found.up),
        "down": ids_of(audit, found.down),
        "links": [
            {"from": p.ids[p.source[link]], "to": p.ids[p.target[link]]} for link in found.links
        ],
        "witness": ids_of(audit, found.witness),
    }


def path_json(audit: Audit, lower: int, upper: int, way: list[int]) -> dict[str, Any]:
    """`rodtrad.path/1`: a shortest way between two goals, empty where there is none."""
    p = audit.projection
    return {
        "format": "rodtrad.path/1",
        "view": audit.view.as_json(),
        "data": data_json(audit),
        "from": p.ids[lower],
        "to": p.ids[upper],
        "path": ids_of(audit, way),
    }


def errors_json(faults: tuple[Fault, ...], language: str = "sv") -> dict[str, Any]:
    """`rodtrad.errors/1`: every fault in the input."""
    return {
        "format": "rodtrad.errors/1",
        "errors": [
            {
                "file": fault.file,
                "line": fault.line,
                "column": fault.column,
                "code": fault.code,
                "message": fault.message(language),
                "hint": fault.hint(language),
                **({} if fault.sheet is None else {"sheet": fault.sheet, "cell": fault.cell}),
            }
            for fault in faults
        ],
    }


def _links(audit: Audit) -> list[dict[str, str]]:
    p = audit.projection
    return [
        {
            "from": p.ids[p.source[link]],
            "to": p.ids[p.target[link]],
            "state": LINK_STATES[audit.links.state[link]],
        }
        for link in np.flatnonzero(audit.links.state != UNSEEN).tolist()
    ]


def ids_of(audit: Audit, goals: Any) -> list[str]:
    """The ids of goals given by number."""
    return [audit.projection.ids[goal] for goal in goals]
