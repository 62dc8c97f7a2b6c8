"""
Decisions that hold for a time, exemptions and forwards, held against one day: the day of the
view, or the last day of its year (docs/semantics.md, Decisions that end).

Where no date is looked at, none of them ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from graph.days import FOREVER, NEVER
from queries.audit import Audit
from queries.rules.finding import Finding, Looked, Place
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import day_text


@dataclass(frozen=True, slots=True)
class Lasting:
    """
    One decision: what it is about (`key`, and `wider` where a decision on more would do), its
    first and last day since 1970 (NEVER and FOREVER where open), and how it is told of.
    """

    key: tuple[int, ...]
    first: int
    last: int
    decided_by: str | None
    subject: str
    wider: tuple[int, ...] = ()
    witness: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    place: Place | None = None


def ending(audit: Audit, rule: Rule, decisions: Iterable[Lasting]) -> Looked:
    """Of those that hold on the day, the ones that end within so many days with none after."""
    day = _day(audit)
    if day is None:
        return Looked(0, [])
    kept = _ByKey(decisions)
    held = [each for each in kept.all if each.first <= day <= each.last]
    soon = day + int(rule.parameters["days"])
    told = [each for each in held if each.last <= soon and not kept.covers(each, each.last + 1)]
    return Looked(len(held), [_finding(rule, each) for each in told])


def ended(
    audit: Audit, rule: Rule, decisions: Iterable[Lasting], needed: Callable[[Lasting], bool]
) -> Looked:
    """
    Of those that ended before the day, the ones still needed with none in their place.

    What has been renewed and has ended again is told once, by its last end.
    """
    day = _day(audit)
    if day is None:
        return Looked(0, [])
    kept = _ByKey(decisions)
    over = [each for each in kept.all if each.first <= each.last < day]
    last = {each.key: each for each in sorted(over, key=lambda each: each.last)}
    told = [each for each in last.values() if not kept.covers(each, day) and needed(each)]
    return Looked(len(over), [_finding(rule, each) for each in told])


def undecided(audit: Audit, rule: Rule, decisions: Iterable[Lasting]) -> Looked:
    """Of those in force, the ones that don't say who decided them, or when."""
    held = _in_force(audit, decisions)
    told = [each for each in held if each.first == NEVER or not each.decided_by]
    return Looked(len(held), [_finding(rule, each) for each in told])


def endless(audit: Audit, rule: Rule, decisions: Iterable[Lasting]) -> Looked:
    """Of those in force, the ones that don't say when they end."""
    held = _in_force(audit, decisions)
    told = [each for each in held if each.last == FOREVER]
    return Looked(len(held), [_finding(rule, each) for each in told])


class _ByKey:
    """Decisions, and which of them are about the same."""

    def __init__(self, decisions: Iterable[Lasting]) -> None:
        self.all = list(decisions)
        self._by_key: dict[tuple[int, ...], list[Lasting]] = {}
        for each in self.all:
            self._by_key.setdefault(each.key, []).append(each)

    def covers(self, each: Lasting, day: int) -> bool:
        """True if a decision about the same, or about more, holds on the day."""
        same, wider = self._by_key[each.key], self._by_key.get(each.wider, ())
        return any(other.first <= day <= other.last for other in (*same, *wider))


def _day(audit: Audit) -> int | None:
    window = audit.scene.window
    return None if window is None else window[1]


def _in_force(audit: Audit, decisions: Iterable[Lasting]) -> list[Lasting]:
    return [each for each in decisions if audit.scene.overlaps(each.first, each.last)]


def _finding(rule: Rule, each: Lasting) -> Finding:
    until = "" if each.last == FOREVER else day_text(each.last)
    values = {**each.values, "until": until}
    return Finding(rule, each.subject, each.witness, values, each.place)
