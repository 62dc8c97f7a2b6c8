"""
A report in words: what HTML, PDF and terminal lay out, each in its own way.

Plain texts throughout, those of users as they wrote them; whoever writes them out escapes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of page one; `exact` is a digest or another text to compare sign by sign."""

    label: str
    value: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ScoreLeaf:
    """One way of the trace score, opened."""

    name: str
    share: str
    part: int
    whole: int
    how: str


@dataclass(frozen=True, slots=True)
class StateLeaf:
    """A state, or a cell's status, with its word and how many of how many; '' where not counted."""

    token: str
    word: str
    share: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class FindingLeaf:
    """
    A finding; `mark` says `Ny` where it is news, `address` leads to its goal's page, and
    `repair` names goals that its goal could contribute to.
    """

    message: str
    place: str
    address: str | None
    mark: str
    rule: str
    severity: str
    repair: str


@dataclass(frozen=True, slots=True)
class RuleLeaf:
    """A rule and what it came to; `findings` those that are shown of `found`."""

    id: str
    version: int
    severity: str
    severity_word: str
    title: str
    share: str
    found: int
    ran: bool
    why: str
    source: str
    parameters: str
    shown: str
    next_step: str
    findings: Sequence[FindingLeaf]


@dataclass(frozen=True, slots=True)
class ColumnLeaf:
    """A column of a matrix: a short name, and what it stands for."""

    short: str
    name: str


@dataclass(frozen=True, slots=True)
class CellLeaf:
    """A cell of a matrix; `status` is empty where there is nothing to say."""

    status: str = ""
    word: str = ""
    count: int = 0
    beside: str = ""


@dataclass(frozen=True, slots=True)
class RowLeaf:
    """A row of a matrix: the unit, its cells and their sum."""

    name: str
    cells: tuple[CellLeaf, ...]
    sum: str


@dataclass(frozen=True, slots=True)
class MatrixLeaf:
    """A matrix with its sentence, its sums and what its marks mean."""

    title: str
    sentence: str
    head: str
    sum_head: str
    columns: tuple[ColumnLeaf, ...]
    rows: tuple[RowLeaf, ...]
    sums: tuple[str, ...]
    total: str
    legend: tuple[StateLeaf, ...]


@dataclass(frozen=True, slots=True)
class PointLeaf:
    """What was said at a reporting point, and the outcomes beside it; `own` of the root itself."""

    root: str
    own: bool
    subject: str
    period: str
    verdict: str
    odds: str
    mark: str
    outcomes: tuple[str, ...]
    judged: str


@dataclass(frozen=True, slots=True)
class PointsLeaf:
    """Assessments against indicators: a sentence, and a row for each point."""

    sentence: str
    rows: tuple[PointLeaf, ...]


@dataclass(frozen=True, slots=True)
class DecidedLeaf:
    """A decision that excuses or hands on; `title` is its goal's."""

    kind: str
    subject: str
    title: str
    reason: str
    decided: str
    until: str


@dataclass(frozen=True, slots=True)
class ChangeLeaf:
    """
    What has changed since an earlier report: goals in both that have another state (`states`),
    in this one alone (`added`), and in the earlier alone (`left`), as (id, title, before, after).
    """

    sentence: str
    lines: tuple[str, ...]
    new: tuple[FindingLeaf, ...]
    gone: tuple[FindingLeaf, ...]
    states: tuple[tuple[str, str, str, str], ...]
    added: tuple[tuple[str, str, str, str], ...]
    left: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class GoalLeaf:
    """A goal of the appendix; `way` are the ids after it on its way to a root goal."""

    id: str
    title: str
    units: str
    token: str
    word: str
    way: tuple[str, ...]
    address: str | None
    mark: str


@dataclass(frozen=True, slots=True)
class LevelLeaf:
    """The goals of one level."""

    title: str
    goals: Sequence[GoalLeaf]


@dataclass(frozen=True, slots=True)
class Leaves:
    """The whole report in words; `label` are the fixed words that tables and headings need."""

    language: str
    title: str
    organisation: str
    view: str
    digest: str
    statement: str
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]
    scores: tuple[ScoreLeaf, ...]
    beside: str
    states: tuple[StateLeaf, ...]
    change: ChangeLeaf | None
    rules: tuple[RuleLeaf, ...]
    groups: tuple[RuleLeaf, ...]
    nothing: str
    matrices: tuple[MatrixLeaf, ...]
    answers: MatrixLeaf | None
    points: PointsLeaf | None
    decided: tuple[DecidedLeaf, ...]
    levels: tuple[LevelLeaf, ...]
    label: dict[str, str]
