"""The data that is served: kept while it stays, loaded by one while others go on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from benchmarks.towns import projection
from graph.projection import Projection
from service.data import Data

TOWN = projection(200)


class Changing:
    """Data of another revision whenever `revision` is raised; loading waits for `door`."""

    def __init__(self) -> None:
        self.revision = 1
        self.loads = 0
        self.door = threading.Event()
        self.door.set()
        self.inside = threading.Event()
        self.data = Data(
            lambda: self.revision, self.load, lambda _: None, made=lambda: self.revision
        )

    def load(self) -> Projection:
        self.loads += 1
        loaded = replace(TOWN, revision=self.revision)
        self.inside.set()
        assert self.door.wait(20)
        return loaded

    def seen(self, now: bool) -> int | None:
        return self.data.projection(now=now).revision

    def write(self) -> None:
        self.revision += 1


def test_readers_go_on_with_what_was_while_one_loads_what_is() -> None:
    town = Changing()
    assert town.seen(now=False) == 1
    with ThreadPoolExecutor(2) as pool:
        town.door.clear()
        town.inside.clear()
        town.write()
        loading = pool.submit(town.seen, now=False)
        assert town.inside.wait(20)
        assert town.seen(now=False) == 1
        writer = pool.submit(town.seen, now=True)
        town.door.set()
        assert (loading.result(20), writer.result(20)) == (2, 2)
    assert town.seen(now=False) == 2
    assert town.loads == 2


def test_nobody_is_told_what_was_before_they_wrote() -> None:
    town = Changing()
    with ThreadPoolExecutor(1) as pool:
        town.door.clear()
        first = pool.submit(town.seen, now=True)
        assert town.inside.wait(20)
        town.write()
        town.door.set()
        assert first.result(20) == 1
    assert town.seen(now=True) == 2
