"""
A report held against an earlier one: which findings are new, gone and left, which states changed.

The earlier one is the JSON that `rodtrad audit --format json` wrote. It may come from anywhere,
so nothing in it is taken on trust.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graph.errors import UsageError
from graph.text import control_character
from queries.rules.spec import SEVERITIES
from queries.states import GOAL_STATES
from queries.view import View
from service.reports.filed.result import Change, FindingRow, Report, RuleResult, StateChange

# An earlier report of a million goals stays well under this.
MOST_BYTES = 2_000_000_000
Key = tuple[str, str, str, tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Earlier:
    """What of an earlier report is compared."""

    digest: str
    view: View
    score: tuple[tuple[int, int], tuple[int, int]]
    states: dict[str, str]
    findings: tuple[FindingRow, ...]


def read_earlier(path: Path) -> Earlier:
    """
    The earlier report in a file.

    UsageError if it isn't there, can't be read, isn't a whole audit, or holds something no audit
    does.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError("not_a_report", file=str(path))
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != "rodtrad.audit/1":
            raise UsageError("not_a_report", file=str(path))
        if "selection" in told:
            raise UsageError("partial_report", file=str(path))
        return _earlier(told)
    except FileNotFoundError:
        raise UsageError("no_earlier_report", file=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError("not_a_report", file=str(path)) from None


def compared(report: Report, earlier: Earlier) -> Report:
    """The report with what has changed since; new findings are marked where they stand."""
    if not report.selection.empty:
        raise UsageError("compare_whole")
    left: dict[Key, list[FindingRow]] = defaultdict(list)
    for found in earlier.findings:
        left[_key(found)].append(found)
    rules = tuple(
        dataclasses.replace(rule, shown=tuple(_marked(rule, left))) for rule in report.rules
    )
    new = tuple(found for rule in rules for found in rule.shown if found.new)
    now = {goal.id: (goal.state, goal.title) for goal in report.goals}
    change = Change(
        digest=earlier.digest,
        view=earlier.view,
        same_view=earlier.view == report.view,
        score=earlier.score,
        new=new,
        gone=tuple(found for those in left.values() for found in those),
        unchanged=sum(len(rule.shown) for rule in rules) - len(new),
        states=tuple(_states(earlier.states, now)),
    )
    return dataclasses.replace(report, rules=rules, change=change)


def _marked(rule: RuleResult, left: dict[Key, list[FindingRow]]) -> Iterable[FindingRow]:
    """
    The rule's findings, those marked new that the earlier report has no match for.

    A match is the same rule, subject and witness. Where several share them the wording decides
    first, so that each earlier finding is matched once.
    """
    shown = list(rule.shown)
    matched = [False] * len(shown)
    for same_words in (True, False):
        for place, found in enumerate(shown):
            waiting = left.get(_key(found), [])
            twin = next((each for each in waiting
                         if not same_words or each.message == found.message), None)
            if not matched[place] and twin is not None:
                waiting.remove(twin)
                matched[place] = True
    return (dataclasses.replace(found, new=not old)
            for found, old in zip(shown, matched, strict=True))


def _key(found: FindingRow) -> Key:
    return (found.rule, found.kind, found.subject, found.witness)


def _states(before: dict[str, str], now: dict[str, tuple[str, str]]) -> Iterable[StateChange]:
    for goal in sorted(before.keys() | now.keys()):
        after, title = now.get(goal, (None, ""))
        if before.get(goal) != after:
            yield StateChange(goal, title, before.get(goal), after)


def _earlier(told: dict[str, Any]) -> Earlier:
    view = told["view"]
    score = told["score"]
    return Earlier(
        digest=_text(told["data"]["digest"]),
        view=View(
            year=None if view["year"] is None else int(view["year"]),
            as_of=datetime.date.fromisoformat(view["as_of"]) if view["as_of"] else None,
            all=bool(view["all"]),
            through=None if view["through"] is None else _text(view["through"]),
            drafts=bool(view["drafts"]),
        ),
        score=(_share(score["up"]), _share(score["down"])),
        states={
            _text(goal["id"]): GOAL_STATES[GOAL_STATES.index(goal["state"])]
            for goal in told["goals"]
        },
        findings=tuple(_finding(each) for each in told["findings"]),
    )


def _share(told: dict[str, Any]) -> tuple[int, int]:
    return int(told["satisfied"]), int(told["expected"])


def _finding(told: dict[str, Any]) -> FindingRow:
    place = told["location"]
    return FindingRow(
        _text(told["rule"]),
        SEVERITIES[SEVERITIES.index(told["severity"])],
        _text(told["subject"]["kind"]),
        _text(told["subject"]["id"]),
        _text(told["message"]),
        tuple(_text(goal) for goal in told["witness"]),
        (_text(place["file"]), int(place["line"])) if place else None,
    )


def _text(value: Any) -> str:
    """A text as a plan file could have held it; ValueError for anything else."""
    if not isinstance(value, str) or control_character(value):
        raise ValueError(value)
    return value
