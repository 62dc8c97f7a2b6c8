"""
The order within columns that makes few links cross.

Barycentre sweeps find a good order, then each box is moved to the best of all places in its
column (sifting) while its neighbours stand. Crossings come from a matrix product: entry
[u, v] counts what crosses when u stands before v. No chance and no clock: the same boxes and
links give the same order everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
SWEEPS = 6
ROUNDS = 6
SHAKES = 2
STARTS = 2
# One crossing to so many ties is few.
ENOUGH = 6
AVERAGES = 40


class Columns:
    """
    Columns of numbered things, and how strongly each is tied to those in the next column.

    `ties[k]` holds `(place in column k, place in column k + 1, weight)`.
    """

    def __init__(self, sizes: Sequence[int], ties: Sequence[Sequence[tuple[int, int, int]]]):
        """Start in the order of the numbers."""
        self.tables: list[Matrix] = []
        for k, pairs in enumerate(ties):
            table = np.zeros((sizes[k], sizes[k + 1]))
            for left, right, weight in pairs:
                table[left, right] += weight
            self.tables.append(table)
        self.order = [np.arange(size) for size in sizes]

    def crossings(self) -> int:
        """How many ties cross in the order as it is, by weight."""
        total = 0.0
        for k, table in enumerate(self.tables):
            placed = table[self.order[k][:, None], self.order[k + 1]]
            total += float((placed * _after(placed)).sum())
        return round(total)

    def settle(self) -> int:
        """Find a good order, keep it, and say how many ties cross."""
        given = [each.copy() for each in self.order]
        few = sum(float(table.sum()) for table in self.tables) / ENOUGH
        self.order = self._spread(given, 0)
        best = self._improve(few)
        kept = self.order
        for start in range(STARTS):
            # Where few ties cross already no reader gains by fewer, but everyone would wait.
            if best <= few:
                break
            self.order = self._spread(given, start) if start else given
            found = self._improve(few)
            if found < best:
                best, kept = found, self.order
        self.order = kept
        return best

    def _improve(self, few: float) -> int:
        """Sweep and sift; then shake it by a sweep and sift again, as long as that helps."""
        best = self._sifted(self._sweep())
        kept = self.order
        for shake in range(SHAKES):
            if best <= few:
                break
            self.order = list(kept)
            self._barycentre(rightward=shake % 2 == 0)
            found = self._sifted(self.crossings())
            if found < best:
                best, kept = found, self.order
        self.order = kept
        return best

    def _sifted(self, crossings: int) -> int:
        for _ in range(ROUNDS):
            if crossings == 0:
                break
            before = crossings
            self._sift()
            crossings = self.crossings()
            if crossings >= before:
                break
        return crossings

    def _spread(self, given: list[NDArray[np.intp]], start: int) -> list[NDArray[np.intp]]:
        """
        The order along a line on which everything stands at the middle of what it is tied to.

        Averaging again and again, with the common part taken out, draws groups apart that few
        ties join; sweeps alone can't move a whole group past another.
        """
        sizes = [len(each) for each in given]
        first = np.concatenate([[0], np.cumsum(sizes)])
        table = np.zeros((first[-1], first[-1]))
        for k, ties in enumerate(self.tables):
            table[first[k] : first[k + 1], first[k + 1] : first[k + 2]] = ties
        table += table.T
        weight = np.maximum(table.sum(axis=1), 1e-9)
        share = weight / weight.sum()
        table /= weight[:, None]
        # No chance: numbers that look scattered and are the same everywhere.
        at = np.modf(np.arange(1, first[-1] + 1) * (0.6180339887 + 0.1 * start))[0]
        for _ in range(AVERAGES):
            at = (at + table @ at) / 2
            at -= share @ at
            at /= max(float(np.abs(at).max()), 1e-12)
        return [
            order[np.argsort(np.round(at[first[k] : first[k + 1]][order], 9), kind="stable")]
            for k, order in enumerate(given)
        ]

    def _sweep(self) -> int:
        best = self.crossings()
        kept = [each.copy() for each in self.order]
        stale = 0
        for sweep in range(SWEEPS):
            self._barycentre(rightward=sweep % 2 == 0)
            found = self.crossings()
            if found < best:
                best, stale = found, 0
                kept = [each.copy() for each in self.order]
            else:
                stale += 1
            if best == 0 or stale > 1:
                break
        self.order = kept
        return best

    def _barycentre(self, *, rightward: bool) -> None:
        columns = len(self.order)
        for k in range(1, columns) if rightward else range(columns - 2, -1, -1):
            fixed = k - 1 if rightward else k + 1
            table = self.tables[k - 1].T if rightward else self.tables[k]
            places = np.empty(len(self.order[fixed]))
            places[self.order[fixed]] = np.arange(len(places))
            weight = table.sum(axis=1)
            own = np.empty(len(self.order[k]))
            own[self.order[k]] = np.arange(len(own)) * (len(places) / max(1, len(own)))
            mean = np.where(weight > 0, (table @ places) / np.maximum(weight, 1), own)
            # Of equals the one that stood first stays first.
            self.order[k] = self.order[k][np.argsort(mean[self.order[k]], kind="stable")]

    def _sift(self) -> None:
        columns = len(self.order)
        for k in [*range(columns), *range(columns - 2, -1, -1)]:
            if len(self.order[k]) < 2:
                continue
            cost = self._cost(k)
            order = self.order[k]
            gain = (cost - cost.T)[order[:, None], order]
            # Where every pair stands the better way round nothing can be won here.
            if not (np.triu(gain, 1) > 0).any():
                continue
            self.order[k] = order[_sifted(gain)]

    def _cost(self, k: int) -> Matrix:
        """`[u, v]`: what crosses when u stands before v in column k."""
        size = len(self.order[k])
        cost = np.zeros((size, size))
        if k:
            table = self.tables[k - 1].T[:, self.order[k - 1]]
            cost += table @ _before(table).T
        if k < len(self.tables):
            table = self.tables[k][:, self.order[k + 1]]
            cost += table @ _before(table).T
        return cost


def _before(table: Matrix) -> Matrix:
    """For each entry the sum of those before it in its row."""
    out = np.cumsum(table, axis=1)
    out -= table
    return out


def _after(placed: Matrix) -> Matrix:
    """For each entry the sum of those below it and to its left: what crosses it."""
    left = _before(placed)
    below = left[::-1].cumsum(axis=0)[::-1]
    result: Matrix = below - left
    return result


def _sifted(difference: Matrix) -> list[int]:
    """
    Each thing moved in turn to where it crosses least; it stays where that is as good.

    `difference[u, v]`: what is added when u stands before v rather than after it.
    """
    gain = difference.tolist()
    row = list(range(len(gain)))
    for thing in range(len(gain)):
        place = row.index(thing)
        added = gain[thing]
        best, best_place, sum_ = 0.0, place, 0.0
        for other in range(place - 1, -1, -1):
            sum_ += added[row[other]]
            if sum_ < best:
                best, best_place = sum_, other
        sum_ = 0.0
        for other in range(place + 1, len(row)):
            sum_ -= added[row[other]]
            if sum_ < best:
                best, best_place = sum_, other
        if best_place != place:
            row.insert(best_place, row.pop(place))
    return row
