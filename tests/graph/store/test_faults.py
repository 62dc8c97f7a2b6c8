"""Stores that aren't there, don't let us in, or go away: exit 3 and one clear line."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from graph.errors import StoreError, StoreRefused, UsageError
from graph.store import Store, open_store
from graph.store.addresses import parse_address
from graph.store.embedded import free_port
from graph.store.migrations import steps
from tests.conftest import bare, wipe
from tests.graph.store.content import file, goal
from tests.graph.store.line import line_to


@pytest.mark.parametrize(
    "url",
    ["", "embedded:", "http://x", "bolt://", "bolt://x:port", "bolt://x?unknown=1",
     "bolt://x?timeout=0", "bolt://x/path", "neo4j://name:secret@x"],
)  # fmt: skip
def test_an_address_that_is_none_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_store(url)
    assert (caught.value.exit_code, caught.value.code) == (2, "store.address")
    assert "secret" not in str(caught.value)


def test_an_address_is_taken_apart() -> None:
    address = parse_address("neo4j+s://db.example.org:7688?database=mål&timeout=2", "me", "pw")
    assert (address.uri, address.database) == ("neo4j+s://db.example.org:7688", "mål")
    assert (address.user, address.password, address.timeout) == ("me", "pw", 2.0)
    assert address.shown == "neo4j+s://db.example.org:7688?database=mål"
    assert parse_address("embedded:en mapp?").path == Path.cwd() / "en mapp?"


def test_no_server_there_is_one_clear_line() -> None:
    url = f"bolt://127.0.0.1:{free_port()}"
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert caught.value.exit_code == 3
    assert caught.value.text("en") == (
        f"The store {url} can't be reached. See that the database is running and that the "
        "address is right."
    )


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"bolt://127.0.0.1:{mute.getsockname()[1]}?timeout=0.5"
        with pytest.raises(StoreError) as caught:
            open_store(url)
    assert caught.value.code in ("store.silent", "store.unreachable")


@pytest.mark.neo4j
def test_a_server_that_freezes_or_dies_is_named_in_time(neo4j_url: str) -> None:
    open_store(neo4j_url).close()
    wipe(neo4j_url)
    with (
        line_to(int(neo4j_url.rpartition(":")[2])) as line,
        open_store(f"bolt://127.0.0.1:{line.port}?timeout=5") as store,
    ):
        store.import_files([file("a", goal("g"))])
        line.hold()
        with pytest.raises(StoreError) as frozen:
            store.files()
        line.cut()
        with pytest.raises(StoreError) as dead:
            store.import_files([file("a", goal("h"))])
    assert frozen.value.code == "store.silent"
    assert dead.value.code in ("store.unreachable", "store.silent")


@pytest.mark.neo4j
def test_a_wrong_password_is_refused(neo4j_url: str) -> None:
    with pytest.raises(StoreRefused) as caught:
        open_store(neo4j_url, password="fel")
    assert (caught.value.exit_code, caught.value.code) == (3, "store.refused")
    assert "fel" not in str(caught.value)


def test_of_two_writers_both_are_kept_or_one_is_told(store: Store) -> None:
    store.import_files([file("a"), file("b")])
    failures: list[BaseException] = []
    barrier = threading.Barrier(2)

    def write(source: str) -> None:
        with open_store(store.url) as client:
            barrier.wait()
            for turn in range(3):
                try:
                    client.import_files([file(source, goal(f"{source}{turn}"))])
                except StoreError as error:
                    failures.append(error)

    writers = [threading.Thread(target=write, args=(source,)) for source in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert all(getattr(each, "code", "") == "store.busy" for each in failures)
    # Every import that wasn't told off counts once: no update is lost.
    assert store.revision() == 7 - len(failures)
    if not failures:
        assert [each.goals[0].id for each in store.files()] == ["a2", "b2"]


def test_a_store_of_a_later_program_is_left_alone(store: Store) -> None:
    bare(store.url, "MATCH (m:Meta) SET m.schema_version = 99")
    try:
        with pytest.raises(StoreError) as caught:
            open_store(store.url)
    finally:
        bare(store.url, f"MATCH (m:Meta) SET m.schema_version = {steps()[-1][0]}")
    assert caught.value.code == "store.newer"
