"""Överblick: how the chain stands, in one sentence, by level and by area, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup

from graph.model import Plan
from graph.store import Store
from graph.store.log import Change
from queries.states import EXEMPT, ROOTED
from service.asking import Asked, asked
from service.maps import focus_map
from service.pages.areas import strips
from service.pages.goal_view import FindingLine, finding_line
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
        areas=strips(question),
        first=what_first(question),
        rules_left=max(0, len(question.reading.by_rule) - FIRST),
        made_up=made_up(question.audit),
        changes=latest_changes(),
        decisions=[(each, question.plan(each.id)) for each in latest_decisions(question)],
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


def latest_changes() -> list[Change]:
    """The last changes of the data; none where files are shown."""
    store: Store | None = current_app.extensions["rodtrad.store"]
    return [] if store is None else store.changes(limit=FIRST)


def what_first(question: Asked) -> list[tuple[FindingLine, int]]:
    """The gravest rules, each with its first finding and how many there are."""
    by_rule = list(question.reading.by_rule.values())[:FIRST]
    return [(finding_line(question, found[0]), len(found)) for found in by_rule]
