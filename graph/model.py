"""
The world as it is written: units, plans, areas, goals, links and what is tied to them.

Frozen dataclasses; each field says how it is written (graph/fields.py). One class per
section of the plan file. The names of the fields are the keys of the format.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, ClassVar

from graph import fields as f
from graph.period import Period

STATUSES = ("draft", "adopted", "rejected", "dropped")
BASES = ("stated", "inferred", "made_up")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item was written: file name, and line from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every item may carry: where it comes from and how sure it is."""

    note: str | None = f.text()
    source: str | None = f.text()
    basis: str = f.choice(*BASES, default="stated")
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Item):
    """The file's own heading: which source it is; re-import replaces by this id."""

    id: str = f.ident()
    title: str | None = f.text()
    url: str | None = f.text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Item):
    """A part of the organisation, from fullmäktige to a group."""

    id: str = f.ident()
    name: str = f.text(required=True)
    description: str | None = f.text()
    kind: str = f.text(required=True)
    parent: str | None = f.ref("units", edge="PART_OF")
    valid_from: datetime.date | None = f.day()
    valid_to: datetime.date | None = f.day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Item):
    """A decision on a plan beside its final one: preliminary or revised."""

    kind: str = f.choice("preliminary", "final", "revised", required=True)
    decided_by: str | None = f.text()
    decided_on: datetime.date | None = f.day()
    reference: str | None = f.text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Item):
    """A plan with its final decision and its time."""

    id: str = f.ident()
    kind: str = f.text(required=True)
    name: str | None = f.text()
    description: str | None = f.text()
    unit: str | None = f.ref("units", edge="OF_UNIT")
    period: Period | None = f.period()
    status: str = f.choice(*STATUSES, default="adopted")
    decided_by: str | None = f.text()
    decided_on: datetime.date | None = f.day()
    reference: str | None = f.text()
    decisions: tuple[Decision, ...] = f.item(Decision, many=True)
    in_force_from: datetime.date | None = f.day()
    replaces: tuple[str, ...] = f.ref("plans", many=True, edge="REPLACES")
    based_on: tuple[str, ...] = f.ref("plans", many=True, edge="BASED_ON")
    part_of: str | None = f.ref("plans", edge="PART_OF")
    budget_tkr: int | float | None = f.number()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Item):
    """A målområde, fokusområde or perspective of its time."""

    id: str = f.ident()
    number: int | None = f.integer()
    name: str = f.text(required=True)
    description: str | None = f.text()
    kind: str = f.text(default="målområde")
    period: Period | None = f.period()
    contributes_to: tuple[str, ...] = f.ref("goals", many=True, edge="CONTRIBUTES_TO")
    replaces: tuple[str, ...] = f.ref("areas", many=True, edge="REPLACES")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Item):
    """A goal's contribution to a goal, with how, when, and the wording it was reviewed on."""

    to: str = f.ref("goals", required=True, may_dangle=True)
    how: str | None = f.text()
    valid_from: datetime.date | None = f.day()
    valid_to: datetime.date | None = f.day()
    status: str = f.choice(*STATUSES, default="adopted")
    decided_on: datetime.date | None = f.day()
    reviewed_by: str | None = f.text()
    reviewed_on: datetime.date | None = f.day()
    fingerprint_from: str | None = f.text()
    fingerprint_to: str | None = f.text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt(Item):
    """The decision by which a goal needs no goal above it."""

    reason: str = f.text(required=True)
    decided_by: str | None = f.text()
    decided_on: datetime.date | None = f.day()
    reference: str | None = f.text()
    until: datetime.date | None = f.day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Item):
    """A goal at one level, of one or several units, and the links it has upward."""

    id: str = f.ident()
    code: str | None = f.text()
    title: str = f.text(required=True)
    description: str | None = f.text()
    level: str = f.level(required=True)
    unit: tuple[str, ...] = f.ref("units", many=True, edge="OWNED_BY")
    plan: str | None = f.ref("plans", edge="IN_PLAN")
    areas: tuple[str, ...] = f.ref("areas", many=True, edge="IN_AREA")
    kind: str | None = f.text()
    tags: tuple[str, ...] = f.text(many=True)
    status: str = f.choice(*STATUSES, default="adopted")
    valid_from: datetime.date | None = f.day()
    valid_to: datetime.date | None = f.day()
    replaces: tuple[str, ...] = f.ref("goals", many=True, may_dangle=True, edge="REPLACES")
    addressed_to: tuple[str, ...] = f.ref("units", many=True, edge="ADDRESSED_TO")
    contributes_to: tuple[Link, ...] = f.item(Link, many=True)
    exempt: Exempt | None = f.item(Exempt)
    budget_tkr: int | float | None = f.number()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Item):
    """The outcome of an indicator for one period."""

    period: Period = f.period(required=True)
    value: int | float | None = f.number()
    target: int | float | None = f.number()
    gender: str | None = f.text()
    retrieved_on: datetime.date | None = f.day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Item):
    """A measure of goals, with its target and its outcomes."""

    id: str = f.ident()
    name: str = f.text(required=True)
    definition: str | None = f.text()
    measures: tuple[str, ...] = f.ref("goals", many=True, edge="MEASURES")
    owner: str | None = f.ref("units", edge="OWNED_BY")
    unit_of_measure: str | None = f.text()
    target_op: str | None = f.choice(">=", "<=", ">", "<", "=")
    target: int | float | None = f.number()
    period: Period | None = f.period()
    kolada_id: str | None = f.text()
    readings: tuple[Reading, ...] = f.item(Reading, many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption(Item):
    """The decision by which a goal, or a unit in one area or all, owes nothing."""

    goal: str | None = f.ref("goals", edge="EXEMPTS")
    unit: str | None = f.ref("units", edge="EXEMPTS")
    area: str | None = f.ref("areas", edge="IN_AREA")
    reason: str = f.text(required=True)
    decided_by: str | None = f.text()
    decided_on: datetime.date | None = f.day()
    reference: str | None = f.text()
    until: datetime.date | None = f.day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(Item):
    """The decision by which a unit hands a goal on to the level below, unchanged."""

    goal: str = f.ref("goals", required=True, edge="FORWARDS")
    unit: str = f.ref("units", required=True, edge="OF_UNIT")
    level: str = f.level(required=True)
    reason: str = f.text(required=True)
    decided_by: str | None = f.text()
    decided_on: datetime.date | None = f.day()
    reference: str | None = f.text()
    until: datetime.date | None = f.day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Item):
    """What was said of a goal, area or plan at a reporting point."""

    goal: str | None = f.ref("goals", edge="ASSESSES")
    area: str | None = f.ref("areas", edge="ASSESSES")
    plan: str | None = f.ref("plans", edge="ASSESSES")
    period: Period = f.period(required=True)
    verdict: str = f.choice("met", "partly", "not_met", "cannot_judge", required=True)
    analysis: str | None = f.text()
    deviation: str | None = f.text()
    action: str | None = f.text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Item):
    """Who took part when a unit set its goals."""

    unit: str = f.ref("units", required=True, edge="OF_UNIT")
    date: datetime.date = f.day(required=True)
    took_part: int | None = f.integer()
    of: int | None = f.integer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee(Item):
    """A kvalitetsgaranti: what those who use a service can count on."""

    id: str = f.ident()
    title: str = f.text(required=True)
    description: str | None = f.text()
    unit: str | None = f.ref("units", edge="OF_UNIT")
    plan: str | None = f.ref("plans", edge="IN_PLAN")
    goals: tuple[str, ...] = f.ref("goals", many=True, edge="ABOUT")
    valid_from: datetime.date | None = f.day()
    valid_to: datetime.date | None = f.day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Item):
    """An uppdrag: given by whom, to whom, due and reported when."""

    id: str = f.ident()
    title: str = f.text(required=True)
    description: str | None = f.text()
    unit: str | None = f.ref("units", edge="OF_UNIT")
    plan: str | None = f.ref("plans", edge="IN_PLAN")
    goals: tuple[str, ...] = f.ref("goals", many=True, edge="ABOUT")
    given_by: str | None = f.text()
    given_to: str | None = f.text()
    given_on: Period | None = f.period()
    due: Period | None = f.period()
    reported_on: Period | None = f.period()
    reference: str | None = f.text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Item):
    """A steering document, omvärldsanalys or report."""

    id: str = f.ident()
    title: str = f.text(required=True)
    description: str | None = f.text()
    kind: str | None = f.text()
    unit: str | None = f.ref("units", edge="OF_UNIT")
    plan: str | None = f.ref("plans", edge="IN_PLAN")
    goals: tuple[str, ...] = f.ref("goals", many=True, edge="ABOUT")
    date: datetime.date | None = f.day()
    period: Period | None = f.period()
    url: str | None = f.text()
    reference: str | None = f.text()


SECTIONS: dict[str, type[Any]] = {
    "units": Unit,
    "plans": Plan,
    "areas": Area,
    "goals": Goal,
    "indicators": Indicator,
    "exemptions": Exemption,
    "forwards": Forward,
    "assessments": Assessment,
    "participation": Participation,
    "guarantees": Guarantee,
    "assignments": Assignment,
    "documents": Document,
}

# An item that says no more than this field may be written as its bare value.
SHORTHAND: dict[type[Any], str] = {Link: "to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """Items by section; the shape shared by one file and by the whole chain."""

    names: ClassVar[tuple[str, ...]] = tuple(SECTIONS)

    units: tuple[Unit, ...] = ()
    plans: tuple[Plan, ...] = ()
    areas: tuple[Area, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    forwards: tuple[Forward, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    participation: tuple[Participation, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    documents: tuple[Document, ...] = ()

    def section(self, name: str) -> tuple[Any, ...]:
        """The items of one section, by its name in the format."""
        items: tuple[Any, ...] = getattr(self, name)
        return items
