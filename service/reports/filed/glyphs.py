"""
Which characters the report's own fonts can draw.

A tagged PDF may not hold a character without a glyph, and a goal's title may hold any. What no
font of ours has is written out as its number, `U+1F6B2`, so that nothing is lost in silence.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from service.showing import visible


def font_files() -> list[Traversable]:
    """The fonts shipped with the report."""
    folder = files("service.reports.filed").joinpath("fonts")
    found = [file for file in folder.iterdir() if file.name.endswith((".otf", ".ttf"))]
    return sorted(found, key=lambda file: file.name)


def drawable(text: str) -> str:
    """The text with nothing in it that turns the writing, or that no font can draw."""
    said = visible(text, len(text) + 1)
    if said.isascii():
        return said
    known = covered()
    return "".join(
        each if ord(each) in known or each == "\n" else f"U+{ord(each):04X}" for each in said
    )


@cache
def covered() -> frozenset[int]:
    """The characters that at least one of the fonts has a glyph for."""
    found: set[int] = set()
    for file in font_files():
        found |= _characters(file.read_bytes())
    return frozenset(found)


def _characters(font: bytes) -> set[int]:
    """The characters of an OpenType font's `cmap` table, formats 4 and 12."""
    count = struct.unpack_from(">H", font, 4)[0]
    offsets = {
        font[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">I", font, 20 + 16 * n)[0]
        for n in range(count)
    }
    start = offsets[b"cmap"]
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * n)[0]
        form = struct.unpack_from(">H", font, at)[0]
        if form == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last = struct.unpack_from(">II", font, at + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif form == 4:
            segments = struct.unpack_from(">H", font, at + 6)[0] // 2
            lasts = struct.unpack_from(f">{segments}H", font, at + 14)
            firsts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
            deltas = struct.unpack_from(f">{segments}H", font, at + 16 + 4 * segments)
            base = at + 16 + 6 * segments
            ranges = struct.unpack_from(f">{segments}H", font, base)
            for place, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
                for character in range(first, last + 1):
                    if ranges[place]:
                        glyph_at = base + 2 * place + ranges[place] + 2 * (character - first)
                        glyph = struct.unpack_from(">H", font, glyph_at)[0]
                    else:
                        glyph = (character + deltas[place]) & 0xFFFF
                    if glyph:
                        found.add(character)
    return found - {0xFFFF}
