"""
What a report holds: frozen values, in the language they were asked for.

Tokens (states, statuses, severities) stay English; messages and names are as people read them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queries.judging import Judged
from queries.score import Score
from queries.view import View
from service.reports.filed.selection import Selection


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal in force with its verdicts; `witness` is its way to a root goal, itself first."""

    id: str
    level: str
    units: tuple[str, ...]
    state: str
    witness: tuple[str, ...]
    answered: bool
    missing_levels: tuple[str, ...]
    deep_any: bool
    deep_all: bool
    areas_by_tag: tuple[str, ...]
    areas_by_chain: tuple[str, ...]
    title: str
    made_up: bool
    place: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a goal in force."""

    source: str
    target: str
    state: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """One unit in one area, at a level."""

    level: str
    unit: str
    area: str
    status: str
    goals: tuple[str, ...]
    goals_by_tag: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One unit and one root goal, which the unit may have handed on."""

    unit: str
    goal: str
    addressed: bool
    status: str
    goals: tuple[str, ...]
    forwarded: bool


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An indicator's outcome for a period; `reached` is None where nobody can tell."""

    indicator: str
    name: str
    period: str
    gender: str | None
    value: int | float
    target: int | float | None
    direction: str | None
    unit: str | None
    reached: bool | None
    made_up: bool


@dataclass(frozen=True, slots=True)
class PointRow:
    """
    An assessment and the outcomes for its time, under the root goal that they bear on.

    `goal` is the root goal itself or one that answers it; `area` is what was assessed instead,
    where it was an area of the root goal. `period` is None for a root goal without any point,
    `verdict` where there are outcomes and no assessment, `judged` where it is not the root goal.
    """

    root: str
    goal: str
    title: str
    area: str | None
    period: str | None
    verdict: str | None
    at_odds: bool
    made_up: bool
    outcomes: tuple[OutcomeRow, ...]
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """
    One finding; the page of `goal` or `unit` tells more, `new` says whether it is news.

    `candidates` are goals, as (id, title), that its goal could contribute to; None where that
    isn't the question, or wasn't worked out.
    """

    rule: str
    severity: str
    kind: str
    subject: str
    message: str
    witness: tuple[str, ...]
    place: tuple[str, int] | None
    goal: str | None = None
    unit: str | None = None
    new: bool = False
    candidates: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """
    What a rule came to: `found` of the `of` things (`what`) it looked at in the whole view.

    `shown` are those that the selection leaves; all of them where nothing is selected. `ran` is
    False for a rule that asks the database where there was none.
    """

    id: str
    version: int
    severity: str
    kind: str
    title: str
    why: str
    next_step: str
    source: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    what: str
    ran: bool
    of: int
    found: int
    shown: Sequence[FindingRow]


@dataclass(frozen=True, slots=True)
class Decided:
    """
    An exemption or a forward in force; `title` is that of its goal, if it names one. `goal`,
    `unit` and `area` are ids, where `subject` has names.
    """

    kind: str
    subject: str
    title: str
    reason: str
    decided_by: str | None
    decided_on: datetime.date | None
    until: datetime.date | None
    goal: str | None
    unit: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class StateChange:
    """A goal whose state isn't what it was; None where the goal wasn't, or isn't, in force."""

    goal: str
    title: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """How this report stands to an earlier one: findings new, gone and left, and states."""

    digest: str
    view: View
    same_view: bool
    score: tuple[tuple[int, int], tuple[int, int]]
    new: tuple[FindingRow, ...]
    gone: tuple[FindingRow, ...]
    unchanged: int
    states: tuple[StateChange, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Which data was asked; `latest` is the last day that a decision in it was made."""

    revision: int | None
    digest: str
    sources: tuple[str, ...]
    latest: datetime.date | None


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called: levels in the model's order, units, areas, root goals."""

    levels: Mapping[str, str]
    units: Mapping[str, str]
    areas: Mapping[str, str]
    roots: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """
    The whole report. `goals`, `by_level` and `links` are made row by row as they are read.

    `counts` are goals in force by state, in the whole view as `score`, `matrix`, `answers` and
    `points`; `measured_before` are root goals without an outcome in the view that have one from
    the year before it. The selection narrows `goals`, `links` and what each rule shows. `base` is
    the address of the service that links lead to; `printed_on` a day only where somebody gave it.
    """

    language: str
    organisation: str | None
    view: View
    data: Data
    book: str
    selection: Selection
    names: Names
    counts: Mapping[str, int]
    made_up: int
    score: Score
    rules: tuple[RuleResult, ...]
    goals: Sequence[GoalRow]
    by_level: Mapping[str, Sequence[GoalRow]]
    links: Sequence[LinkRow]
    matrix: tuple[CellRow, ...]
    answers: tuple[AnswerRow, ...]
    points: tuple[PointRow, ...]
    measured_before: int
    cycles: tuple[tuple[str, ...], ...]
    decided: tuple[Decided, ...]
    appendix: bool
    change: Change | None = None
    base: str | None = None
    printed_on: datetime.date | None = None

    @property
    def findings(self) -> list[FindingRow]:
        """The findings that are shown, by rule, kind of subject and subject."""
        shown = [found for rule in self.rules for found in rule.shown]
        return sorted(shown, key=lambda each: (each.rule, each.kind, each.subject, each.witness))
