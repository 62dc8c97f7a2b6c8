"""
A map as JSON values: `rodtrad.map/1` (docs/map.md).
"""

from __future__ import annotations

from typing import Any

from visualizations.model import Edge, MapModel, Node
from visualizations.request import MANY, MapRequest

FORMAT = "rodtrad.map/1"


def map_json(model: MapModel) -> dict[str, Any]:
    """The whole model; addresses are relative (`?…`) and bring the map they name."""
    number = {node.key: node for node in model.nodes}
    return {
        "format": FORMAT,
        "language": model.language,
        "view": model.view,
        "data": {"revision": model.revision, "digest": model.digest},
        "request": request_json(model.request),
        "address": address(model, model.request),
        "title": model.title,
        "lens": model.lens,
        "summary": list(model.summary),
        "hidden": model.hidden,
        "counts": {
            "goals_shown": model.counts.goals_shown,
            "goals_total": model.counts.goals_total,
            "links_drawn": model.counts.links_drawn,
            "links_counted": model.counts.links_counted,
        },
        "size": {"width": model.width, "height": model.height},
        "levels": [
            {"level": each.level, "name": each.name, "left": each.left, "right": each.right}
            for each in model.levels
        ],
        "nodes": [_node(model, node, number) for node in model.nodes],
        "edges": [_edge(edge) for edge in model.edges],
        "tree": [
            {
                "key": row.key,
                "depth": row.depth,
                "position": row.position,
                "size": row.size,
                "children": row.children,
            }
            for row in model.tree
        ],
        "legend": [
            {
                "kind": sign.kind,
                "state": sign.state,
                "mark": sign.mark,
                "text": sign.text,
                "count": sign.count,
            }
            for sign in model.legend
        ],
    }


def request_json(request: MapRequest) -> dict[str, Any]:
    """What was asked for."""
    several = {key: list(getattr(request, name)) for key, name in MANY.items()}
    one = ("root", "to", "up", "down", "against", "lens", "groups", "page", "cap", "target")
    return {**several, **{key: getattr(request, key) for key in one}}


def address(model: MapModel, request: MapRequest | None) -> str | None:
    """Where a map is to be had, relative to the page of this one."""
    return None if request is None else request.address(model.view, model.language)


def focus_on(model: MapModel, node: Node) -> MapRequest | None:
    """The map around a box's goal; None for boxes that only count."""
    return None if node.goal is None else model.request.focused(node.goal)


def _node(model: MapModel, node: Node, number: dict[str, Node]) -> dict[str, Any]:
    return {
        "key": node.key,
        "kind": node.kind,
        "goal": node.goal,
        "title": node.title,
        "label": list(node.label),
        "level": node.level,
        "level_name": node.level_name,
        "state": node.state,
        "state_text": node.state_text,
        "mark": node.mark,
        "units": list(node.units),
        "example": node.example,
        "count": node.count,
        "below": node.below,
        "troubled": node.troubled,
        "hidden_up": node.hidden_up,
        "hidden_down": node.hidden_down,
        "notes": list(node.notes),
        "parent": node.parent,
        "also": [number[key].title for key in node.also],
        "focused": node.focused,
        "change": node.change,
        "change_text": node.change_text,
        "charts": [
            {
                "name": chart.name,
                "periods": list(chart.periods),
                "values": list(chart.values),
                "targets": list(chart.targets),
                "figures": chart.figures,
                "text": chart.text,
            }
            for chart in node.charts
        ],
        "focus_on": address(model, focus_on(model, node)),
        "more": address(model, node.more),
        "more_text": node.more_text,
        **_ways(model, node),
        "x": node.x,
        "y": node.y,
        "height": node.height,
    }


def _ways(model: MapModel, node: Node) -> dict[str, Any]:
    """
    The maps that a person may ask for at a goal: without it, with it shut, if it went, or if
    its unit or plan did.
    """
    request, goal = model.request, node.goal
    if goal is None or node.kind == "gone":
        return {"shut": None, "hide": None, "drop": None, "dropped": False, "drops": []}
    name = f"goal:{goal}"
    return {
        "shut": address(model, request.shut(goal)) if node.opened else None,
        "hide": address(model, request.without(goal)),
        "drop": address(model, request.dropping(name)),
        "dropped": name in request.drop,
        "drops": [
            {
                "title": title,
                "address": address(model, request.dropping(holder)),
                "dropped": holder in request.drop,
            }
            for holder, title in node.held_by
        ],
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "key": edge.key,
        "from": edge.source,
        "to": edge.target,
        "state": edge.state,
        "carries": edge.carries,
        "text": edge.text,
        "how": edge.how,
        "count": edge.count,
        "change": edge.change,
        "width": edge.width,
    }
