"""
What a page's script draws a map from: boxes, lines, words and plots as numbers and texts.

Little beside all that a page says of a map: so a click can be answered with it at once.
"""

from __future__ import annotations

from typing import Any

from visualizations.drawing import WIDTH
from visualizations.gather import LINE_HEIGHT
from visualizations.looks import DASHED, FONT, border, look, told_of_box
from visualizations.model import MapModel, Node
from visualizations.plots import Plot, label_at, plots
from visualizations.strokes import Stroke, strokes


def picture_json(model: MapModel) -> dict[str, Any]:
    """The picture as JSON values; places and sizes in pixels at scale 1."""
    request = model.request
    return {
        "data": [model.revision, model.digest],
        # A map of something else is shown from its beginning.
        "about": [request.root, request.to, request.groups],
        "size": {"width": model.width, "height": model.height},
        "box": {"width": WIDTH, "line": LINE_HEIGHT},
        "font": FONT,
        "focus": next((node.key for node in model.nodes if node.focused), None),
        "headings": [[each.name, (each.left + each.right) / 2] for each in model.levels],
        "boxes": [_box(each) for each in model.nodes],
        "lines": [_line(each) for each in strokes(model)],
        "plots": [_plot(each) for node in model.nodes for each in plots(node)],
    }


def _box(node: Node) -> dict[str, Any]:
    return {
        "key": node.key,
        "x": node.x,
        "y": node.y,
        "height": node.height,
        "look": look(node),
        "border": border(node),
        "dashed": node.state in DASHED,
        "mark": node.mark,
        "label": node.label,
        "label_at": label_at(node),
        "told": told_of_box(node),
    }


def _line(line: Stroke) -> dict[str, Any]:
    return {
        "way": [round(place, 1) for point in line.way for place in point],
        "width": line.width,
        "dashed": line.dashed,
        "arrow": line.arrow,
        "words": line.words,
        "middle": line.middle,
        "told": line.told,
        "links": line.links,
    }


def _plot(plot: Plot) -> dict[str, Any]:
    return {
        "name": plot.name,
        "name_at": plot.name_at,
        "bars": plot.bars,
        "marks": plot.marks,
        "figures": plot.figures,
        "figures_at": plot.figures_at,
    }
