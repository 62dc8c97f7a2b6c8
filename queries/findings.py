"""
Findings: bad facts about goals, each with its rule, subject, witness and place.

A finding is a value, never a crash. The rules' texts stand in `rules.yaml` beside this
module, in Swedish and English; here is only what each of them looks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from graph.model import Plan
from graph.projection import Projection
from queries.audit import Audit
from queries.cycles import closed_path
from queries.links import LINK_STATES
from queries.matrix import columns_of, exemptions_in_force
from queries.states import BROKEN, DETACHED, ORPHAN, steps_to
from queries.view import Scene

SEVERITIES = ("error", "warning", "advice")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's standing texts; `message` has places for the finding's values."""

    id: str
    severity: str
    title: dict[str, str]
    message: dict[str, str]
    next_step: dict[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One fact that needs somebody's eye.

    `subject` is a kind (goal, link, cell, unit, plan, forward, view) and its id; `witness` goal
    ids that show it; `values` fill the message's places; `place` is file and line, or None.
    """

    rule: str
    kind: str
    subject: str
    witness: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    place: tuple[str, int] | None = None

    @property
    def severity(self) -> str:
        """How much it matters: error, warning or advice."""
        return rules()[self.rule].severity

    def message(self, language: str = "sv") -> str:
        """The finding in words."""
        return rules()[self.rule].message[language].format(**self.values)


@cache
def rules() -> dict[str, Rule]:
    """All rules by id."""
    text = files("queries").joinpath("rules.yaml").read_text(encoding="utf-8")
    told: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {name: Rule(id=name, **rule) for name, rule in told.items()}


def findings(audit: Audit) -> list[Finding]:
    """All findings, by rule, kind of subject and subject."""
    found = [finding for look in LOOKS for finding in look(audit)]
    return sorted(found, key=lambda each: (each.rule, each.kind, each.subject, each.witness))


def worst(found: list[Finding], fail_on: str) -> bool:
    """True if any finding is at `fail_on` or worse."""
    limit = SEVERITIES.index(fail_on)
    return any(SEVERITIES.index(each.severity) <= limit for each in found)


def _goal(
    audit: Audit, rule: str, goal: int, witness: list[int] | None = None, **values: str
) -> Finding:
    p = audit.projection
    shown = [goal] if witness is None else witness
    return Finding(
        rule,
        "goal",
        p.ids[goal],
        tuple(p.ids[each] for each in shown),
        {"id": p.ids[goal], "title": p.titles[goal], **values},
        (p.files[goal], int(p.lines[goal])) if p.files[goal] else None,
    )


def _place(item: Any) -> tuple[str, int] | None:
    return (item.place.file, item.place.line) if item.place else None


def unsupported(audit: Audit) -> Iterator[Finding]:
    """T001–T003: goals that are orphan, broken or detached."""
    for rule, state in (("T001", ORPHAN), ("T002", BROKEN), ("T003", DETACHED)):
        for goal in np.flatnonzero(audit.states.state == state).tolist():
            yield _goal(audit, rule, goal)


def link_faults(audit: Audit) -> Iterator[Finding]:
    """T004–T009: links that are broken, outdated, suspect, predated, unwanted, or lead down."""
    p = audit.projection
    rule_of = {
        "broken": "T004",
        "outdated": "T005",
        "suspect": "T006",
        "predated": "T007",
        "unwanted": "T008",
    }
    # A goal below the view's lowest level is left out by the asker, not missing.
    left_out = p.level[p.target] > audit.scene.lowest
    for state, rule in rule_of.items():
        fits = (audit.links.state == LINK_STATES.index(state)) & ~left_out
        for link in np.flatnonzero(fits).tolist():
            yield _link(audit, rule, link)
    own = np.repeat(p.level, np.diff(p.out))
    down = audit.links.carries & (p.level[p.target] > own)
    for link in np.flatnonzero(down).tolist():
        yield _link(audit, "T009", link)


def _link(audit: Audit, rule: str, link: int) -> Finding:
    p = audit.projection
    source, target = int(p.source[link]), int(p.target[link])
    names = {"from": p.ids[source], "to": p.ids[target]}
    titles = {"title": p.titles[source], "to_title": p.titles[target] or p.ids[target]}
    return Finding(
        rule,
        "link",
        f"{names['from']}->{names['to']}",
        (names["from"], names["to"]),
        {**names, **titles},
        (p.files[source], int(p.lines[source])) if p.files[source] else None,
    )


def unanswered(audit: Audit) -> Iterator[Finding]:
    """T010–T011: goals that need something and get nothing, or not all of it."""
    p, scene, depth = audit.projection, audit.scene, audit.depth
    contributed = np.zeros(p.count, dtype=np.bool_)
    contributed[p.target[audit.links.carries]] = True
    asked = scene.goals & (p.level >= p.governance.root)
    for goal in np.flatnonzero(asked & ~depth.answered).tolist():
        missing = ", ".join(
            scene.levels[level].name for level in np.flatnonzero(depth.missing[goal]).tolist()
        )
        yield _goal(audit, "T011" if contributed[goal] else "T010", goal, missing=missing)


def rings(audit: Audit) -> Iterator[Finding]:
    """T012: goals that carry each other in a ring; the witness is one closed path."""
    for ring in audit.cycles:
        way = closed_path(audit.scene, audit.links, ring)
        names = ", ".join(audit.projection.ids[goal] for goal in ring[:20])
        yield _goal(audit, "T012", ring[0], way, ring=names, count=str(len(ring)))


def two_plans(audit: Audit) -> Iterator[Finding]:
    """T013: plans of one kind and unit in force that neither replace nor are part of others."""
    scene, plans = audit.scene, audit.projection.frame.plans
    if scene.window is None:
        return
    by_holder: dict[tuple[str, str], list[Plan]] = {}
    for place in np.flatnonzero(scene.plans).tolist():
        plan = plans[place]
        if plan.unit:
            by_holder.setdefault((plan.kind, plan.unit), []).append(plan)
    replaced = {plan.id: plan.replaces for plan in plans}
    for held in by_holder.values():
        older = {plan.id: _all_replaced(plan.id, replaced) for plan in held if len(held) > 1}
        for plan in held if len(held) > 1 else ():
            beside = sorted(other.id for other in held if not _hang_together(plan, other, older))
            if beside:
                values = {"id": plan.id, "title": plan.name or plan.id, "plans": ", ".join(beside)}
                yield Finding("T013", "plan", plan.id, (), values, _place(plan))


def _hang_together(one: Plan, other: Plan, older: dict[str, set[str]]) -> bool:
    """True if one plan replaces the other, in steps too, or they are parts or whole."""
    return (
        one.id == other.id
        or other.id in older[one.id]
        or one.id in older[other.id]
        or one.part_of == other.id
        or other.part_of == one.id
        or (one.part_of is not None and one.part_of == other.part_of)
    )


def _all_replaced(plan: str, replaced: dict[str, tuple[str, ...]]) -> set[str]:
    """The plans that a plan replaces, directly or in steps."""
    found: set[str] = set()
    waiting = [plan]
    while waiting:
        older = [each for each in replaced[waiting.pop()] if each not in found]
        found.update(older)
        waiting += older
    return found


def nothing_in_force(audit: Audit) -> Iterator[Finding]:
    """T014–T015: no area, no root goal in the view; such a report is never clean."""
    view = _view_name(audit.scene)
    scene = audit.scene
    asking = [n for n, level in enumerate(scene.levels[: scene.lowest + 1]) if level.every_area]
    if not scene.areas.any() or any(not columns_of(scene, level).size for level in asking):
        yield Finding("T014", "view", view, (), {"view": view})
    if not audit.scene.roots.size:
        yield Finding("T015", "view", view, (), {"view": view})


def roots_without_vision(audit: Audit) -> Iterator[Finding]:
    """T016: root goals with no way on to the level above, where the model has one."""
    p, scene = audit.projection, audit.scene
    if p.governance.root == 0:
        return
    above = np.flatnonzero(scene.goals & (p.level < p.governance.root) & (p.level >= 0))
    reach = steps_to(scene, audit.links.carries, above)
    linked = _areas_to_vision(audit)
    for goal in scene.roots[reach[scene.roots] < 0].tolist():
        if not any(area in linked for area in p.areas.of(goal).tolist()):
            yield _goal(audit, "T016", goal)


def _areas_to_vision(audit: Audit) -> set[int]:
    """Areas that contribute to a goal in force above the root level."""
    p, scene = audit.projection, audit.scene
    return {
        place
        for place, area in enumerate(p.frame.areas)
        for goal in area.contributes_to
        if scene.goals[p.number[goal]] and p.level[p.number[goal]] < p.governance.root
    }


def forwards(audit: Audit) -> Iterator[Finding]:
    """T017–T018: handed on and taken up by nobody; handed on and taken up by the unit too."""
    p, scene = audit.projection, audit.scene
    for handing in audit.links.handed:
        forward = p.frame.forwards[handing.forward]
        unit = p.unit_number[forward.unit]
        values = {
            "id": forward.goal,
            "title": p.titles[handing.goal],
            "unit": p.frame.units[unit].name,
            "level": scene.levels[handing.level].name,
        }
        subject = f"{forward.goal}/{forward.unit}/{forward.level}"
        if not scene.goals[handing.goal]:
            continue
        if not handing.links.size:
            yield Finding("T017", "forward", subject, (forward.goal,), values, _place(forward))
        inward = p.inward[p.into[handing.goal] : p.into[handing.goal + 1]]
        inward = inward[audit.links.carries[inward]]
        own = [
            int(goal)
            for goal in p.source[inward].tolist()
            if p.level[goal] == handing.level and _belongs(p, goal, unit)
        ]
        if own:
            witness = (*(p.ids[goal] for goal in own), forward.goal)
            yield Finding("T018", "forward", subject, witness, values, _place(forward))


def _belongs(p: Projection, goal: int, unit: int) -> bool:
    """True if the goal is of the unit or one below it, by its own units or its plan's."""
    held = np.append(p.held_by.of(goal), p.plan_unit[p.plan[goal]])
    return bool(p.under(held[held >= 0], unit).any())


def rowless(audit: Audit) -> Iterator[Finding]:
    """T019: goals whose row isn't in force."""
    for rows in audit.rows.values():
        for goal in rows.outside.tolist():
            yield _goal(audit, "T019", goal)


def units_without_goals(audit: Audit) -> Iterator[Finding]:
    """T020: units that owe goals at a level and have no rooted goal there."""
    p, scene = audit.projection, audit.scene
    exempt = {unit for unit, area, _ in exemptions_in_force(scene) if area is None}
    supported = audit.states.supported
    for level, rows in audit.rows.items():
        having = set(rows.rows[supported[rows.goals]].tolist())
        for unit in rows.units.tolist():
            if unit in having or unit in exempt:
                continue
            item = p.frame.units[unit]
            values = {"id": item.id, "title": item.name, "level": scene.levels[level].name}
            yield Finding(
                "T020", "unit", f"{item.id}/{scene.levels[level].id}", (), values, _place(item)
            )


CELL_RULES = {"tag_only": "T021", "weak": "T022", "no_plan": "T023", "empty": "T024"}


def cells(audit: Audit) -> Iterator[Finding]:
    """T021–T024: cells that are tagged only, weak, without plan, or empty."""
    p, scene = audit.projection, audit.scene
    for cell in audit.matrix:
        if cell.status in CELL_RULES:
            unit, area = p.frame.units[cell.unit], p.frame.areas[cell.area]
            level = scene.levels[cell.level]
            yield Finding(
                CELL_RULES[cell.status],
                "cell",
                f"{level.id}/{unit.id}/{area.id}",
                tuple(p.ids[goal] for goal in cell.goals_by_tag),
                {
                    "unit": unit.name,
                    "area": area.name,
                    "level": level.name,
                    "plan": level.plan or "",
                },
                _place(unit),
            )


def unanswered_addresses(audit: Audit) -> Iterator[Finding]:
    """T025: units that a root goal is addressed to, and that have no goal leading to it."""
    p = audit.projection
    for answer in audit.answers:
        if answer.addressed and answer.status == "missing":
            unit = p.frame.units[answer.unit].name
            yield _goal(
                audit, "T025", answer.goal, unit=unit, unit_id=p.frame.units[answer.unit].id
            )


def _view_name(scene: Scene) -> str:
    view = scene.view
    if view.all:
        return "all"
    return view.as_of.isoformat() if view.as_of else str(view.year)


LOOKS: tuple[Callable[[Audit], Iterator[Finding]], ...] = (
    unsupported,
    link_faults,
    unanswered,
    rings,
    two_plans,
    nothing_in_force,
    roots_without_vision,
    forwards,
    rowless,
    units_without_goals,
    cells,
    unanswered_addresses,
)
