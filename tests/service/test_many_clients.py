"""Several people at once, over real HTTP: nobody is turned away, and nothing gets lost."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.towns import plan_file
from graph.store import Store, open_store
from service.serving import THREADS
from tests.service.answering import answering
from tests.service.crowd import check, cookie_of, crowd
from tests.service.signing import bearer, person, service

CLIENTS, SECONDS, GOALS = 8, 3, 300


def test_eight_clients_read_and_write_at_once_and_all_are_served(
    store: Store, tmp_path: Path
) -> None:
    town = plan_file(GOALS)
    store.import_files([town])
    app, editor = service(store), bearer(store, "editor")
    before = store.revision()
    with answering(app, THREADS) as address:
        told = crowd(
            urlsplit(address).port or 0,
            [goal.id for goal in town.goals if goal.status == "adopted"],
            editor=editor,
            cookie=cookie_of(app, person(store, "reader")),
            clients=CLIENTS,
            seconds=SECONDS,
        )
    assert len(told.written) >= CLIENTS
    with open_store(f"embedded:{tmp_path / 'lager'}") as fresh:
        check(told, store, before, fresh)
