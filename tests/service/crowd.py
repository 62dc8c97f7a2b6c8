"""Many clients at once: reading pages and answers, changing goals, and what they were told."""

from __future__ import annotations

import http.client
import json
import random
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPMessage
from urllib.parse import quote

from flask import Flask

from graph.editing import plain_item
from graph.reading import read_text
from graph.store import Store
from graph.store.log import Change
from graph.writing import write_json
from service.accounts.cookies import NAME
from service.accounts.people import User
from tests.service.signing import browser_of

# What readers ask for: kind, address, and how often beside the others; of the towns' year.
READS = (
    ("api trace", "/api/v1/trace/{goal}?year=2024", 8),
    ("api goals", "/api/v1/goals?limit=50&year=2024", 4),
    ("api goal", "/api/v1/goals/{goal}?year=2024", 6),
    ("api map", "/api/v1/map?root={goal}&year=2024", 5),
    ("api matrix", "/api/v1/matrix?year=2024", 1),
    ("api search", "/api/v1/search?q={word}&year=2024", 4),
    ("page overview", "/?year=2024", 4),
    ("page goal", "/mal/{goal}?year=2024", 6),
    ("page goals", "/mal?page=2&year=2024", 2),
    ("page matrix", "/matris?year=2024", 1),
    ("page map", "/karta?root={goal}&year=2024", 2),
    ("page search", "/sok?q={word}&year=2024", 2),
)
WRITES_IN, UNDOES_IN, TWICE_IN = 10, 8, 6
# Some goals that everybody is at, so that people meet.
BUSY, BUSY_IN = 3, 4
PATIENCE = 120

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A change that a client was told was done; `mark` is what it wrote, None for an undo."""

    number: int
    goal: str
    mark: str | None


@dataclass(slots=True)
class Told:
    """What the clients saw: seconds by kind, faults, and what they were told was written."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    met: int = 0

    def lines(self) -> list[str]:
        """A line per kind: how many, median, and what one in a hundred waited for."""
        return [
            f"{kind:14} {len(took):6}  p50 {statistics.median(took) * 1e3:7.0f} ms"
            f"  p99 {sorted(took)[int(len(took) * 0.99)] * 1e3:7.0f} ms"
            for kind, took in sorted(self.took.items())
        ]


def crowd(
    port: int, goals: Sequence[str], *, editor: Headers, cookie: str, clients: int, seconds: float
) -> Told:
    """That many clients for that long; `editor` is a token's header, every fourth is signed in."""
    told = Told()
    people = [
        _Client(port, goals, told, place, editor, {"Cookie": cookie} if place % 4 == 0 else {})
        for place in range(clients)
    ]
    # What each engine needs a long time for the first time isn't what is measured.
    people[0].warm()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=each.work, args=(until,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + PATIENCE)
        assert not thread.is_alive(), "a client waits for ever"
    return told


