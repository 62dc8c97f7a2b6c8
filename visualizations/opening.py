"""
Where things stand when goals are opened: what was there stays, what is new takes free places.

Every picture a reader has opened their way through is drawn in turn, the first by itself, each
later one onto the one before. A box that was there keeps its column and height on the page, and
its place from the left unless columns had to be put in before it: for a level that wasn't shown,
or because new boxes would make a column taller than anyone scrolls. Wires keep their places as
long as nothing new stands there.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from visualizations.drawing import (
    BESIDE_WIRE,
    HEADING,
    Box,
    Drawing,
    Key,
    Parts,
    Piece,
    Placement,
)
from visualizations.layout import Fresh

# Room for a wire between a new box and its neighbours.
AROUND = 2 * BESIDE_WIRE
# How far down a column may reach for new boxes, if the picture isn't taller already.
TALL = 1600
# The least between two wires in a gap, if another gap is to be had.
TIGHT = 2

# Of a wire: level, fold, name of its box, and which of its wires.
WireName = tuple[int, int, str, int]


@dataclass(frozen=True, slots=True)
class Stage:
    """One picture: its boxes with their names, and the links (from, to) between boxes."""

    names: Sequence[str]
    boxes: Sequence[Box]
    links: Sequence[tuple[int, int]]


def place_in_turn(stages: Iterable[Stage]) -> Placement:
    """
    Place the boxes of the last picture, those of earlier ones where they stood.

    Deterministic in the order things are given. ValueError if no picture holds a box.
    """
    last: tuple[Stage, Drawing] | None = None
    for stage in stages:
        if not stage.boxes:
            continue
        if last is None:
            last = stage, Fresh(Parts.of(stage.boxes, stage.links))
        else:
            last = stage, _Onto(stage, *last)
    if last is None:
        raise ValueError("nothing to place")
    return last[1].placement()


# Middle and half height of what stands in a layer, from the top.
Standing = list[tuple[float, float]]


class _Onto(Drawing):
    """A drawing whose boxes stand where they stood in another."""

    def __init__(self, stage: Stage, before: Stage, was: Drawing) -> None:
        parts = Parts.of(stage.boxes, stage.links, was.parts.levels)
        folds_by_level = dict(zip(was.parts.levels, was.folds, strict=True))
        seats = _Seats([folds_by_level.get(level, 1) for level in parts.levels])
        number = {name: box for box, name in enumerate(before.names)}
        new = []
        for box, name in enumerate(stage.names):
            old = number.get(name)
            if old is None or before.boxes[old].column != stage.boxes[box].column:
                new.append(box)
                continue
            y = was.pieces[was.layer[old], old, -1].y
            half = stage.boxes[box].height / 2
            if not seats.keep(box, parts.column[box], was.fold_of[old], y, half):
                new.append(box)
        seats.limit = max(TALL, was.bottom())
        _seat(parts, stage.links, new, seats)
        fold_of = [seats.fold[box] for box in range(len(stage.boxes))]
        super().__init__(parts, seats.folds, fold_of)
        for box, layer in enumerate(self.layer):
            half = stage.boxes[box].height / 2
            self.pieces[layer, box, -1] = Piece(box, half, self.middles[layer], seats.y[box])
        self._lay_wires(_wires(before, was), stage.names)

    def _lay_wires(self, before: dict[WireName, float], names: Sequence[str]) -> None:
        """Each wire in the gap between boxes that is nearest to where it was, or leads."""
        wishes: dict[Key, list[float]] = {}
        for number, left, right, _ in self.parts.across:
            start, end = (self.pieces[self.layer[box], box, -1].y for box in (left, right))
            for key in self.ways[number][1:-1]:
                # Level with a box past its own column's other folds, half-way between columns.
                own = self.column_of[key[0]]
                wish = (start + end) / 2
                if own == self.parts.column[left]:
                    wish = start
                elif own == self.parts.column[right]:
                    wish = end
                wishes.setdefault(key, []).append(wish)
        wires: list[list[tuple[float, Key]]] = [[] for _ in self.middles]
        for key, middles in wishes.items():
            layer, box, kind = key
            stood = before.get((*self.fold_names[layer], names[box], kind))
            wires[layer].append((sum(middles) / len(middles) if stood is None else stood, key))
        boxes: list[Standing] = [[] for _ in self.middles]
        for (layer, _, _), piece in self.pieces.items():
            boxes[layer].append((piece.y, piece.half))
        for layer, row in enumerate(wires):
            for key, y in _between(sorted(boxes[layer]), sorted(row)):
                self.pieces[key] = Piece(None, 0.0, self.middles[layer], y)


class _Seats:
    """Who stands where in the folds of each column."""

    def __init__(self, folds: list[int]) -> None:
        self.folds = folds
        self.limit = 0.0
        self.fold: dict[int, int] = {}
        self.y: dict[int, float] = {}
        self._rows: list[list[Standing]] = [[[] for _ in range(count)] for count in folds]

    def keep(self, box: int, column: int, fold: int, y: float, half: float) -> bool:
        """Put a box there; False if it has grown and would stand on another."""
        row = self._rows[column][fold]
        place = bisect(row, (y, half))
        for other, other_half in row[max(0, place - 1) : place + 1]:
            if abs(other - y) < half + other_half:
                return False
        self._put(box, column, fold, y, half)
        return True

    def find(self, box: int, column: int, wish: float, half: float) -> None:
        """Put a box into the free place that is nearest to a height, in a new fold if need be."""
        found = [
            (abs(y - wish), fold, y)
            for fold, row in enumerate(self._rows[column])
            for y in _free(row, wish, half, self.limit)
        ]
        if not found:
            self.folds[column] += 1
            self._rows[column].append([])
            y = max(HEADING + half, min(wish, self.limit - half))
            found = [(0.0, self.folds[column] - 1, y)]
        _, fold, y = min(found)
        self._put(box, column, fold, round(y, 1), half)

    def _put(self, box: int, column: int, fold: int, y: float, half: float) -> None:
        insort(self._rows[column][fold], (y, half))
        self.fold[box], self.y[box] = fold, y


def _free(row: Standing, wish: float, half: float, limit: float) -> Iterator[float]:
    """In each gap that is large enough the height nearest to the wished one."""
    top = HEADING + half
    for y, other in row:
        low = y - other - AROUND - half
        if top <= low:
            yield max(top, min(wish, low))
        top = y + other + AROUND + half
    if top <= limit - half:
        yield max(top, min(wish, limit - half))


def _seat(
    parts: Parts, links: Sequence[tuple[int, int]], new: Iterable[int], seats: _Seats
) -> None:
    """Seat new boxes near what they are joined to, those first that are joined to what stands."""
    joined: dict[int, list[int]] = {}
    for source, target in links:
        joined.setdefault(source, []).append(target)
        joined.setdefault(target, []).append(source)
    waiting = list(new)
    while waiting:
        wishes = {}
        for box in waiting:
            heights = [seats.y[other] for other in joined.get(box, ()) if other in seats.y]
            if heights:
                wishes[box] = sum(heights) / len(heights)
        if not wishes:
            wishes = dict.fromkeys(waiting, 0.0)
        for box in sorted(wishes, key=lambda box: (wishes[box], box)):
            seats.find(box, parts.column[box], wishes[box], parts.boxes[box].height / 2)
        waiting = [box for box in waiting if box not in wishes]


def _wires(before: Stage, was: Drawing) -> dict[WireName, float]:
    """The heights of wires as they were."""
    return {
        (*was.fold_names[layer], before.names[box], kind): piece.y
        for (layer, box, kind), piece in was.pieces.items()
        if kind >= 0
    }


def _between(boxes: Standing, wires: Sequence[tuple[float, Key]]) -> Iterator[tuple[Key, float]]:
    """Heights for wires, in the order of their wishes, between boxes and apart."""
    edges = [float(HEADING - BESIDE_WIRE)]
    for y, half in boxes:
        edges += [y - half, y + half]
    gaps = [*zip(edges[::2], edges[1::2], strict=False), (edges[-1], float("inf"))]
    held: list[list[tuple[float, Key]]] = [[] for _ in gaps]

    def farness(place: int, wish: float) -> tuple[bool, float]:
        top, bottom = gaps[place]
        crowded = (len(held[place]) + 2) * TIGHT > bottom - top
        return crowded, max(top - wish, wish - bottom, 0.0)

    for wish, key in wires:
        nearest = min(range(len(gaps)), key=lambda place: farness(place, wish))
        held[nearest].append((wish, key))
    for (top, bottom), each in zip(gaps, held, strict=True):
        apart = min(float(BESIDE_WIRE), (bottom - top) / (len(each) + 1))
        y = top
        for place, (wish, key) in enumerate(each):
            last = bottom - apart * (len(each) - place)
            y = max(y + apart, min(wish, last))
            yield key, round(y, 2)
