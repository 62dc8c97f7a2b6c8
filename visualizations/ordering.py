"""
The order within columns that makes few links cross.

From one start, and from many at once where that leaves many crossings: averaging draws loosely
joined groups apart, barycentre sweeps find a good order, exchanges of neighbours mend it. The
best are sifted: each box moves to the best of all places in its column while the others stand,
and past equals too, since what is as good here may be what lets another column win. No chance
and no clock: the same boxes and links give the same order everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# For each start a row: the things of a column from the top.
Orders = NDArray[np.intp]
SWEEPS = 6
ROUNDS = 8
STARTS = 16
SIFTED = 3
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
        self._sizes = sizes
        self._tables: list[Matrix] = []
        for k, pairs in enumerate(ties):
            table = np.zeros((sizes[k], sizes[k + 1]))
            for left, right, weight in pairs:
                table[left, right] += weight
            self._tables.append(table)
        # What pulls a column from the left, and from the right, with the sum of each pull.
        self._rightward = [(table, table.sum(axis=0)) for table in self._tables]
        self._leftward = [(table.T, table.sum(axis=1)) for table in self._tables]
        self._orders: list[Orders] = [np.arange(size)[None] for size in sizes]

    @property
    def order(self) -> list[NDArray[np.intp]]:
        """The things of each column from the top."""
        return [each[0] for each in self._orders]

    def settle(self) -> int:
        """Find a good order, keep it, and say how many ties cross."""
        few = sum(float(table.sum()) for table in self._tables) / ENOUGH
        best = self._tried(1)
        # Where few ties cross already no reader gains by fewer, but everyone would wait.
        if best > few:
            kept = self._orders
            found = self._tried(STARTS)
            if found < best:
                return found
            self._orders = kept
        return best

    def _tried(self, starts: int) -> int:
        """The best from so many starts; of equals the first."""
        self._spread(starts)
        for sweep in range(SWEEPS):
            self._barycentre(rightward=sweep % 2 == 0)
            if sweep % 2 and not (crossings := self._crossings()).all():
                break
        else:
            for k in self._there_and_back():
                self._exchange(k)
            crossings = self._crossings()
        all_of_them, best, kept = self._orders, np.inf, self._orders
        for start in np.argsort(crossings, kind="stable")[:SIFTED].tolist():
            self._orders = [each[start : start + 1] for each in all_of_them]
            found = self._sifted(float(crossings[start]))
            if found < best:
                best, kept = found, self._orders
            if best == 0:
                break
        self._orders = kept
        return round(best)

    def _spread(self, starts: int) -> None:
        """
        The order along a line on which everything stands at the middle of what it is tied to.

        Averaging again and again, with the common part taken out, draws groups apart that few
        ties join; sweeps alone can't move a whole group past another.
        """
        first = np.concatenate([[0], np.cumsum(self._sizes)])
        size = int(first[-1])
        table = np.zeros((size, size))
        for k, ties in enumerate(self._tables):
            table[first[k] : first[k + 1], first[k + 1] : first[k + 2]] = ties
        table += table.T
        weight = np.maximum(table.sum(axis=1), 1e-9)
        share = weight / weight.sum()
        step = np.ascontiguousarray(((table / weight[:, None] + np.eye(size)) / 2).T)
        # No chance: numbers that look scattered and are the same everywhere.
        count = np.arange(1, size + 1)
        scattered = count * 0.6180339887 + count**2 * 0.5698402910
        at = np.modf(np.outer(np.arange(1, starts + 1) * 0.7548776662 + 0.1, scattered))[0]
        for _ in range(AVERAGES):
            at = at @ step
            at -= (at @ share)[:, None]
            at /= np.maximum(np.abs(at).max(axis=1), 1e-12)[:, None]
        at = np.round(at, 9)
        self._orders = [
            np.argsort(at[:, first[k] : first[k + 1]], axis=1, kind="stable")
            for k in range(len(self._sizes))
        ]

    def _barycentre(self, *, rightward: bool) -> None:
        columns, start = len(self._sizes), np.arange(len(self._orders[0]))[:, None]
        for k in range(1, columns) if rightward else range(columns - 2, -1, -1):
            fixed = k - 1 if rightward else k + 1
            table, weight = self._rightward[fixed] if rightward else self._leftward[k]
            mean = _places(self._orders[fixed]) @ table / np.maximum(weight, 1)
            order = self._orders[k]
            if not weight.all():
                # What nothing pulls stays about where it is.
                own = _places(order) * (self._sizes[fixed] / self._sizes[k])
                mean = np.where(weight > 0, mean, own)
            # Of equals the one that stood first stays first.
            self._orders[k] = order[start, mean[start, order].argsort(axis=1, kind="stable")]

    def _there_and_back(self) -> list[int]:
        columns = len(self._sizes)
        return [k for k in (*range(columns), *range(columns - 2, -1, -1)) if self._sizes[k] > 1]

    def _crossings(self) -> Matrix:
        """How many ties cross from each start, by weight."""
        total = np.zeros(len(self._orders[0]))
        for k, table in enumerate(self._tables):
            placed = table[self._orders[k][:, :, None], self._orders[k + 1][:, None, :]]
            left = _before(placed)
            below = left[:, ::-1].cumsum(axis=1)[:, ::-1] - left
            total += (placed * below).sum(axis=(1, 2))
        return total

    def _gain(self, k: int) -> Matrix:
        """`[start, u, v]`: what is added when u stands before v in column k, not after it."""
        cost: Matrix | float = 0.0
        for table, beside in (
            *([(self._tables[k - 1].T, k - 1)] if k else []),
            *([(self._tables[k], k + 1)] if k < len(self._tables) else []),
        ):
            placed = table[:, self._orders[beside]].transpose(1, 0, 2)
            cost = cost + placed @ _before(placed).transpose(0, 2, 1)
        assert not isinstance(cost, float)
        return cost - cost.transpose(0, 2, 1)

    def _exchange(self, k: int) -> None:
        """Neighbours of a column change places as long as fewer ties cross for it."""
        gain, order = self._gain(k), self._orders[k]
        start, last = np.arange(len(order))[:, None], self._sizes[k] - 1
        stale = turn = 0
        while stale < 2:
            odd = turn % 2
            upper, lower = order[:, odd:last:2], order[:, odd + 1 :: 2]
            worse = gain[start, upper, lower] > 0
            stale = 0 if worse.any() else stale + 1
            order = order.copy()
            order[:, odd:last:2] = np.where(worse, lower, upper)
            order[:, odd + 1 :: 2] = np.where(worse, upper, lower)
            turn += 1
        self._orders[k] = order

    def _sifted(self, crossings: float) -> float:
        """Sift the one order there is, upward and downward in turn, and keep the best met."""
        best, kept, stale = crossings, list(self._orders), 0
        for turn in range(ROUNDS):
            if best == 0 or stale > 2:
                break
            for k in self._there_and_back():
                order = self._orders[k][0]
                gain = self._gain(k)[0][order[:, None], order]
                self._orders[k] = order[_sifted(gain.tolist(), upward=turn % 2 == 0)][None]
            crossings = float(self._crossings()[0])
            stale += 1
            if crossings < best:
                best, kept, stale = crossings, list(self._orders), 0
        self._orders = kept
        return best


def _places(orders: Orders) -> Matrix:
    """For each start and thing its place."""
    return orders.argsort(axis=1).astype(np.float64)


def _before(table: Matrix) -> Matrix:
    """For each entry the sum of those before it in its row."""
    out = np.cumsum(table, axis=-1)
    out -= table
    return out


def _sifted(gain: list[list[float]], *, upward: bool) -> list[int]:
    """
    Each thing moved in turn to where it crosses least, as far up, or down, as that holds.

    `gain[u][v]`: what is added when u stands before v rather than after it.
    """
    row = list(range(len(gain)))
    for thing in reversed(range(len(gain))):
        place = row.index(thing)
        added = gain[thing]
        best, best_place, sum_ = 0.0, place, 0.0
        for other in range(place - 1, -1, -1):
            sum_ += added[row[other]]
            if sum_ < best or (upward and sum_ == best):
                best, best_place = sum_, other
        sum_ = 0.0
        for other in range(place + 1, len(row)):
            sum_ -= added[row[other]]
            if sum_ < best or (not upward and sum_ == best):
                best, best_place = sum_, other
        if best_place != place:
            row.insert(best_place, row.pop(place))
    return row
