"""
A large picture on paper: parts of it, each a page, where one page would make it too small to read.

The parts overlap by more than a box is wide and high, so that each box is whole on one of them.
"""

from __future__ import annotations

from itertools import product
from math import ceil
from xml.etree import ElementTree as Xml

from visualizations.drawing import WIDTH
from visualizations.looks import FONT, INK
from visualizations.model import MapModel
from visualizations.svg import bounds, px

# What a page of A4 lying down has room for within its margins, in pixels; a picture that goes on
# the first page has the head of the page above it, and is no higher than map.css lets it be.
PAGE_WIDE, PAGE_HIGH = 1010.0, 660.0
FIRST_HIGH = 566.0
# Text of 13.5 pixels is 7 points at this scale.
READABLE = 0.7
SIDE = WIDTH + 16

Part = tuple[float, float, float, float]


def parts_of(model: MapModel) -> tuple[Part, ...]:
    """Left, top, width and height of each part, by rows; none where one page can be read."""
    left, top, width, height = bounds(model)
    if min(PAGE_WIDE / width, FIRST_HIGH / height) >= READABLE:
        return ()
    tallest = max((node.height for node in model.nodes), default=0) + 16.0
    wide, across = _cut(width, PAGE_WIDE / READABLE, SIDE)
    high, down = _cut(height, PAGE_HIGH / READABLE, tallest)
    found = [(left + x, top + y, wide, high) for y, x in product(down, across)]
    return tuple(part for part in found if _holds_a_box(model, part))


def _cut(whole: float, most: float, over: float) -> tuple[float, list[float]]:
    """How long the parts of a length are, and where each begins; they overlap by `over`."""
    if whole <= most:
        return whole, [0.0]
    over = min(over, most / 2)
    count = ceil((whole - over) / (most - over))
    length = (whole + over * (count - 1)) / count
    return length, [(length - over) * place for place in range(count)]


def _holds_a_box(model: MapModel, part: Part) -> bool:
    left, top, wide, high = part
    return any(
        left <= node.x - WIDTH / 2
        and node.x + WIDTH / 2 <= left + wide
        and top <= node.y - node.height / 2
        and node.y + node.height / 2 <= top + high
        for node in model.nodes
    )


def tile(part: Part, prefix: str = "rt-map") -> str:
    """A part as SVG; it shows again what the picture with this prefix has drawn."""
    left, top, wide, high = part
    scale = min(1.0, PAGE_WIDE / wide, PAGE_HIGH / high)
    root = Xml.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": px(wide * scale),
            "height": px(high * scale),
            "viewBox": " ".join(map(px, (left, top, wide, high))),
            "font-family": FONT,
            "font-size": "13.5",
            "fill": INK,
        },
    )
    Xml.SubElement(root, "use", {"href": f"#{prefix}-all"})
    return Xml.tostring(root, encoding="unicode")
