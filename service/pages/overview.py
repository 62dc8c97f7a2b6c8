"""Överblick: how the chain stands, in one sentence, by level and by area, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from flask import Blueprint, render_template, request
from markupsafe import Markup

from graph.model import Plan
from queries.areas import has
from queries.matrix import CELL_STATUSES
from queries.states import EXEMPT, ROOTED
from service.asking import Asked, asked
from service.maps import focus_map
from service.pages.goal_view import AreaLine, FindingLine, area_line, finding_line
from service.reports.summary import made_up, opening
from visualizations.as_json import focus_on
from visualizations.model import MapModel, Node
from visualizations.request import TARGET, MapRequest
from visualizations.svg import svg

blueprint = Blueprint("overview", __name__)
FIRST = 5
# So few boxes that they can be read within a page.
IN_PICTURE = 18


@blueprint.get("/")
def page() -> str:
    """The first page."""
    question = asked()
    model = focus_map(
        question.audit, MapRequest(groups="unit", target=IN_PICTURE), question.language
    )
    return render_template(
        "overview.html",
        sentence=opening(question.audit, question.language),
        levels=level_rows(question),
        areas=area_strips(question),
        first=what_first(question),
        rules_left=max(0, len(question.reading.by_rule) - FIRST),
        made_up=made_up(question.audit),
        decisions=latest_decisions(question),
        map=model,
        picture=Markup(svg(model)),
        boxes=boxes(model),
    )


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level's goals in force: how many, how many supported, and needs answered of needs."""

    id: str
    name: str
    count: int
    supported: int | None
    expected: int
    answered: int
    needs: int


def level_rows(question: Asked) -> list[LevelRow]:
    """The levels of the view, top first."""
    audit = question.audit
    p, scene, depth, state = audit.projection, audit.scene, audit.depth, audit.states.state
    out = []
    for place, level in enumerate(scene.levels[: scene.lowest + 1]):
        goals = scene.goals & (p.level == place)
        counted = goals & (state != EXEMPT)
        needs = int(scene.needs[place].sum()) * int(counted.sum())
        below = place > p.governance.root
        out.append(LevelRow(
            level.id,
            level.name,
            int(goals.sum()),
            int((goals & (state == ROOTED)).sum()) if below else None,
            int(counted.sum()),
            needs - int(depth.missing[counted].sum()),
            needs,
        ))
    return out


@dataclass(frozen=True, slots=True)
class Strip:
    """An area: goals that lead to it of those that should, and how the units stand in it."""

    area: AreaLine
    led: int
    meant: int
    covered: int
    units: int
    worst: tuple[str, str, str] | None


def area_strips(question: Asked) -> list[Strip]:
    """
    The areas of the matrix. `meant` are goals below the root level, not exempt, tagged with the
    area or leading to it; `led` those that lead to it. `worst` is a unit with its status.
    """
    audit = question.audit
    p, scene = audit.projection, audit.scene
    below = scene.goals & (audit.states.state != EXEMPT) & (p.level > p.governance.root)
    rooted = audit.states.state == ROOTED
    out = []
    for area in sorted({cell.area for cell in audit.matrix}):
        chained = has(audit.chain_areas, area) & rooted
        tagged = np.zeros(p.count, dtype=np.bool_)
        tagged[p.areas.owner[p.areas.values == area]] = True
        cells = [cell for cell in audit.matrix if cell.area == area]
        poor = max(cells, key=lambda cell: (CELL_STATUSES.index(cell.status), -len(cell.goals)))
        unit = p.frame.units[poor.unit]
        fine = CELL_STATUSES.index(poor.status) < CELL_STATUSES.index("tag_only")
        out.append(Strip(
            area_line(question, area),
            int(chained.sum()),
            int((below & (tagged | chained)).sum()),
            sum(cell.status in ("covered", "forwarded") for cell in cells),
            sum(cell.status != "exempt" for cell in cells),
            None if fine else (unit.name, question.unit(unit.id), poor.status),
        ))
    return out


def boxes(model: MapModel) -> list[tuple[Node, str]]:
    """The boxes of the overview map as the tree has them, each with the map that it opens."""
    named = {node.key: node for node in model.nodes}
    out = []
    for row in model.tree:
        node = named[row.key]
        found = focus_on(model, node) or node.more or model.request
        further = replace(found, target=TARGET).address(model.view, model.language)
        out.append((node, f"{request.script_root}/karta{further}"))
    return out


def latest_decisions(question: Asked) -> list[Plan]:
    """The plans in force that were decided last."""
    plans, in_force = question.audit.projection.frame.plans, question.audit.scene.plans.tolist()
    decided = [p for p, holds in zip(plans, in_force, strict=True) if holds and p.decided_on]
    return sorted(decided, key=lambda p: (p.decided_on, p.id), reverse=True)[:FIRST]


def what_first(question: Asked) -> list[tuple[FindingLine, int]]:
    """The gravest rules, each with its first finding and how many there are."""
    by_rule = list(question.reading.by_rule.values())[:FIRST]
    return [(finding_line(question, found[0]), len(found)) for found in by_rule]
