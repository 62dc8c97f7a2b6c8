"""
What the signs on a map mean: those that are drawn, and nothing else.
"""

from __future__ import annotations

from collections import Counter

from visualizations.looks import look
from visualizations.model import PLAIN_WIDTH, Edge, Node, Sign
from visualizations.wording import CHANGE_MARKS, MARKS, say

# Links that a lens says lead nowhere any more are dashed, whatever their state was.
GONE = ("dropped", "removed")
# Links whose word stands on them, since others are drawn like them.
WORDED = ("predated", "unwanted", "outdated", "broken", "rejected")
NUMBERS = (("below", "▸"), ("look", "!"), ("above", "◂"))


def legend_of(
    nodes: tuple[Node, ...], edges: list[Edge], language: str, lens: str = ""
) -> tuple[Sign, ...]:
    """What is drawn, and nothing else; in a comparison what is counted of both sides says so."""
    states = Counter(node.state for node in nodes)
    out = [
        Sign("goal", state, mark, say(state, language), states[state])
        for state, mark in MARKS.items()
        if states[state]
    ]
    gone = Counter(edge.change for edge in edges if edge.change in GONE)
    links = Counter(edge.state for edge in edges if edge.change not in GONE)
    order = ("valid", "suspect", "predated", "unwanted", "outdated", "broken", "rejected")
    marks = {
        "valid": "→",
        "suspect": "- ? -",
        "predated": "─ a →",
        "unwanted": "─ a →",
        "merged": "═",
        "bundle": "━",
    }
    out += [
        Sign(
            "link",
            state,
            marks.get(state, "- a -"),
            say("link.worded", language, state=say(f"link.{state}", language))
            if state in WORDED
            else say(f"link.{state}", language),
            links[state],
        )
        for state in (*order, "merged", "bundle")
        if links[state]
    ]
    out += [
        Sign("link", change, "- - -", say(f"link.{change}", language), gone[change])
        for change in GONE
        if gone[change]
    ]
    changes = Counter(node.change for node in nodes if node.change)
    out += [
        Sign("change", change, mark, say(f"change.{change}", language), changes[change])
        for change, mark in CHANGE_MARKS.items()
        if changes[change]
    ]
    feet = [set(" ".join(node.label).split()) for node in nodes]
    looks = Counter(look(node) for node in nodes)
    thick = sum(edge.width > PLAIN_WIDTH for edge in edges if edge.state != "bundle")
    counted = [(code, mark, sum(mark in foot for foot in feet)) for code, mark in NUMBERS]
    counted += [(f"look.{code}", "▒", looks[code]) for code in ("problem", "advice")]
    counted.append(("thick", "━", thick))
    both = {code: f"sign.{code}.both" for code, _ in NUMBERS} if lens == "compare" else {}
    out += [
        Sign("note", code, mark, say(both.get(code, f"sign.{code}"), language), count)
        for code, mark, count in counted
        if count
    ]
    return tuple(out)
