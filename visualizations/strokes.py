"""
A map's lines as strokes: where they run, how they look, and which words stand on them.

The SVG and the page's canvas draw the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from visualizations.drawing import WIDTH, Point
from visualizations.looks import weak
from visualizations.model import Edge, Line, MapModel, Node
from visualizations.wording import say
from visualizations.wrapping import ems, wrapped

# A word on a line must fit between two columns.
WORD_EMS = 6.4
# A word so short that it fits beside a box.
SHORT_EMS = 2.2
# How far apart two such words must be, in pixels.
ROOM = 13
MERGED_WIDTH = 3.0
# How far a link within one column bows out.
BOW = 44


@dataclass(frozen=True, slots=True)
class Stroke:
    """
    One line. `way`: two points of a straight line, or the four of a Bézier curve. `arrow`:
    "start", "end" or "". `words` stand around `middle`; `told` is for who asks what the line is,
    `links` the keys of the boxes it joins.
    """

    way: tuple[Point, ...]
    width: float
    dashed: bool
    arrow: str
    words: tuple[str, ...]
    middle: Point
    told: str
    links: tuple[tuple[str, str], ...]


def strokes(model: MapModel) -> tuple[Stroke, ...]:
    """All lines of a map, those between columns first."""
    laid = {edge for line in model.lines for edge in line.edges}
    at = {node.key: node for node in model.nodes}
    return _legible(
        *(_line(model, line) for line in model.lines),
        *(
            _bow(model, edge, at[edge.source], at[edge.target])
            for place, edge in enumerate(model.edges)
            if place not in laid
        ),
    )


def _legible(*drawn: Stroke) -> tuple[Stroke, ...]:
    """Without the short words that would stand on another; table and pointer tell them still."""
    out: list[Stroke] = []
    taken: list[Point] = []
    for stroke in drawn:
        x, y = stroke.middle
        if _is_short(stroke.words):
            if any(abs(x - left) < ROOM and abs(y - top) < ROOM for left, top in taken):
                out.append(replace(stroke, words=()))
                continue
            taken.append(stroke.middle)
        out.append(stroke)
    return tuple(out)


def _is_short(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and ems(words[0]) <= SHORT_EMS


def words_of(edge: Edge) -> tuple[str, ...]:
    """The lines of text that stand on a link; none for links that need no word."""
    return tuple(wrapped(edge.text, WORD_EMS, 3)) if edge.text else ()


def told_of(edge: Edge, language: str) -> str:
    """What a link is, and how it contributes where that is written."""
    code = f"change.{edge.change}" if edge.change else f"link.{edge.state}"
    said = say(code, language)
    return f"{said}: {edge.how}" if edge.how else said


def _line(model: MapModel, line: Line) -> Stroke:
    (x1, y1), (x2, y2) = line.points
    middle = (x1 + x2) / 2
    edges = [model.edges[each] for each in line.edges]
    own = model.edges[line.alone] if line.alone >= 0 else None
    width = own.width if own else max(edge.width for edge in edges)
    words = words_of(own) if own else ()
    # A wire past a column runs straight.
    straight = line.start[:2] == "w:" and line.start[:-1] == line.end[:-1]
    return Stroke(
        line.points if straight else ((x1, y1), (middle, y1), (middle, y2), (x2, y2)),
        MERGED_WIDTH if own and own.state == "merged" else width,
        all(weak(edge) for edge in edges),
        line.arrow,
        words,
        _place(line, words),
        told_of(own, model.language) if own else "",
        tuple((edge.source, edge.target) for edge in edges),
    )


def _place(line: Line, words: tuple[str, ...]) -> Point:
    """Where words stand: midway, but a short one nearer the box the line comes from."""
    (x1, y1), (x2, y2) = line.points
    if not line.arrow or not _is_short(words):
        return (x1 + x2) / 2, (y1 + y2) / 2
    if line.arrow == "start":
        x1, y1, x2, y2 = x2, y2, x1, y1
    # A quarter along the curve: where lines meet at one box, each still has a height of its own.
    return x1 + 0.297 * (x2 - x1), y1 + 0.156 * (y2 - y1)


def _bow(model: MapModel, edge: Edge, source: Node, target: Node) -> Stroke:
    """A link within one column, as a bow at its right side."""
    x1, x2 = source.x + WIDTH / 2, target.x + WIDTH / 2
    y1, y2 = source.y, target.y
    if source is target:
        y1, y2 = y1 - 8, y2 + 8
    out = max(x1, x2) + BOW
    return Stroke(
        ((x1, y1), (out, y1), (out, y2), (x2, y2)),
        edge.width,
        weak(edge),
        "end",
        words_of(edge),
        (out, (y1 + y2) / 2),
        told_of(edge, model.language),
        ((edge.source, edge.target),),
    )
