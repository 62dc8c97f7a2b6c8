"""
Verdicts on who covers what: cells of the matrix, rows, units that owe goals, answers.
"""

from __future__ import annotations

import numpy as np

from queries.audit import Audit
from queries.matrix import columns_of, exemptions_in_force
from queries.rules.finding import Finding, Looked, goal_finding, item_place, view_finding
from queries.rules.spec import Rule


def no_area(audit: Audit, rule: Rule) -> Looked:
    """The view itself, where no area is in force, or none of a kind that a level asks for."""
    scene = audit.scene
    asking = [n for n, level in enumerate(scene.levels[: scene.lowest + 1]) if level.every_area]
    empty = not scene.areas.any() or any(not columns_of(scene, level).size for level in asking)
    return Looked(1, [view_finding(audit, rule)] if empty else [])


def rowless(audit: Audit, rule: Rule) -> Looked:
    """Goals whose row isn't in force."""
    goals = [goal for rows in audit.rows.values() for goal in rows.outside.tolist()]
    found = [goal_finding(audit, rule, goal) for goal in goals]
    return Looked(int(np.count_nonzero(audit.scene.goals)), found)


def units_without_goals(audit: Audit, rule: Rule) -> Looked:
    """Units that owe goals at a level, have no rooted goal there and aren't exempt (A12, A29)."""
    p, scene = audit.projection, audit.scene
    exempt = {(unit, area) for unit, area, _ in exemptions_in_force(scene)}
    found = []
    asked = 0
    for level, rows in audit.rows.items():
        asked += len(rows.units)
        areas = columns_of(scene, level).tolist()
        for unit in rows.without(audit.states.supported).tolist():
            in_each = bool(areas) and all((unit, area) in exempt for area in areas)
            if (unit, None) in exempt or in_each:
                asked -= 1
                continue
            item = p.frame.units[unit]
            values = {"id": item.id, "title": item.name, "level": scene.levels[level].name}
            subject = f"{item.id}/{scene.levels[level].id}"
            found.append(Finding(rule, subject, (), values, item_place(item)))
    return Looked(asked, found)


def tag_only(audit: Audit, rule: Rule) -> Looked:
    """Cells where goals are tagged so, but their chains go elsewhere (A01, A20)."""
    return _cells(audit, rule, "tag_only")


def weak(audit: Audit, rule: Rule) -> Looked:
    """Cells where goals are tagged so and none is rooted (A01)."""
    return _cells(audit, rule, "weak")


def no_plan(audit: Audit, rule: Rule) -> Looked:
    """Cells of a unit that has neither plan nor goals (A06)."""
    return _cells(audit, rule, "no_plan")


def empty(audit: Audit, rule: Rule) -> Looked:
    """Cells with nothing in them (A01)."""
    return _cells(audit, rule, "empty")


def _cells(audit: Audit, rule: Rule, status: str) -> Looked:
    p, scene = audit.projection, audit.scene
    found = []
    asked = 0
    for cell in audit.matrix:
        asked += cell.status != "exempt"
        if cell.status != status:
            continue
        unit, area = p.frame.units[cell.unit], p.frame.areas[cell.area]
        level = scene.levels[cell.level]
        values = {
            "unit": unit.name,
            "area": area.name,
            "level": level.name,
            "plan": level.plan or "",
        }
        subject = f"{level.id}/{unit.id}/{area.id}"
        witness = tuple(p.ids[goal] for goal in cell.goals_by_tag)
        found.append(Finding(rule, subject, witness, values, item_place(unit)))
    return Looked(asked, found)


def unanswered_addresses(audit: Audit, rule: Rule) -> Looked:
    """Units that a root goal is addressed to, and that have no goal leading to it (A04)."""
    p = audit.projection
    if not np.diff(p.addressed.start)[audit.scene.roots].any():
        return Looked(0, [])
    asked = [each for each in audit.answers if each.addressed and each.status != "exempt"]
    found = []
    for answer in asked:
        if answer.status == "missing":
            unit = p.frame.units[answer.unit]
            found.append(
                goal_finding(audit, rule, answer.goal, unit=unit.name, unit_id=unit.id)
            )
    return Looked(len(asked), found)
