"""
The beginning of a list that may be long, and how long it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 200


@dataclass(frozen=True, slots=True)
class Few(Generic[T]):
    """At most `MOST` rows of `total`."""

    rows: tuple[T, ...] = ()
    total: int = 0

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    @property
    def left(self) -> int:
        """How many aren't among the rows."""
        return self.total - len(self.rows)


def few(rows: Iterable[T]) -> Few[T]:
    """The first rows, the others counted and let go."""
    given = iter(rows)
    first = tuple(islice(given, MOST))
    return Few(first, len(first) + sum(1 for _ in given))
