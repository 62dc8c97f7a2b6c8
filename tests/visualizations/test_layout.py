"""Few links cross, and the number that is told is what the drawing shows."""

from collections.abc import Sequence
from itertools import pairwise, permutations, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.visualizations.crossings import ours, views
from tests.visualizations.test_map_promises import QUICK
from visualizations.ordering import Columns

# What graphviz' dot 2.43 makes of the same maps: its median by kind.
DOT = {"sample": 0, "sparse": 24, "dense": 137}


def test_no_more_links_cross_than_dot_lets_and_all_are_counted() -> None:
    for name, models in views().items():
        drawn = [ours(model) for model in models]
        assert drawn == [model.counts.crossings for model in models]
        assert np.median(drawn) <= DOT[name], name


Ties = list[list[tuple[int, int, int]]]


@st.composite
def small(draw: st.DrawFn) -> tuple[list[int], Ties]:
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    ties = []
    for left, right in pairwise(sizes):
        pairs = sorted(product(range(left), range(right)))
        chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8))
        ties.append([(a, b, 1) for a, b in sorted(chosen)])
    return sizes, ties


@QUICK
@given(small())
def test_small_pictures_come_within_what_counts_as_few_of_the_best(
    columns: tuple[list[int], Ties],
) -> None:
    sizes, ties = columns
    found = Columns(sizes, ties)
    settled = found.settle()
    assert [sorted(each.tolist()) for each in found.order] == [list(range(n)) for n in sizes]
    assert settled == _crossing([each.tolist() for each in found.order], ties)
    orders = product(*(permutations(range(size)) for size in sizes))
    best = min(_crossing(order, ties) for order in orders)
    assert settled <= max(best, sum(map(len, ties)) / 6)


def _crossing(orders: Sequence[Sequence[int]], ties: Ties) -> int:
    place = [{thing: k for k, thing in enumerate(order)} for order in orders]
    return sum(
        (place[k][a] - place[k][c]) * (place[k + 1][b] - place[k + 1][d]) < 0
        for k, pairs in enumerate(ties)
        for n, (a, b, _) in enumerate(pairs)
        for c, d, _ in pairs[:n]
    )
