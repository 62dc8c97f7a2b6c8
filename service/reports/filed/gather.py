"""
From an audit and what its rules came to, the report.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from queries import contract
from queries.audit import Audit
from queries.candidates import offered
from queries.links import LINK_STATES
from queries.rules.book import RuleBook
from queries.rules.check import Outcome
from queries.rules.finding import Finding
from queries.rules.spec import Rule
from service.reports.filed.lazy import Lazy
from service.reports.filed.points import measured_before, point_rows
from service.reports.filed.result import (
    AnswerRow,
    CellRow,
    Data,
    Decided,
    FindingRow,
    GoalRow,
    LinkRow,
    Names,
    Report,
    RuleResult,
)
from service.reports.filed.selection import Chosen, Selection
from service.reports.matrices import handed_on
from service.reports.summary import made_up, state_counts
from service.showing import number
from service.words import say


def report_of(
    audit: Audit,
    outcomes: Sequence[Outcome],
    language: str = "sv",
    *,
    selection: Selection | None = None,
    appendix: bool = True,
    base: str | None = None,
    printed_on: datetime.date | None = None,
) -> Report:
    """
    The report of an audit; UsageError where the selection names something unknown.

    `base` is the service's address, such as `https://malen.example.se`, for links to goals.
    """
    selection = selection or Selection()
    chosen = Chosen(audit, outcomes, selection)
    p = audit.projection
    told, handed = contract.coverage_json(audit), handed_on(audit)

    cells = {
        f"{cell['level']}/{cell['unit']}/{cell['area']}": cell["unit"] for cell in told["matrix"]
    }

    def row(goal: int) -> GoalRow:
        return goal_row(audit, goal)

    return Report(
        language=language,
        organisation=_organisation(audit),
        view=audit.view,
        data=Data(p.revision, p.digest, p.sources, _latest(audit)),
        book=RuleBook(tuple(outcome.rule for outcome in outcomes)).digest,
        selection=selection,
        names=names_of(audit),
        counts=state_counts(audit),
        made_up=made_up(audit),
        score=audit.score,
        rules=tuple(_result(audit, outcome, chosen, cells, language) for outcome in outcomes),
        goals=Lazy(chosen.goals, row),
        by_level={
            level: Lazy(goals, row) for level, goals in _by_level(audit, chosen.goals).items()
        },
        links=Lazy(chosen.links(), lambda link: _link_row(audit, link)),
        matrix=tuple(CellRow(**_tuples(cell)) for cell in told["matrix"]),
        answers=tuple(
            AnswerRow(**_tuples(row), forwarded=(answer.unit, answer.goal) in handed)
            for row, answer in zip(told["answers"], audit.answers, strict=True)
        ),
        points=tuple(point_rows(audit)),
        measured_before=measured_before(audit),
        cycles=tuple(tuple(p.ids[goal] for goal in ring) for ring in audit.cycles),
        decided=tuple(_decided(audit)),
        appendix=appendix,
        base=base,
        printed_on=printed_on,
    )


def goal_row(audit: Audit, goal: int) -> GoalRow:
    """One goal's row."""
    p = audit.projection
    return GoalRow(
        **_tuples(contract.goal_json(audit, goal)),
        title=p.titles[goal],
        made_up=p.bases[goal] == "made_up",
        place=(p.files[goal], int(p.lines[goal])) if p.files[goal] else None,
    )


def names_of(audit: Audit) -> Names:
    """What levels, units, areas and root goals are called."""
    p = audit.projection
    return Names(
        {level.id: level.name for level in audit.scene.levels},
        {unit.id: unit.name for unit in p.frame.units},
        {area.id: area.name for area in p.frame.areas},
        {p.ids[goal]: p.titles[goal] for goal in audit.scene.roots.tolist()},
    )


