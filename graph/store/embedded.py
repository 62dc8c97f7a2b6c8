"""
The embedded engine: ArcadeDB inside this process, spoken to over Bolt on loopback.

One process owns the files at a time. It writes down its port beside them, so that the next
process attaches instead of failing. The Java machine prints nothing to the terminal: its
log stands in the store's own folder.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import StoreError, StoreLocked
from graph.store.addresses import EMBEDDED_DATABASE

USER = "root"
HOST = "127.0.0.1"
WAIT_SECONDS = 15.0
PORT_ATTEMPTS = 5
MESSAGE_BYTES = 512 * 1024 * 1024

_LOG_SETTINGS = """\
handlers = java.util.logging.FileHandler
.level = WARNING
com.arcadedb.level = INFO
java.util.logging.FileHandler.level = INFO
java.util.logging.FileHandler.pattern = {pattern}
java.util.logging.FileHandler.formatter = com.arcadedb.log.LogFormatter
java.util.logging.FileHandler.limit = 10000000
java.util.logging.FileHandler.count = 2
"""


@dataclass(slots=True)
class Engine:
    """
    A running engine: how to reach it, and how to stop it.

    `attached` is True where another process owns it; stopping then does nothing.
    """

    uri: str
    password: str = field(repr=False)
    attached: bool
    _server: Any = None
    _lock: int | None = None
    _service: Path | None = None

    def stop(self) -> None:
        """Stop the engine if it is ours. Close every connection to it first."""
        atexit.unregister(self.stop)
        if self._service is not None:
            self._service.unlink(missing_ok=True)
            self._service = None
        if self._server is not None:
            server, self._server = self._server, None
            with suppress(Exception):
                server.stop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def open_embedded(path: Path, types: tuple[list[str], list[str]], *, create: bool) -> Engine:
    """
    Start the engine on the files at `path`, or attach to the process that already has.

    `types` are the node labels and the edge types the store will use. StoreError if there
    is no store and `create` is False, or if the folder can't be used; StoreLocked if
    another process holds the files and doesn't answer.
    """
    url = f"embedded:{path}"
    if not create and not (path / "databases").is_dir():
        raise StoreError("store.missing", url=url)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + WAIT_SECONDS
        # The other process may still be starting, or be about to end: then it is our turn.
        while (lock := _hold(path)) is None:
            engine = _attached(path)
            if engine is not None:
                return engine
            if time.monotonic() > deadline:
                raise StoreLocked("store.locked", url=url)
            time.sleep(0.1)
        try:
            return _start(path, lock, types)
        except BaseException:
            os.close(lock)
            raise
    except OSError as error:
        raise StoreError("store.files", url=url, reason=error.strerror or str(error)) from error


def _hold(path: Path) -> int | None:
    """The lock on the files, or None if another has it; freed however the process ends."""
    handle = os.open(path / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _attached(path: Path) -> Engine | None:
    """The engine of the process that holds the files; None where none answers."""
    with suppress(OSError, ValueError, KeyError):
        port = int(json.loads((path / "service.json").read_text("utf-8"))["port"])
        with socket.create_connection((HOST, port), timeout=2):
            pass
        return Engine(f"bolt://{HOST}:{port}", _read_secret(path), attached=True)
    return None


class Home:
    """
    Where an embedded store is: in this process, or in another that owns it and may end any time.
    Whoever was its guest then owns the files itself, or is a guest of the next.
    """

    def __init__(self, path: Path, types: tuple[list[str], list[str]], *, create: bool) -> None:
        """Start or attach; errors as `open_embedded`."""
        self._path, self._types = path, types
        self._stopped = False
        self.engine = open_embedded(path, types, create=create)

    def moved(self) -> Engine | None:
        """The engine to go on with where the owner has ended; None where it is as it was."""
        if self._stopped or not self.engine.attached:
            return None
        there = _attached(self._path)
        if there is not None and there.uri == self.engine.uri:
            return None
        self.engine = open_embedded(self._path, self._types, create=False)
        return self.engine

    def stop(self) -> None:
        """Stop the engine if it is ours; nothing is followed any more."""
        self._stopped = True
        self.engine.stop()


def _start(path: Path, lock: int, types: tuple[list[str], list[str]]) -> Engine:
    (path / "service.json").unlink(missing_ok=True)
    password = _make_secret(path)
    # Between looking for a free port and taking it another program can be quicker.
    for attempt in range(1, PORT_ATTEMPTS + 1):
        port = free_port()
        server = _server(path, password, port)
        try:
            server.start()
            break
        except Exception as error:
            if "Address already in use" not in str(error) or attempt == PORT_ATTEMPTS:
                reason = str(error).splitlines()[0][:300]
                if "LockException" in str(error) or "locked" in str(error):
                    raise StoreLocked("store.locked", url=f"embedded:{path}") from error
                raise StoreError("store.files", url=f"embedded:{path}", reason=reason) from error
    engine = Engine(f"bolt://{HOST}:{port}", password, False, server, lock)
    atexit.register(engine.stop)
    try:
        _prepare(server.get_database(EMBEDDED_DATABASE), types)
        note = path / "service.json"
        _write_private(note, json.dumps({"pid": os.getpid(), "port": port}))
        engine._service = note
    except BaseException:
        engine._lock = None
        engine.stop()
        raise
    return engine


def _prepare(database: Any, types: tuple[list[str], list[str]]) -> None:
    # By statement: as a configuration key it is silently ignored, and then a power failure
    # can lose what was acknowledged.
    database.command("sql", "ALTER DATABASE `arcadedb.txWalFlush` 2")
    # A type that first appears inside a transaction isn't part of it; so all are made now.
    for label in types[0]:
        database.command("sql", f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS")
    for edge in types[1]:
        database.command("sql", f"CREATE EDGE TYPE `{edge}` IF NOT EXISTS")


def _server(path: Path, password: str, port: int) -> Any:
    try:
        from arcadedb_embedded.jvm import start_jvm
        from arcadedb_embedded.server import ArcadeDBServer
    except ImportError as error:
        raise StoreError("store.engine") from error
    log = path / "log"
    log.mkdir(mode=0o700, exist_ok=True)
    settings = log / "logging.properties"
    pattern = str(log / "engine.log").replace("\\", "/").replace("%", "%%")
    settings.write_text(_LOG_SETTINGS.format(pattern=_escaped(pattern)), "ascii")
    import jpype
    import jpype.config

    # A guest's line keeps Java alive; the files are closed by then, and the process may end.
    jpype.config.destroy_jvm = False
    if not jpype.isJVMStarted():
        with _stderr_into(log / "java.log"):
            start_jvm(
                heap_size=os.environ.get("RODTRAD_JAVA_HEAP", "2g"),
                # -Xrs leaves the ending signals to Python. The quick compiler and the plain
                # collector halve the start, and a command is mostly start.
                jvm_args=[
                    "-Xrs",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    f"-Djava.util.logging.config.file={settings}",
                    f"-XX:ErrorFile={log / 'crash.log'}",
                ],
            )
        _silence(jpype, log / "java.log")
    return ArcadeDBServer(
        str(path),
        password,
        {
            "host": HOST,
            "mode": "production",
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": port,
            # The Bolt plugin needs the server, and the server opens HTTP; on loopback, and only
            # for those who know the secret.
            "http_port": free_port(),
            "server_logsDirectory": str(log),
            # A secret of 24 random bytes gains nothing from slow hashing.
            "server_saltIterations": 1,
            "serverMetrics": False,
            "polyglotEngineEnabled": False,
            "server_healthCheck_enabled": False,
            "server_httpWorkerThreads": 4,
            # As much as a batch of long texts may need.
            "bolt_maxMessageSize": MESSAGE_BYTES,
            "bolt_packstream_maxValueLength": MESSAGE_BYTES,
            "server_defaultDatabases": f"{EMBEDDED_DATABASE}[{USER}]",
        },
    )


def _escaped(text: str) -> str:
    """For a Java properties file, which is Latin-1 with escapes."""
    units = text.encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
    return "".join(chr(code) if code < 128 else f"\\u{code:04x}" for code in codes)


def _silence(jpype: Any, log: Path) -> None:
    """What the engine prints rather than logs goes to the file too."""
    stream = jpype.JClass("java.io.PrintStream")
    file = jpype.JClass("java.io.FileOutputStream")(str(log), True)
    system = jpype.JClass("java.lang.System")
    system.setOut(stream(file, True))
    system.setErr(stream(file, True))


@contextmanager
def _stderr_into(log: Path) -> Iterator[None]:
    """The Java machine warns of its own modules before anything can be set."""
    sys.stderr.flush()
    kept = os.dup(2)
    handle = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    os.dup2(handle, 2)
    os.close(handle)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _make_secret(path: Path) -> str:
    """The engine keeps the first password it is given, so it is written down before."""
    with suppress(FileNotFoundError):
        return _read_secret(path)
    _write_private(path / "secret", secrets.token_urlsafe(24))
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    return (path / "secret").read_text("ascii").strip()


def _write_private(file: Path, text: str) -> None:
    """Write a file whole, for nobody else's eyes."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, file)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
