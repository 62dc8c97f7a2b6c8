"""Twenty kills in the middle of imports, on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store import open_store
from tests.conftest import wipe
from tests.graph.store.killing import kill_and_look

ROUNDS = 20


def test_twenty_kills_on_the_embedded_engine(tmp_path: Path) -> None:
    kill_and_look(f"embedded:{tmp_path / 'lager'}", ROUNDS, seed=3)


@pytest.mark.neo4j
def test_twenty_kills_on_neo4j(neo4j_url: str) -> None:
    open_store(neo4j_url).close()
    wipe(neo4j_url)
    kill_and_look(neo4j_url, ROUNDS, seed=4)
