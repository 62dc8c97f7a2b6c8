"""Several people at once, over real HTTP: nobody is turned away, and nothing gets lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from waitress.server import create_server

from benchmarks.towns import plan_file
from graph.store import Store, open_store
from service.serving import THREADS
from tests.service.crowd import check, cookie_of, crowd
from tests.service.signing import bearer, person, service

CLIENTS, SECONDS, GOALS = 8, 3, 300


@contextmanager
def answering(app: Flask) -> Iterator[int]:
    """The port of a service in a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = create_server(app, sockets=[door], threads=THREADS)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield door.getsockname()[1]
        server.close()
        thread.join(timeout=10)


@pytest.mark.both
def test_eight_clients_read_and_write_at_once_and_all_are_served(
    store: Store, tmp_path: Path
) -> None:
    town = plan_file(GOALS)
    store.import_files([town])
    app, editor = service(store), bearer(store, "editor")
    before = store.revision()
    with answering(app) as port:
        told = crowd(
            port,
            [goal.id for goal in town.goals if goal.status == "adopted"],
            editor=editor,
            cookie=cookie_of(app, person(store, "reader")),
            clients=CLIENTS,
            seconds=SECONDS,
        )
    assert len(told.written) >= CLIENTS
    with open_store(f"embedded:{tmp_path / 'lager'}") as fresh:
        check(told, store, before, fresh)
