"""
A map as SVG: the same picture with text that can be selected and read aloud.

Built as a tree of elements, so that no text can become markup. Colours are attributes that a
style sheet may overrule by class.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from visualizations.gather import LINE_HEIGHT
from visualizations.layout import WIDTH
from visualizations.model import Line, MapModel, Node
from visualizations.vis import INK, LINE, LOOKS, WEAK_LINE, WORD_EMS, look, weak
from visualizations.wording import wrapped

SPACE = "http://www.w3.org/2000/svg"
FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
EDGE = 12


def svg(model: MapModel, *, prefix: str = "rt-map") -> str:
    """The picture as an SVG element; `prefix` keeps its ids apart from others on a page."""
    left = min((n.x - WIDTH / 2 for n in model.nodes), default=0.0) - EDGE
    # Links within a column bow out to its right.
    width = model.width - left + EDGE + (60 if _beside(model) else 0)
    root = Xml.Element(
        "svg",
        {
            "xmlns": SPACE,
            "viewBox": f"{_n(left)} {-EDGE} {_n(width)} {_n(model.height + 2 * EDGE)}",
            "width": _n(width),
            "height": _n(model.height + 2 * EDGE),
            "role": "img",
            "class": "rt-svg",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "font-family": FONT,
            "font-size": "13.5",
            "fill": INK,
        },
    )
    _text(root, "title", model.title, id=f"{prefix}-title")
    _text(root, "desc", " ".join([*model.summary, model.hidden]), id=f"{prefix}-desc")
    defs = Xml.SubElement(root, "defs")
    for name, color in (("", LINE), ("-weak", WEAK_LINE)):
        marker = Xml.SubElement(
            defs,
            "marker",
            {
                "id": f"{prefix}-arrow{name}",
                "viewBox": "0 0 8 8",
                "refX": "8",
                "refY": "4",
                "markerWidth": "8",
                "markerHeight": "8",
                "orient": "auto-start-reverse",
            },
        )
        Xml.SubElement(marker, "path", {"d": "M0 0 8 4 0 8z", "fill": color})
    for heading in model.levels:
        _text(
            root,
            "text",
            heading.name,
            x=_n((heading.left + heading.right) / 2),
            y="14",
            **{"text-anchor": "middle", "font-size": "16", "class": "rt-heading"},
        )
    for line in model.lines:
        _line(root, model, line, prefix)
    for place in _beside(model):
        _bow(root, model, place, prefix)
    for node in model.nodes:
        _box(root, node)
    for line in model.lines:
        if line.alone >= 0 and model.edges[line.alone].text:
            (x1, y1), (x2, y2) = line.points
            _word(root, model.edges[line.alone].text, (x1 + x2) / 2, (y1 + y2) / 2)
    return Xml.tostring(root, encoding="unicode")


def _beside(model: MapModel) -> list[int]:
    laid = {edge for line in model.lines for edge in line.edges}
    return [place for place in range(len(model.edges)) if place not in laid]


def _line(root: Xml.Element, model: MapModel, line: Line, prefix: str) -> None:
    (x1, y1), (x2, y2) = line.points
    middle = (x1 + x2) / 2
    straight = line.start[:2] == "w:" and line.start[:-1] == line.end[:-1]
    way = f"L{_n(x2)} {_n(y2)}" if straight else (
        f"C{_n(middle)} {_n(y1)} {_n(middle)} {_n(y2)} {_n(x2)} {_n(y2)}"
    )
    dashed = all(weak(model.edges[each]) for each in line.edges)
    attributes = _stroke(dashed)
    if line.alone >= 0 and model.edges[line.alone].state == "merged":
        attributes["stroke-width"] = "3"
    if line.arrow:
        suffix = "-weak" if dashed else ""
        attributes[f"marker-{line.arrow}"] = f"url(#{prefix}-arrow{suffix})"
    Xml.SubElement(root, "path", {"d": f"M{_n(x1)} {_n(y1)}{way}", **attributes})


def _bow(root: Xml.Element, model: MapModel, place: int, prefix: str) -> None:
    """A link within one column, as a bow at its right side."""
    edge = model.edges[place]
    at = {node.key: node for node in model.nodes}
    source, target = at[edge.source], at[edge.target]
    x1, x2 = source.x + WIDTH / 2, target.x + WIDTH / 2
    y1, y2 = source.y, target.y
    if source is target:
        y1, y2 = y1 - 8, y2 + 8
    out = max(x1, x2) + 44
    dashed = weak(edge)
    attributes = _stroke(dashed)
    attributes["marker-end"] = f"url(#{prefix}-arrow{'-weak' if dashed else ''})"
    way = f"M{_n(x1)} {_n(y1)}C{_n(out)} {_n(y1)} {_n(out)} {_n(y2)} {_n(x2)} {_n(y2)}"
    Xml.SubElement(root, "path", {"d": way, **attributes})
    if edge.text:
        _word(root, edge.text, out, (y1 + y2) / 2)


def _stroke(dashed: bool) -> dict[str, str]:
    out = {
        "class": "rt-line rt-weak" if dashed else "rt-line",
        "fill": "none",
        "stroke": WEAK_LINE if dashed else LINE,
        "stroke-width": "1.4",
    }
    if dashed:
        out["stroke-dasharray"] = "6 4"
    return out


def _box(root: Xml.Element, node: Node) -> None:
    paper, line = LOOKS[look(node)]
    group = Xml.SubElement(root, "g", {"class": f"rt-box rt-{look(node)}"})
    _text(group, "title", ". ".join([node.title, *node.notes, *node.units]))
    attributes = {
        "x": _n(node.x - WIDTH / 2),
        "y": _n(node.y - node.height / 2),
        "width": _n(WIDTH),
        "height": _n(node.height),
        "rx": "4",
        "fill": paper,
        "stroke": line,
        "stroke-width": "3.5" if node.focused or node.state == "root" else "1.5",
    }
    if node.state in ("orphan", "detached", "gone") or node.kind == "count":
        attributes["stroke-dasharray"] = "5 4"
    Xml.SubElement(group, "rect", attributes)
    top = node.y - LINE_HEIGHT * (len(node.label) - 1) / 2 + 4.5
    for place, text in enumerate(node.label):
        _text(
            group, "text", text, x=_n(node.x - WIDTH / 2 + 8), y=_n(top + place * LINE_HEIGHT)
        )


def _word(root: Xml.Element, text: str, x: float, y: float) -> None:
    lines = wrapped(text, WORD_EMS, 3)
    for place, line in enumerate(lines):
        _text(
            root,
            "text",
            line,
            x=_n(x),
            y=_n(y + 4 + 14 * (place - (len(lines) - 1) / 2)),
            **{
                "text-anchor": "middle",
                "font-size": "12.5",
                "class": "rt-word",
                "stroke": "#ffffff",
                "stroke-width": "4",
                "paint-order": "stroke",
            },
        )


def _text(parent: Xml.Element, tag: str, text: str, **attributes: str) -> None:
    Xml.SubElement(parent, tag, attributes).text = text


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
