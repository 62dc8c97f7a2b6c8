"""
A rule as data: what it is called, why it is there, what it looks at and what it says.

The same shape for the built-in rules and for those of a municipal rule file (docs/rules.md).
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.model import Place

SEVERITIES = ("error", "warning", "advice")
# What a rule may be about; a finding's subject is one of these and its id.
KINDS = (
    *("goal", "link", "cell", "unit", "plan", "area", "view", "indicator", "exemption"),
    *("forward", "assessment", "participation", "guarantee", "assignment", "document"),
)

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A threshold of a rule: its default, the bounds it may be set within, and what it does.

    A number whose default is whole is set to whole numbers only, unless it takes `fractions`.
    """

    value: Any
    about: Texts
    least: int | float | None = None
    most: int | float | None = None
    fractions: bool = False


class Named(NamedTuple):
    """A name that a rule takes from the data, and where the rule says it."""

    section: str
    name: str
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    One rule.

    `of` says what it looks at, as in "3 of 41 *links*"; `source` who asks the question: numbers
    of docs/findings.md or texts. `version` changes when the rule starts to look for something
    else. `parameters` are the thresholds in use by name, `tunable` what may be said of them.
    What decides is a `verdict` by name, or `select` and `require` (terms.py), or `cypher`.
    `otherwise` are the messages, by name, of findings that its verdict tells apart from the others.
    `named` are the names of the data's that the rule relies on.
    """

    id: str
    severity: str
    kind: str
    title: Texts
    why: Texts
    of: Texts
    message: Texts
    next_step: Texts
    otherwise: Mapping[str, Texts] = field(default_factory=dict)
    source: tuple[str, ...] = ()
    version: int = 1
    verdict: str | None = None
    select: Any = None
    require: Any = None
    cypher: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    tunable: Mapping[str, Parameter] = field(default_factory=dict)
    place: Place | None = None
    named: tuple[Named, ...] = ()


def places_in(text: str) -> tuple[list[str], bool]:
    """
    The names that a message has places for, and whether it is sound.

    A place is a name in braces and nothing else: no fields, no widths, nothing that could
    make a text of a user's run away.
    """
    names: list[str] = []
    try:
        for _, name, form, conversion in string.Formatter().parse(text):
            if name is None:
                continue
            if not name.isidentifier() or form or conversion:
                return names, False
            names.append(name)
    except ValueError:
        return names, False
    return names, True


def in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules in the order they are told: by id."""
    return tuple(sorted(rules, key=lambda rule: rule.id))
