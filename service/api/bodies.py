"""
Reads what a request carries: one JSON object, and nothing that JSON can't say.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request

from graph.text import control_character, shown
from service.asking import language_of
from service.refusing import Refused

JSON = "application/json"
# Whether a value is one that a key may have.
Check = Callable[[Any], bool]


def object_sent() -> dict[str, Any]:
    """The JSON object of this request; Refused with 415 or 400 if it carries anything else."""
    language = language_of(request)
    if request.mimetype != JSON:
        raise Refused("media_type", language, 415)
    try:
        told = json.loads(
            request.get_data(), parse_float=_finite, parse_constant=_none,
            object_pairs_hook=_once,
        )  # fmt: skip
    except (ValueError, RecursionError):
        raise Refused("body", language) from None
    if not isinstance(told, dict):
        raise Refused("body", language)
    return told


def fields_sent(needed: Mapping[str, Check], other: Mapping[str, Check]) -> dict[str, Any]:
    """The object of this request, with every key that is needed; Refused if a value can't be."""
    said, known = object_sent(), {**needed, **other}
    for name in sorted(known.keys() | said.keys()):
        if name in said and not (name in known and known[name](said[name])):
            raise Refused("field", language_of(request), name=f"'{shown(name, 60)}'")
        if name in needed and name not in said:
            raise Refused("needed", language_of(request), name=name)
    return {name: int(said[name]) if type(said[name]) is float else said[name] for name in said}


def text(most: int, least: int = 0) -> Check:
    """A text of so many characters, each of which can be shown."""
    return lambda value: (
        isinstance(value, str) and least <= len(value) <= most and not control_character(value)
    )


def texts(most: int) -> Check:
    """A list of texts, each of at most so many characters."""
    one = text(most, least=1)
    return lambda value: isinstance(value, list) and all(map(one, value))


def word(choices: Sequence[str]) -> Check:
    """One of a few words."""
    return lambda value: isinstance(value, str) and value in choices


def number(least: int, most: int) -> Check:
    """A whole number; 2.0 is one too, as JSON has it."""
    return lambda value: (
        type(value) in (int, float) and least <= value <= most and value == int(value)
    )


def flag(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _none(text: str) -> float:
    raise ValueError(text)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of pairs, each key once: which of two was meant nobody can know."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a key stands twice")
    return told
