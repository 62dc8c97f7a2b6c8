"""
The map model: everything a map says, before anything is spelled in HTML, SVG or pyvis.

Same facts and request, same model, whatever the process. Texts are those of the model's
language, cleaned of characters that can't be seen or turn the text around them.
"""

from __future__ import annotations

from dataclasses import dataclass

from visualizations.drawing import Point
from visualizations.request import MapRequest

PLAIN_WIDTH = 1.4


@dataclass(frozen=True, slots=True)
class Chart:
    """
    An indicator of a goal: its outcomes and targets by period, oldest first, None where there
    is none. `figures` is the last outcome beside its target; `text` says it all in words.
    """

    name: str
    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    targets: tuple[float | None, ...]
    figures: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """
    A box. `kind`: `goal`, `gone` (a link's target that isn't in force) or `count` (goals that
    aren't shown). `label` are the lines in the box; `notes` what is to be said beside. `change`
    is what the map's lens says, `change_text` the same in words; `charts` stand below the label.
    `held_by` are its units and plan as (what a drop calls it, its name).

    `below` and `troubled` count goals under it; `hidden_up` and `hidden_down` its links to
    goals that aren't shown, but for those a count box holds. `parent` is the box it stands
    under in the tree, `also` are other boxes it could stand under. `more` is the map that shows
    what it hides. `x`, `y` are the middle.
    """

    key: str
    kind: str
    goal: str | None
    title: str
    label: tuple[str, ...]
    level: str
    level_name: str
    state: str
    state_text: str
    mark: str
    units: tuple[str, ...] = ()
    held_by: tuple[tuple[str, str], ...] = ()
    example: bool = False
    count: int = 1
    below: int = 0
    troubled: int = 0
    hidden_up: int = 0
    hidden_down: int = 0
    notes: tuple[str, ...] = ()
    parent: str | None = None
    also: tuple[str, ...] = ()
    focused: bool = False
    opened: bool = False
    change: str = ""
    change_text: str = ""
    charts: tuple[Chart, ...] = ()
    more: MapRequest | None = None
    more_text: str = ""
    x: float = 0.0
    y: float = 0.0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """
    A link, or `count` links to goals that a count box holds (`state` is then `merged`), or
    between two groups of goals (`bundle`).

    `text` stands beside the line; empty for links that need no word. `change` is what the
    map's lens says, `width` how thick the line is, in pixels.
    """

    key: str
    source: str
    target: str
    state: str
    carries: bool
    text: str
    how: str = ""
    count: int = 1
    change: str = ""
    width: float = PLAIN_WIDTH


@dataclass(frozen=True, slots=True)
class Line:
    """
    A stretch of line between two points, left to right, shared by `edges` (their places).

    `start` and `end` are box keys or names of bends. `alone`: the place of the edge whose own
    stretch this is, -1 for shared ones. `arrow`: "start", "end" or "".
    """

    start: str
    end: str
    points: tuple[Point, Point]
    edges: tuple[int, ...]
    alone: int
    arrow: str
    carries: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the tree: a box, how deep it stands (from 1), its place among its siblings."""

    key: str
    depth: int
    position: int
    size: int
    children: int


@dataclass(frozen=True, slots=True)
class Sign:
    """
    An entry of the legend: `goal`, `link`, `change` or `note` (numbers, tints and thickness), the
    state, its mark, its word, how many.
    """

    kind: str
    state: str
    mark: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: level id, its name, left and right edge."""

    level: str
    name: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Counts:
    """
    `goals_shown` of `goals_total`. `links_drawn` and `links_counted` together are all links of
    the goals shown: the first have a line of their own, the others a number.
    """

    goals_shown: int
    goals_total: int
    links_drawn: int
    links_counted: int
    crossings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapModel:
    """A map, renderer-neutral. `width` and `height` in pixels at scale 1."""

    request: MapRequest
    language: str
    view: dict[str, object]
    digest: str
    revision: int | None
    title: str
    lens: str
    summary: tuple[str, ...]
    hidden: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lines: tuple[Line, ...]
    levels: tuple[Heading, ...]
    tree: tuple[Row, ...]
    legend: tuple[Sign, ...]
    counts: Counts
    width: float
    height: float
