"""A process killed in the middle of an import leaves the old content."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store import open_store
from tests.conftest import wipe
from tests.graph.store.killing import kill_and_look


def test_a_killed_import_leaves_the_old_content_on_the_embedded_engine(tmp_path: Path) -> None:
    kill_and_look(f"embedded:{tmp_path / 'lager'}", rounds=1, seed=1)


@pytest.mark.neo4j
def test_a_killed_import_leaves_the_old_content_on_neo4j(neo4j_url: str) -> None:
    open_store(neo4j_url).close()
    wipe(neo4j_url)
    kill_and_look(neo4j_url, rounds=1, seed=2)
