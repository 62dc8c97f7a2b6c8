"""The embedded engine: attaching, locking, keeping quiet, and keeping its secret."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.errors import StoreError, StoreLocked, StoreRefused
from graph.store import Store, embedded, open_store
from tests.conftest import wipe
from tests.graph.store.content import file, goal

ROOT = Path(__file__).resolve().parents[3]

def folder(store: Store) -> Path:
    return Path(store.url.removeprefix("embedded:"))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a store's files without answering for them."""
    path.mkdir(exist_ok=True)
    with open(path / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_who_meets_a_running_store_attaches_to_it(embedded_store: Store) -> None:
    wipe(embedded_store.url)
    with open_store(embedded_store.url) as guest:
        assert (guest.attached, embedded_store.attached) == (True, False)
        guest.import_files([file("a", goal("g"))])
    assert embedded_store.files() == (file("a", goal("g")),)
    assert embedded_store.revision() == 1


def test_another_process_attaches_and_prints_nothing_of_its_own(embedded_store: Store) -> None:
    wipe(embedded_store.url)
    program = (
        "import sys; from graph.store import open_store\n"
        "with open_store(sys.argv[1]) as store: print(store.attached, store.revision())"
    )
    done = _python(program, embedded_store.url)
    assert (done.stdout, done.stderr, done.returncode) == ("True 0\n", "", 0)


def test_the_engine_prints_nothing_and_leaves_nothing_where_one_stands(tmp_path: Path) -> None:
    program = (
        "import sys; from graph.store import open_store\n"
        "with open_store(sys.argv[1]) as store: print(store.attached)"
    )
    done = _python(program, f"embedded:{tmp_path / 'nytt lager'}", cwd=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("False\n", "", 0)
    assert [each.name for each in tmp_path.iterdir()] == ["nytt lager"]
    assert not (tmp_path / "nytt lager" / "service.json").exists()


def _python(program: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_a_lock_nobody_answers_for_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "WAIT_SECONDS", 0.3)
    with held(tmp_path / "lager"), pytest.raises(StoreLocked) as caught:
        open_store(f"embedded:{tmp_path / 'lager'}")
    assert caught.value.exit_code == 3
    assert caught.value.text("en") == (
        f"The store embedded:{tmp_path / 'lager'} is held by another program, which doesn't "
        "answer. Close the other program and try again."
    )


def test_a_wrong_secret_is_refused(embedded_store: Store) -> None:
    secret = folder(embedded_store) / "secret"
    kept = secret.read_text()
    secret.write_text("fel")
    try:
        with pytest.raises(StoreRefused) as caught:
            open_store(embedded_store.url)
    finally:
        secret.write_text(kept)
    assert "godtar inte" in str(caught.value)


def test_secret_and_address_are_for_the_owner_only(embedded_store: Store) -> None:
    for name in ("secret", "service.json", "lock"):
        mode = stat.S_IMODE((folder(embedded_store) / name).stat().st_mode)
        assert mode == 0o600, name
    assert (folder(embedded_store) / "secret").read_text() not in repr(embedded_store.info())


def test_without_create_a_missing_store_stays_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="finns inget lager"):
        open_store(f"embedded:{tmp_path / 'nej'}", create=False)
    assert not (tmp_path / "nej").exists()


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "lager").write_text("inte en mapp")
    with pytest.raises(StoreError, match="går inte att öppna"):
        open_store(f"embedded:{tmp_path / 'lager'}")
