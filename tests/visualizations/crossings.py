"""
How many links cross in a map, and in what graphviz makes of the same boxes and links.

Counted in the drawing, not in a model of it: pairs of links without a common end whose lines
meet. `dot` is used for this comparison alone; where it is installed,

    python -m tests.visualizations.crossings

prints the medians over maps of the sample and of random chains.
"""

import shutil
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from random import Random

from service.maps import focus_map
from tests.visualizations.chains_to_draw import audit_of, goals, tyreso
from visualizations.layout import WIDTH
from visualizations.model import MapModel
from visualizations.request import MapRequest

Way = list[tuple[float, float]]
LEVELS = ("vision", "fullmaktige", "namnd", "enhet", "grupp")


def ours(model: MapModel) -> int:
    """Crossings in our drawing."""
    ways: dict[int, Way] = {}
    for line in model.lines:
        for edge in line.edges:
            ways.setdefault(edge, []).extend(line.points)
    return _crossings(
        {(model.edges[k].source, model.edges[k].target): sorted(way) for k, way in ways.items()}
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
    ways: dict[tuple[str, str], Way] = {}
    for row in out.splitlines():
        words = row.split()
        if words[0] == "edge" and (words[1], words[2]) in names:
            flat = [float(word) for word in words[4 : 4 + 2 * int(words[3])]]
            ways[names[words[1], words[2]]] = _bezier(list(zip(flat[::2], flat[1::2], strict=True)))
    return _crossings(ways)


def views() -> list[MapModel]:
    """Maps of the sample and of random chains where goals have several goals above."""
    ids = tyreso().projection.ids
    out = [focus_map(tyreso(), MapRequest(root=root)) for root in (None, *ids[:: len(ids) // 10])]
    for seed in range(30):
        r = Random(seed)
        items, above = [], [""]
        for name, size in zip(LEVELS, (1, 5, 12, 18, 24), strict=True):
            row = [f"{name}{k}" for k in range(size)]
            for goal in row:
                to = sorted({r.choice(above) for _ in range(r.choice((1, 1, 2, 3)))} - {""})
                items.append({"id": goal, "title": goal, "level": name, "contributes_to": to})
            above = row
        out.append(focus_map(audit_of(goals(*items)), MapRequest(down=4, target=60)))
    return out


def compare(models: Iterable[MapModel]) -> tuple[list[int], list[int]]:
    """Crossings of each map: ours, and graphviz'."""
    pairs = [(ours(model), dot(model)) for model in models]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _bezier(points: Sequence[tuple[float, float]]) -> Way:
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


def _crossings(ways: dict[tuple[str, str], Way]) -> int:
    return sum(
        not set(one) & set(other) and _meet(ways[one], ways[other])
        for one, other in combinations(sorted(ways), 2)
    )


def _meet(one: Way, other: Way) -> bool:
    return any(
        _cross(a, b, c, d)
        for a, b in pairwise(one)
        for c, d in pairwise(other)
    )


def _cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    if max(a[0], b[0]) <= min(c[0], d[0]) or max(c[0], d[0]) <= min(a[0], b[0]):
        return False

    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


if __name__ == "__main__":
    own, theirs = compare(views())
    print(f"crossings, median of {len(own)} maps: ours {statistics.median(own)}, "
          f"graphviz dot {statistics.median(theirs)}; sum {sum(own)} and {sum(theirs)}")
    print(*zip(own, theirs, strict=True))
