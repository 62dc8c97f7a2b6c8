"""The kept projection: equal to a fresh one, and never trusted when it shouldn't be."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from graph.cache import cache_file, cached, load, save
from graph.chain import gather
from graph.columns import columns_of
from graph.projection import Projection, build, project
from graph.store import Store
from queries.audit import audit
from queries.contract import audit_json
from queries.rules.check import check
from queries.view import View
from tests.asking import projection_of
from tests.chains import random_chain
from tests.conftest import wipe
from tests.graph.store.content import everything, file, goal, nasty

ROOT = Path(__file__).resolve().parents[2]
KEY = "nyckel"


def told(projection: Projection) -> str:
    found = audit(projection, View(all=True))
    return json.dumps(audit_json(found, check(found)), ensure_ascii=False)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with the projection of nearly everything."""
    path = tmp_path / "cache" / "projection.npz"
    save(path, KEY, projection_of(random_chain(1)[0]))
    return path


@pytest.mark.parametrize("seed", range(8_000, 8_010))
def test_a_kept_projection_answers_as_the_fresh_one(seed: int, tmp_path: Path) -> None:
    fresh = projection_of(random_chain(seed)[0])
    save(tmp_path / "p.npz", KEY, fresh)
    found = load(tmp_path / "p.npz", KEY)
    assert found is not None
    assert told(found) == told(fresh)


def test_texts_places_and_an_empty_chain_come_back(tmp_path: Path) -> None:
    for files in ((), (nasty(), everything())):
        fresh = project(gather(files))
        save(tmp_path / "p.npz", KEY, fresh)
        found = load(tmp_path / "p.npz", KEY)
        assert found is not None
        assert (found.ids, found.titles, found.hows) == (fresh.ids, fresh.titles, fresh.hows)
        assert np.array_equal(found.budgets, fresh.budgets, equal_nan=True)
        for section in ("units", "plans", "areas", "indicators", "exemptions", "documents"):
            items = fresh.frame.section(section)
            assert found.frame.section(section) == items
            assert [each.place for each in found.frame.section(section)] == [
                each.place for each in items
            ]
        assert found.frame.governance == fresh.frame.governance


def test_a_file_of_other_content_is_not_used(kept: Path) -> None:
    assert load(kept, KEY) is not None
    assert load(kept, "en annan nyckel") is None


def test_a_file_that_is_missing_cut_or_damaged_is_not_used(kept: Path) -> None:
    whole = kept.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        kept.write_bytes(whole[:length])
        assert load(kept, KEY) is None, length
    for place in range(60, len(whole) // 2, max(1, len(whole) // 60)):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        found = load(kept, KEY)
        # A byte that nobody reads may differ; what is read never does.
        assert found is None or told(found) == told(projection_of(random_chain(1)[0])), place
    kept.unlink()
    assert load(kept, KEY) is None


def test_a_foreign_file_is_not_used_and_runs_nothing(kept: Path) -> None:
    kept.write_text("inte alls en sådan fil")
    assert load(kept, KEY) is None
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("head.npy", b"skrot")
    assert load(kept, KEY) is None
    np.savez(kept, head=np.array([{"key": KEY}], dtype=object))
    assert load(kept, KEY) is None
    kept.unlink()
    kept.mkdir()
    assert load(kept, KEY) is None


def test_parts_that_do_not_fit_are_not_used(kept: Path) -> None:
    with np.load(kept) as entries:
        arrays = {name: entries[name] for name in entries.files}
    for name in ("lines", "hows", "units.start"):
        np.savez(kept, **{**arrays, name: arrays[name][:-1]})
        assert load(kept, KEY) is None, name
    np.savez(kept, **{**arrays, "level": arrays["level"].astype(np.float64)})
    assert load(kept, KEY) is None


def test_only_the_owner_may_read_it_and_nothing_half_written_lies_there(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [each.name for each in kept.parent.iterdir()] == ["projection.npz"]


def test_a_server_has_its_place_among_the_users_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one, other = cache_file("bolt://db:7687"), cache_file("bolt://db:7688")
    assert tmp_path in one.parents
    assert one != other
    assert cache_file("embedded:en mapp") == Path("en mapp/cache/projection.npz")


def test_the_store_is_read_again_when_its_content_is_new(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    given = (everything(), file("b", goal("b1", "v"), goal("b2", "borta")))
    store.import_files(given)
    first = cached(store)
    assert cache_file(store.url).is_file()
    assert told(cached(store)) == told(first) == told(build(store.columns()))
    store.import_files([file("b", goal("b1", "k"))])
    assert told(cached(store)) == told(build(store.columns())) != told(first)
    cache_file(store.url).write_bytes(b"PK\x03\x04")
    assert told(cached(store)) == told(build(store.columns()))


def test_a_place_that_cannot_be_written_is_no_error(embedded_store: Store) -> None:
    wipe(embedded_store.url)
    embedded_store.import_files([everything()])
    place = cache_file(embedded_store.url)
    place.unlink(missing_ok=True)
    place.parent.mkdir(exist_ok=True)
    place.mkdir()
    try:
        assert told(cached(embedded_store)) == told(build(embedded_store.columns()))
    finally:
        place.rmdir()


def test_two_processes_share_one_file(embedded_store: Store) -> None:
    wipe(embedded_store.url)
    embedded_store.import_files([everything()])
    expected = cached(embedded_store)
    program = (
        "import sys; from graph.store import open_store; from graph.cache import cached\n"
        "with open_store(sys.argv[1]) as store: print(cached(store).digest)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, embedded_store.url]
    pair = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    said = [each.communicate(timeout=120)[0].decode().strip() for each in pair]
    assert said == [expected.digest] * 2
    assert told(cached(embedded_store)) == told(expected)


def test_the_frame_needs_no_goals(tmp_path: Path) -> None:
    doc, _ = random_chain(3)
    fresh = projection_of(doc)
    save(tmp_path / "p.npz", KEY, build(columns_of(fresh.frame)))
    found = load(tmp_path / "p.npz", KEY)
    assert found is not None
    assert found.frame.goals == ()
    assert told(found) == told(fresh)
