"""
The kinds of embed: what each says of its subject.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from queries.areas import has
from queries.sight import goal_sight
from queries.states import NOT_IN_FORCE, ROOTED
from service.embeds.content import Content, Line
from service.embeds.embed import Embed
from service.embeds.telling import LINES, Telling, how_of
from service.maps import focus_map
from service.narrowing import Filter, passing
from service.reading import Reading
from service.reports.filed.points import DIRECTIONS
from service.reports.summary import opening
from service.reports.words import CELLS, pick, share
from service.showing import number, period_text, visible
from service.words import say
from visualizations.model import MapModel
from visualizations.request import MapRequest

# A picture within another site's column: few boxes.
IN_PICTURE, MOST_IN_PICTURE = 14, 30
READINGS = 8


def content(embed: Embed, reading: Reading, base: str, changed: str = "") -> Content:
    """
    What the embed says of the reading of its view; `base` and `changed` as Telling has them.

    A subject that is gone gives a content that says so, never an error.
    """
    return _KINDS[embed.kind](Telling(embed, reading, base, changed))


def _goal(told: Telling) -> int:
    """The number of the goal that is the subject, -1 if nobody writes of it any more."""
    return told.projection.number.get(told.embed.subject, -1)


def _sight(told: Telling) -> Content:
    return _about_goal(told, chain=False)


def _chain(told: Telling) -> Content:
    return _about_goal(told, chain=True)


def _about_goal(told: Telling, *, chain: bool) -> Content:
    p, embed, goal = told.projection, told.embed, _goal(told)
    if goal < 0:
        return told.gone()
    in_force = told.audit.states.state[goal] != NOT_IN_FORCE
    drawn = _drawn(told) if in_force and (chain or embed.draws) else None
    way = told.audit.states.witness(goal) if in_force else []
    lines, goals = (_tree(told, drawn) if chain and drawn else _way(told, way))
    links = _joined(told, drawn) if chain and drawn else pairwise(way)
    return Content(
        title=p.titles[goal] or embed.title or embed.subject,
        url=told.address("/mal", embed.subject) if p.exists[goal] else told.address("/"),
        over=told.goal(goal).about,
        code=p.codes[goal] or "",
        made_up=p.bases[goal] == "made_up",
        notices=told.became(goal),
        sentences=() if chain else tuple(goal_sight(told.audit, goal, told.language)),
        heading=told.say("chain" if chain else "way") if lines else "",
        lines=lines,
        ordered=not chain,
        facts=told.facts(told.plan_of(goal)),
        goals=tuple(dict.fromkeys([goal, *goals])),
        links=tuple(links),
        map=drawn if embed.draws else None,
    )


def _drawn(told: Telling) -> MapModel:
    wanted = MapRequest(
        root=told.embed.subject, down=1, target=IN_PICTURE, cap=MOST_IN_PICTURE
    )
    return focus_map(told.audit, wanted, told.language)


def _way(told: Telling, way: list[int]) -> tuple[tuple[Line, ...], list[int]]:
    """The goals on the way up, each with how the one before contributes to it."""
    hows = ["", *(how_of(told.projection, *link) or "" for link in pairwise(way))]
    lines = (told.goal(goal, how=how) for goal, how in zip(way, hows, strict=True))
    return tuple(lines) if len(way) > 1 else (), way


def _tree(told: Telling, model: MapModel) -> tuple[tuple[Line, ...], list[int]]:
    """The map's boxes as its tree has them."""
    nodes = {node.key: node for node in model.nodes}
    lines, goals = [], []
    for row in model.tree:
        node = nodes[row.key]
        if node.goal is None:
            lines.append(Line(text=node.title, depth=row.depth))
            continue
        goal = told.projection.number[node.goal]
        goals.append(goal)
        lines.append(replace(told.goal(goal), depth=row.depth))
    return tuple(lines), goals


def _joined(told: Telling, model: MapModel) -> list[tuple[int, int]]:
    """The links between the goals that a map's boxes stand for."""
    number = told.projection.number
    goals = {node.key: number[node.goal] for node in model.nodes if node.goal is not None}
    return [
        (goals[edge.source], goals[edge.target])
        for edge in model.edges
        if edge.source in goals and edge.target in goals
    ]


def _unit(told: Telling) -> Content:
    p, embed = told.projection, told.embed
    unit = p.unit_number.get(embed.subject)
    if unit is None:
        return told.gone()
    goals = np.flatnonzero(passing(told.audit, Filter(unit=unit)))
    goals = goals[np.argsort(p.level[goals], kind="stable")]
    led = int(told.audit.states.supported[goals].sum())
    shown = goals[:LINES].tolist()
    return Content(
        title=p.frame.units[unit].name,
        url=told.address("/enhet", embed.subject),
        over=told.say("unit"),
        made_up=p.frame.units[unit].basis == "made_up",
        sentences=(
            told.say("unit_goals", share=share(led, len(goals), told.language))
            if len(goals) else told.say("unit_empty"),
        ),
        lines=told.goals(shown),
        more=len(goals) - len(shown),
        facts=told.facts(told.latest(embed.subject)),
        goals=tuple(shown),
    )


