"""
What people wait for: the command line, an answer over HTTP.
"""

from __future__ import annotations

import http.client
import logging
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np
from flask import Flask, Response, jsonify
from waitress.server import create_server
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from benchmarks.towns import projection
from graph.projection import Projection
from queries.view import View
from service.app import create_app
from service.data import Data
from service.serving import THREADS

Row = tuple[str, str, str]
SAMPLE = sorted((Path(__file__).resolve().parents[1] / "samples" / "tyreso").glob("*.yaml"))
CLIENTS = 64
VIEW = View(year=2024)


def rows(quick: bool, goals: int) -> Iterator[Row]:
    """All figures of this module, and of those who work in the service."""
    # It needs the server of this one.
    from benchmarks import working

    p = projection(goals)
    data = Data(lambda: None, lambda: p, lambda _: None)
    yield from _command_line(3 if quick else 9)
    yield from _over_http(p, data, 100 if quick else 400)
    yield from working.rows(quick)


def _command_line(times: int) -> list[Row]:
    rodtrad = shutil.which("rodtrad", path=str(Path(sys.executable).parent)) or "rodtrad"
    sides = (
        [sys.executable, "-c", "pass"],
        [rodtrad, "--help"],
        [rodtrad, "check", *map(str, SAMPLE)],
    )
    took: tuple[list[float], ...] = ([], [], [])
    for _ in range(times):
        for place, command in enumerate(sides):
            begin = time.perf_counter()
            subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            took[place].append(time.perf_counter() - begin)
    bare, help_, check = map(statistics.median, took)
    return [
        ("python -c pass", f"{bare:.2f} s", "–"),
        ("rodtrad --help", f"{help_:.2f} s", "≤ 0.3 s"),
        ("rodtrad check, the Tyresö sample", f"{check:.2f} s", "≤ 1 s"),
    ]


def _over_http(p: Projection, data: Data, times: int) -> list[Row]:
    rng = np.random.default_rng(6)
    in_force = data.audit(VIEW).scene.goals
    chosen = rng.choice(np.flatnonzero(in_force & (p.level == 4)), times).tolist()
    paths = [f"/api/v1/trace/{quote(p.ids[goal], safe='')}?year=2024" for goal in chosen]
    with served(create_app(data)) as port:
        for path in (paths[0], "/bare/"):
            assert _asked(port, [path])[1] == 0, path
        # In turns, so that a slow moment of the machine falls on both.
        ours: list[float] = []
        bare: list[float] = []
        line = http.client.HTTPConnection("127.0.0.1", port)
        for path in paths:
            ours.append(once(line, path))
            bare.append(once(line, "/bare/"))
        line.close()
        with ThreadPoolExecutor(CLIENTS) as pool:
            shares = [paths[place::CLIENTS] or paths[:1] for place in range(CLIENTS)]
            failed = sum(each[1] for each in pool.map(lambda some: _asked(port, some), shares))
    ratio = statistics.median(ours) / statistics.median(bare)
    return [
        ("trace over HTTP, p50", f"{ratio:.2f} × a bare Flask JSON view beside it", "≤ 2"),
        (f"trace over HTTP, {CLIENTS} clients at once", f"{failed} failed", "0"),
    ]


def once(line: http.client.HTTPConnection, path: str) -> float:
    """Seconds until it was answered; RuntimeError if it wasn't."""
    begin = time.perf_counter()
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {path}")
    return time.perf_counter() - begin


def _asked(port: int, paths: list[str]) -> tuple[int, int]:
    """How many were answered, and how many not."""
    failed = 0
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        try:
            once(line, path)
        except (OSError, RuntimeError, http.client.HTTPException):
            failed += 1
            line.close()
    line.close()
    return len(paths) - failed, failed


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """The app, and a bare one at /bare, in one server as the service runs it."""
    bare = Flask("bare")

    @bare.get("/")
    def answer() -> Response:
        return jsonify(format="bare/1", goal="g", up=["a", "b"], down=[], links=[], witness=[])

    # That requests wait in line is what is measured, not worth a line each.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    both = DispatcherMiddleware(app.wsgi_app, {"/bare": bare.wsgi_app})
    server = create_server(both, host="127.0.0.1", port=0, threads=THREADS)
    worker = threading.Thread(target=server.run, daemon=True)
    worker.start()
    try:
        yield int(server.effective_port)
    finally:
        server.close()
