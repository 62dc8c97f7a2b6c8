"""
A lens: what a map says of goals and links beside their states.

Handed over by whoever asked the question: what a drop would cost, what differs from another
year, what hangs on what, how indicators turned out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualizations.model import Chart


@dataclass(frozen=True, eq=False, kw_only=True)
class Lens:
    """
    `name` is "impact", "compare", "weight" or "indicators".

    `codes` are what can be said of a goal, gravest first; `goal` is an index of them by goal,
    -1 where nothing is said, and `link` likewise by link (None: nothing). `width` is by link
    how thick it is drawn, in pixels (None: all alike), and `leaning` the number it stands for.
    `text` says what is said of a goal where that is more than its code does, `told` gives further
    lines on it, and `charts` its indicators. `summary` are sentences on the whole. `chooses`: the
    map is of the goals that something is said of, unless it has a root or a choice of its own.
    """

    name: str
    codes: tuple[str, ...]
    goal: NDArray[np.int8]
    link: NDArray[np.int8] | None = None
    width: NDArray[np.float64] | None = None
    leaning: NDArray[np.intp] | None = None
    text: Callable[[int], str] | None = None
    told: Callable[[int], Sequence[str]] | None = None
    charts: Callable[[int], Sequence[Chart]] | None = None
    summary: tuple[str, ...] = ()
    chooses: bool = False

    def code(self, goal: int) -> str:
        """What is said of a goal; empty for nothing."""
        place = int(self.goal[goal])
        return self.codes[place] if place >= 0 else ""

    def link_code(self, link: int) -> str:
        """What is said of a link; empty for nothing."""
        place = -1 if self.link is None else int(self.link[link])
        return self.codes[place] if place >= 0 else ""
