"""The test run itself: tests that wipe the same server don't run side by side."""

from __future__ import annotations

import os

import pytest


@pytest.mark.neo4j
def test_tests_on_neo4j_stay_on_one_worker(request: pytest.FixtureRequest) -> None:
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    # This is how pytest-xdist tells its scheduler which tests belong together.
    assert alone or request.node.nodeid.endswith("@neo4j")
