"""A server that is given too little memory for what it is asked to keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.store import open_store
from tests import neo4j_server
from tests.graph.store.content import file, goal


@pytest.mark.neo4j
def test_a_server_with_too_little_memory_is_told_of_as_such(tmp_path: Path) -> None:
    small = neo4j_server.start(tmp_path / "neo4j", "db.memory.transaction.max=4m\n", "512m")
    try:
        with open_store(str(small["url"]), password=str(small["password"])) as store:
            with pytest.raises(StoreError) as caught:
                store.import_files([file("a", *(goal(f"g{n}") for n in range(20_000)))])
            assert caught.value.code == "store.memory"
            assert "MiB" in str(caught.value)
            assert store.files() == ()
    finally:
        neo4j_server.stop(small)
