"""Kill an importing process again and again, and see that the content is always whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from graph.digest import digest
from graph.store import open_store

ROOT = Path(__file__).resolve().parents[3]
GOALS = 400


def kill_and_look(url: str, rounds: int, seed: int) -> None:
    """After each kill the store holds one whole import: the last acknowledged or a later."""
    chance = random.Random(seed)
    for _ in range(rounds):
        acknowledged = _killed(url, chance.uniform(0.2, 2.5))
        with open_store(url) as store:
            revision, chain = store.revision(), store.chain()
            assert revision >= acknowledged
            titles = {goal.title for goal in chain.goals}
            assert titles == ({f"varv {revision}"} if revision else set())
            assert len(chain.goals) == (GOALS if revision else 0)
            assert store.info().digest == digest(chain)


def _killed(url: str, seconds: float) -> int:
    """Start an importer, kill it in the middle; the last revision it said was done."""
    command = [sys.executable, "-m", "tests.graph.store.importer", url, str(GOALS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        process.kill()
        said = process.stdout.read().decode().splitlines()
    return max((int(line.split()[-1]) for line in said if line.startswith("done")), default=0)
