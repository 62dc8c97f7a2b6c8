"""
A finding: one bad fact, with the rule that it breaks, a witness and a place.

A finding is a value, never a crash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from graph.layers import Indices
from queries.audit import Audit
from queries.rules.spec import Rule

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One fact that needs somebody's eye.

    `by` is the rule that found it, `subject` the id of what it is about (of the rule's kind);
    `witness` goal ids that show it; `values` fill the message's places; `place` is file and
    line, or None; `otherwise` names another message of the rule than the usual one.
    """

    by: Rule
    subject: str
    witness: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    place: Place | None = None
    otherwise: str = ""

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.by.id

    @property
    def severity(self) -> str:
        """How much it matters: error, warning or advice."""
        return self.by.severity

    @property
    def kind(self) -> str:
        """What the subject is: goal, link, cell, unit, plan, forward, view …"""
        return self.by.kind

    def message(self, language: str = "sv") -> str:
        """The finding in words."""
        texts = self.by.otherwise[self.otherwise] if self.otherwise else self.by.message
        return texts[language].format(**self.values)


class Told(Sequence[Finding]):
    """
    Findings that are known by their numbers, and spelled out when somebody reads them.

    An audit of hundreds of thousands of goals may have tens of thousands of findings, most of
    which are only counted.
    """

    def __init__(self, numbers: Indices, tell: Callable[[int], Finding]) -> None:
        self._numbers = numbers
        self._tell = tell

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...
    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        if isinstance(place, slice):
            return [self._tell(number) for number in self._numbers[place].tolist()]
        return self._tell(int(self._numbers[place]))

    def __iter__(self) -> Iterator[Finding]:
        return map(self._tell, self._numbers.tolist())


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking: of how many things, and what was found, in any order."""

    of: int
    findings: Sequence[Finding]


def goal_finding(
    audit: Audit, rule: Rule, goal: int, witness: Iterable[int] | None = None, **values: str
) -> Finding:
    """A finding about a goal by its number; the goal is its own witness unless others show it."""
    p = audit.projection
    shown = (goal,) if witness is None else witness
    return Finding(
        rule,
        p.ids[goal],
        tuple(p.ids[each] for each in shown),
        {"id": p.ids[goal], "title": p.titles[goal], **values},
        goal_place(audit, goal),
    )


def goal_place(audit: Audit, goal: int) -> Place | None:
    """Where a goal is written."""
    p = audit.projection
    return (p.files[goal], int(p.lines[goal])) if p.files[goal] else None


def item_place(item: Any) -> Place | None:
    """Where a unit, a plan or another item is written."""
    return (item.place.file, item.place.line) if item.place else None


def view_finding(audit: Audit, rule: Rule) -> Finding:
    """A finding about the view as a whole."""
    view = audit.view
    name = "all" if view.all else view.as_of.isoformat() if view.as_of else str(view.year)
    return Finding(rule, name, (), {"view": name})
