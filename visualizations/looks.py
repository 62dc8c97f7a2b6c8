"""
How boxes and lines look. Colour and dashes only repeat what marks and words say.
"""

from __future__ import annotations

from visualizations.model import Edge, Node

FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
# Paper, ink and line of each look, for where no style sheet says otherwise.
LOOKS: dict[str, tuple[str, str]] = {
    "plain": ("#ffffff", "#44546a"),
    "root": ("#e3ecf7", "#1d4f91"),
    "problem": ("#fdeee3", "#9a3412"),
    "advice": ("#fff8ec", "#a16207"),
    "count": ("#f1f1ee", "#6b6b66"),
}
# What a lens says that changes a look; the rest leaves the look of the state.
LOOK_OF_CHANGE = {
    "dropped": "count",
    "removed": "count",
    "loses_last": "problem",
    "lost": "problem",
    "loses_one": "advice",
    "loses_answer": "advice",
    "moved": "advice",
    "reworded": "advice",
    "off_target": "advice",
    "new": "root",
    "renewed": "root",
}
INK = "#1b1b19"
LINE, WEAK_LINE = "#6b7280", "#9a3412"
# What isn't there, or isn't one goal, has a dashed border.
DASHED = ("orphan", "detached", "gone", "count")


def look(node: Node) -> str:
    """Which look a box has; it only repeats what its mark and words say."""
    if node.change in LOOK_OF_CHANGE:
        return LOOK_OF_CHANGE[node.change]
    if node.state in ("orphan", "broken", "detached", "gone"):
        return "problem"
    if node.state == "count":
        return "count"
    if node.state in ("vision", "root"):
        return "root"
    return "advice" if node.state == "exempt" or "!" in "".join(node.label[1:]) else "plain"


def weak(edge: Edge) -> bool:
    """
    True for links drawn dashed: they don't carry, wouldn't any more, or nobody knows whether they
    should.
    """
    gone = edge.change in ("dropped", "removed")
    return gone or not edge.carries or edge.state == "suspect"


def border(node: Node) -> float:
    """How thick a box' border is: what the map is about, and root goals, stand out."""
    return 3.5 if node.focused or node.state == "root" else 1.5


def told_of_box(node: Node) -> str:
    """What a box says to who asks: title, level, notes and units."""
    return "\n".join([node.title, " · ".join([node.level_name, *node.notes, *node.units])])
