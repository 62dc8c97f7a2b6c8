"""
The words in which a rule may say what it selects and what it requires (docs/rules.md).

Each class is a mapping of the rule file; its fields are the keys, read by the machinery that
reads plan files. Several values of a key mean any of them; several keys mean all of them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from graph import fields as f
from graph.fields import Kind
from graph.model import BASES
from queries.states import GOAL_STATES

# Where a goal's level stands, whatever the levels of the model are called.
STANDS = ("above_root", "at_root", "below_root")
ANY_STEPS = "any"
GOAL_HAS = ("code", "kind", "tags", "plan", "unit", "area")
PLAN_HAS = (
    *("name", "unit", "period", "decided_by", "decided_on", "reference", "in_force_from"),
    *("replaces", "based_on", "part_of", "budget_tkr"),
)
INDICATOR_HAS = (
    *("definition", "owner", "unit_of_measure", "target_op", "target", "period", "kolada_id"),
    "measures",
)


def _choices(*words: str) -> Any:
    """Any of a few known words."""
    return field(default=(), metadata={"kind": Kind("choice", many=True, choices=words)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """Goals in force. Texts are looked for in the title, whatever the case."""

    id: tuple[str, ...] = f.text(many=True)
    level: tuple[str, ...] = f.text(many=True)
    stands: tuple[str, ...] = _choices(*STANDS)
    state: tuple[str, ...] = _choices(*GOAL_STATES)
    unit: tuple[str, ...] = f.text(many=True)
    area: tuple[str, ...] = f.text(many=True)
    area_by_tag: tuple[str, ...] = f.text(many=True)
    area_by_chain: tuple[str, ...] = f.text(many=True)
    plan: tuple[str, ...] = f.text(many=True)
    plan_kind: tuple[str, ...] = f.text(many=True)
    kind: tuple[str, ...] = f.text(many=True)
    tags: tuple[str, ...] = f.text(many=True)
    basis: tuple[str, ...] = _choices(*BASES)
    contains: tuple[str, ...] = f.text(many=True)
    like: tuple[str, ...] = f.text(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Units in force; `under` takes the unit itself and all below it."""

    id: tuple[str, ...] = f.text(many=True)
    kind: tuple[str, ...] = f.text(many=True)
    under: tuple[str, ...] = f.text(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """Plans in force."""

    id: tuple[str, ...] = f.text(many=True)
    kind: tuple[str, ...] = f.text(many=True)
    unit: tuple[str, ...] = f.text(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """Indicators that measure a goal in force; with `goals`, one of those."""

    id: tuple[str, ...] = f.text(many=True)
    owner: tuple[str, ...] = f.text(many=True)
    goals: Goals | None = f.item(Goals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """What a rule looks at: exactly one kind of thing, and of goals those not `but_not`."""

    goals: Goals | None = f.item(Goals)
    units: Units | None = f.item(Units)
    plans: Plans | None = f.item(Plans)
    indicators: Indicators | None = f.item(Indicators)
    but_not: Goals | None = f.item(Goals)

    @property
    def what(self) -> str:
        """The kind of thing that is selected."""
        return next(key for key in SELECTABLE if getattr(self, key) is not None)


SELECTABLE = {"goals": "goal", "units": "unit", "plans": "plan", "indicators": "indicator"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Goals):
    """So many goals of a sort; at least one where no number is told."""

    min: int | None = f.integer()
    max: int | None = f.integer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Counted):
    """
    Goals of a sort at the other end of carrying links: one `steps` away, at most so many, or
    in any number (`any`). Beyond one step only whether there is one can be asked.
    """

    steps: str | None = f.text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """So many indicators of a sort; at least one where no number is told."""

    min: int | None = f.integer()
    max: int | None = f.integer()
    with_definition: bool = f.flag()
    with_target: bool = f.flag()
    with_outcome: bool = f.flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Plans):
    """So many plans in force of a sort; at least one where no number is told."""

    min: int | None = f.integer()
    max: int | None = f.integer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """
    The final decision of the plan: on or before a day, on or after one, before the plan's own
    start. A plan without a known decision passes unless it is to be `known`.
    """

    by: datetime.date | None = f.day()
    since: datetime.date | None = f.day()
    before_start: bool = f.flag()
    known: bool = f.flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalNeeds:
    """What each goal must fulfil."""

    up: Linked | None = f.item(Linked)
    down: Linked | None = f.item(Linked)
    must_be: Goals | None = f.item(Goals)
    must_not_be: Goals | None = f.item(Goals)
    indicators: Measured | None = f.item(Measured)
    decided: Decided | None = f.item(Decided)
    has: tuple[str, ...] = _choices(*GOAL_HAS)
    plan_has: tuple[str, ...] = _choices(*PLAN_HAS)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeeds:
    """What each unit must fulfil; goals and plans of units below it count as its own."""

    goals: Counted | None = f.item(Counted)
    plans: Held | None = f.item(Held)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNeeds:
    """What each plan must fulfil."""

    goals: Counted | None = f.item(Counted)
    decided: Decided | None = f.item(Decided)
    has: tuple[str, ...] = _choices(*PLAN_HAS)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorNeeds:
    """What each indicator must fulfil."""

    has: tuple[str, ...] = _choices(*INDICATOR_HAS)
    with_outcome: bool = f.flag()


NEEDS: dict[str, type[Any]] = {
    "goals": GoalNeeds,
    "units": UnitNeeds,
    "plans": PlanNeeds,
    "indicators": IndicatorNeeds,
}

# What a message may have places for.
PLACES = {
    "goals": ("id", "title", "level", "unit", "plan", "count"),
    "units": ("id", "title", "kind", "count"),
    "plans": ("id", "title", "kind", "unit", "count"),
    "indicators": ("id", "title", "count"),
}

# Keys whose values name something that the data must have, by class and key.
NAMED: dict[type[Any], dict[str, str]] = {
    Goals: {
        "id": "goals",
        "level": "levels",
        "unit": "units",
        "area": "areas",
        "area_by_tag": "areas",
        "area_by_chain": "areas",
        "plan": "plans",
        "plan_kind": "plan_kinds",
    },
    Units: {"id": "units", "kind": "unit_kinds", "under": "units"},
    Plans: {"id": "plans", "kind": "plan_kinds", "unit": "units"},
    Indicators: {"id": "indicators", "owner": "units"},
}
