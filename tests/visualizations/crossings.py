"""
How many links cross in a map, and in what graphviz makes of the same boxes and links.

Counted in the drawing, not in a model of it: pairs of links without a common end of which one
is now above, now below the other, from the middle of the box at the left to that at the right
(so what crosses at the very edge of a box counts too). `dot` is used for this comparison
alone; where it is installed,

    python -m tests.visualizations.crossings

prints the medians over a hundred maps of the sample and of random chains.
"""

import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.maps import focus_map
from tests.visualizations.chains_to_draw import audit_of, goals, tyreso
from visualizations.drawing import WIDTH
from visualizations.model import MapModel
from visualizations.request import MapRequest

Point = tuple[float, float]
Pair = tuple[str, str]
# The heights of a line at its places from left to right.
Way = tuple[NDArray[np.float64], NDArray[np.float64]]
LEVELS = ("vision", "fullmaktige", "namnd", "enhet", "grupp")
SAMPLE, SPARSE, DENSE = 30, 35, 35
INCH = 72
NEAR = 0.1


def ours(model: MapModel) -> int:
    """Crossings in our drawing."""
    middle = {node.key: (node.x, node.y) for node in model.nodes}
    points: dict[int, list[Point]] = {}
    for line in model.lines:
        for edge in line.edges:
            points.setdefault(edge, []).extend(line.points)
    ends = {k: (model.edges[k].source, model.edges[k].target) for k in points}
    return _crossings(
        {pair: _way(sorted(points[k] + [middle[end] for end in pair])) for k, pair in ends.items()}
    )


def dot(model: MapModel) -> int:
    """Crossings in graphviz' drawing with the same columns; RuntimeError where it isn't."""
    if shutil.which("dot") is None:
        raise RuntimeError("graphviz isn't installed")
    number = {node.key: f"n{place}" for place, node in enumerate(model.nodes)}
    level = {node.key: node.level for node in model.nodes}
    text = ["digraph g { rankdir=LR; nodesep=0.14; ranksep=1.1; node [shape=box fixedsize=true]"]
    for before, after in zip(model.levels, model.levels[1:], strict=False):
        text.append(f'"c{before.level}" -> "c{after.level}" [style=invis]')
    for heading in model.levels:
        same = " ".join(number[node.key] for node in model.nodes if node.level == heading.level)
        text.append(f'{{rank=same; "c{heading.level}" {same}}}')
    for node in model.nodes:
        text.append(f"{number[node.key]} [width={WIDTH / 72:.2f} height={node.height / 72:.2f}]")
    names = {}
    for edge in model.edges:
        if level[edge.source] != level[edge.target]:
            left, right = number[edge.target], number[edge.source]
            names[left, right] = (edge.source, edge.target)
            text.append(f"{left} -> {right}")
    out = subprocess.run(
        ["dot", "-Tplain"],
        input="\n".join([*text, "}"]),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    middle: dict[str, Point] = {}
    ways: dict[Pair, Way] = {}
    for row in out.splitlines():
        kind, *words = row.split()
        if kind == "node":
            middle[words[0]] = INCH * float(words[1]), INCH * float(words[2])
        if kind == "edge" and (words[0], words[1]) in names:
            flat = [INCH * float(word) for word in words[3 : 3 + 2 * int(words[2])]]
            spline = _bezier(list(zip(flat[::2], flat[1::2], strict=True)))
            ways[names[words[0], words[1]]] = _way([middle[words[0]], *spline, middle[words[1]]])
    return _crossings(ways)


def views() -> dict[str, list[MapModel]]:
    """Maps of the sample, and of random chains where goals have a few or several goals above."""
    ids = tyreso().projection.ids
    roots = [None, *ids[:: len(ids) // SAMPLE]][:SAMPLE]
    return {
        "sample": [focus_map(tyreso(), MapRequest(root=root)) for root in roots],
        "sparse": [_random(seed, above=(1, 1, 1, 2), skipping=0.15) for seed in range(SPARSE)],
        "dense": [_random(seed, above=(1, 1, 2, 3), skipping=0.0) for seed in range(DENSE)],
    }


def _random(seed: int, above: Sequence[int], skipping: float) -> MapModel:
    r = Random(seed)
    items: list[dict[str, Any]] = []
    rows: list[list[str]] = []
    for name, size in zip(LEVELS, (1, 5, 12, 18, 24), strict=True):
        row = [f"{name}{k}" for k in range(size)]
        for goal in row:
            to = set()
            for _ in range(r.choice(above) if rows else 0):
                to.add(r.choice(r.choice(rows) if r.random() < skipping else rows[-1]))
            items.append(
                {"id": goal, "title": goal, "level": name, "contributes_to": sorted(to)}
            )
        rows.append(row)
    return focus_map(audit_of(goals(*items)), MapRequest(down=4, target=60))


def _bezier(points: Sequence[Point]) -> list[Point]:
    out = [points[0]]
    for k in range(0, len(points) - 3, 3):
        a, b, c, d = points[k : k + 4]
        for step in range(1, 9):
            t = step / 8
            w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            out.append(
                (
                    sum(p[0] * each for p, each in zip((a, b, c, d), w, strict=True)),
                    sum(p[1] * each for p, each in zip((a, b, c, d), w, strict=True)),
                )
            )
    return out


def _crossings(ways: Mapping[Pair, Way]) -> int:
    return sum(
        not set(one) & set(other) and _cross(ways[one], ways[other])
        for one, other in combinations(sorted(ways), 2)
    )


def _way(points: Sequence[Point]) -> Way:
    """Left to right; a spline may turn back by a hair."""
    x, y = np.array(points).T
    return np.maximum.accumulate(x), y


def _cross(one: Way, other: Way) -> bool:
    """
    Whether one line is both above and below the other where they stand side by side.

    So lines that meet just where two stretches join count, which piece by piece they wouldn't.
    """
    (x1, y1), (x2, y2) = one, other
    left, right = max(x1[0], x2[0]), min(x1[-1], x2[-1])
    x = np.concatenate([x1, x2])
    x = x[(x >= left) & (x <= right)]
    if not x.size:
        return False
    apart = np.interp(x, x1, y1) - np.interp(x, x2, y2)
    return bool(apart.min() < -NEAR and apart.max() > NEAR)


if __name__ == "__main__":
    for name, models in views().items():
        pairs = [(ours(model), dot(model)) for model in models]
        own, theirs = zip(*pairs, strict=True)
        print(
            f"{name}, {len(pairs)} maps: median {statistics.median(own)}, graphviz dot "
            f"{statistics.median(theirs)}; sum {sum(own)} and {sum(theirs)}"
        )
        print(*pairs)
