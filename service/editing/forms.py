"""
The form of an item, derived from the model: a part for each field, a row for each of several
values, a box for each thing to fill in. Labels and explanations are those of the spreadsheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import Fault
from graph.fields import Field, fields_of
from graph.governance import Governance
from graph.model import SECTIONS, SHORTHAND, Item
from graph.period import Period
from graph.sheets.shapes import (
    Shape,
    choice_word,
    column_says,
    heading,
    offered,
    shapes,
    sheet_name,
)

# Fields that are more than a line, and those that only the service fills in.
LONG = frozenset(
    ["description", "definition", "how", "reason", "analysis", "deviation", "action", "note"]
)
KEPT = frozenset({"fingerprint_from", "fingerprint_to"})
# What few items say stands behind a lid.
_ANY = frozenset(field.key for field in fields_of(Item))
BEHIND = _ANY | {"tags", "replaces", "addressed_to", "budget_tkr"}
BEHIND_IN_ROW = _ANY | {
    "valid_from", "valid_to", "status", "reviewed_by", "reviewed_on", "retrieved_on",
}  # fmt: skip
# Empty rows after those that are filled in.
SPARE = 1


@dataclass(frozen=True, slots=True)
class Box:
    """
    One thing to fill in.

    `sort` is line, long, day, choice or kept (carried along unseen). `listed` is the section whose
    items are suggested, or `Unit.kind` and the like for words; `told` what the id in it is called.
    """

    name: str
    sort: str
    label: str
    says: str
    required: bool
    behind: bool
    value: str
    choices: tuple[tuple[str, str], ...]
    listed: str
    told: str
    fault: str

    @property
    def id(self) -> str:
        """Its id on the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """The ids of what stands beside it: what is wrong, what its id is called, what it is."""
        beside = (("fault", self.fault), ("told", self.told), ("says", self.says))
        return " ".join(f"{self.id}-{name}" for name, text in beside if text)


@dataclass(frozen=True, slots=True)
class Part:
    """
    A field of the item: rows of boxes. `several` where there may be more rows, `nested` where a
    row is an item of its own.
    """

    key: str
    label: str
    several: bool
    nested: bool
    behind: bool
    rows: tuple[tuple[Box, ...], ...]

    @property
    def said(self) -> bool:
        """True if something is filled in, or wrong."""
        return self.faulty or any(box.value for row in self.rows for box in row)

    @property
    def faulty(self) -> bool:
        """True if something is wrong in a box of it."""
        return any(box.fault for row in self.rows for box in row)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in no single box; another item is to be mended where `section` is told."""

    said: str
    section: str = ""
    key: str = ""
    name: str = ""


def wrongs(faults: Iterable[Fault], language: str) -> tuple[Wrong, ...]:
    """Faults between items in words, each with the item that it stands in."""
    return tuple(_wrong(each, dict(each.values), language) for each in faults)


def _wrong(fault: Fault, said: Mapping[str, str], language: str) -> Wrong:
    words = f"{fault.message(language)} {fault.hint(language)}".strip()
    if fault.code == "id_taken":
        return Wrong(words)
    return Wrong(words, said.get("by_section", ""), said.get("by_key", ""), said.get("by", ""))


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `faults` are those of no single box."""

    section: str
    parts: tuple[Part, ...]
    faults: tuple[Wrong, ...] = ()

    @property
    def boxes(self) -> Iterator[Box]:
        """Every box, in the order of the page."""
        return (box for part in self.parts for row in part.rows for box in row)

    @property
    def lists(self) -> list[str]:
        """What is suggested in some box."""
        return sorted({box.listed for box in self.boxes if box.listed})


