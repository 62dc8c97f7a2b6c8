"""
What becomes of the verdicts when the content changes: score, goals, cells and findings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from queries.audit import Audit
from queries.differences import Side
from queries.few import Few, few
from queries.findings import SEVERITIES
from queries.rules.book import RuleBook
from queries.rules.check import check
from queries.rules.finding import Finding
from queries.score import Score
from queries.states import GOAL_STATES


@dataclass(frozen=True, slots=True)
class StateChange:
    """A goal in force before and after, whose state isn't the same."""

    goal: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of unit × area with another status; None where there is no such cell."""

    level: str
    unit: tuple[str, str]
    area: tuple[str, str]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """
    Two audits of one view held against each other, each list sorted with the gravest first.

    `begun` and `ended` count goals that weren't or aren't in force any more, by their state.
    """

    view: dict[str, Any]
    score: tuple[Score, Score]
    goals: Few[StateChange]
    begun: dict[str, int]
    ended: dict[str, int]
    cells: Few[CellChange]
    come: Few[Finding]
    gone: Few[Finding]

    @property
    def same(self) -> bool:
        """True if no verdict changes."""
        lists = (self.goals, self.cells, self.come, self.gone)
        moved = self.begun or self.ended or any(each.total for each in lists)
        return self.score[0] == self.score[1] and not moved


def verdict_changes(before: Audit, after: Audit, book: RuleBook | None = None) -> Verdicts:
    """
    What is different; linear in goals, cells and findings. Rules that ask the database are left
    out, since what would come isn't there.
    """
    old, new = Side(before), Side(after)
    come, gone = _findings(before, after, book)
    return Verdicts(
        after.view.as_json(),
        (before.score, after.score),
        few(sorted(_states(old, new), key=_gravest)),
        _counted(new, set(old.goals)),
        _counted(old, set(new.goals)),
        few(_cells(before, after)),
        come,
        gone,
    )


def _states(old: Side, new: Side) -> Iterator[StateChange]:
    for ident, goal in new.goals.items():
        was = old.goals.get(ident)
        if was is not None:
            states = _state(old, was), _state(new, goal)
            if states[0] != states[1]:
                yield StateChange(ident, new.audit.projection.titles[goal], *states)


def _state(side: Side, goal: int) -> str:
    return GOAL_STATES[side.audit.states.state[goal]]


def _gravest(change: StateChange) -> tuple[bool, str]:
    return change.before not in ("rooted", "root"), change.goal


def _counted(side: Side, others: set[str]) -> dict[str, int]:
    found = Counter(_state(side, goal) for ident, goal in side.goals.items() if ident not in others)
    return {state: found[state] for state in GOAL_STATES if found[state]}


def _cells(before: Audit, after: Audit) -> Iterator[CellChange]:
    old, new = _statuses(before), _statuses(after)
    changed = [key for key in old | new if old.get(key) != new.get(key)]
    for key in sorted(changed, key=lambda key: (old.get(key) != "covered", key)):
        yield CellChange(*key, old.get(key), new.get(key))


def _statuses(audit: Audit) -> dict[tuple[str, tuple[str, str], tuple[str, str]], str]:
    frame = audit.projection.frame
    return {
        (
            audit.scene.levels[cell.level].id,
            (frame.units[cell.unit].id, frame.units[cell.unit].name),
            (frame.areas[cell.area].id, frame.areas[cell.area].name),
        ): cell.status
        for cell in audit.matrix
    }


def _findings(
    before: Audit, after: Audit, book: RuleBook | None
) -> tuple[Few[Finding], Few[Finding]]:
    """Those that come and those that go: more, or fewer, of one rule about one thing."""
    old, new = _by_subject(before, book), _by_subject(after, book)
    pairs = [(old.get(key, []), new.get(key, [])) for key in old | new]
    come = (each for was, now in pairs for each in _more(now, was))
    gone = (each for was, now in pairs for each in _more(was, now))
    return few(sorted(come, key=_severest)), few(sorted(gone, key=_severest))


def _by_subject(audit: Audit, book: RuleBook | None) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for outcome in check(audit, book):
        for each in outcome.told:
            found[each.rule, each.subject].append(each)
    return found


def _more(some: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """As many as there are more of, those with a new witness first."""
    seen = {each.witness for each in others}
    ordered = sorted(some, key=lambda each: (each.witness in seen, each.witness))
    return ordered[: max(0, len(some) - len(others))]


def _severest(finding: Finding) -> tuple[int, str, str, tuple[str, ...]]:
    return SEVERITIES.index(finding.severity), finding.rule, finding.subject, finding.witness
