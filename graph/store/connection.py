"""
One connection to a store: transactions, deadlines, and the driver's errors in our words.

Nothing outside this module touches the driver. Nothing is ever written in auto-commit: on
the embedded engine a failing statement would leave half of itself behind.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol, TypeVar

import neo4j
from neo4j import exceptions

from graph.errors import StoreError, StoreRefused, UsageError
from graph.store.addresses import Address

T = TypeVar("T")

CONNECT_SECONDS = 10.0
ATTEMPTS = 6


class Place(Protocol):
    """Where an engine answers, and its password."""

    uri: str
    password: str


class Home(Protocol):
    """What knows where a store has moved."""

    def moved(self) -> Place | None:
        """The place to go on at; None where it is as it was."""


class Run(Protocol):
    """Runs one Cypher text in the transaction at hand and gives every row."""

    def __call__(self, text: str, **values: Any) -> list[neo4j.Record]:
        """Run the text with the values as parameters."""


class Connection:
    """A driver, its database, and a deadline on everything it does."""

    def __init__(
        self, address: Address, uri: str, user: str, password: str, home: Home | None = None
    ) -> None:
        """`home` tells where the store has moved, where it can; StoreError if nobody answers."""
        self._address = address
        self._seconds = address.timeout
        self._user, self._home = user, home
        self._following = threading.Lock()
        self._driver = self._driver_of(uri, password)
        try:
            self.agent: str = self._bounded(self._get_info, 2 * CONNECT_SECONDS)
        except BaseException:
            self.close()
            raise

    def _driver_of(self, uri: str, password: str) -> neo4j.Driver:
        return self._bounded(
            lambda: neo4j.GraphDatabase.driver(
                uri,
                auth=(self._user, password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS,
                liveness_check_timeout=30.0,
                notifications_min_severity="OFF",
                user_agent="rodtrad",
            )
        )

    def _followed(self, driver: neo4j.Driver) -> bool:
        """True if the store isn't where this driver goes any more, and there is another now."""
        if self._home is None:
            return False
        with self._following:
            if self._driver is driver:
                engine = self._home.moved()
                if engine is None:
                    return False
                self._driver = self._driver_of(engine.uri, engine.password)
                with suppress(Exception):
                    self._bounded(driver.close, CONNECT_SECONDS)
            return True

    def _get_info(self) -> str:
        with (
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=CONNECT_SECONDS) as tx,
        ):
            return tx.run("RETURN 1").consume().server.agent

    def close(self) -> None:
        """Let go of the server; returns within seconds even if it has gone silent."""
        with suppress(Exception):
            self._bounded(self._driver.close, CONNECT_SECONDS)

    def read(self, work: Callable[[Run], T]) -> T:
        """Do the work in one transaction that reads; again, a few times, if it was disturbed."""
        return self._attempt(work, neo4j.READ_ACCESS)

    def write(self, work: Callable[[Run], T]) -> T:
        """
        Do the work in one transaction and commit it: all of it or nothing.

        Runs the work again, a bounded number of times, when another writer came between.
        """
        return self._attempt(work, neo4j.WRITE_ACCESS)

    def ask(self, text: str, values: Mapping[str, Any], limit: int) -> list[neo4j.Record]:
        """At most `limit` rows of any text, in a transaction that is always rolled back."""
        driver = self._driver
        try:
            return self._ask(text, values, limit)
        except StoreError:
            if not self._followed(driver):
                raise
            return self._ask(text, values, limit)

    def _ask(self, text: str, values: Mapping[str, Any], limit: int) -> list[neo4j.Record]:
        with self._session(neo4j.READ_ACCESS) as session:
            tx = self._bounded(
                lambda: session.begin_transaction(timeout=self._seconds), late=session.close
            )
            rows = self._bounded(
                lambda: tx.run(text, dict(values)).fetch(limit), asking=True, late=session.close
            )
            with suppress(Exception):
                self._bounded(tx.rollback, CONNECT_SECONDS)
            return rows

    def _attempt(self, work: Callable[[Run], T], mode: str) -> T:
        refused = ""
        for attempt in range(1, ATTEMPTS + 1):
            driver, worked = self._driver, False
            try:
                with self._transaction(mode) as run:
                    result = work(run)
                    worked = True
                return result
            except _Disturbed as disturbed:
                # The work is run anew and looks again. If the very same key is taken again it
                # was no race.
                if disturbed.refused and disturbed.refused == refused:
                    raise StoreError(
                        "store.failed", url=self._address.shown, reason=refused
                    ) from disturbed
                refused = disturbed.refused
                if attempt == ATTEMPTS:
                    raise StoreError("store.busy", url=self._address.shown) from disturbed
                time.sleep(0.05 * 2**attempt)
            except StoreError:
                # What was being committed may be done; only whoever asked can tell.
                unsure = worked and mode == neo4j.WRITE_ACCESS
                if not self._followed(driver) or unsure or attempt == ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def _transaction(self, mode: str) -> Iterator[Run]:
        with self._session(mode) as session:
            tx = self._bounded(
                lambda: session.begin_transaction(timeout=10 * self._seconds), late=session.close
            )

            def run(text: str, **values: Any) -> list[neo4j.Record]:
                return self._bounded(lambda: list(tx.run(text, values)), late=session.close)

            try:
                yield run
                self._bounded(tx.commit, late=session.close)
            except _Silent:
                raise
            except BaseException:
                with suppress(Exception):
                    self._bounded(tx.rollback, CONNECT_SECONDS)
                raise

    @contextmanager
    def _session(self, mode: str) -> Iterator[neo4j.Session]:
        session = self._driver.session(
            database=self._address.database, default_access_mode=mode, fetch_size=-1
        )
        try:
            yield session
        except _Silent:
            # A thread still waits on this line; a second one on it would mix their answers.
            raise
        except BaseException:
            with suppress(Exception):
                self._bounded(session.close, CONNECT_SECONDS)
            raise
        self._bounded(session.close, CONNECT_SECONDS)

    def _bounded(
        self,
        work: Callable[[], T],
        seconds: float | None = None,
        *,
        asking: bool = False,
        late: Callable[[], object] | None = None,
    ) -> T:
        """
        Call the driver; wait so long and no longer. The driver waits for ever on a server
        that holds the line and says nothing; a thread left behind is the price of telling.
        If that thread gets its answer after all, it calls `late` and is done.
        """
        outcome: list[T] = []
        failure: list[BaseException] = []
        given_up = False
        lock = threading.Lock()

        def call() -> None:
            try:
                result = work()
                with lock:
                    outcome.append(result)
            except BaseException as error:
                with lock:
                    failure.append(error)
            if given_up and late is not None:
                with suppress(Exception):
                    late()

        worker = threading.Thread(target=call, name="rodtrad-store", daemon=True)
        worker.start()
        worker.join(self._seconds if seconds is None else min(seconds, self._seconds))
        with lock:
            given_up = not outcome and not failure
        if given_up:
            raise _Silent("store.silent", url=self._address.shown)
        if failure:
            with self._translated(asking=asking):
                raise failure[0]
        return outcome[0]

    @contextmanager
    def _translated(self, *, asking: bool) -> Iterator[None]:
        url = self._address.shown
        try:
            yield
        except exceptions.AuthError as error:
            raise StoreRefused("store.refused", url=url) from error
        except exceptions.TransientError as error:
            # Not others' writing but too much at once; it would be too much again.
            if "OutOfMemory" in str(error.code):
                raise StoreError("store.memory", url=url, reason=_reason(error)) from error
            raise _Disturbed("store.busy", url=url) from error
        except exceptions.Neo4jError as error:
            reason = _reason(error)
            # A lost race: on one engine it is a deadlock or a conflict, on the other a key
            # that was free when looked at.
            if _is_taken(error):
                raise _Disturbed("store.busy", url=url, refused=reason) from error
            if _is_conflict(error):
                raise _Disturbed("store.busy", url=url) from error
            if asking:
                raise UsageError("store.query", reason=reason) from error
            raise StoreError("store.failed", url=url, reason=reason) from error
        except (exceptions.DriverError, OSError) as error:
            raise StoreError("store.unreachable", url=url) from error


class _Silent(StoreError):
    """The server holds the line and says nothing."""


class _Disturbed(StoreError):
    """
    Another writer came between; the work may be run again.

    `refused` is what the engine said where a key was taken.
    """

    def __init__(self, code: str, *, refused: str = "", **values: object) -> None:
        super().__init__(code, **values)
        self.refused = refused


def _reason(error: exceptions.Neo4jError) -> str:
    """What the server says, in one line."""
    return (error.message or str(error)).strip().splitlines()[0][:300]


def _is_taken(error: exceptions.Neo4jError) -> bool:
    return isinstance(error, exceptions.ConstraintError) or "DuplicatedKey" in (
        f"{error.code} {error.message}"
    )


def _is_conflict(error: exceptions.Neo4jError) -> bool:
    said = f"{error.code} {error.message}"
    return any(word in said for word in ("ConcurrentModification", "NeedRetry", "TransientError"))
