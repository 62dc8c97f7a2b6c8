"""
What a picture is made of: columns folded into layers, boxes and wires in them, lines through all.

Where a link must pass a layer it runs as a wire between the boxes, at a place of its own; wires
to one box run together. Positions are the centres of boxes, in pixels at scale 1, from the top
left.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

WIDTH = 200
BETWEEN_COLUMNS = 82
BETWEEN_FOLDS = 22
BETWEEN_BOXES = 10
BESIDE_WIRE = 7
HEADING = 34

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be placed: the level it belongs to, and its height."""

    column: int
    height: int


@dataclass(frozen=True, slots=True)
class Segment:
    """
    A piece of line between two ends, left to right, with the links that run in it.

    `start` and `end` are boxes (0 and up) or wires (-1 and down). A segment within a wire has
    the same wire at both ends.
    """

    start: int
    end: int
    links: tuple[int, ...]
    points: tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Placement:
    """
    `x`, `y` by box; `columns` are (level, left, right); `segments` hold the lines; `beside`
    are links within one column. `own[link]` is the segment that belongs to that link alone.
    """

    x: list[float]
    y: list[float]
    columns: list[tuple[int, float, float]]
    segments: list[Segment]
    own: dict[int, int]
    beside: list[int]
    width: float
    height: float
    crossings: int


@dataclass(slots=True)
class Piece:
    """A box or a wire in one fold of a column."""

    box: int | None
    half: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Parts:
    """
    Boxes by column (a place in `levels`), and their links: `across` columns as (number, left
    box, right box, turned: leads to the right), and `beside` within one.
    """

    boxes: Sequence[Box]
    levels: list[int]
    column: list[int]
    across: list[tuple[int, int, int, bool]]
    beside: list[int]

    @classmethod
    def of(
        cls,
        boxes: Sequence[Box],
        links: Sequence[tuple[int, int]],
        levels: Collection[int] = (),
    ) -> Parts:
        """Columns for the levels of the boxes, and for these."""
        all_levels = sorted({*levels, *(box.column for box in boxes)})
        at = {level: k for k, level in enumerate(all_levels)}
        column = [at[box.column] for box in boxes]
        across, beside = [], []
        for number, (source, target) in enumerate(links):
            if column[source] == column[target]:
                beside.append(number)
            else:
                turned = column[source] < column[target]
                left, right = (source, target) if turned else (target, source)
                across.append((number, left, right, turned))
        return cls(boxes, all_levels, column, across, beside)


# Layer, box, and what of the box: itself (-1), its wire to the right (0, or 1 where the link
# leads to the right), its wire to the left (2, 3).
Key = tuple[int, int, int]


class Drawing:
    """Pieces in layers (one for each fold of a column), and the lines through them."""

    def __init__(self, parts: Parts, folds: Sequence[int], fold_of: Sequence[int]) -> None:
        """`folds` by column; `fold_of` by box."""
        self.parts, self.folds, self.fold_of = parts, folds, fold_of
        self.first = [sum(folds[:k]) for k in range(len(folds))]
        # By layer its column, and by what it is known whatever stands beside it: level, fold.
        self.column_of = [k for k, count in enumerate(folds) for _ in range(count)]
        self.fold_names = [
            (parts.levels[k], layer - self.first[k]) for layer, k in enumerate(self.column_of)
        ]
        self.layer = [
            self.first[column] + fold
            for column, fold in zip(parts.column, fold_of, strict=True)
        ]
        self.ways = {
            number: self._way(left, right, turned) for number, left, right, turned in parts.across
        }
        self.pieces: dict[Key, Piece] = {}
        self.middles: list[float] = []
        x = WIDTH / 2
        for count in folds:
            self.middles += [x + k * (WIDTH + BETWEEN_FOLDS) for k in range(count)]
            x = self.middles[-1] + WIDTH + BETWEEN_COLUMNS

    def _way(self, left: int, right: int, turned: bool) -> list[Key]:
        """The pieces a link runs through, from its left box to its right one."""
        own = self.first[self.parts.column[right]]
        start, end = self.layer[left], self.layer[right]
        way: list[Key] = [(start, left, -1)]
        way += [(layer, left, int(turned)) for layer in range(start + 1, own)]
        way += [(layer, right, 2 + int(turned)) for layer in range(own, end)]
        return [*way, (end, right, -1)]

    def bottom(self) -> float:
        """Where the picture ends."""
        return round(max(piece.y + piece.half for piece in self.pieces.values()), 1)

    def placement(self) -> Placement:
        """Where everything is now."""
        parts, boxes = self.parts, range(len(self.parts.boxes))
        spots = [self.pieces[self.layer[box], box, -1] for box in boxes]
        held = set(parts.column)
        columns = [
            (
                level,
                self.middles[self.first[k]] - WIDTH / 2,
                self.middles[self.first[k] + self.folds[k] - 1] + WIDTH / 2,
            )
            for k, level in enumerate(parts.levels)
            if k in held
        ]
        segments, own = self._segments()
        return Placement(
            x=[spot.x for spot in spots],
            y=[spot.y for spot in spots],
            columns=columns,
            segments=segments,
            own=own,
            beside=parts.beside,
            width=columns[-1][2],
            height=self.bottom(),
            crossings=self._crossings(),
        )

    def _crossings(self) -> int:
        """How many pairs of links cross between one layer and the next."""
        steps: list[list[Point]] = [[] for _ in self.middles]
        for way in self.ways.values():
            for a, b in itertools.pairwise(way):
                steps[a[0]].append((self.pieces[a].y, self.pieces[b].y))
        total = 0
        for each in steps:
            start, end = np.array(each).reshape(-1, 2).T
            turned = (start[:, None] - start) * (end[:, None] - end) < 0
            total += int(np.count_nonzero(turned)) // 2
        return total

    def _segments(self) -> tuple[list[Segment], dict[int, int]]:
        """Each line once, with the links that share it."""
        shared: dict[tuple[Key, Key, int], list[int]] = {}
        wires: dict[Key, int] = {}
        for number, way in self.ways.items():
            for key in way[1:-1]:
                wires.setdefault(key, -1 - len(wires))
                shared.setdefault((key, key, -1), []).append(number)
            for a, b in itertools.pairwise(way):
                # Where the left box's wire, or the box itself, meets the right one's, the line
                # is this link's alone; two boxes may be linked both ways.
                alone = a[2] in (-1, 0, 1) and b[2] in (-1, 2, 3)
                shared.setdefault((a, b, number if alone else -1), []).append(number)
        segments: list[Segment] = []
        own: dict[int, int] = {}
        for (a, b, alone_of), links in shared.items():
            if alone_of >= 0:
                own[alone_of] = len(segments)
            start, end = self.pieces[a], self.pieces[b]
            within = -1 if a == b else 1
            points = (
                (start.x + within * WIDTH / 2, start.y),
                (end.x - within * WIDTH / 2, end.y),
            )
            segments.append(
                Segment(wires.get(a, a[1]), wires.get(b, b[1]), tuple(links), points)
            )
        return segments, own
