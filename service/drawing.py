"""The map that a request's address asks for: page, API and saved pictures draw the same."""

from __future__ import annotations

from flask import request

from service.asking import asked, reading_of
from service.maps import earlier_year, focus_map, map_request_from_args
from visualizations.model import MapModel


def asked_map() -> MapModel:
    """The map; UsageError for names that there aren't."""
    question = asked()
    wanted = map_request_from_args(request.args)
    earlier = None
    if wanted.against is not None:
        earlier = earlier_year(
            wanted.against, question.audit, lambda view: reading_of(view).audit
        )
    return focus_map(question.audit, wanted, question.language, earlier)
