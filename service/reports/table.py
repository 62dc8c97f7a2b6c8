"""
Plain tables for the terminal: aligned, no wider than 100 columns, wide texts cut with `…`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

WIDTH = 100


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int = WIDTH) -> list[str]:
    """The lines of a table; the widest column gives way when there isn't room."""
    cells = [[safe(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room:
        widest = widths.index(max(widths))
        widths[widest] -= min(sum(widths) - room, max(1, widths[widest] - _second(widths)))
    lines = []
    for row in cells:
        padded = (_padded(cell, width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("─" * width for width in widths))
    return lines


def safe(text: str) -> str:
    """A user's text that can't steer the terminal: controls and bidi marks made visible."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or unicodedata.category(character) == "Zs"
        else " "
        if character in "\n\t"
        else f"<{ord(character):04X}>"
        for character in text
    )


def safe_lines(text: str) -> str:
    """The same for an answer of many lines, whose line ends stay."""
    return "\n".join(map(safe, text.split("\n")))


def fitted(text: str, width: int) -> str:
    """A text no wider than this, cut with `…`."""
    if _width(text) <= width:
        return text
    while text and _width(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _second(widths: list[int]) -> int:
    return sorted(widths)[-2] if len(widths) > 1 else 0


def _width(text: str) -> int:
    """Columns a text takes: wide characters two, marks none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def _padded(text: str, width: int) -> str:
    text = fitted(text, width)
    return text + " " * (width - _width(text))
