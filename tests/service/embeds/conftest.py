"""The store of these tests: the embedded one, but for those that say that both engines count."""

from __future__ import annotations

import pytest

from graph.store import Store
from tests.conftest import EMBEDDED, wipe


@pytest.fixture(params=[EMBEDDED])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, embedded unless the test names engines."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    wipe(found.url)
    return found
