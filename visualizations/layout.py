"""
Where things stand: a column for each level, left to right, boxes that never overlap.

A column with very many boxes is folded into narrower ones side by side. Where a link must
pass a column it runs as a wire between the boxes, at a place of its own; wires to one box run
together. Positions are the centres of boxes, in pixels at scale 1, from the top left.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from visualizations.ordering import Columns

WIDTH = 200
BETWEEN_COLUMNS = 82
BETWEEN_FOLDS = 22
BETWEEN_BOXES = 10
BESIDE_WIRE = 7
HEADING = 34
# The area that folding aims at: a map page on a 1700 by 900 screen.
AREA = (1640, 790)
ROWS = (6, 8, 10, 12, 14, 17, 20, 25, 32, 50, 1000)
ALIGNMENTS = 4

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
class _Piece:
    """A box or a wire in one fold of a column."""

    box: int | None
    half: float
    x: float = 0.0
    y: float = 0.0


def place(
    boxes: Sequence[Box], links: Sequence[tuple[int, int]], *, fold: bool = True
) -> Placement:
    """
    Place boxes joined by links (from, to); deterministic in the order they are given.

    `fold` False keeps each level in one column, however tall.
    """
    levels = sorted({box.column for box in boxes})
    at = {level: k for k, level in enumerate(levels)}
    column = [at[box.column] for box in boxes]
    across, beside = [], []
    for number, (source, target) in enumerate(links):
        if column[source] == column[target]:
            beside.append(number)
        else:
            turned = column[source] < column[target]
            left, right = (source, target) if turned else (target, source)
            across.append((number, left, right, turned))
    ordered, crossings = _order(len(levels), column, across)
    folds = _folds(boxes, ordered) if fold else [1] * len(levels)
    return _Drawing(boxes, column, across, ordered, folds).placement(levels, beside, crossings)


Across = tuple[int, int, int, bool]
Item = tuple[int, int | None]


def _order(
    count: int, column: Sequence[int], across: Sequence[Across]
) -> tuple[list[list[Item]], int]:
    """For each column its boxes (box, None) and wires (left box, turned) from the top."""
    items: list[dict[Item, int]] = [{} for _ in range(count)]
    for box, k in enumerate(column):
        items[k][box, None] = len(items[k])
    ties: list[list[tuple[int, int, int]]] = [[] for _ in range(count - 1)]
    for _, left, right, turned in across:
        before: Item = (left, None)
        for k in range(column[left] + 1, column[right] + 1):
            here: Item = (right, None) if k == column[right] else (left, int(turned))
            place_here = items[k].setdefault(here, len(items[k]))
            ties[k - 1].append((items[k - 1][before], place_here, 1))
            before = here
    columns = Columns([len(each) for each in items], ties)
    crossings = columns.settle()
    names = [list(each) for each in items]
    return [
        [names[k][place] for place in order.tolist()] for k, order in enumerate(columns.order)
    ], crossings


def _folds(boxes: Sequence[Box], ordered: Sequence[Sequence[Item]]) -> list[int]:
    """How many folds each column gets, so that all of it is as large as can be in AREA."""
    best: tuple[float, list[int]] | None = None
    for rows in ROWS:
        folds, width, height = [], 0.0, 0.0
        for column in ordered:
            tall = [boxes[box].height for box, turned in column if turned is None]
            wires = len(column) - len(tall)
            k = max(1, -(-len(tall) // rows))
            deep = -(-len(tall) // k)
            each = sum(tall) / max(1, len(tall)) + (BETWEEN_BOXES if k == 1 else BESIDE_WIRE * k)
            folds.append(k)
            width += k * WIDTH + (k - 1) * BETWEEN_FOLDS + BETWEEN_COLUMNS
            height = max(height, deep * each + wires * BESIDE_WIRE)
        scale = min(AREA[0] / width, AREA[1] / (height + HEADING), 1.0)
        if best is None or scale >= best[0]:
            best = scale, folds
    assert best is not None
    return best[1]


class _Drawing:
    """Pieces in layers (one for each fold), their heights aligned, and the lines."""

    def __init__(
        self,
        boxes: Sequence[Box],
        column: Sequence[int],
        across: Sequence[Across],
        ordered: Sequence[Sequence[Item]],
        folds: Sequence[int],
    ) -> None:
        self._boxes, self._folds = boxes, folds
        self._first = [sum(folds[:k]) for k in range(len(folds))]
        self._layer = [0] * len(boxes)
        for k, items in enumerate(ordered):
            own = [box for box, turned in items if turned is None]
            for place_, box in enumerate(own):
                self._layer[box] = self._first[k] + place_ % folds[k]
        self.ways = {
            number: self._way(column, left, right, turned)
            for number, left, right, turned in across
        }
        needed = {name for way in self.ways.values() for name in way}
        self.pieces: dict[tuple[int, int, int], _Piece] = {}
        self.layers: list[list[tuple[int, int, int]]] = []
        for k, items in enumerate(ordered):
            for layer in range(self._first[k], self._first[k] + folds[k]):
                self.layers.append([])
                for box, turned in items:
                    self._lay(layer, box, turned, needed)
        self._stack()
        self._align()

    def _way(self, column: Sequence[int], left: int, right: int, turned: bool) -> list[Key]:
        """The pieces a link runs through, from its left box to its right one."""
        own = self._first[column[right]]
        start, end = self._layer[left], self._layer[right]
        way: list[Key] = [(start, left, -1)]
        way += [(layer, left, int(turned)) for layer in range(start + 1, own)]
        way += [(layer, right, 2 + int(turned)) for layer in range(own, end)]
        return [*way, (end, right, -1)]

    def _lay(self, layer: int, box: int, turned: int | None, needed: set[Key]) -> None:
        if turned is None and self._layer[box] == layer:
            self._add((layer, box, -1), _Piece(box, self._boxes[box].height / 2))
            return
        kinds = (2, 3, 0, 1) if turned is None else (turned,)
        for kind in kinds:
            if (layer, box, kind) in needed and (layer, box, kind) not in self.pieces:
                self._add((layer, box, kind), _Piece(None, 0.0))

    def _add(self, key: Key, piece: _Piece) -> None:
        self.pieces[key] = piece
        self.layers[-1].append(key)

    def _stack(self) -> None:
        """First heights: each layer from the top, all with their middles level."""
        x = WIDTH / 2
        for k, folds in enumerate(self._folds):
            for layer in range(self._first[k], self._first[k] + folds):
                y = 0.0
                row = [self.pieces[key] for key in self.layers[layer]]
                for place_, piece in enumerate(row):
                    y += _apart(row[place_ - 1], piece) if place_ else 0.0
                    piece.x, piece.y = x, y
                for piece in row:
                    piece.y -= y / 2
                x += WIDTH + BETWEEN_FOLDS
            x += BETWEEN_COLUMNS - BETWEEN_FOLDS

    def _align(self) -> None:
        """Draw each piece towards the middle of what it is joined to, order and room kept."""
        leftward: dict[Key, list[_Piece]] = {key: [] for key in self.pieces}
        rightward: dict[Key, list[_Piece]] = {key: [] for key in self.pieces}
        joined = {
            (a, b): None for way in self.ways.values() for a, b in itertools.pairwise(way)
        }
        for a, b in joined:
            rightward[a].append(self.pieces[b])
            leftward[b].append(self.pieces[a])
        room = {layer[0]: _room([self.pieces[key] for key in layer]) for layer in self.layers}
        for turn in range(ALIGNMENTS):
            back = turn % 2 == 0
            pulls = rightward if back else leftward
            for layer in reversed(self.layers) if back else self.layers:
                row = [self.pieces[key] for key in layer]
                _settle(row, [pulls[key] for key in layer], room[layer[0]])

    def placement(
        self, levels: Sequence[int], beside: list[int], crossings: int
    ) -> Placement:
        top = min(piece.y - piece.half for piece in self.pieces.values()) - HEADING
        for piece in self.pieces.values():
            piece.x, piece.y = round(piece.x, 1), round(piece.y - top, 1)
        segments, own = self._segments()
        spots = [self.pieces[self._layer[box], box, -1] for box in range(len(self._boxes))]
        columns = []
        for k, level in enumerate(levels):
            xs = [
                self.pieces[key].x
                for layer in range(self._first[k], self._first[k] + self._folds[k])
                for key in self.layers[layer][:1]
            ]
            columns.append((level, min(xs) - WIDTH / 2, max(xs) + WIDTH / 2))
        return Placement(
            x=[spot.x for spot in spots],
            y=[spot.y for spot in spots],
            columns=columns,
            segments=segments,
            own=own,
            beside=beside,
            width=columns[-1][2],
            height=round(max(piece.y + piece.half for piece in self.pieces.values()), 1),
            crossings=crossings,
        )

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


# Layer, box, and what of the box: itself (-1), its wire to the right (0, or 1 where the link
# leads to the right), its wire to the left (2, 3).
Key = tuple[int, int, int]


def _apart(upper: _Piece, lower: _Piece) -> float:
    """The least distance between the middles of two neighbours in a layer."""
    boxes = (upper.box is not None) + (lower.box is not None)
    return upper.half + lower.half + (BETWEEN_BOXES if boxes == 2 else BESIDE_WIRE)


def _room(row: Sequence[_Piece]) -> list[float]:
    """For each piece the least distance from the first."""
    out = [0.0]
    for upper, lower in itertools.pairwise(row):
        out.append(out[-1] + _apart(upper, lower))
    return out


def _settle(
    row: Sequence[_Piece], pulls: Sequence[Sequence[_Piece]], offsets: Sequence[float]
) -> None:
    """As near to the wished heights as order and room allow (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for piece, pull, offset in zip(row, pulls, offsets, strict=True):
        if not pull:
            wish = piece.y
        elif len(pull) == 1:
            wish = pull[0].y
        else:
            wish = sum([other.y for other in pull]) / len(pull)
        mean, size = wish - offset, 1
        while blocks and blocks[-1][0] > mean:
            above, count = blocks.pop()
            mean = (above * count + mean * size) / (count + size)
            size += count
        blocks.append((mean, size))
    place_ = 0
    for mean, size in blocks:
        for _ in range(size):
            row[place_].y = mean + offsets[place_]
            place_ += 1
