"""
Rows made when they are read, so that a report of a million goals holds none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """What `make` makes of each of some things, each time it is asked for."""

    def __init__(self, things: Sequence[Any], make: Callable[[Any], T]) -> None:
        self._things, self._make = things, make

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Lazy[T]: ...
    def __getitem__(self, place: int | slice) -> T | Lazy[T]:
        if isinstance(place, slice):
            return Lazy(self._things[place], self._make)
        return self._make(self._things[place])

    def __iter__(self) -> Iterator[T]:
        return map(self._make, self._things)
