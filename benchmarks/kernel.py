"""
The audit as arrays, against two plain breadth-first passes, networkx, and odd graphs; the rules
against the audit; and how long it takes to find texts that are alike.

Everything is timed in one process on one projection, in turns, so that a slow moment of the
machine falls on both sides; what is told are ratios of medians.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

import networkx as nx
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from benchmarks.towns import projection
from graph.checking import read_chain
from graph.columns import Columns, GoalColumns, LinkColumns
from graph.projection import Projection, build, project
from queries.audit import Audit, audit
from queries.impact import impact
from queries.likeness import alike
from queries.rules.book import RuleBook, builtin
from queries.rules.check import check
from queries.view import View

Row = tuple[str, str, str]
YEAR = View(year=2024)
# Rules that compare texts; how long they take is told by itself.
LIKENESS = ("T061", "T062")
SAMPLE = Path(__file__).parents[1] / "samples" / "tyreso"


def whole_audit(p: Projection) -> Audit:
    """Every part of the audit that the bar names, as arrays."""
    found = audit(p, YEAR)
    _ = (found.links, found.states, found.depth, found.chain_areas, found.cycles)
    _ = (found.matrix, found.score)
    return found


def loaded(p: Projection) -> Projection:
    """The projection with what it keeps from one audit to the next worked out."""
    whole_audit(p)
    return p


def medians(times: int, *sides: Callable[[], object]) -> list[float]:
    """Median seconds of each side, the sides run in turns."""
    told: list[list[float]] = [[] for _ in sides]
    for _ in range(times):
        for place, side in enumerate(sides):
            begin = time.perf_counter()
            side()
            told[place].append(time.perf_counter() - begin)
    return [statistics.median(each) for each in told]


def two_passes(p: Projection) -> Callable[[], object]:
    """Two plain breadth-first passes of scipy over the same links, from the same top."""
    ones = np.ones(len(p.source), dtype=np.int8)
    down = csr_matrix((ones, (p.target, p.source)), shape=(p.count, p.count))
    top = int(np.flatnonzero(p.level == 0)[0])

    def passes() -> None:
        for _ in range(2):
            breadth_first_order(down, top)

    return passes


def sizes(goals: list[int], times: int) -> list[Row]:
    """The whole audit at several sizes, and how it grows."""
    rows: list[Row] = []
    took: dict[int, float] = {}
    for size in goals:
        p = loaded(projection(size))
        ours, theirs = medians(times, partial(whole_audit, p), two_passes(p))
        took[size] = ours
        name = f"whole audit, {spaced(size)} goals, {spaced(len(p.source))} links"
        rows.append((name, f"{ours / theirs:.2f} × two scipy BFS passes", "≤ 2.5"))
    for small, large in pairwise(goals):
        name = f"growth from {spaced(small)} to {spaced(large)} goals"
        rows.append((name, f"{took[large] / took[small]:.1f} ×", "≤ 12 for ten times as many"))
    return rows


def against_networkx(goals: int, times: int) -> list[Row]:
    """The same verdicts asked of networkx in the plain way."""
    p = loaded(projection(goals))
    found = whole_audit(p)
    graph = nx.DiGraph()
    graph.add_nodes_from(np.flatnonzero(found.scene.goals).tolist())
    carried = np.flatnonzero(found.links.carries)
    graph.add_edges_from(zip(p.source[carried].tolist(), p.target[carried].tolist(), strict=True))
    level = p.level.tolist()
    roots = found.scene.roots.tolist()
    needs = [np.flatnonzero(row).tolist() for row in found.scene.needs]

    def plain() -> None:
        reached = set(roots)
        upside = graph.reverse(copy=False)
        nx.multi_source_dijkstra_path_length(upside, set(roots))
        for root in roots:
            reached |= nx.descendants(upside, root)
        deep: dict[int, bool] = {}
        for component in nx.strongly_connected_components(graph):
            assert component
        for goal in nx.topological_sort(graph):
            below = list(graph.predecessors(goal))
            deep[goal] = all(
                any(level[each] == need and deep[each] for each in below)
                for need in needs[level[goal]]
            )

    ours, theirs = medians(times, lambda: whole_audit(p), plain)
    return [
        (f"whole audit, {goals} goals, against networkx", f"{theirs / ours:.0f} × faster", "≥ 100")
    ]


def layered(layers: int, width: int, parents: int) -> Projection:
    """Layers of goals, each leading to several of the layer above: countless paths."""
    goals, links = GoalColumns(), LinkColumns()
    rng = np.random.default_rng(3)
    for layer in range(layers):
        for place in range(width):
            goals.id.append(f"g{layer:02}-{place:04}")
            goals.level.append("fullmaktige" if layer == 0 else "namnd")
            above = rng.choice(width, min(parents, width), replace=False) if layer else []
            for each in above:
                links.source.append(goals.id[-1])
                links.target.append(f"g{layer - 1:02}-{each:04}")
    return _built(goals, links)


def scattered(count: int, links_each: int) -> Projection:
    """As many goals and links as a layered graph, each goal leading to any before it."""
    goals, links = GoalColumns(), LinkColumns()
    rng = np.random.default_rng(4)
    for place in range(count):
        goals.id.append(f"g{place:06}")
        goals.level.append("fullmaktige" if place < 10 else "namnd")
        for each in set(rng.integers(0, place, links_each).tolist()) if place >= 10 else ():
            links.source.append(goals.id[-1])
            links.target.append(f"g{each:06}")
    return _built(goals, links)


def _built(goals: GoalColumns, links: LinkColumns) -> Projection:
    from benchmarks.towns import town

    count, written = len(goals.id), len(links.source)
    goals.title = [""] * count
    goals.code = goals.kind = goals.plan = goals.valid_from = goals.valid_to = [None] * count
    goals.status, goals.basis, goals.file = ["adopted"] * count, ["stated"] * count, [""] * count
    goals.unit = goals.areas = goals.replaces = goals.addressed_to = [()] * count
    goals.tags, goals.exempt_by, goals.budget_tkr = [()] * count, [None] * count, [None] * count
    goals.exempt, goals.exempt_reason = [None] * count, [None] * count
    goals.line = [0] * count
    links.status, links.suspect = ["adopted"] * written, [False] * written
    links.valid_from = links.valid_to = links.how = [None] * written
    frame = town(1000).frame
    return build(Columns(frame, goals, links, "sha256:" + "0" * 64, ("odd",)))


def odd_graphs(times: int) -> list[Row]:
    """Graphs with countless paths cost no more for each link than any other."""
    diamonds = layered(25, 2, 2)
    explosion = layered(12, 100, 5)
    rows: list[Row] = []
    for name, odd in (("12 × 100 × 5 layers", explosion), ("24 diamond layers", diamonds)):
        plain = scattered(odd.count, max(1, round(len(odd.source) / odd.count)))
        loaded(odd), loaded(plain)
        ours, theirs = medians(
            times * 5, partial(whole_audit, odd), partial(whole_audit, plain)
        )
        each = (ours / len(odd.source)) / (theirs / len(plain.source))
        rows.append((f"{name}, for each link", f"{each:.2f} × a scattered graph", "about 1"))
    return rows


def one_drop(goals: int, times: int) -> list[Row]:
    """Dropping one goal, against a whole audit; goals of every level in turn."""
    p = loaded(projection(goals))
    found = whole_audit(p)
    rng = np.random.default_rng(5)
    ratios = []
    for level in (2, 3, 4):
        chosen = rng.choice(np.flatnonzero(found.scene.goals & (p.level == level)), 8)
        for goal in chosen.tolist():

            def drop(goal: int = goal) -> None:
                lost = impact(found, [f"goal:{p.ids[goal]}"])
                _ = (lost.loses_last, lost.lost_cells)

            ours, whole = medians(times, drop, lambda: whole_audit(p))
            ratios.append(ours / whole)
    told = f"{statistics.median(ratios):.3f} × (largest {max(ratios):.3f})"
    return [(f"drop of one goal at {goals} goals, against a whole audit", told, "≤ 0.1")]


def all_rules(goals: int, times: int) -> list[Row]:
    """
    All rules that don't compare texts, asked of an audit, against the audit itself.

    Their findings are counted and not spelled out, as the audit is arrays and not yet JSON.
    """
    p = loaded(projection(goals))
    book = RuleBook(tuple(rule for rule in builtin() if rule.id not in LIKENESS))
    check(whole_audit(p), book)
    bare, asked = [], []
    for _ in range(times):
        begin = time.process_time()
        found = whole_audit(p)
        between = time.process_time()
        check(found, book)
        bare.append(between - begin)
        asked.append(time.process_time() - between)
    ratio = statistics.median(asked) / statistics.median(bare)
    name = f"all rules (but likeness) at {spaced(goals)} goals, against the bare audit"
    return [(name, f"{ratio:.2f} ×", "≤ 3")]


def sentences(count: int) -> list[str]:
    """
    Titles of the sample's words, as common as they are there; every tenth is another with one
    word changed.
    """
    titles = project(read_chain(sorted(SAMPLE.glob("*.yaml")))[0]).titles
    words = [word for title in titles for word in title.split()]
    rng = Random(6)
    texts = [" ".join(rng.choices(words, k=rng.randint(6, 14))) for _ in range(count)]
    for place in range(10, count, 10):
        said = texts[rng.randrange(place)].split()
        said[rng.randrange(len(said))] = rng.choice(words)
        texts[place] = " ".join(said)
    return texts


def similarity(goals: int, times: int) -> list[Row]:
    """Finding the goals that say nearly the same among so many, and among half of them."""
    texts = sentences(goals)
    took: dict[int, float] = {}
    for count in (goals // 2, goals):
        seconds = []
        for _ in range(times):
            begin = time.process_time()
            alike(texts[:count])
            seconds.append(time.process_time() - begin)
        took[count] = statistics.median(seconds)
    told = f"{took[goals]:.1f} s, {took[goals] / took[goals // 2]:.1f} × half as many"
    return [(f"similarity of {spaced(goals)} goals", told, "seconds, close to 2 ×")]


def spaced(number: int) -> str:
    """A number with blanks between thousands."""
    return f"{number:,}".replace(",", " ")


def rows(quick: bool) -> list[Row]:
    """All figures of this module."""
    goals = [10_000, 100_000] if quick else [10_000, 100_000, 1_000_000]
    times = 3 if quick else 7
    middle = 10_000 if quick else 100_000
    return [
        *sizes(goals, times),
        *against_networkx(middle, 2 if quick else 3),
        *odd_graphs(times),
        *one_drop(middle, times),
        *all_rules(100_000, times),
        *similarity(middle, 2 if quick else 3),
    ]
