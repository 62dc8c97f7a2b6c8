"""
A map as SVG: the same picture with text that can be selected and read aloud.

Built as a tree of elements, so that no text can become markup. Colours are attributes that a
style sheet may overrule by class.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from visualizations.drawing import WIDTH
from visualizations.gather import CHART_HEIGHT, LINE_HEIGHT
from visualizations.model import PLAIN_WIDTH, Chart, Line, MapModel, Node
from visualizations.vis import CHART, INK, LINE, LOOKS, WEAK_LINE, WORD_EMS, look, weak
from visualizations.wrapping import wrapped

SPACE = "http://www.w3.org/2000/svg"
FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
EDGE = 12
MARK_WIDTH = 18
CHART_EMS = 15.5


def svg(model: MapModel, *, prefix: str = "rt-map") -> str:
    """The picture as an SVG element; `prefix` keeps its ids apart from others on a page."""
    left, top, width, height = bounds(model)
    root = start(model, prefix, width, height)
    root.set("viewBox", f"{px(left)} {px(top)} {px(width)} {px(height)}")
    draw(root, model, prefix)
    return Xml.tostring(root, encoding="unicode")


def bounds(model: MapModel) -> tuple[float, float, float, float]:
    """Left, top, width and height of all that is drawn, with a little air around it."""
    left = min((n.x - WIDTH / 2 for n in model.nodes), default=0.0) - EDGE
    # Links within a column bow out to its right.
    width = model.width - left + EDGE + (60 if _beside(model) else 0)
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


def _beside(model: MapModel) -> list[int]:
    laid = {edge for line in model.lines for edge in line.edges}
    return [place for place in range(len(model.edges)) if place not in laid]


def _line(root: Xml.Element, model: MapModel, line: Line, prefix: str) -> None:
    (x1, y1), (x2, y2) = line.points
    middle = (x1 + x2) / 2
    straight = line.start[:2] == "w:" and line.start[:-1] == line.end[:-1]
    way = f"L{px(x2)} {px(y2)}" if straight else (
        f"C{px(middle)} {px(y1)} {px(middle)} {px(y2)} {px(x2)} {px(y2)}"
    )
    dashed = all(weak(model.edges[each]) for each in line.edges)
    own = model.edges[line.alone] if line.alone >= 0 else None
    widths = [own.width] if own else [model.edges[each].width for each in line.edges]
    attributes = stroke(dashed, 3 if own and own.state == "merged" else max(widths))
    if line.arrow:
        suffix = "-weak" if dashed else ""
        attributes[f"marker-{line.arrow}"] = f"url(#{prefix}-arrow{suffix})"
    Xml.SubElement(root, "path", {"d": f"M{px(x1)} {px(y1)}{way}", **attributes})


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
    attributes = stroke(dashed, edge.width)
    attributes["marker-end"] = f"url(#{prefix}-arrow{'-weak' if dashed else ''})"
    way = f"M{px(x1)} {px(y1)}C{px(out)} {px(y1)} {px(out)} {px(y2)} {px(x2)} {px(y2)}"
    Xml.SubElement(root, "path", {"d": way, **attributes})
    if edge.text:
        _word(root, edge.text, out, (y1 + y2) / 2)


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
        "stroke-width": "3.5" if node.focused or node.state == "root" else "1.5",
    }
    if node.state in ("orphan", "detached", "gone") or node.state == "count":
        attributes["stroke-dasharray"] = "5 4"
    Xml.SubElement(group, "rect", attributes)
    left = node.x - WIDTH / 2 + 8
    plots = node.y + node.height / 2 - CHART_HEIGHT * len(node.charts) - 4
    top = (node.y - node.height / 2 + plots + 4 - LINE_HEIGHT * (len(node.label) - 1)) / 2 + 4.5
    for place, text in enumerate(node.label):
        row = put(group, "text", text, x=px(left), y=px(top + place * LINE_HEIGHT))
        if text.startswith(f"{node.mark} "):
            # On its own, lest a mark that a font lacks give the whole line another font.
            row.text = f"{node.mark} "
            put(row, "tspan", text.removeprefix(row.text), x=px(left + MARK_WIDTH))
    for place, chart in enumerate(node.charts):
        _chart(group, chart, left, plots + place * CHART_HEIGHT)


def _chart(box: Xml.Element, chart: Chart, left: float, top: float) -> None:
    """An indicator: its name, a bar for each period's outcome, a line across at its target."""
    group = Xml.SubElement(box, "g", {"class": "rt-chart"})
    put(group, "title", chart.text)
    (name, *_) = wrapped(chart.name, CHART_EMS, 1) or [""]
    put(group, "text", name, x=px(left), y=px(top + 10), **{"font-size": "11"})
    known = [each for each in (*chart.values, *chart.targets) if each is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    scale = CHART["bars"] / (high - low or 1.0)
    foot = top + CHART_HEIGHT - 6 + low * scale
    step = min((CHART["width"] - CHART["figures"]) / max(1, len(chart.values)), CHART["step"])
    for place, (value, target) in enumerate(zip(chart.values, chart.targets, strict=True)):
        x = left + place * step
        if value is not None:
            bar = {"x": px(x), "y": px(foot - max(value, 0) * scale), "width": px(step * 0.7)}
            bar |= {"height": px(max(abs(value) * scale, 1)), "fill": LINE, "class": "rt-bar"}
            Xml.SubElement(group, "rect", bar)
        if target is not None:
            way = f"M{px(x - 1)} {px(foot - target * scale)}h{px(step * 0.7 + 2)}"
            mark = {"d": way, "stroke": INK, "stroke-width": "2", "class": "rt-target"}
            Xml.SubElement(group, "path", mark)
    (figures, *_) = wrapped(chart.figures, CHART["figures"] / 11, 1) or [""]
    beside = left + len(chart.values) * step + 2
    put(group, "text", figures, x=px(beside), y=px(top + CHART_HEIGHT - 12), **{"font-size": "11"})


def _word(root: Xml.Element, text: str, x: float, y: float) -> None:
    lines = wrapped(text, WORD_EMS, 3)
    for place, line in enumerate(lines):
        put(
            root,
            "text",
            line,
            x=px(x),
            y=px(y + 4 + 14 * (place - (len(lines) - 1) / 2)),
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
