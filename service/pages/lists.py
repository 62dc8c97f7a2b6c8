"""
Long lists in pages: a stretch of it, with honest counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """One page of a list: `items` are numbers `first` to `last` (from 1) of `total`."""

    items: Sequence[T]
    page: int
    pages: int
    first: int
    last: int
    total: int


def stretch(items: Sequence[T], page: int, size: int) -> Stretch[T]:
    """The page asked for, the last one where there are fewer."""
    pages = max(1, -(-len(items) // size))
    page = min(page, pages)
    begin = (page - 1) * size
    shown = items[begin : begin + size]
    return Stretch(shown, page, pages, min(begin + 1, len(items)), begin + len(shown), len(items))
