"""
What a field of the model holds, said once.

Reader, writer, JSON Schema, digest and store all walk the same field descriptions, so
that none of them can know a field the others have forgotten.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """
    How a field is written and what it may hold.

    `name` is one of: text, id, ref, level, day, period, integer, number, choice, flag,
    item. `section` is where a ref points. `may_dangle` marks a goal's link to a goal.
    """

    name: str
    many: bool = False
    section: str = ""
    may_dangle: bool = False
    choices: tuple[str, ...] = ()
    item: type[Any] | None = None
    required: bool = False
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A named field: its key in the plan file, its kind, and its default."""

    key: str
    kind: Kind
    default: Any


def _of(kind: Kind, default: Any) -> Any:
    if kind.required:
        return field(metadata={"kind": kind})
    return field(default=default, metadata={"kind": kind})


def text(*, required: bool = False, many: bool = False, default: str | None = None) -> Any:
    """A text, or a list of texts."""
    return _of(Kind("text", many=many, required=required), () if many else default)


def ident(*, required: bool = True) -> Any:
    """The id of the item itself."""
    return _of(Kind("id", required=required), None)


def ref(
    section: str,
    *,
    edge: str = "",
    many: bool = False,
    required: bool = False,
    may_dangle: bool = False,
) -> Any:
    """The id of an item in `section`, stored as an edge of type `edge`."""
    kind = Kind(
        "ref", many=many, section=section, required=required, may_dangle=may_dangle, edge=edge
    )
    return _of(kind, () if many else None)


def level(*, required: bool = False) -> Any:
    """The id of a planning level of the governance model."""
    return _of(Kind("level", required=required), None)


def day(*, required: bool = False) -> Any:
    """A day of the calendar."""
    return _of(Kind("day", required=required), None)


def period(*, required: bool = False) -> Any:
    """A period in any written form."""
    return _of(Kind("period", required=required), None)


def integer(*, required: bool = False) -> Any:
    """A whole number."""
    return _of(Kind("integer", required=required), None)


def number(*, required: bool = False) -> Any:
    """A number; whole ones are kept whole."""
    return _of(Kind("number", required=required), None)


def choice(*choices: str, default: str | None = None, required: bool = False) -> Any:
    """One of a few known words."""
    return _of(Kind("choice", choices=choices, required=required), default)


def flag() -> Any:
    """True or false; false by default."""
    return _of(Kind("flag"), False)


def item(of: type[Any], *, many: bool = False) -> Any:
    """A nested item, or a list of them."""
    return _of(Kind("item", item=of, many=many), () if many else None)


_DESCRIBED: dict[type[Any], tuple[Field, ...]] = {}


def fields_of(of: type[Any]) -> tuple[Field, ...]:
    """The described fields of a model class in the order they are written: its own first."""
    if of not in _DESCRIBED:
        described = []
        for entry in dataclasses.fields(of):
            if "kind" in entry.metadata:
                default = None if entry.default is dataclasses.MISSING else entry.default
                described.append(Field(entry.name, entry.metadata["kind"], default))
        own = of.__annotations__
        described.sort(key=lambda field: field.key not in own)
        _DESCRIBED[of] = tuple(described)
    return _DESCRIBED[of]