class _Client:
    def __init__(
        self, port: int, goals: Sequence[str], told: Told, place: int, editor: Headers,
        cookie: Headers,
    ) -> None:  # fmt: skip
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._goals, self._told, self._place = goals, told, place
        self._editor, self._cookie = editor, cookie
        self._dice = random.Random(place)
        self._own: list[Written] = []
        self._marks = 0

    def warm(self) -> None:
        for kind, address, _ in READS:
            self._read(kind, address)
        self._told.took.clear()

    def work(self, until: float) -> None:
        kinds = [(kind, address) for kind, address, weight in READS for _ in range(weight)]
        while time.monotonic() < until or not self._marks:
            try:
                if self._dice.randrange(WRITES_IN):
                    self._read(*self._dice.choice(kinds))
                elif self._own and not self._dice.randrange(UNDOES_IN):
                    self._undo(self._own.pop())
                else:
                    self._write()
            except (OSError, http.client.HTTPException) as error:
                self._told.faults.append(f"client {self._place}: {error!r}")
                self._line.close()
        self._line.close()

    def _read(self, kind: str, address: str) -> None:
        goal = self._dice.choice(self._goals)
        path = address.format(goal=quote(goal, safe=""), word=quote(f"mål {goal[:6]}"))
        self._ask(kind, "GET", path, self._cookie if kind.startswith("page") else {})

    def _write(self) -> None:
        """Note something on a goal, as somebody does who reads again when another was first."""
        busy = not self._dice.randrange(BUSY_IN)
        goal = self._dice.choice(self._goals[:BUSY] if busy else self._goals)
        path = f"/api/v1/items/goals/{quote(goal, safe='')}"
        self._marks += 1
        mark = f"{self._place}:{self._marks}"
        status, tries = 412, 0
        while status == 412:
            _, seen, text = self._ask("api item", "GET", path, {})
            tries += 1
            headers = {
                **self._editor, "If-Match": seen["ETag"], "Idempotency-Key": f"{mark}:{tries}",
                "Content-Type": "application/json",
            }  # fmt: skip
            body = json.dumps({**json.loads(text), "note": mark})
            sent = "PUT", path, headers, body
            status, headed, _ = self._ask("api change", *sent, known=(200, 412))
        self._told.met += tries - 1
        if status != 200:
            return
        written = Written(int(headed["Rodtrad-Change"]), goal, mark)
        self._note(written)
        self._own.append(written)
        if not self._dice.randrange(TWICE_IN):
            _, again, _ = self._ask("api repeat", *sent)
            if again["Rodtrad-Change"] != headed["Rodtrad-Change"]:
                self._told.faults.append(f"{mark} was done twice")

    def _undo(self, written: Written) -> None:
        """Take an own change back; 409 if somebody has been at the goal since."""
        path = f"/api/v1/changes/{written.number}/undo"
        status, headed, _ = self._ask("api undo", "POST", path, self._editor, known=(200, 409))
        if status == 200:
            self._note(Written(int(headed["Rodtrad-Change"]), written.goal, None))

    def _note(self, written: Written) -> None:
        self._told.written.append(written)

    def _ask(
        self, kind: str, method: str, path: str, headers: Headers, body: str | None = None,
        known: tuple[int, ...] = (200,),
    ) -> tuple[int, HTTPMessage, bytes]:  # fmt: skip
        begin = time.perf_counter()
        self._line.request(method, path, body, dict(headers))
        answer = self._line.getresponse()
        text = answer.read()
        self._told.took[kind].append(time.perf_counter() - begin)
        if answer.status not in known:
            self._told.faults.append(f"{method} {path}: {answer.status} {text[:300]!r}")
        return answer.status, answer.headers, text


def cookie_of(app: Flask, user: User) -> str:
    """The cookie of somebody signed in, as a browser sends it."""
    found = browser_of(app, user).get_cookie(NAME)
    assert found is not None
    return f"{NAME}={found.value}"


def check(told: Told, store: Store, before: int, fresh: Store) -> None:
    """
    Nothing failed, and the store says what the clients were told: all changes after `before`
    are theirs, each once, the log holds, and an export says the same in a `fresh` store.
    """
    assert not told.faults, "\n".join(told.faults[:20])
    log = {each.number: each for each in _log(store) if each.number > before}
    assert sorted(log) == sorted(each.number for each in told.written)
    assert sorted(log) == list(range(before + 1, store.revision() + 1))
    last = {}
    for written in sorted(told.written, key=lambda each: each.number):
        (altered,) = store.alterations(written.number)
        assert altered.id == written.goal and altered.after is not None
        if written.mark is None:
            assert log[written.number].undoes is not None
        else:
            assert altered.after["note"] == written.mark
        last[altered.id] = altered.after
    now = {goal.id: goal for file in store.files() for goal in file.goals}
    assert {goal: plain_item(now[goal]) for goal in last} == last
    assert store.verify_log() is None
    fresh.import_files(
        [
            file
            for number, kept in enumerate(store.files())
            for file in read_text(write_json(kept), f"{number}.json").files
        ]
    )
    assert fresh.info().digest == store.info().digest


def _log(store: Store) -> Iterator[Change]:
    before = None
    while found := store.changes(before=before, limit=1000):
        yield from found
        before = found[-1].number
