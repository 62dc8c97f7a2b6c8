"""
Maps of an audit: hands the verdicts over to what draws them, and reads what was asked for.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Mapping
from typing import Any

from graph.errors import UsageError
from graph.text import control_character, nfc, shown
from queries.audit import Audit
from queries.links import LINK_STATES
from queries.states import GOAL_STATES
from visualizations.as_json import map_json
from visualizations.build import build
from visualizations.facts import Facts
from visualizations.model import MapModel
from visualizations.request import CAP, TARGET, MapRequest

STEPS_AT_MOST = 50
VALUES_AT_MOST = 200
VALUE_AT_MOST = 1000

_lock = threading.Lock()
_kept: dict[int, Facts] = {}


def facts_of(audit: Audit) -> Facts:
    """What maps need of an audit; made once for each, and kept as long as the audit is."""
    with _lock:
        found = _kept.get(id(audit))
        if found is None:
            found = _facts(audit)
            _kept[id(audit)] = found
            weakref.finalize(audit, _kept.pop, id(audit), None)
    return found


def _facts(audit: Audit) -> Facts:
    return Facts(
        projection=audit.projection,
        in_force=audit.scene.goals,
        goal_states=GOAL_STATES,
        goal_state=audit.states.state,
        next_up=audit.states.next,
        missing=audit.depth.missing & audit.scene.goals[:, None],
        chain_areas=audit.chain_areas,
        link_states=LINK_STATES,
        link_state=audit.links.state,
        carries=audit.links.carries,
        view=audit.view.as_json(),
    )


def focus_map(audit: Audit, request: MapRequest | None = None, language: str = "sv") -> MapModel:
    """The map that was asked for; UsageError for names that there aren't."""
    return build(facts_of(audit), request or MapRequest(), language)


def model_json(model: MapModel) -> dict[str, Any]:
    """`rodtrad.map/1` (docs/map.md)."""
    return map_json(model)


def map_request_from_args(args: Mapping[str, Any]) -> MapRequest:
    """
    The request that an address or a command line asks for.

    Values may be texts or lists of texts; a `getlist` (as request arguments have) is used
    where there is one. Unknown names are left alone; numbers out of reach are brought in.
    UsageError for what can't be a number, or a value no name can be.
    """
    up = _one(args, "up")
    return MapRequest(
        root=_one(args, "root"),
        up=None if up in (None, "all") else _number("up", up, 0, STEPS_AT_MOST),
        down=_number("down", _one(args, "down") or "2", 0, STEPS_AT_MOST),
        expanded=_many(args, "expanded"),
        levels=_many(args, "level"),
        areas=_many(args, "area"),
        units=_many(args, "unit"),
        states=_many(args, "state"),
        page=_number("page", _one(args, "page") or "0", 0, 1_000_000),
        cap=_number("cap", _one(args, "cap") or str(CAP), 10, CAP),
        target=_number("target", _one(args, "target") or str(TARGET), 10, CAP),
    )


def _values(args: Mapping[str, Any], key: str) -> list[str]:
    getlist = getattr(args, "getlist", None)
    found: Any = getlist(key) if getlist is not None else args.get(key)
    if found is None:
        return []
    each: Iterable[Any] = [found] if isinstance(found, str | int) else found
    out = []
    for value in each:
        text = nfc(str(value)).strip()
        if len(text) > VALUE_AT_MOST or control_character(text):
            raise UsageError("map_value", key=key, value=shown(text, 60))
        if text:
            out.append(text)
    if len(out) > VALUES_AT_MOST:
        raise UsageError("map_values", key=key, limit=VALUES_AT_MOST)
    return out


def _one(args: Mapping[str, Any], key: str) -> str | None:
    found = _values(args, key)
    return found[-1] if found else None


def _many(args: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(sorted(set(_values(args, key))))


def _number(key: str, text: str | None, least: int, most: int) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError("map_number", key=key, value=shown(text, 60))
    return min(max(int(text), least), most)
