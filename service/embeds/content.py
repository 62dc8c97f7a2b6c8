"""
What an embed says: title, sentences, lines, dates and notices, before it is spelled as a page,
a fragment or JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

from visualizations.model import MapModel


@dataclass(frozen=True, slots=True)
class Line:
    """
    A line of an embed's list. `how` says how it hangs on the line before, `about` is said
    beside, `depth` counts from 1.
    """

    text: str
    url: str | None = None
    about: str = ""
    state: str = ""
    state_word: str = ""
    how: str = ""
    made_up: bool = False
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that whoever reads must know first, with the address it points to."""

    kind: str
    text: str
    link: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """
    All that an embed says. `goals` are the numbers of those that are told of by name, `links`
    the pairs of them that it shows as joined, `more` how many lines were left out; `url` is the
    page that tells it whole.
    """

    title: str
    url: str
    over: str = ""
    code: str = ""
    made_up: bool = False
    notices: tuple[Notice, ...] = ()
    sentences: tuple[str, ...] = ()
    heading: str = ""
    lines: tuple[Line, ...] = ()
    ordered: bool = False
    more: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    goals: tuple[int, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    map: MapModel | None = None
