"""
Goals, cells and findings as the values that templates show.

Templates never see numbers of the projection; they get texts and addresses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.text import file_name
from queries.areas import listed
from queries.findings import Finding
from queries.states import GOAL_STATES, NOT_IN_FORCE
from service.asking import Asked


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal as it stands in a list; `state` is None where it isn't in force."""

    id: str
    title: str
    code: str | None
    url: str
    state: str | None
    level: str
    made_up: bool
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as it stands in a list, with the address of what it is about."""

    rule: str
    title: str
    severity: str
    message: str
    next_step: str
    url: str | None
    place: str | None


def goal_line(asked: Asked, goal: int) -> GoalLine:
    """One goal for a list."""
    p, states = asked.audit.projection, asked.audit.states.state
    level = int(p.level[goal])
    units = (p.frame.units[unit] for unit in p.held_by.of(goal).tolist())
    return GoalLine(
        id=p.ids[goal],
        title=p.titles[goal] or p.ids[goal],
        code=p.codes[goal],
        url=asked.goal(p.ids[goal]),
        state=None if states[goal] == NOT_IN_FORCE else GOAL_STATES[states[goal]],
        level=p.governance.levels[level].name if level >= 0 else "",
        made_up=p.bases[goal] == "made_up",
        units=tuple((unit.name, asked.unit(unit.id)) for unit in units),
    )


def goal_lines(asked: Asked, goals: Iterable[int]) -> list[GoalLine]:
    """Several goals for a list."""
    return [goal_line(asked, goal) for goal in goals]


def finding_line(asked: Asked, finding: Finding) -> FindingLine:
    """One finding for a list."""
    rule, language = finding.by, asked.language
    return FindingLine(
        rule=finding.rule,
        title=rule.title[language],
        severity=finding.severity,
        message=finding.message(language),
        next_step=rule.next_step[language],
        url=_subject(asked, finding),
        place=f"{file_name(finding.place[0])}:{finding.place[1]}" if finding.place else None,
    )


def _subject(asked: Asked, finding: Finding) -> str | None:
    p = asked.audit.projection
    if finding.kind == "unit":
        # Some rules tell of a unit, some of a unit at a level.
        named = (finding.subject, finding.subject.rpartition("/")[0])
        unit = next((each for each in named if each in p.unit_number), None)
        return asked.unit(unit) if unit is not None else None
    if finding.kind == "plan" and finding.subject in p.plan_number:
        return asked.plan(finding.subject)
    if finding.kind == "area" and finding.subject in p.area_number:
        return asked.area(finding.subject)
    if finding.kind == "indicator" and finding.subject in p.frame.by_id("indicators"):
        return asked.indicator(finding.subject)
    if finding.kind == "cell":
        return asked.unit(asked.reading.cell_units[finding.subject])
    known = [goal for goal in finding.witness if goal in p.number and p.exists[p.number[goal]]]
    return asked.goal(known[0]) if known else None


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area's name, number and the place of its hue (1 to 4)."""

    id: str
    name: str
    short: str
    hue: int


def area_line(asked: Asked, area: int) -> AreaLine:
    """One area; hues go by its number, else by its place."""
    item = asked.audit.projection.frame.areas[area]
    number = item.number if item.number is not None else area + 1
    return AreaLine(item.id, item.name, f"{number}", (number - 1) % 4 + 1)


def areas_of(asked: Asked, goal: int) -> tuple[list[AreaLine], list[AreaLine]]:
    """A goal's areas by its own tags, and by its chain."""
    tagged = asked.audit.projection.areas.of(goal).tolist()
    chained = listed(asked.audit.chain_areas, goal)
    return ([area_line(asked, a) for a in tagged], [area_line(asked, a) for a in chained])
