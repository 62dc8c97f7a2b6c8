"""
What of the chain is no item of its own: links with their states, sources, and what words find.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flask import Response

from graph.model import SECTIONS
from queries.audit import Audit
from queries.contract import data_json
from queries.links import LINK_STATES, UNSEEN
from service.api.address import as_json, blueprint, said
from service.api.declared import Parameter, given, route
from service.api.items import items
from service.api.lists import stretch
from service.api.parameters import GOAL, LANG, PAGING, USUAL_ROWS, VIEW
from service.api.tables import AS_CSV, table
from service.asking import asked
from service.searching import KINDS

LINK_FILTER = (GOAL, Parameter("state", "choice", LINK_STATES))
LONGEST_WORDS = 200


@route(blueprint, "GET", "/links", *VIEW, *PAGING, *LINK_FILTER, answers="links")
def links() -> Response:
    """Links of goals in force with their states, those at `goal` alone where it is given."""
    audit = asked().audit
    found = _links(audit)
    p = audit.projection
    rows, following = stretch(found, lambda link: [p.ids[p.source[link]], p.ids[p.target[link]]])
    told = [_link_json(audit, link) for link in rows]
    return said("links", total=len(found), links=told, next=following)


@route(blueprint, "GET", "/links.csv", *VIEW, *LINK_FILTER, answers=AS_CSV)
def links_csv() -> Response:
    """The same links."""
    audit = asked().audit
    head = ("from", "to", "state", "how")
    told = (_link_json(audit, link) for link in _links(audit))
    return table("links", head, ([each[name] for name in head] for each in told))


def _links(audit: Audit) -> list[int]:
    p, states, read = audit.projection, audit.links.state, given()
    kept = states != UNSEEN
    if read("state") is not None:
        kept &= states == LINK_STATES.index(read("state"))
    if read("goal") is not None:
        goal = p.number.get(read("goal"), -1)
        kept &= (p.source == goal) | (p.target == goal)
    found: list[int] = np.flatnonzero(kept).tolist()
    return found


def _link_json(audit: Audit, link: int) -> dict[str, Any]:
    p = audit.projection
    return {
        "from": p.ids[p.source[link]],
        "to": p.ids[p.target[link]],
        "state": LINK_STATES[audit.links.state[link]],
        "how": p.hows[link],
    }


@route(blueprint, "GET", "/sources", LANG, answers="sources")
def sources() -> Response:
    """The sources, with how many items each holds, by section."""
    told = [
        {
            "id": file.source.id,
            "title": file.source.title,
            "url": file.source.url,
            "counts": {name: len(file.section(name)) for name in SECTIONS if file.section(name)},
        }
        for file in items().files
    ]
    return as_json({
        "format": "rodtrad.sources/1",
        "data": data_json(asked().audit),
        "total": len(told),
        "sources": told,
    })


@route(
    blueprint, "GET", "/search", *VIEW, Parameter("q", most=LONGEST_WORDS, required=True),
    Parameter("limit", "whole", most=200), answers="search",
)  # fmt: skip
def search() -> Response:
    """What words or an id find, kind by kind, the best first; slips of the finger forgiven."""
    audit, read = asked().audit, given()
    limit = read("limit", USUAL_ROWS)
    hits = asked().reading.index.find(read("q").strip())
    return said(
        "search",
        total=hits.total,
        found=[
            _hit_json(audit, kind, place) for kind in KINDS for place in hits.places[kind][:limit]
        ],
    )


def _hit_json(audit: Audit, kind: str, place: int) -> dict[str, str]:
    p = audit.projection
    if kind == "goals":
        return {"section": kind, "id": p.ids[place], "name": p.titles[place]}
    item = p.frame.section(kind)[place]
    return {
        "section": kind,
        "id": item.id,
        "name": getattr(item, "name", None) or getattr(item, "title", None) or item.id,
    }
