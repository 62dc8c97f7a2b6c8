"""
A map as a `pyvis` network: nodes and edges where we placed them, nothing left to chance.

What pyvis does that would spoil a map is kept out: titles are plain text, physics is off,
options are a dict (its own parser removes every blank), lists are filled directly (adding one
by one is quadratic), and no page it makes loads anything from elsewhere.

Whatever writes its page (`show`, `write_html`, `generate_html`) writes ours, in place of pyvis' own
that loads scripts from other hosts; `page.standalone(model)` is the same without pyvis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visualizations.drawing import WIDTH
from visualizations.looks import (
    DASHED,
    FONT,
    INK,
    LINE,
    LOOKS,
    WEAK_LINE,
    border,
    look,
    told_of_box,
    weak,
)
from visualizations.model import PLAIN_WIDTH, Edge, Line, MapModel
from visualizations.strokes import MERGED_WIDTH, told_of, words_of

if TYPE_CHECKING:
    from pyvis.network import Network

# From this width on a line's head is drawn smaller than the line asks for.
WIDE = 4.0


def options(model: MapModel) -> dict[str, Any]:
    """vis-network's options: fixed places and no physics."""
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "dragNodes": False,
            "hover": True,
            "keyboard": False,
            "selectConnectedEdges": True,
            "tooltipDelay": 200,
            # With two fingers or Ctrl: the page's script keeps the plain wheel for the page.
            "zoomView": True,
        },
        "nodes": {
            "shape": "box",
            "borderWidth": 1.5,
            "borderWidthSelected": 3,
            "margin": {"top": 5, "right": 8, "bottom": 5, "left": 8},
            "font": {"face": FONT, "size": 13.5, "align": "left", "color": INK, "multi": False},
            "shapeProperties": {"borderRadius": 4},
        },
        "edges": {
            "arrowStrikethrough": False,
            "color": {"color": LINE, "highlight": INK, "hover": INK, "inherit": False},
            "font": {"face": FONT, "size": 12.5, "align": "horizontal", "color": INK},
            "smooth": {
                "enabled": True,
                "type": "cubicBezier",
                "forceDirection": "horizontal",
                "roundness": 0.5,
            },
            "width": 1.4,
        },
        "groups": {
            name: {"color": _color(*colors), "font": {"color": INK}}
            for name, colors in LOOKS.items()
        },
    }


def nodes(model: MapModel) -> list[dict[str, Any]]:
    """
    Boxes, the unseen points that lines run between, and the headings of columns, as
    vis-network has them.
    """
    out = []
    for node in model.nodes:
        one: dict[str, Any] = {
            "id": node.key,
            "label": "\n".join(node.label),
            "title": told_of_box(node),
            "shape": "box",
            "group": look(node),
            "x": node.x,
            "y": node.y,
            "widthConstraint": {"minimum": WIDTH - 16},
            "heightConstraint": {
                "minimum": node.height - 10,
                "valign": "top" if node.charts else "middle",
            },
            "borderWidth": border(node),
        }
        if node.state in DASHED:
            one["shapeProperties"] = {"borderDashes": [5, 4], "borderRadius": 4}
        out.append(one)
    at = {node.key: node for node in model.nodes}
    bends: dict[str, tuple[float, float]] = {}
    for line in model.lines:
        bends[_port(line.start, "r")], bends[_port(line.end, "l")] = line.points
    for edge in model.edges:
        for end in (edge.source, edge.target):
            bends.setdefault(f"p:r:{end}", (at[end].x + WIDTH / 2, at[end].y))
    hidden = {
        "shape": "dot",
        "size": 0,
        "borderWidth": 0,
        "opacity": 0,
        "label": " ",
        "chosen": False,
        "group": "plain",
    }
    out += [{"id": end, "x": x, "y": y, **hidden} for end, (x, y) in bends.items()]
    out += [
        {
            "id": f"h:{heading.level}",
            "label": heading.name,
            "x": round((heading.left + heading.right) / 2, 1),
            "y": 8,
            "shape": "text",
            "chosen": False,
            "group": "plain",
            "font": {"size": 16, "face": FONT, "align": "center"},
        }
        for heading in model.levels
    ]
    return out


