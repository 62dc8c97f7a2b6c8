"""How long something takes, for tests that hold one thing's time against another's."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def took(work: Callable[[], object], times: int = 3) -> float:
    """
    Seconds of processor time, the least of some runs.

    Never to be held against a number of seconds: machines differ, and are busy with other things.
    Collecting garbage is put off, as what other tests have left in the process is no part of it.
    """
    best = float("inf")
    for _ in range(times):
        gc.collect()
        gc.disable()
        try:
            begun = time.process_time()
            work()
            best = min(best, time.process_time() - begun)
        finally:
            gc.enable()
    return best