def finding_row(
    audit: Audit, finding: Finding, language: str, cells: Mapping[str, str], place: int = 0
) -> FindingRow:
    """
    One finding's row; `cells` has the unit of each cell by the cell's subject, `place` is the
    finding's among those of its rule.
    """
    p = audit.projection
    known = (goal for goal in finding.witness if goal in p.number and p.exists[p.number[goal]])
    unit = cells.get(finding.subject) if finding.kind == "cell" else None
    if finding.kind == "unit":
        # The subject is a unit's id, or that and a level's.
        named = (finding.subject, finding.subject.rpartition("/")[0])
        unit = next((name for name in named if name in p.unit_number), None)
    could = offered(audit, finding, place)
    titled = None if could is None else tuple((p.ids[goal], p.titles[goal]) for goal in could)
    return FindingRow(
        finding.rule,
        finding.severity,
        finding.kind,
        finding.subject,
        finding.message(language),
        finding.witness,
        finding.place,
        None if unit else next(known, None),
        unit,
        candidates=titled,
    )


def _result(
    audit: Audit, outcome: Outcome, chosen: Chosen, cells: Mapping[str, str], language: str
) -> RuleResult:
    rule = outcome.rule
    return RuleResult(
        rule.id,
        rule.version,
        rule.severity,
        rule.kind,
        rule.title[language],
        rule.why[language],
        rule.next_step[language],
        rule.source,
        tuple(_parameters(rule, language)),
        rule.of[language],
        outcome.ran,
        outcome.of,
        len(outcome.findings),
        Lazy(
            list(enumerate(each for each in outcome.findings if chosen.passes(each))),
            lambda shown: finding_row(audit, shown[1], language, cells, shown[0]),
        ),
    )


def _parameters(rule: Rule, language: str) -> Iterator[tuple[str, str]]:
    """The thresholds in use: what each is about, else its name, and its value."""
    for name, value in sorted(rule.parameters.items()):
        known = rule.tunable.get(name)
        yield (known.about[language].rstrip(".") if known else name), _plain(value, language)


def _plain(value: Any, language: str) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(each, language) for each in value) or "–"
    if isinstance(value, bool):
        return say("filed.is" if value else "filed.is_not", language)
    return number(value, language) if isinstance(value, (int, float)) else str(value)


def _link_row(audit: Audit, link: int) -> LinkRow:
    p = audit.projection
    state = LINK_STATES[audit.links.state[link]]
    return LinkRow(p.ids[p.source[link]], p.ids[p.target[link]], state)


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's values with lists as tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }


def _by_level(audit: Audit, goals: Sequence[int]) -> dict[str, list[int]]:
    """The goals of each level that has any, levels in model order."""
    chosen = np.array(goals, dtype=np.intp)
    level = audit.projection.level[chosen]
    told = {
        each.id: chosen[level == place].tolist() for place, each in enumerate(audit.scene.levels)
    }
    return {name: those for name, those in told.items() if those}


def _latest(audit: Audit) -> datetime.date | None:
    """The last day that a plan, an exemption or a forward was decided."""
    frame = audit.projection.frame
    days = [plan.decided_on for plan in frame.plans]
    days += [exemption.decided_on for exemption in frame.exemptions]
    days += [forward.decided_on for forward in frame.forwards]
    return max((day for day in days if day), default=None)


def _organisation(audit: Audit) -> str | None:
    """The name of the topmost unit, where there is a single one in force."""
    units = audit.projection.frame.units
    tops = [place for place in np.flatnonzero(audit.scene.units).tolist()
            if units[place].parent is None]
    return units[tops[0]].name if len(tops) == 1 else None


def _decided(audit: Audit) -> Iterator[Decided]:
    """Decisions in force that excuse or hand on, by kind and subject."""
    p = audit.projection

    names = names_of(audit)

    def told(each: dict[str, Any]) -> Decided:
        unit, area = names.units.get(each["unit"]), names.areas.get(each["area"])
        return Decided(
            each["kind"],
            " · ".join(part for part in (each["goal"], unit, area) if part),
            "" if each["goal"] is None else p.titles[p.number[each["goal"]]],
            each["reason"], each["decided_by"], _day(each["decided_on"]), _day(each["until"]),
            each["goal"], each["unit"], each["area"],
        )  # fmt: skip

    found = map(told, contract.decisions_json(audit))
    yield from sorted(found, key=lambda each: (each.kind, each.subject, each.reason))


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
