"""
What a map shows as rows: its boxes from the top of the tree, then its links.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.text import escape
from visualizations.framed import view_words
from visualizations.model import Edge, MapModel, Node
from visualizations.wording import say

Cell = str | int | None
COLUMNS = (
    "row",
    "id",
    "goal",
    "level",
    "state",
    "units",
    "count",
    "below",
    "look",
    "example",
    "change",
    "notes",
    "to_id",
    "to",
    "how",
    "map",
)


def headings(model: MapModel) -> list[str]:
    """What the columns are called: those of `COLUMNS`, view and digest."""
    language = model.language
    named = [say(f"column.{column}", language) for column in COLUMNS]
    return [*named, say("view", language), "data_digest"]


def rows(model: MapModel) -> Iterator[list[Cell]]:
    """
    A row for each box and each link that is drawn.

    `count` is how many goals a box stands for, or how many links a line does; `below` and `look`
    how many goals are below a goal, and how many of them have something to look at. Each row
    says what map, view and data it is from. `notes` is what stands beside a box, and on a line.
    """
    stamp: list[Cell] = [model.title, view_words(model), model.digest]
    number = {node.key: node for node in model.nodes}
    for row in model.tree:
        yield _box(number[row.key], model) + stamp
    for edge in model.edges:
        yield _link(edge, number[edge.source], number[edge.target], model.language) + stamp


def _box(node: Node, model: MapModel) -> list[Cell]:
    language = model.language
    kind = "group" if model.request.groups and node.kind == "count" else node.kind
    return [
        say(f"row.{kind}", language),
        _id(node),
        node.title,
        node.level_name,
        node.state_text,
        ", ".join(node.units),
        node.count,
        node.below,
        node.troubled,
        say("yes", language) if node.example else None,
        node.change_text or None,
        "; ".join(node.notes) or None,
        None,
        None,
        None,
    ]


def _link(edge: Edge, source: Node, target: Node, language: str) -> list[Cell]:
    return [
        say("row.link", language),
        _id(source),
        source.title,
        source.level_name,
        say(f"link.{edge.state}", language),
        None,
        edge.count,
        None,
        None,
        None,
        say(f"change.{edge.change}", language) if edge.change else None,
        edge.text or None,
        _id(target),
        target.title,
        edge.how or None,
    ]


def _id(node: Node) -> str:
    """The goal's id; a box that counts goals goes by its key."""
    return escape(node.goal if node.goal is not None else node.key)
