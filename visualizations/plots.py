"""
What stands in a box: where its label does, and its indicators as small plots, a bar for each
period's outcome and a line across at its target.

The SVG and the page's canvas draw the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visualizations.drawing import WIDTH, Point
from visualizations.gather import CHART_HEIGHT, LINE_HEIGHT
from visualizations.model import Chart, Node
from visualizations.wrapping import ems, wrapped

BARS = 22
FIGURES = 112
STEP = 14
LEAST_BARS = 20
BESIDE = 8
NAME_EMS = 15.5
SMALL = 11


@dataclass(frozen=True, slots=True)
class Plot:
    """
    `bars` are (left, top, width, height), `marks` (left, middle, width). The last outcome stands
    in `figures`, right of the bars; `told` says all of it.
    """

    name: str
    name_at: Point
    bars: tuple[tuple[float, float, float, float], ...]
    marks: tuple[tuple[float, float, float], ...]
    figures: str
    figures_at: Point
    told: str


def label_at(node: Node) -> Point:
    """Left end and foot of a label's first line; the lines fill what plots leave of the box."""
    room = (node.y - node.height / 2 + _top(node) + 4) / 2
    top = room - LINE_HEIGHT * (len(node.label) - 1) / 2 + 4.5
    return node.x - WIDTH / 2 + BESIDE, top


def plots(node: Node) -> Iterator[Plot]:
    """The plots of a box, below its label."""
    for place, chart in enumerate(node.charts):
        yield _plot(chart, node.x - WIDTH / 2 + BESIDE, _top(node) + place * CHART_HEIGHT)


def _top(node: Node) -> float:
    return node.y + node.height / 2 - CHART_HEIGHT * len(node.charts) - 4


def _plot(chart: Chart, left: float, top: float) -> Plot:
    known = [each for each in (*chart.values, *chart.targets) if each is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    scale = BARS / (high - low or 1.0)
    # Bars give way to the figures, never the other way around.
    room = WIDTH - 2 * BESIDE - max(FIGURES, SMALL * ems(chart.figures))
    foot = top + CHART_HEIGHT - 6 + low * scale
    step = min(max(room, LEAST_BARS) / max(1, len(chart.values)), STEP)
    places = [left + place * step for place in range(len(chart.values))]
    return Plot(
        _first_line(chart.name, NAME_EMS),
        (left, top + 10),
        tuple(
            (x, foot - max(value, 0) * scale, step * 0.7, max(abs(value) * scale, 1.0))
            for x, value in zip(places, chart.values, strict=True)
            if value is not None
        ),
        tuple(
            (x - 1, foot - target * scale, step * 0.7 + 2)
            for x, target in zip(places, chart.targets, strict=True)
            if target is not None
        ),
        chart.figures,
        (left + len(chart.values) * step + 2, top + CHART_HEIGHT - 12),
        chart.text,
    )


def _first_line(text: str, ems: float) -> str:
    return next(iter(wrapped(text, ems, 1)), "")
