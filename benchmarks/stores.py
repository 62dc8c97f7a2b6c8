"""
The store against the bare driver, on each engine that is here, and the kept projection.

The bare driver gets the very statements and rows of the import, made beforehand, in one
transaction; what the import does beside (reading what is there, checking, comparing, digest,
rows) is then the difference. The reading side is measured alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.towns import plan_file, town
from graph.cache import cache_file, load, save
from graph.chain import PlanFile
from graph.projection import build
from graph.reading import read_files
from graph.store import Store, open_store
from graph.store.columns import read_columns
from graph.store.importing import compare, write
from graph.store.reading import Stored
from graph.store.review import current_prints, reviewed
from graph.writing import write_json
from queries.audit import audit
from queries.rounds import Rounds
from queries.view import View
from tests import neo4j_server

Row = tuple[str, str, str]
ROOT = Path(__file__).resolve().parents[1]
WIPE = "MATCH (n) WHERE NOT n:Meta WITH n LIMIT 20000 DETACH DELETE n RETURN count(*) AS done"
YEAR = View(year=2024)
# One transaction holds a whole import, and a server keeps it in memory.
HEAP = "4g"


def rows(quick: bool, goals: int) -> list[Row]:
    """All figures of this module."""
    told: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for engine, opened in engines(Path(folder)):
            with opened() as store:
                told += _engine(engine, store, goals, 1 if quick else 3)
        told += _cache(Path(folder), goals, 3 if quick else 7)
    if not neo4j_server.missing():
        told += _memory(goals)
    return told


def engines(folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The engines there are on this machine, each with what opens an empty store on it."""
    yield "ArcadeDB", lambda: open_store(f"embedded:{folder / 'store'}")
    if not neo4j_server.missing():
        yield "Neo4j", lambda: _neo4j(folder)


@contextmanager
def _neo4j(folder: Path) -> Iterator[Store]:
    with (
        neo4j_server.shared(folder, HEAP) as (url, password),
        open_store(url, password=password) as store,
    ):
        yield store


def _engine(engine: str, store: Store, goals: int, times: int) -> list[Row]:
    given = plan_file(goals)
    statements = statements_of(given)
    # Both sides begin on an engine that has seen every statement.
    small = plan_file(1_000)
    store.import_files([small])
    _wipe(store)
    _bare_load(store, statements_of(small))
    sides: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        _wipe(store)
        sides[0].append(_seconds(lambda: _bare_load(store, statements)))
        _wipe(store)
        sides[1].append(_seconds(lambda: store.import_files([given])))
    bare, ours = map(statistics.median, sides)
    count = sum(len(values.get("rows", ())) for _, values in statements)
    name = f"{engine}: import of {goals} goals ({count} rows)"
    again = _seconds(lambda: store.import_files([given]))
    told = [
        (name, f"{ours / bare:.2f} × the same rows by the bare driver", "≤ 1.5"),
        (f"{engine}: the same import again", f"{again / ours:.3f} × the first", "no writes"),
    ]
    queries = _reading_texts(store)
    reads: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        reads[0].append(_seconds(lambda: _bare_read(store, queries)))
        reads[1].append(_seconds(lambda: build(store.columns())))
    bare, ours = map(statistics.median, reads)
    told.append(
        (f"{engine}: projection from the store", f"{ours / bare:.2f} × the bare read", "≤ 1.5")
    )
    if engine == "Neo4j":
        told.append(_cypher(store, goals))
    return told


def _cypher(store: Store, goals: int) -> Row:
    """One verdict, the witness of every goal, by Cypher; against the whole audit."""
    p = build(store.columns())
    _whole(p)
    rounds = Rounds(store, p.governance, YEAR)
    theirs = _seconds(lambda: rounds.next)
    ours = statistics.median(_seconds(lambda: _whole(p)) for _ in range(5))
    name = f"whole audit of {goals} goals, against the witnesses alone by Cypher on Neo4j"
    return name, f"{theirs / ours:.0f} × faster", "≥ 50"


def _whole(p: Any) -> None:
    found = audit(p, YEAR)
    _ = (found.states, found.depth, found.chain_areas, found.cycles, found.matrix, found.score)


def statements_of(given: PlanFile) -> list[tuple[str, dict[str, Any]]]:
    """Every statement of a first import, with its rows."""
    made: list[tuple[str, dict[str, Any]]] = []

    def record(text: str, **values: Any) -> list[Any]:
        made.append((text, values))
        return [{"done": len(values.get("rows", ()))}]

    prints = current_prints([given])
    reviews = reviewed([given], prints, {})
    change = compare(Stored(0, "", (), {}, {}, ()), [given], prints, reviews)
    write(record, change, [given], prints, reviews, None)
    return made


def _bare_load(store: Store, statements: list[tuple[str, dict[str, Any]]]) -> None:
    with store._connection._session("WRITE") as session, session.begin_transaction() as tx:
        for text, values in statements:
            tx.run(text, values).consume()
        tx.commit()


def _reading_texts(store: Store) -> list[str]:
    """Every statement that reading the columns runs."""
    texts: list[str] = []

    def work(run: Any) -> None:
        def note(text: str, **values: Any) -> Any:
            texts.append(text)
            return run(text, **values)

        read_columns(note, 0, "")

    store._connection.read(work)
    return texts


def _bare_read(store: Store, texts: list[str]) -> None:
    with store._connection._session("READ") as session, session.begin_transaction() as tx:
        for text in texts:
            list(tx.run(text))


def _wipe(store: Store) -> None:
    while store._connection.write(lambda run: run(WIPE))[0]["done"]:
        pass
    store._connection.write(lambda run: run("MATCH (m:Meta) SET m.revision = 0"))


def _cache(folder: Path, goals: int, times: int) -> list[Row]:
    fresh = build(town(goals))
    file = cache_file(f"embedded:{folder / 'kept'}")
    save(file, "key", fresh)
    took = [_seconds(lambda: load(file, "key")) for _ in range(times)]
    size = file.stat().st_size / 1e6
    name = f"projection of {goals} goals reopened from its file ({size:.0f} MB)"
    return [(name, f"{statistics.median(took):.2f} s", "≤ 0.5 s")]


def _memory(goals: int) -> list[Row]:
    """What a process of its own needs at most to import a file over a server's line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.json"
        path.write_text(write_json(plan_file(goals)), "utf-8")
        size = path.stat().st_size / 1e6
        with neo4j_server.shared(Path(folder), HEAP) as (url, password):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.stores", url, str(path)],
                cwd=ROOT,
                env={**os.environ, "RODTRAD_STORE_PASSWORD": password},
                capture_output=True,
                text=True,
                check=True,
            )
    bar = 6 * size + 300
    name = f"memory to import {goals} goals, a file of {size:.0f} MB"
    return [(name, f"{float(done.stdout):.0f} MB", f"≤ {bar:.0f} MB (6 × the file + 300)")]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _import_and_tell(url: str, path: str) -> None:
    with open_store(url) as store:
        store.import_files(read_files([Path(path)]).files)
    # Not getrusage, which counts the process that started this one.
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    print(next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")))


if __name__ == "__main__":
    _import_and_tell(*sys.argv[1:])