@dataclass(frozen=True, slots=True)
class Maker:
    """
    Makes forms in a language, for a governance model; `name_of` tells what an id of a section is
    called, or nothing.
    """

    language: str
    governance: Governance
    name_of: Callable[[str, str], str]

    def form(
        self,
        section: str,
        values: Mapping[str, str],
        faults: Mapping[str, str] | None = None,
        others: tuple[Wrong, ...] = (),
    ) -> Form:
        """The form with a value by box name, a fault by box name, and those of no box."""
        parts = tuple(
            self._part(section, field, values, faults or {})
            for field in fields_of(SECTIONS[section])
        )
        return Form(section, parts, others)

    def _part(
        self, section: str, field: Field, values: Mapping[str, str], faults: Mapping[str, str]
    ) -> Part:
        shape, kind = shapes()[section], field.kind
        inner = shapes()[f"{section}.{field.key}"] if kind.item else None
        count = rows_in(field.key, values) + SPARE if kind.many else 1
        return Part(
            key=field.key,
            label=sheet_name(inner.key, self.language)
            if inner
            else heading(shape, field.key, self.language),
            several=kind.many,
            nested=inner is not None,
            behind=field.key in BEHIND,
            rows=tuple(
                tuple(self._row(inner or shape, field, number, values, faults))
                for number in range(count)
            ),
        )

    def _row(
        self,
        shape: Shape,
        field: Field,
        number: int,
        values: Mapping[str, str],
        faults: Mapping[str, str],
    ) -> Iterator[Box]:
        own = box_name(field, number)
        if field.kind.item is None:
            yield self._box(shape, field, own, False, values, faults)
            return
        for inner in fields_of(field.kind.item):
            yield self._box(shape, inner, f"{own}.{inner.key}", True, values, faults)

    def _box(
        self,
        shape: Shape,
        field: Field,
        name: str,
        in_row: bool,
        values: Mapping[str, str],
        faults: Mapping[str, str],
    ) -> Box:
        kind, value = field.kind, values.get(name, "")
        listed = kind.section or (
            column if offered(column := f"{shape.of}.{field.key}") else ""
        )
        return Box(
            name=name,
            sort=_sort(field),
            label=heading(shape, field.key, self.language),
            says="" if kind.many else column_says(shape, field.key, self.language),
            required=kind.required,
            behind=in_row and field.key in BEHIND_IN_ROW,
            value=value,
            choices=self._choices(field, value, in_row),
            listed=listed,
            told=self.name_of(kind.section, value) if kind.section and value else "",
            fault=faults.get(name, ""),
        )

    def _choices(self, field: Field, value: str, in_row: bool) -> tuple[tuple[str, str], ...]:
        if field.kind.name == "level":
            known = [(level.id, level.name) for level in self.governance.levels]
        else:
            known = [(token, choice_word(token, self.language)) for token in field.kind.choices]
        if not known:
            return ()
        # A word that isn't one of them is kept, so that what is wrong with it can be told.
        strange = [(value, value)] if value and value not in dict(known) else []
        none = [("", "–")] if in_row or field.default is None else []
        return tuple([*none, *known, *strange])


def _sort(field: Field) -> str:
    if field.key in KEPT:
        return "kept"
    if field.kind.choices or field.kind.name == "level":
        return "choice"
    if field.kind.name == "day":
        return "day"
    return "long" if field.key in LONG else "line"


def box_name(field: Field, number: int) -> str:
    """What a box is called: its field, and of several the row."""
    return f"{field.key}.{number}" if field.kind.many else field.key


def rows_in(key: str, values: Mapping[str, str]) -> int:
    """How many rows of a field there are up to the last with something in it."""
    rows = (name.split(".")[1] for name, value in values.items()
            if value and name.startswith(f"{key}."))
    return 1 + max((int(row) for row in rows if row.isdecimal() and len(row) < 5), default=-1)


def flat(item: Any, language: str, *, in_row: bool = False) -> dict[str, str]:
    """An item as the text of each box; in rows what is usual isn't said."""
    found: dict[str, str] = {}
    for field in fields_of(type(item)):
        value = getattr(item, field.key)
        if value is None or (in_row and value == field.default):
            continue
        for place, each in enumerate(value if field.kind.many else (value,)):
            name = box_name(field, place)
            if field.kind.item is None:
                found[name] = _text(each, language)
            else:
                inner = flat(each, language, in_row=True)
                found |= {f"{name}.{key}": text for key, text in inner.items()}
    return found


def _text(value: Any, language: str) -> str:
    if isinstance(value, Period):
        return value.text
    if isinstance(value, float) and language == "sv":
        return str(value).replace(".", ",")
    return str(value)


def prefilled(section: str, given: Mapping[str, str]) -> dict[str, str]:
    """The boxes of a new item: what is usual, and what an address says of its fields."""
    found = {}
    for field in fields_of(SECTIONS[section]):
        of = field.kind.item
        if field.kind.choices and field.default is not None:
            found[field.key] = field.default
        if said := given.get(field.key, ""):
            inner = f".{SHORTHAND[of]}" if of in SHORTHAND else ""
            found[box_name(field, 0) + inner] = said
    return found
