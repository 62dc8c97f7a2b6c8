"""
Maps of an audit: hands the verdicts over to what draws them, and reads what was asked for.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import UsageError
from graph.projection import Projection
from graph.text import control_character, nfc, shown
from queries.audit import Audit
from queries.differences import Difference, differences
from queries.links import LINK_STATES
from queries.states import GOAL_STATES
from queries.view import View
from service.compared import Compared, compared
from service.lenses import compare_lens, impact_lens, indicator_lens, weight_lens
from visualizations.as_json import map_json
from visualizations.build import build
from visualizations.facts import Facts
from visualizations.lens import Lens
from visualizations.model import MapModel
from visualizations.overview import overview
from visualizations.request import (
    CAP,
    GROUPS,
    LENSES,
    MANY,
    OPENED_AT_MOST,
    STEPS,
    TARGET,
    MapRequest,
)

STEPS_AT_MOST = 50
VALUES_AT_MOST = 200
VALUE_AT_MOST = 1000

# How many comparisons are kept, the last ones asked for.
KEPT = 4

_lock = threading.Lock()
_kept: dict[int, Facts] = {}
_compared: OrderedDict[tuple[int, int], tuple[Audit, Audit, Compared, dict[str, Difference]]] = (
    OrderedDict()
)


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


@dataclass(frozen=True)
class Earlier:
    """What a map is compared with: an audit, what it is called, and a projection of both."""

    audit: Audit
    name: str
    both: Projection

    def in_order(self, audit: Audit) -> tuple[Audit, Audit]:
        """The two as before and after: years in the order of time, else this one first."""
        one, other = self.audit.view.year, audit.view.year
        later = one is not None and other is not None and one > other
        return (audit, self.audit) if later else (self.audit, audit)


def earlier_year(against: str, audit: Audit, of: Callable[[View], Audit]) -> Earlier:
    """Another year of the same data; UsageError for what isn't a year."""
    if not (against.isascii() and against.isdigit() and 0 < len(against) < 5):
        raise UsageError("map_against", value=shown(against, 60))
    view = View(int(against), through=audit.view.through, drafts=audit.view.drafts)
    return Earlier(of(view), against, audit.projection)


def focus_map(
    audit: Audit,
    request: MapRequest | None = None,
    language: str = "sv",
    earlier: Earlier | None = None,
) -> MapModel:
    """
    The map that was asked for; UsageError for names that there aren't.

    `earlier` is what a request with `against` is compared with.
    """
    request = request or MapRequest()
    draw = overview if request.groups else build
    if earlier is not None:
        both, found = _differences(earlier, audit)
        before, _ = earlier.in_order(audit)
        lens = compare_lens(both, found, before, earlier.name, language)
        return draw(both.facts, request, language, lens)
    return draw(facts_of(audit), request, language, _lens(audit, request, language))


def _lens(audit: Audit, request: MapRequest, language: str) -> Lens | None:
    if request.drop:
        return impact_lens(audit, request.drop, language)
    if request.lens == "weight":
        return weight_lens(audit, language)
    return indicator_lens(audit, language) if request.lens == "indicators" else None


def _differences(earlier: Earlier, audit: Audit) -> tuple[Compared, dict[str, Difference]]:
    key = (id(earlier.audit), id(audit))
    with _lock:
        # The audits are kept with it, so that no other can come to have their places.
        if key not in _compared:
            before, after = earlier.in_order(audit)
            both = compared(before, after, earlier.both, audit.view)
            _compared[key] = (earlier.audit, audit, both, differences(before, after))
        _compared.move_to_end(key)
        while len(_compared) > KEPT:
            _compared.popitem(last=False)
        return _compared[key][2:]


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
    up, root, to = _one(args, "up"), _one(args, "root"), _one(args, "to")
    many: dict[str, Any] = {
        # The order in which goals were opened says where they are drawn.
        name: tuple(dict.fromkeys(_values(args, key))) if key == "expanded" else _many(args, key)
        for key, name in MANY.items()
    }
    # What a map is about is shown, whatever was hidden before.
    many["hidden"] = tuple(each for each in many["hidden"] if each not in (root, to))
    request = MapRequest(
        root=root,
        to=to,
        up=None if up in (None, "all") else _number("up", up, 0, STEPS_AT_MOST),
        down=_number("down", _one(args, "down") or str(STEPS), 0, STEPS_AT_MOST),
        against=_one(args, "against"),
        lens=_choice(args, "lens", LENSES),
        groups=_choice(args, "groups", GROUPS),
        page=_number("page", _one(args, "page") or "0", 0, 1_000_000),
        cap=_number("cap", _one(args, "cap") or str(CAP), 10, CAP),
        target=_number("target", _one(args, "target") or str(TARGET), 10, CAP),
        **many,
    )
    if sum(map(bool, (request.drop, request.against, request.lens))) > 1:
        raise UsageError("map_lens")
    if request.changes and not (request.drop or request.against or request.lens):
        raise UsageError("map_change_alone")
    if len(request.expanded) > OPENED_AT_MOST:
        raise UsageError("map_values", key="expanded", limit=OPENED_AT_MOST)
    if request.to is not None and request.root is None:
        raise UsageError("map_to")
    return request


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


def _choice(args: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str | None:
    found = _one(args, key)
    if found is not None and found not in choices:
        known = ", ".join(choices)
        raise UsageError("map_choice", key=key, value=shown(found, 60), known=known)
    return found


def _number(key: str, text: str | None, least: int, most: int) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError("map_number", key=key, value=shown(text, 60))
    return min(max(int(text), least), most)
