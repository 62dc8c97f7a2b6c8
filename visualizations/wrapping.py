"""
Texts in lines of a width, estimated letter by letter: no font is at hand where maps are made.
"""

from __future__ import annotations

from collections.abc import Sequence


class _Widths(dict[str, float]):
    """About how wide each letter is, in ems of a common sans-serif; on the wide side."""

    def __missing__(self, letter: str) -> float:
        if letter in "iljtfrI.,:;'|!()[] -":
            width = 0.37
        elif letter in "mwMW@%–—":
            width = 0.93
        elif letter >= "\u2e80":
            width = 1.1
        else:
            width = 0.72 if letter.isupper() else 0.61
        self[letter] = width
        return width


_width = _Widths().__getitem__
_BLANK = _width(" ")
# Not even the narrowest letters fill a line with more than this many to the em.
_LETTERS_TO_THE_EM = 3


def ems(text: str) -> float:
    """About how many ems wide a text is, on the wide side."""
    return sum(map(_width, text))


def wrapped(text: str, width: float, lines: int) -> list[str]:
    """
    The text in at most so many lines of so many ems, cut with an ellipsis; blanks folded.

    Widths are estimated letter by letter, since no font is at hand here. A word that is
    longer than a line is broken.
    """
    enough = int(width * _LETTERS_TO_THE_EM) * (lines + 1)
    out: list[list[str]] = [[]]
    used = 0.0
    # At plain blanks alone: the thin one within a number holds it together.
    for word in filter(None, text[:enough].split(" ")):
        wide = ems(word)
        if out[-1] and used + _BLANK + wide > width:
            out.append([])
            used = 0.0
        while wide > width and len(out) <= lines:
            cut = _fitting(word, width)
            out[-1].append(word[:cut])
            out.append([])
            word = word[cut:]
            wide = ems(word)
        if len(out) > lines:
            break
        used += wide + (_BLANK if out[-1] else 0.0)
        out[-1].append(word)
    texts = [" ".join(each) for each in out if each]
    if len(out) <= lines and len(text) <= enough:
        return texts
    last = texts[:lines][-1]
    while last and ems(last) + _width("…") > width:
        last = last[:-1]
    return [*texts[: lines - 1], last.rstrip() + "…"]


def packed(parts: Sequence[str], width: float) -> list[str]:
    """Parts side by side with a dot between, as many to a line as there is room for; none cut."""
    lines: list[str] = []
    for part in parts:
        together = f"{lines[-1]} · {part}" if lines else part
        if lines and ems(together) <= width:
            lines[-1] = together
        else:
            lines.append(part)
    return lines


def _fitting(word: str, width: float) -> int:
    """How many letters of a word that is too long fit, at least one."""
    used = 0.0
    for place, letter in enumerate(word):
        used += _width(letter)
        if used > width:
            return max(1, place)
    return len(word)
