"""
The projection as a networkx graph, and a graph as a plan file.

Goals are nodes named by their ids, links are edges from the goal that contributes. The
attributes are the plan file's keys, so that a graph made or changed with networkx can be
read back; what isn't said has no attribute. Units, plans and areas aren't nodes: a graph
holds goals and links, and refers to the rest by id.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx
import numpy as np

from graph.chain import PlanFile
from graph.days import FOREVER, NEVER
from graph.errors import Fault, InputError
from graph.layers import Flags
from graph.model import BASES, STATUSES, Goal, Link, Source
from graph.projection import BETWEEN_TAGS, Projection
from graph.text import control_character, nfc, shown, trim

# What a goal and a link may say in a graph, beside id and ends.
GOAL_TEXTS = ("title", "code", "kind", "level", "status", "basis", "plan")
GOAL_LISTS = ("units", "areas", "addressed_to", "replaces", "tags")
LINK_TEXTS = ("status", "how")
DAYS = ("valid_from", "valid_to")


def to_networkx(projection: Projection, carries: Flags | None = None) -> nx.DiGraph[str]:
    """
    The goals and links as a directed graph, upward: an edge from a goal to one it serves.

    `carries` chooses links by position, as an audit's `links.carries`; all written ones
    without it. Days are ISO texts. A goal that is only written as a target has `exists`
    False and nothing else. `suspect` stands on links whose wording was reviewed otherwise.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    older = _replaces(projection)
    graph.add_nodes_from(
        (name, _goal(projection, number, older.get(number, [])))
        for number, name in enumerate(projection.ids)
    )
    chosen = np.arange(len(projection.source)) if carries is None else np.flatnonzero(carries)
    graph.add_edges_from(
        (
            projection.ids[projection.source[link]],
            projection.ids[projection.target[link]],
            _link(projection, link),
        )
        for link in chosen.tolist()
    )
    return graph


def from_networkx(graph: nx.DiGraph[Any], source: str = "networkx") -> PlanFile:
    """
    A plan file of a graph's goals and links, in the order of ids.

    Nodes must be texts that can be ids, with `title` and `level`; other attributes are
    taken where they are keys of a goal or a link, and ignored where not. Nodes with
    `exists` False are only targets. InputError with every fault. Whether units, plans and
    levels are there is seen when the file is put together with others.
    """
    faults = list(_faults(graph))
    if faults:
        raise InputError(faults)
    goals = (
        _item(name, said, graph)
        for name, said in sorted(graph.nodes(data=True), key=lambda node: str(node[0]))
        if said.get("exists", True)
    )
    return PlanFile(source=Source(id=source), goals=tuple(goals))


def _goal(p: Projection, number: int, older: list[int]) -> dict[str, Any]:
    if not p.exists[number]:
        return {"exists": False}
    frame = p.frame
    plan, tags = int(p.plan[number]), p.tags[number]
    said: dict[str, Any] = {
        "exists": True,
        "title": p.titles[number],
        "level": p.governance.levels[p.level[number]].id,
        "status": STATUSES[p.status[number]],
        "basis": p.bases[number],
        "code": p.codes[number],
        "kind": p.kinds[number],
        "plan": frame.plans[plan].id if plan >= 0 else None,
        "valid_from": _day(int(p.valid_from[number]), int(NEVER)),
        "valid_to": _day(int(p.valid_to[number]), int(FOREVER)),
        "units": [frame.units[each].id for each in p.units.of(number).tolist()],
        "areas": [frame.areas[each].id for each in p.areas.of(number).tolist()],
        "addressed_to": [frame.units[each].id for each in p.addressed.of(number).tolist()],
        "replaces": [p.ids[each] for each in older],
        "tags": tags.split(BETWEEN_TAGS) if tags else [],
    }
    return {key: value for key, value in said.items() if value is not None and value != []}


def _link(p: Projection, link: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "status": STATUSES[p.link_status[link]],
        "how": p.hows[link],
        "valid_from": _day(int(p.link_from[link]), int(NEVER)),
        "valid_to": _day(int(p.link_to[link]), int(FOREVER)),
        "suspect": True if p.link_suspect[link] else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _day(number: int, missing: int) -> str | None:
    if number == missing:
        return None
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=number)).isoformat()


def _replaces(p: Projection) -> dict[int, list[int]]:
    """What each newer goal replaces; the projection keeps it the other way round."""
    out: dict[int, list[int]] = {}
    pairs = zip(p.replaced_by.owner.tolist(), p.replaced_by.values.tolist(), strict=True)
    for older, newer in pairs:
        out.setdefault(newer, []).append(older)
    return out


def _faults(graph: nx.DiGraph[Any]) -> Iterator[Fault]:
    """What keeps the graph from being a plan file; the node or edge stands as the place."""
    for name, said in graph.nodes(data=True):
        place = f"networkx: {shown(str(name))}"
        if not _can_be_id(name):
            yield Fault.at(place, 0, 0, "graph_id", value=shown(repr(name)))
            continue
        if not said.get("exists", True):
            continue
        for key in ("title", "level"):
            if not isinstance(said.get(key), str) or not said[key].strip():
                yield Fault.at(place, 0, 0, "missing", key=key)
        yield from _value_faults(place, said, GOAL_TEXTS, GOAL_LISTS)
    for start, end, said in graph.edges(data=True):
        place = f"networkx: {shown(f'{start}->{end}')}"
        yield from _value_faults(place, said, LINK_TEXTS, ())


def _value_faults(
    place: str, said: Mapping[str, Any], texts: Iterable[str], lists: Iterable[str]
) -> Iterator[Fault]:
    for key in texts:
        value = said.get(key)
        if value is not None and (not isinstance(value, str) or control_character(value)):
            yield Fault.at(place, 0, 0, "graph_value", key=key, value=shown(repr(value)))
    for key, known in (("status", STATUSES), ("basis", BASES)):
        if isinstance(said.get(key), str) and said[key] not in known:
            yield Fault.at(place, 0, 0, "graph_value", key=key, value=shown(said[key]))
    for key in lists:
        if not all(map(_can_be_id, said.get(key, ()))):
            yield Fault.at(place, 0, 0, "graph_value", key=key, value=shown(repr(said[key])))
    for key in DAYS:
        try:
            _to_day(said.get(key))
        except (ValueError, TypeError):
            yield Fault.at(place, 0, 0, "graph_value", key=key, value=shown(repr(said[key])))


def _can_be_id(value: Any) -> bool:
    return (
        isinstance(value, str) and value != "" and trim(value) == value == nfc(value)
        and not control_character(value) and "\n" not in value and "\t" not in value
    )


def _item(name: str, said: Mapping[str, Any], graph: nx.DiGraph[Any]) -> Goal:
    fields: dict[str, Any] = {key: said[key] for key in GOAL_TEXTS if said.get(key) is not None}
    fields |= {key: _to_day(said.get(key)) for key in DAYS}
    fields |= {key: tuple(sorted(said.get(key, ()))) for key in GOAL_LISTS}
    fields["unit"] = fields.pop("units")
    links = sorted(graph.out_edges(name, data=True), key=lambda edge: edge[1])
    fields["contributes_to"] = tuple(_contribution(to, about) for _, to, about in links)
    return Goal(id=name, **fields)


def _contribution(to: str, said: Mapping[str, Any]) -> Link:
    fields: dict[str, Any] = {key: said[key] for key in LINK_TEXTS if said.get(key) is not None}
    fields |= {key: _to_day(said.get(key)) for key in DAYS}
    return Link(to=to, **fields)


def _to_day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)
