"""
What people who work in the service wait for: a page, a change, the preview of an import.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from openpyxl import load_workbook

from benchmarks.interfaces import once, served
from benchmarks.towns import plan_file
from graph.editing import find_item, item_tag, plain_item, put_item
from graph.reading import read_files
from graph.sheets.writing import write_xlsx
from graph.store import Store, open_store
from graph.store.log import Signature
from service.accounts.people import People
from service.accounts.tokens import Tokens
from service.app import create_app
from service.data import from_store
from service.importing.preview import preview

Row = tuple[str, str, str]


def rows(quick: bool) -> Iterator[Row]:
    """All figures of this module."""
    yield from _pages_and_changes(1_000 if quick else 10_000, 5 if quick else 30)
    yield from _previews(*((500, 2_000) if quick else (5_000, 50_000)))


def _pages_and_changes(count: int, times: int) -> Iterator[Row]:
    town = plan_file(count)
    chosen = [goal.id for goal in town.goals if goal.status == "adopted"][:: count // times][:times]
    with tempfile.TemporaryDirectory() as folder, open_store(f"embedded:{folder}/lager") as store:
        store.import_files([town])
        editor = People(store).add("bench", role="editor")
        token = Tokens(store).make(editor, label="bench", scope="edit", days=1)
        with served(create_app(from_store(store), store=store)) as port:
            line = http.client.HTTPConnection("127.0.0.1", port)
            pages = (
                ("Överblick", ["/?year=2024"] * times),
                ("a goal's page", [f"/mal/{quote(goal)}?year=2024" for goal in chosen]),
                ("search", [f"/api/v1/search?q={quote('mål ' + g[:6])}&year=2024" for g in chosen]),
            )
            for name, paths in pages:
                once(line, paths[0])
                took = [(once(line, path), once(line, "/bare/")) for path in paths]
                ours, bare = (statistics.median(side) for side in zip(*took, strict=True))
                said = f"{ours * 1e3:.0f} ms, {ours / bare:.0f} × a bare Flask JSON view"
                yield f"{name} at {count} goals, p50", said, "–"
            ours, alone, seen = _changes(line, store, chosen, token)
            line.close()
    yield (
        f"a change over the API at {count} goals, p50",
        f"{ours * 1e3:.0f} ms, {ours / alone:.2f} × the same by the store alone",
        "–",
    )
    yield f"the first page after a change at {count} goals, p50", f"{seen * 1e3:.0f} ms", "–"


def _changes(
    line: http.client.HTTPConnection, store: Store, chosen: list[str], token: str
) -> tuple[float, float, float]:
    """Seconds of a change over HTTP, of the like by the store, and of the page asked for next."""
    signed = {"Authorization": f"Bearer {token}"}
    sides: tuple[list[float], ...] = ([], [], [])
    for place, goal in enumerate(chosen):
        path = f"/api/v1/items/goals/{quote(goal)}"
        line.request("GET", path, headers=signed)
        answer = line.getresponse()
        body = json.dumps({**json.loads(answer.read()), "note": f"a{place}"})
        headers = {**signed, "If-Match": answer.headers["ETag"], "Content-Type": "application/json"}
        sides[0].append(_seconds(partial(_sent, line, path, body, headers)))
        sides[2].append(once(line, f"/mal/{quote(goal)}?year=2024"))
        sides[1].append(_seconds(partial(_changed, store, goal, f"b{place}")))
    ours, alone, seen = map(statistics.median, sides)
    return ours, alone, seen


def _sent(line: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]) -> None:
    line.request("PUT", path, body.encode(), headers)
    answer = line.getresponse()
    told = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {path}: {told[:200]!r}")


def _changed(store: Store, goal: str, note: str) -> None:
    found = find_item(store.files(), "goals", goal)
    assert found is not None
    said, tag = {**plain_item(found[1]), "note": note}, item_tag("goals", found[1])
    store.change(
        lambda files: put_item(files, "goals", said, id=goal, tag=tag, source=None),
        Signature("bench", "cli", "put"),
    )


def _previews(small: int, large: int) -> Iterator[Row]:
    """In processes of their own: what one has taken is never given back."""
    grown: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (small, large):
            path = Path(folder, f"{count}.xlsx")
            path.write_bytes(write_xlsx(plan_file(count)))
            command = [sys.executable, "-m", "benchmarks.working", str(path)]
            root = Path(__file__).resolve().parents[1]
            said = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
            whole, ours, theirs, grown[count] = map(float, said.stdout.split())
    yield (
        f"sheet of {large} goals read, time a row",
        f"{ours / theirs:.2f} × openpyxl read-only, which checks nothing", "–",
    )  # fmt: skip
    yield "its import preview in all, time a row", f"{whole / large * 1e6:.0f} µs", "–"
    each = (grown[large] - grown[small]) / (large - small)
    name = f"memory of the preview, from {small} to {large} goals"
    yield name, f"{each / 1e3:.1f} kB more a goal ({grown[large] / 1e6:.0f} MB in all)", "–"


def _one_preview(path: Path) -> None:
    """Write seconds of the preview, of its reading and of openpyxl's, and bytes it grew by."""
    before = _resident()
    begun = time.perf_counter()
    files = read_files([path]).files
    read = time.perf_counter()
    preview((), files, revision=0, book=None, edits={})
    done = time.perf_counter()
    grown = _resident() - before
    theirs = _seconds(lambda: _by_openpyxl(path))
    print(done - begun, read - begun, theirs, grown)


def _by_openpyxl(path: Path) -> None:
    book = load_workbook(path, read_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


def _resident() -> int:
    """Bytes of this process in memory at its most so far."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if "VmHWM" in line)


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    _one_preview(Path(sys.argv[1]))
