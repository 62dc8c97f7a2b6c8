"""
Where things stand: a column for each level, left to right, boxes that never overlap.

A column with very many boxes is folded into narrower ones side by side. The order within
columns is that of few crossings, the heights are drawn towards what a box is joined to.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from visualizations.drawing import (
    BESIDE_WIRE,
    BETWEEN_BOXES,
    BETWEEN_COLUMNS,
    BETWEEN_FOLDS,
    HEADING,
    WIDTH,
    Box,
    Drawing,
    Key,
    Parts,
    Piece,
    Placement,
)
from visualizations.ordering import Columns

# The area that folding aims at: a map page on a 1700 by 900 screen.
AREA = (1640, 790)
ROWS = (6, 8, 10, 12, 14, 17, 20, 25, 32, 50, 1000)
ALIGNMENTS = 4
# What stands in a column: a box (box, None), or a wire (left box, turned).
Item = tuple[int, int | None]


def place(
    boxes: Sequence[Box], links: Sequence[tuple[int, int]], *, fold: bool = True
) -> Placement:
    """
    Place boxes joined by links (from, to); deterministic in the order they are given.

    `fold` False keeps each level in one column, however tall.
    """
    return Fresh(Parts.of(boxes, links), fold=fold).placement()


def _order(parts: Parts) -> list[list[Item]]:
    """For each column its boxes and wires from the top."""
    count, column = len(parts.levels), parts.column
    items: list[dict[Item, int]] = [{} for _ in range(count)]
    for box, k in enumerate(column):
        items[k][box, None] = len(items[k])
    ties: list[list[tuple[int, int, int]]] = [[] for _ in range(count - 1)]
    for _, left, right, turned in parts.across:
        before: Item = (left, None)
        for k in range(column[left] + 1, column[right] + 1):
            here: Item = (right, None) if k == column[right] else (left, int(turned))
            place_here = items[k].setdefault(here, len(items[k]))
            ties[k - 1].append((items[k - 1][before], place_here, 1))
            before = here
    columns = Columns([len(each) for each in items], ties)
    columns.settle()
    names = [list(each) for each in items]
    return [
        [names[k][place] for place in order.tolist()] for k, order in enumerate(columns.order)
    ]


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


class Fresh(Drawing):
    """A drawing of its own: few crossings, columns folded, heights aligned."""

    def __init__(self, parts: Parts, *, fold: bool = True) -> None:
        """Of at least one box."""
        ordered = _order(parts)
        folds = _folds(parts.boxes, ordered) if fold else [1] * len(ordered)
        fold_of = [0] * len(parts.boxes)
        for k, items in enumerate(ordered):
            own = [box for box, turned in items if turned is None]
            for place_, box in enumerate(own):
                fold_of[box] = place_ % folds[k]
        super().__init__(parts, folds, fold_of)
        needed = {name for way in self.ways.values() for name in way}
        self.layers: list[list[Key]] = []
        for k, items in enumerate(ordered):
            for layer in range(self.first[k], self.first[k] + folds[k]):
                self.layers.append([])
                for box, turned in items:
                    self._lay(layer, box, turned, needed)
        self._stack()
        self._align()
        top = min(piece.y - piece.half for piece in self.pieces.values()) - HEADING
        for piece in self.pieces.values():
            piece.y = round(piece.y - top, 1)

    def _lay(self, layer: int, box: int, turned: int | None, needed: set[Key]) -> None:
        if turned is None and self.layer[box] == layer:
            self._add((layer, box, -1), Piece(box, self.parts.boxes[box].height / 2))
            return
        kinds = (2, 3, 0, 1) if turned is None else (turned,)
        for kind in kinds:
            if (layer, box, kind) in needed and (layer, box, kind) not in self.pieces:
                self._add((layer, box, kind), Piece(None, 0.0))

    def _add(self, key: Key, piece: Piece) -> None:
        self.pieces[key] = piece
        self.layers[-1].append(key)

    def _stack(self) -> None:
        """First heights: each layer from the top, all with their middles level."""
        for x, layer in zip(self.middles, self.layers, strict=True):
            y = 0.0
            row = [self.pieces[key] for key in layer]
            for place_, piece in enumerate(row):
                y += _apart(row[place_ - 1], piece) if place_ else 0.0
                piece.x, piece.y = x, y
            for piece in row:
                piece.y -= y / 2

    def _align(self) -> None:
        """Draw each piece towards the middle of what it is joined to, order and room kept."""
        leftward: dict[Key, list[Piece]] = {key: [] for key in self.pieces}
        rightward: dict[Key, list[Piece]] = {key: [] for key in self.pieces}
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


def _apart(upper: Piece, lower: Piece) -> float:
    """The least distance between the middles of two neighbours in a layer."""
    boxes = (upper.box is not None) + (lower.box is not None)
    return upper.half + lower.half + (BETWEEN_BOXES if boxes == 2 else BESIDE_WIRE)


def _room(row: Sequence[Piece]) -> list[float]:
    """For each piece the least distance from the first."""
    out = [0.0]
    for upper, lower in itertools.pairwise(row):
        out.append(out[-1] + _apart(upper, lower))
    return out


def _settle(
    row: Sequence[Piece], pulls: Sequence[Sequence[Piece]], offsets: Sequence[float]
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
