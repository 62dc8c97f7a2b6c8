"""The process that owns an embedded store may end any time; its guests go on, and it does end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Opens the store and does what it is told, a line each; answers each with a line.
PROGRAM = """
import sys
from graph.store import open_store
from tests.graph.store.content import file, goal

with open_store(sys.argv[1]) as store:
    print("open", store.attached, flush=True)
    for line in sys.stdin:
        if line.startswith("write"):
            store.import_files([file(line.split()[1], goal(line.split()[1]))])
        elif line.startswith("end"):
            break
        ids = sorted(goal.id for goal in store.chain().goals)
        print(store.attached, store.revision(), *ids, flush=True)
"""


class Process:
    """A process with a store open."""

    def __init__(self, url: str) -> None:
        self._of = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, url], cwd=ROOT, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self._of.stdin is not None and self._of.stdout is not None
        self._to, self._from = self._of.stdin, self._of.stdout

    def said(self) -> str:
        """The next line that it prints."""
        return self._from.readline().strip()

    def told(self, what: str) -> str:
        """Tell it something, and hear the answer."""
        self._to.write(f"{what}\n")
        self._to.flush()
        return "" if what == "end" else self.said()

    def ended(self) -> int:
        """How it ended; it must, soon."""
        return self._of.wait(timeout=120)

    def close(self) -> None:
        """Leave nothing behind."""
        self._of.kill()
        self._of.communicate()


@contextmanager
def process(url: str) -> Iterator[Process]:
    made = Process(url)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("how", ["end", "kill"])
def test_a_guest_goes_on_when_the_owner_has_ended(tmp_path: Path, how: str) -> None:
    """It takes the files over, keeps what was written, and writes; the owner isn't held up."""
    url = f"embedded:{tmp_path / 'lager'}"
    with process(url) as owner:
        assert owner.said() == "open False"
        assert owner.told("write a") == "False 1 a"
        with process(url) as guest:
            assert guest.said() == "open True"
            assert guest.told("read") == "True 1 a"
            if how == "end":
                owner.told("end")
                assert owner.ended() == 0
            else:
                owner.close()
            assert guest.told("read") == "False 1 a"
            assert guest.told("write b") == "False 2 a b"
            with process(url) as third:
                assert third.said() == "open True"
                assert third.told("write c") == "True 3 a b c"
                assert guest.told("read") == "False 3 a b c"
                guest.told("end")
                assert guest.ended() == 0
                # What was being written when the owner went may be told as failed; not this.
                assert third.told("write d") == "False 4 a b c d"
