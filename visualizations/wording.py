"""
What maps say, in Swedish and English, and the marks that stand for states.

Each state has a shape and a word; colour only repeats them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from graph.text import thousands

MARKS = {
    "vision": "◆",
    "root": "◎",
    "rooted": "●",
    "exempt": "⊖",
    "detached": "◌",
    "orphan": "○",
    "broken": "▲",
    "gone": "✕",
    "count": "⊞",
    "group": "▦",
}

# What a lens says of a goal, gravest first.
CHANGE_MARKS = {
    "dropped": "✕",
    "loses_last": "▼",
    "loses_one": "▽",
    "loses_answer": "◇",
    "removed": "−",
    "new": "+",
    "lost": "▼",
    "moved": "⇄",
    "renewed": "↻",
    "reworded": "≈",
    "bears": "▣",
    "off_target": "▽",
    "on_target": "✓",
    "measured": "∿",
}

STATES_TO_TELL = ("orphan", "broken", "detached", "exempt")


@cache
def texts() -> dict[str, tuple[str, str]]:
    """All texts by code, Swedish first."""
    text = files("visualizations").joinpath("words.yaml").read_text(encoding="utf-8")
    told: dict[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {code: (swedish, english) for code, (swedish, english) in told.items()}


def say(code: str, language: str, **values: object) -> str:
    """
    The text with this code, its places filled; KeyError if there is none.

    Whole numbers are counts, and written with their thousands apart; a year comes as a text.
    """
    told = {
        name: thousands(value, language) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return texts()[code][1 if language == "en" else 0].format(**told)


def number_of(code: str, count: int, language: str, **values: object) -> str:
    """A text with a count in it, in its singular where it has one."""
    if count == 1 and f"{code}.one" in texts():
        return say(f"{code}.one", language, **values)
    return say(code, language, n=count, **values)
