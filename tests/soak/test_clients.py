"""
Sixty-four clients at one service for five minutes, reading and writing, on each engine.

RODTRAD_SOAK_SECONDS makes it shorter; with `-s` the waits are shown, kind by kind.
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.towns import plan_file
from graph.store import Store, open_store
from tests.service.accounts.test_serve_process import serving
from tests.service.crowd import check, cookie_of, crowd
from tests.service.signing import bearer, person, service

CLIENTS, GOALS = 64, 2_000
SECONDS = float(os.environ.get("RODTRAD_SOAK_SECONDS", "300"))


def test_sixty_four_clients_are_all_served_and_nothing_is_lost(
    store: Store, tmp_path: Path
) -> None:
    town = plan_file(GOALS)
    store.import_files([town])
    editor, cookie = bearer(store, "editor"), cookie_of(service(store), person(store, "reader"))
    before = store.revision()
    with serving(store, "--port", "18765") as port:
        told = crowd(
            port,
            [goal.id for goal in town.goals if goal.status == "adopted"],
            editor=editor,
            cookie=cookie,
            clients=CLIENTS,
            seconds=SECONDS,
        )
    print(f"\n{store.info().engine}: {len(told.written)} changes, met {told.met} times")
    print(*told.lines(), sep="\n")
    with open_store(f"embedded:{tmp_path / 'lager'}") as fresh:
        check(told, store, before, fresh)
