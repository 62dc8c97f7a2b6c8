"""
From a plan file as a dict to answers in the oracle's shapes, through the project's own way:
the reader, the checks, the projection and the JSON contract.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from graph.checking import join
from graph.projection import Projection, project
from graph.reading import read_text
from queries.audit import Audit, audit
from queries.contract import audit_json, impact_json, trace_json
from queries.impact import impact
from queries.rules.check import check
from queries.trace import trace
from queries.view import View

Doc = dict[str, Any]


def projection_of(*docs: Doc) -> Projection:
    """The projection of plan files, written as JSON and read again."""
    read = [read_text(json.dumps(doc, default=str), f"{n}.json") for n, doc in enumerate(docs)]
    return project(join(file for each in read for file in each.files))


def view_of(asked: Doc) -> View:
    """A view as the cases write it."""
    as_of = asked.get("as_of")
    if isinstance(as_of, str):
        asked = {**asked, "as_of": datetime.date.fromisoformat(as_of)}
    return View(**asked)


def audit_of(doc: Doc, asked: Doc) -> Audit:
    """The audit of one plan file."""
    return audit(projection_of(doc), view_of(asked))


def audit_answer(found: Audit) -> Doc:
    """The audit in the oracle's shape."""
    told = audit_json(found, check(found))
    score = told["score"]
    return {
        "goals": {goal.pop("id"): goal for goal in told["goals"]},
        "links": {(link["from"], link["to"]): link["state"] for link in told["links"]},
        "matrix": {
            (cell.pop("level"), cell.pop("unit"), cell.pop("area")): cell for cell in told["matrix"]
        },
        "answers": {(cell.pop("unit"), cell.pop("goal")): cell for cell in told["answers"]},
        "cycles": told["cycles"],
        "score": {
            "up": (score["up"]["satisfied"], score["up"]["expected"]),
            "down": (score["down"]["satisfied"], score["down"]["expected"]),
            "suspect": score["suspect"],
            "exempt": score["exempt"],
        },
    }


def impact_answer(found: Audit, names: list[str]) -> Doc:
    """An impact in the oracle's shape."""
    told = impact_json(impact(found, names))
    return {
        "loses_last": [each["id"] for each in told["loses_last"]],
        "loses_one": told["loses_one"],
        "lost_cells": sorted(
            f"{cell['level']}/{cell['unit']}/{cell['area']}" for cell in told["lost_cells"]
        ),
        "loses_answer": told["loses_answer"],
        "loses_deep_any": told["loses_deep_any"],
        "indicators_without_goal": told["indicators_without_goal"],
    }


def trace_answer(found: Audit, goal: str) -> Doc:
    """A trace in the oracle's shape."""
    told = trace_json(found, trace(found, found.projection.number[goal]))
    return {
        "up": told["up"],
        "down": told["down"],
        "links": [(link["from"], link["to"]) for link in told["links"]],
        "witness": told["witness"],
    }
