"""The map that a request's address asks for: page, API and saved pictures draw the same."""

from __future__ import annotations

import threading
from collections import OrderedDict

from flask import request

from service.asking import asked, reading_of
from service.maps import earlier_year, focus_map, map_request_from_args
from visualizations.model import MapModel
from visualizations.request import MapRequest

# How many maps are kept: a page follows its picture, and a saved file follows both.
KEPT = 8

_lock = threading.Lock()
_kept: OrderedDict[tuple[str, str, MapRequest], MapModel] = OrderedDict()


def asked_map() -> MapModel:
    """The map; UsageError for names that there aren't."""
    question = asked()
    wanted = map_request_from_args(request.args)
    key = question.reading.name, question.language, wanted
    with _lock:
        found = _kept.get(key)
    if found is None:
        earlier = None
        if wanted.against is not None:
            earlier = earlier_year(
                wanted.against, question.audit, lambda view: reading_of(view).audit
            )
        found = focus_map(question.audit, wanted, question.language, earlier)
    with _lock:
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
