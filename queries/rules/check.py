"""
All rules of a book, asked of an audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from queries.audit import Audit
from queries.rules import cypher, declared
from queries.rules.book import RuleBook, builtin
from queries.rules.cypher import Ask
from queries.rules.finding import Finding, Looked
from queries.rules.spec import Rule
from queries.rules.verdicts import VERDICTS


@dataclass(frozen=True)
class Outcome:
    """
    What one rule came to: what was `told` of the `of` things it looked at.

    `ran` is False for a rule that asks the database where there was none to ask.
    """

    rule: Rule
    of: int
    told: Sequence[Finding] = ()
    ran: bool = True

    @property
    def found(self) -> int:
        """How many findings there are."""
        return len(self.told)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, by subject and witness; spelled out when first read."""
        return tuple(sorted(self.told, key=lambda each: (each.subject, each.witness)))


def check(audit: Audit, book: RuleBook | None = None, ask: Ask | None = None) -> list[Outcome]:
    """
    The outcome of each rule of the book (else the built-in ones), by rule.

    `ask` runs Cypher in the store that the audit's data came from. InputError where a rule's
    Cypher can't be run, StoreError where the store can't be asked.
    """
    return [_outcome(audit, rule, ask) for rule in (book or builtin()).rules]


def _outcome(audit: Audit, rule: Rule, ask: Ask | None) -> Outcome:
    if rule.cypher is not None and ask is None:
        return Outcome(rule, 0, ran=False)
    looked = _look(audit, rule, ask)
    return Outcome(rule, looked.of, looked.findings)


def _look(audit: Audit, rule: Rule, ask: Ask | None) -> Looked:
    if rule.verdict is not None:
        return VERDICTS[rule.verdict](audit, rule)
    if rule.cypher is not None and ask is not None:
        return cypher.look(audit, rule, ask)
    return declared.look(audit, rule)
