"""What the service keeps beside the chain, on every engine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from graph.errors import UsageError
from graph.store import Store, open_store
from graph.store.shelf import KINDS, Stale, Taken, instant
from tests.graph.store.content import NASTY, file, goal

LATER = instant(datetime.now(UTC) + timedelta(days=1))
EARLIER = instant(datetime.now(UTC) - timedelta(seconds=1))


def test_what_is_kept_comes_back_with_its_version(store: Store) -> None:
    shelf = store.shelf("User")
    body = {"name": "Åsa", "roles": ["editor"], "deep": {"n": 1.5, "none": None}}
    kept = shelf.add("asa", body, key="k", until=LATER)
    assert (kept.id, kept.version, kept.key, kept.until, kept.body) == ("asa", 1, "k", LATER, body)
    assert shelf.get("asa") == kept
    changed = shelf.put("asa", {}, version=1)
    assert (changed.version, changed.key, changed.until, changed.body) == (2, "", "", {})
    assert shelf.get("asa") == changed
    assert shelf.drop("asa")
    assert not shelf.drop("asa")
    assert shelf.get("asa") is None


def test_every_kind_has_a_shelf_of_its_own(store: Store) -> None:
    for kind in KINDS:
        store.shelf(kind).add("ett", {"kind": kind})
    assert [store.shelf(kind).all()[0].body["kind"] for kind in KINDS] == list(KINDS)
    with pytest.raises(KeyError):
        store.shelf("Goal")


def test_an_id_is_taken_once_and_a_version_written_over_once(store: Store) -> None:
    shelf = store.shelf("Setting")
    shelf.add("settings", {"n": 1})
    with pytest.raises(Taken) as taken:
        shelf.add("settings", {"n": 2})
    shelf.put("settings", {"n": 3}, version=1)
    with pytest.raises(Stale) as stale:
        shelf.put("settings", {"n": 4}, version=1)
    with pytest.raises(Stale):
        shelf.put("borta", {}, version=1)
    assert (taken.value.code, stale.value.code) == ("taken", "stale")
    assert [kept.body for kept in shelf.all()] == [{"n": 3}]


def test_nasty_ids_keys_and_bodies_are_only_texts(store: Store) -> None:
    shelf = store.shelf("Token")
    for text in NASTY:
        shelf.add(text, {text: text}, key=text)
        assert shelf.get(text) == shelf.all(key=text)[0]
        shelf.put(text, {"n": [text]}, version=1, key=text + "2")
        assert shelf.all(key=text) == []
        assert shelf.all(key=text + "2")[0].body == {"n": [text]}
    assert [kept.id for kept in shelf.all()] == sorted(NASTY)
    assert all(shelf.drop(text) for text in NASTY)


def test_things_come_by_id_a_page_at_a_time(store: Store) -> None:
    shelf = store.shelf("Embed")
    for name in ("ö", "b", "a", "Z", "c", "😀", "\ufb01"):
        shelf.add(name, {}, key="" if name == "c" else "x")
    ids = [kept.id for kept in shelf.all()]
    assert ids == sorted(ids)
    assert [kept.id for kept in shelf.all(after="Z", limit=2)] == ["a", "b"]
    assert [kept.id for kept in shelf.all(key="x", after="b")] == ["ö", "\ufb01", "😀"]
    assert [kept.id for kept in shelf.all(key="")] == ["c"]


def test_what_is_past_its_time_is_gone(store: Store) -> None:
    shelf = store.shelf("Session")
    shelf.add("old", {"n": 1}, until=EARLIER)
    shelf.add("new", {}, until=LATER)
    shelf.add("always", {})
    assert shelf.get("old") is None
    assert [kept.id for kept in shelf.all()] == ["always", "new"]
    again = shelf.add("old", {"n": 2}, until=EARLIER)
    assert again.version == 2
    assert shelf.sweep(instant()) == 1
    assert shelf.sweep(LATER) == 1
    assert [kept.id for kept in shelf.all()] == ["always"]


def test_a_moment_is_a_text_that_sorts() -> None:
    summer = timezone(timedelta(hours=2))
    said = instant(datetime(2024, 7, 1, 1, 30, tzinfo=summer))
    assert said == "2024-06-30T23:30:00.000000Z"
    assert instant("2024-07-01T01:30+02:00") == instant("2024-06-30T23:30Z") == said
    with pytest.raises(ValueError, match="nu"):
        instant("nu")


def test_the_shelf_is_no_part_of_the_content(store: Store) -> None:
    store.import_files([file("a", goal("g"))])
    before, files = store.info(), store.files()
    store.shelf("User").add("asa", {})
    assert (store.info(), store.files()) == (before, files)
    store.import_files([file("a")])
    assert store.shelf("User").get("asa") is not None


def race(store: Store, work: Callable[[Store, int], Any], writers: int) -> list[Any]:
    """What each writer, on a connection of its own, got or was told."""
    barrier, told = threading.Barrier(writers), []

    def one(number: int) -> None:
        with open_store(store.url) as client:
            barrier.wait()
            try:
                told.append(work(client, number))
            except UsageError as error:
                told.append(error.code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.parametrize("turn", range(3))
def test_of_two_who_write_the_same_one_wins(store: Store, turn: int) -> None:
    store.shelf("Setting").add("s", {})
    told = race(store, lambda s, n: s.shelf("Setting").put("s", {"n": n}, version=1).body["n"], 2)
    assert sorted(map(str, told))[1:] == ["stale"]
    assert store.shelf("Setting").get("s").body["n"] in told  # type: ignore[union-attr]
    told = race(store, lambda s, n: s.shelf("User").add("asa", {"n": n}).body["n"], 2)
    assert sorted(map(str, told))[1:] == ["taken"]


def test_many_writers_of_one_store_all_get_through(store: Store) -> None:
    def work(number: int) -> None:
        for turn in range(10):
            store.shelf("Session").add(f"{number}-{turn}", {})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.shelf("Session").all()) == 80
