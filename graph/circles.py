"""
Circles in what should be a tree or a line of succession.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(upward: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """
    Circles among ids and the ids above them: at least one for each knot of circles.

    A circle is told once, from its least id on in the direction of the references; sorted.
    Linear in ids and references, and iterative. Ids that `upward` doesn't have end a way.
    """
    done: set[str] = set()
    found: set[tuple[str, ...]] = set()
    for start in sorted(upward):
        if start in done:
            continue
        path: list[str] = [start]
        place = {start: 0}
        ways: list[Iterator[str]] = [iter(upward[start])]
        while ways:
            above = next(ways[-1], None)
            if above is None:
                ways.pop()
                last = path.pop()
                del place[last]
                done.add(last)
            elif above in place:
                found.add(_from_least(path[place[above] :]))
            elif above in upward and above not in done:
                place[above] = len(path)
                path.append(above)
                ways.append(iter(upward[above]))
    return sorted(found)


def _from_least(circle: list[str]) -> tuple[str, ...]:
    least = circle.index(min(circle))
    return tuple(circle[least:] + circle[:least])
