"""
The known id most like a mistyped one, without comparing all with all.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from graph.text import shown

# So many neighbours on each side, from the front and from the back of the id.
_NEIGHBOURS = 40
# After so many suggestions the fault is plainly not a slip of the finger.
_SUGGESTIONS = 200
_LONGEST = 100


class Nearest:
    """Suggests ids; looks at neighbours in two orders only, so that it stays quick."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = ids
        self._left = _SUGGESTIONS

    def like(self, wanted: str) -> dict[str, str]:
        """`{"near": …}` with the id most like the wanted one, or nothing."""
        if len(wanted) > _LONGEST or self._left <= 0:
            return {}
        self._left -= 1
        around = _around(self._forward, wanted)
        around += [each[::-1] for each in _around(self._backward, wanted[::-1])]
        short = sorted({each for each in around if len(each) <= _LONGEST})
        found = get_close_matches(wanted, short, n=1, cutoff=0.6)
        return {"near": shown(found[0])} if found else {}

    @cached_property
    def _forward(self) -> list[str]:
        return sorted(self._ids)

    @cached_property
    def _backward(self) -> list[str]:
        return sorted(each[::-1] for each in self._ids)


def _around(ordered: list[str], wanted: str) -> list[str]:
    place = bisect(ordered, wanted)
    return ordered[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]


def like(wanted: str, ids: Iterable[str]) -> str:
    """The id most like the wanted one, else the first that holds it; empty for none."""
    known = sorted(ids)
    near = Nearest(known).like(wanted).get("near", "")
    return near or next((shown(each) for each in known if len(wanted) > 1 and wanted in each), "")