def edges(model: MapModel) -> list[dict[str, Any]]:
    """
    The stretches of line, and the links within one column; `links` names the boxes joined.
    """
    out = [_stretch(model, number, line) for number, line in enumerate(model.lines)]
    laid = {edge for line in model.lines for edge in line.edges}
    at = {node.key: node for node in model.nodes}
    for place, edge in enumerate(model.edges):
        if place not in laid:
            down = at[edge.source].y <= at[edge.target].y
            alone = edge.source == edge.target
            beside: dict[str, Any] = {
                "id": edge.key,
                "from": edge.source if alone else f"p:r:{edge.source}",
                "to": edge.target if alone else f"p:r:{edge.target}",
                "links": [[edge.source, edge.target]],
                "arrows": "to",
                **_words(model, edge),
                "smooth": {
                    "enabled": True,
                    "type": "curvedCW" if down else "curvedCCW",
                    "roundness": 0.4,
                },
            }
            if alone:
                beside["selfReference"] = {"size": 18, "angle": 0.8}
            out.append(beside)
    return out


def network(model: MapModel) -> Network:
    """A ready `pyvis.network.Network` with our layout, for notebooks and for our page."""
    from pyvis.network import Network  # brings IPython: half a second nobody else waits for

    from visualizations.page import Page, new_environment

    net = Network(directed=True, height="720px", width="100%", cdn_resources="in_line")
    net.nodes = nodes(model)
    net.edges = edges(model)
    net.node_ids = [node["id"] for node in net.nodes]
    net.node_map = {node["id"]: node for node in net.nodes}
    net.options = options(model)
    # Our page in place of its template, in an environment of this network's own.
    net.templateEnv = new_environment()
    net.templateEnv.globals.update(Page(model).values(alone=True))
    net.path = "standalone.html"
    # `show` in a notebook takes the template that it finds.
    net.template = net.templateEnv.get_template(net.path)
    return net


def _stretch(model: MapModel, number: int, line: Line) -> dict[str, Any]:
    edge = model.edges[line.alone] if line.alone >= 0 else None
    out: dict[str, Any] = {
        "id": edge.key if edge else f"s:{number}",
        "from": _port(line.start, "r"),
        "to": _port(line.end, "l"),
        "links": [[model.edges[each].source, model.edges[each].target] for each in line.edges],
    }
    if line.arrow:
        out["arrows"] = "from" if line.arrow == "start" else "to"
    if line.start[:2] == "w:" and line.start[:-1] == line.end[:-1]:
        out["smooth"] = {"enabled": False, "type": "continuous", "roundness": 0}
    if edge:
        out.update(_words(model, edge))
    elif not line.carries or all(weak(model.edges[each]) for each in line.edges):
        out["dashes"] = [6, 4]
    if not edge:
        out["width"] = max(model.edges[each].width for each in line.edges)
    if line.arrow and out.get("width", PLAIN_WIDTH) > WIDE:
        # Heads grow with their lines; these would hide the boxes they point at.
        out["arrows"] = {out["arrows"]: {"enabled": True, "scaleFactor": 0.3}}
    return out


def _port(end: str, side: str) -> str:
    """
    Where a line meets a box: an unseen point at its side; bends are such points already.

    A line between two boxes would be drawn from middle to middle, behind the boxes above and
    below.
    """
    return end if end.startswith("w:") else f"p:{side}:{end}"


def _words(model: MapModel, edge: Edge) -> dict[str, Any]:
    out: dict[str, Any] = {"title": told_of(edge, model.language)}
    words = words_of(edge)
    if words:
        out["label"] = "\n".join(words)
    if edge.state == "merged":
        out["width"] = MERGED_WIDTH
    elif edge.width != PLAIN_WIDTH:
        out["width"] = edge.width
    if weak(edge):
        out["dashes"] = [6, 4]
        out["color"] = {"color": WEAK_LINE, "highlight": INK, "hover": INK, "inherit": False}
    return out


def _color(paper: str, line: str) -> dict[str, Any]:
    return {
        "background": paper,
        "border": line,
        "highlight": {"background": paper, "border": INK},
        "hover": {"background": paper, "border": INK},
    }
