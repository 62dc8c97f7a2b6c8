"""500 random chains: projection, Cypher on each engine and the slow version are one."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.joining import agree, fill, groups

SEEDS = range(500)
# Every model on its own; chains that share one go forty together.
GROUPS = list(groups(SEEDS, 40))


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_three_ways_agree_on_every_chain_in_the_views_of_its_group(
    store: Store, group: int
) -> None:
    docs, views = GROUPS[group]
    fill(store, docs)
    for view in views[:6]:
        agree(store, docs, view)