def _strip(told: Telling) -> Content:
    p, embed = told.projection, told.embed
    unit = p.unit_number.get(embed.subject)
    if unit is None:
        return told.gone()
    cells = told.reading.cells.get(unit, [])
    filled = sum(cell.status in ("covered", "forwarded") for cell in cells)
    owed = sum(cell.status != "exempt" for cell in cells)
    lines = []
    for cell in cells[:LINES]:
        area = p.frame.areas[cell.area]
        swedish, english, mark = CELLS[cell.status]
        named = f"{area.number} " if area.number is not None else ""
        lines.append(Line(
            text=f"{named}{area.name}",
            url=told.address("/mal", unit=embed.subject, area=area.id),
            about=told.say("goal_count", count=len(cell.goals) or len(cell.goals_by_tag)),
            state=cell.status,
            state_word=f"{mark} {pick((swedish, english), told.language)}",
        ))
    return Content(
        title=p.frame.units[unit].name,
        url=told.address("/enhet", embed.subject),
        over=told.say("strip"),
        made_up=p.frame.units[unit].basis == "made_up",
        sentences=(
            told.say("strip_cells", share=share(filled, owed, told.language))
            if cells else told.say("strip_empty"),
        ),
        lines=tuple(lines),
        more=max(0, len(cells) - LINES),
        facts=told.facts(told.latest(embed.subject)),
    )


def _area(told: Telling) -> Content:
    p, audit, embed = told.projection, told.audit, told.embed
    area = p.area_number.get(embed.subject)
    if area is None:
        return told.gone()
    led = has(audit.chain_areas, area)
    roots = np.flatnonzero(led & audit.scene.goals & (p.level == p.governance.root))
    below = led & (audit.states.state == ROOTED)
    item = p.frame.areas[area]
    shown = roots[:LINES].tolist()
    return Content(
        title=item.name,
        url=told.address("/omrade", embed.subject),
        over=told.say("area"),
        code=str(item.number) if item.number is not None else "",
        made_up=item.basis == "made_up",
        sentences=(
            told.say("area_goals", roots=number(len(roots), told.language),
                     below=number(int(below.sum()), told.language)),
        ),
        lines=told.goals(shown),
        more=len(roots) - len(shown),
        facts=told.facts(told.plan_of(shown[0]) if shown else told.latest()),
        goals=tuple(shown),
    )


def _indicator(told: Telling) -> Content:
    p, embed, language = told.projection, told.embed, told.language
    item = p.frame.by_id("indicators").get(embed.subject)
    if item is None:
        return told.gone()
    measure = f" {visible(item.unit_of_measure, 40)}" if item.unit_of_measure else ""
    target = told.say("no_target")
    if item.target is not None:
        target = f"{number(item.target, language)}{measure}"
        if item.target_op:
            target = f"{say(f'op.{DIRECTIONS[item.target_op]}', language)} {target}"
        target = told.say("target", target=target)
    known = [each for each in item.readings if each.value is not None][-READINGS:]
    goals = [p.number[goal] for goal in item.measures if p.exists[p.number[goal]]][:LINES]
    return Content(
        title=item.name,
        url=told.address("/indikator", embed.subject),
        over=told.say("indicator"),
        made_up=item.basis == "made_up",
        sentences=(target, *(() if known else (told.say("no_outcome"),))),
        heading=told.say("measures") if goals else "",
        lines=told.goals(goals),
        facts=(
            *((told.say("outcome", period=_when(each.period.text, each.gender, language)),
               f"{number(each.value or 0, language)}{measure}") for each in reversed(known)),
            *told.facts(),
        ),
        goals=tuple(goals),
    )


def _when(period: str, gender: str | None, language: str) -> str:
    when = period_text(period, language)
    return f"{when}, {visible(gender, 20)}" if gender else when


def _score(told: Telling) -> Content:
    score, language = told.audit.score, told.language
    return Content(
        title=told.say("score_title"),
        url=told.address("/"),
        over=told.say("score"),
        sentences=(opening(told.audit, language),),
        facts=(
            (told.say("score_up"), share(*score.up, language)),
            (told.say("score_down"), share(*score.down, language)),
            *told.facts(told.latest()),
        ),
    )


_KINDS: dict[str, Callable[[Telling], Content]] = {
    "sight": _sight,
    "chain": _chain,
    "unit": _unit,
    "strip": _strip,
    "area": _area,
    "indicator": _indicator,
    "score": _score,
}
