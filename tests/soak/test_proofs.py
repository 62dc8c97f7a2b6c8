"""500 random chains: a stranger accepts every proof, and misses none."""

from __future__ import annotations

import pytest

from tests.asking import audit_of
from tests.chains import random_chain
from tests.proving import wrong_with

SEEDS = range(500)


@pytest.mark.parametrize("block", range(0, len(SEEDS), 50))
def test_every_verdict_of_every_chain_is_proved(block: int) -> None:
    for seed in SEEDS[block : block + 50]:
        assert wrong_with(audit_of(*random_chain(seed))) == [], seed
