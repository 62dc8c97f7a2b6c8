"""
A map as SVG: the same picture with text that can be selected and read aloud.

Built as a tree of elements, so that no text can become markup. Colours are attributes that a
style sheet may overrule by class.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from visualizations.drawing import WIDTH
from visualizations.gather import LINE_HEIGHT
from visualizations.looks import DASHED, FONT, INK, LINE, LOOKS, WEAK_LINE, border, look
from visualizations.model import PLAIN_WIDTH, MapModel, Node
from visualizations.plots import SMALL, Plot, label_at, plots
from visualizations.strokes import Stroke, strokes

SPACE = "http://www.w3.org/2000/svg"
EDGE = 12
MARK_WIDTH = 18


def svg(model: MapModel, *, prefix: str = "rt-map") -> str:
    """The picture as an SVG element; `prefix` keeps its ids apart from others on a page."""
    left, top, width, height = bounds(model)
    root = start(model, prefix, width, height)
    root.set("viewBox", f"{px(left)} {px(top)} {px(width)} {px(height)}")
    draw(Xml.SubElement(root, "g", {"id": f"{prefix}-all"}), model, prefix)
    return Xml.tostring(root, encoding="unicode")


def bounds(model: MapModel) -> tuple[float, float, float, float]:
    """Left, top, width and height of all that is drawn, with a little air around it."""
    left = min((n.x - WIDTH / 2 for n in model.nodes), default=0.0) - EDGE
    # Links within a column bow out to its right.
    laid = {edge for line in model.lines for edge in line.edges}
    width = model.width - left + EDGE + (60 if len(laid) < len(model.edges) else 0)
    return left, -EDGE, width, model.height + 2 * EDGE


def start(model: MapModel, prefix: str, width: float, height: float) -> Xml.Element:
    """An SVG element of a size in pixels, with what the map says as title and description."""
    root = Xml.Element(
        "svg",
        {
            "xmlns": SPACE,
            "width": px(width),
            "height": px(height),
            "role": "img",
            "class": "rt-svg",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "font-family": FONT,
            "font-size": "13.5",
            "fill": INK,
        },
    )
    put(root, "title", model.title, id=f"{prefix}-title")
    put(root, "desc", " ".join([*model.summary, model.hidden]), id=f"{prefix}-desc")
    return root


def draw(root: Xml.Element, model: MapModel, prefix: str) -> None:
    """The picture itself, into an element."""
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
                "markerUnits": "userSpaceOnUse",
                "markerWidth": "12",
                "markerHeight": "12",
                "orient": "auto-start-reverse",
            },
        )
        Xml.SubElement(marker, "path", {"d": "M0 0 8 4 0 8z", "fill": color})
    for heading in model.levels:
        put(
            root,
            "text",
            heading.name,
            x=px((heading.left + heading.right) / 2),
            y="14",
            **{"text-anchor": "middle", "font-size": "16", "class": "rt-heading"},
        )
    lines = strokes(model)
    for line in lines:
        _line(root, line, prefix)
    for node in model.nodes:
        _box(root, node)
    for line in lines:
        _words(root, line)


def _line(root: Xml.Element, line: Stroke, prefix: str) -> None:
    first, *others = line.way
    way = " ".join(f"{px(x)} {px(y)}" for x, y in others)
    attributes = stroke(line.dashed, line.width)
    if line.arrow:
        suffix = "-weak" if line.dashed else ""
        attributes[f"marker-{line.arrow}"] = f"url(#{prefix}-arrow{suffix})"
    letter = "C" if len(others) > 1 else "L"
    at = f"M{px(first[0])} {px(first[1])}{letter}{way}"
    Xml.SubElement(root, "path", {"d": at, **attributes})


def stroke(dashed: bool, width: float = PLAIN_WIDTH) -> dict[str, str]:
    """How a line is drawn, `width` in pixels."""
    out = {
        "class": "rt-line rt-weak" if dashed else "rt-line",
        "fill": "none",
        "stroke": WEAK_LINE if dashed else LINE,
        "stroke-width": px(width),
    }
    if dashed:
        out["stroke-dasharray"] = "6 4"
    return out


def _box(root: Xml.Element, node: Node) -> None:
    paper, line = LOOKS[look(node)]
    group = Xml.SubElement(root, "g", {"class": f"rt-box rt-{look(node)}"})
    put(group, "title", ". ".join([node.title, *node.notes, *node.units]))
    attributes = {
        "x": px(node.x - WIDTH / 2),
        "y": px(node.y - node.height / 2),
        "width": px(WIDTH),
        "height": px(node.height),
        "rx": "4",
        "fill": paper,
        "stroke": line,
        "stroke-width": px(border(node)),
    }
    if node.state in DASHED:
        attributes["stroke-dasharray"] = "5 4"
    Xml.SubElement(group, "rect", attributes)
    left, top = label_at(node)
    for place, text in enumerate(node.label):
        row = put(group, "text", text, x=px(left), y=px(top + place * LINE_HEIGHT))
        if text.startswith(f"{node.mark} "):
            # On its own, lest a mark that a font lacks give the whole line another font.
            row.text = f"{node.mark} "
            put(row, "tspan", text.removeprefix(row.text), x=px(left + MARK_WIDTH))
    for plot in plots(node):
        _plot(group, plot)


def _plot(box: Xml.Element, plot: Plot) -> None:
    group = Xml.SubElement(box, "g", {"class": "rt-chart"})
    put(group, "title", plot.told)
    small = {"font-size": str(SMALL)}
    (x, y) = plot.name_at
    put(group, "text", plot.name, x=px(x), y=px(y), **small)
    for left, top, width, height in plot.bars:
        bar = {"x": px(left), "y": px(top), "width": px(width), "height": px(height)}
        Xml.SubElement(group, "rect", {**bar, "fill": LINE, "class": "rt-bar"})
    for left, middle, width in plot.marks:
        way = f"M{px(left)} {px(middle)}h{px(width)}"
        mark = {"d": way, "stroke": INK, "stroke-width": "2", "class": "rt-target"}
        Xml.SubElement(group, "path", mark)
    (x, y) = plot.figures_at
    put(group, "text", plot.figures, x=px(x), y=px(y), **small)


def _words(root: Xml.Element, line: Stroke) -> None:
    x, y = line.middle
    for place, words in enumerate(line.words):
        put(
            root,
            "text",
            words,
            x=px(x),
            y=px(y + 4 + 14 * (place - (len(line.words) - 1) / 2)),
            **{
                "text-anchor": "middle",
                "font-size": "12.5",
                "class": "rt-word",
                "stroke": "#ffffff",
                "stroke-width": "4",
                "paint-order": "stroke",
            },
        )


def put(parent: Xml.Element, tag: str, text: str, **attributes: str) -> Xml.Element:
    """An element that holds a text."""
    made = Xml.SubElement(parent, tag, attributes)
    made.text = text
    return made


def px(value: float) -> str:
    """Pixels as they stand in an attribute: one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
