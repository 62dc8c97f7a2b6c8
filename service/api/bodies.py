"""
Reads what a request carries: one JSON object, and nothing that JSON can't say.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from flask import request

from service.asking import language_of
from service.refusing import Refused

JSON = "application/json"


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
