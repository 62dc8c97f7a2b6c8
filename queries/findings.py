"""
All findings of an audit in one list: bad facts, each with its rule, subject, witness and place.

What each rule came to, with how many things it looked at, is `queries.rules.check`.
"""

from __future__ import annotations

from collections.abc import Iterable

from queries.audit import Audit
from queries.rules.book import RuleBook
from queries.rules.check import Outcome, check
from queries.rules.finding import Finding
from queries.rules.spec import SEVERITIES

__all__ = ["SEVERITIES", "Finding", "findings", "findings_of", "worst"]


def findings(audit: Audit, book: RuleBook | None = None) -> list[Finding]:
    """All findings by the rules of a book (else the built-in ones), by rule and subject."""
    return findings_of(check(audit, book))


def findings_of(outcomes: Iterable[Outcome]) -> list[Finding]:
    """The findings of several outcomes as one list."""
    return [finding for outcome in outcomes for finding in outcome.findings]


def worst(found: Iterable[Finding], fail_on: str) -> bool:
    """True if any finding is at `fail_on` or worse."""
    limit = SEVERITIES.index(fail_on)
    return any(SEVERITIES.index(each.severity) <= limit for each in found)
