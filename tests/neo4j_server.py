"""
A real Neo4j server for a test run: started once, shared by all test processes, stopped by
the last one.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import neo4j

ROOT = Path(__file__).resolve().parents[1]
JARS = ROOT / ".cache" / "neo4j-5.26.12" / "lib"
OPENS = (
    "java.base/java.nio",
    "java.base/java.io",
    "java.base/sun.nio.ch",
    "java.base/java.util.concurrent",
    "java.base/jdk.internal.ref",
    "java.base/jdk.internal.misc",
)
START_SECONDS = 120
HEAP = "1g"


def missing() -> str:
    """Why the server can't be started here; empty if it can."""
    if shutil.which("java") is None:
        return "Java 17 isn't installed (tools/setup-system)"
    if not JARS.is_dir() or not any(JARS.glob("neo4j-kernel-5*.jar")):
        return "the Neo4j jars aren't in .cache (tools/setup-system)"
    return ""


@contextmanager
def shared(folder: Path, heap: str = HEAP) -> Iterator[tuple[str, str]]:
    """URL and password of the server that all processes with this folder share."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "neo4j.json"
    with _locked(folder):
        if not note.exists():
            note.write_text(json.dumps({**start(folder / "neo4j", heap=heap), "users": 0}))
        state = json.loads(note.read_text())
        note.write_text(json.dumps({**state, "users": state["users"] + 1}))
    try:
        yield state["url"], state["password"]
    finally:
        with _locked(folder):
            state = json.loads(note.read_text())
            state["users"] -= 1
            note.write_text(json.dumps(state))
            if not state["users"]:
                stop(state)
                note.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with open(folder / "neo4j.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(home: Path, settings: str = "", heap: str = HEAP) -> dict[str, object]:
    """
    Start a server with a home of its own; wait until it answers with its new password.

    `settings` are more lines of its configuration.
    """
    shutil.rmtree(home, ignore_errors=True)
    (home / "conf").mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (home / "conf" / "neo4j.conf").write_text(
        "server.default_listen_address=127.0.0.1\n"
        f"server.bolt.listen_address=127.0.0.1:{port}\n"
        "server.http.enabled=false\n"
        "server.memory.pagecache.size=128m\n"
        # Each test fills the store anew; plans made for the last filling are good enough.
        "dbms.cypher.min_replan_interval=1h\n"
        "dbms.usage_report.enabled=false\n" + settings
    )
    command = ["java", "-Xms256m", f"-Xmx{heap}", "-XX:TieredStopAtLevel=1"]
    command += ["-XX:+UseSerialGC", "-cp", f"{JARS}/*"]
    command += [f"--add-opens={module}=ALL-UNNAMED" for module in OPENS]
    command += ["org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    log = str(home / "output.log")
    # Spawned without a handle: the process that stops it need not be the one that started it.
    pid = os.posix_spawnp(
        command[0],
        command,
        {**os.environ, "LC_ALL": "C.UTF-8"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    password = secrets.token_hex(12)
    url = f"bolt://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _set_password(url, password)
            return {"url": url, "password": password, "pid": pid, "home": str(home)}
        except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
            if not _runs(pid) or time.monotonic() > deadline:
                raise RuntimeError((home / "output.log").read_text()[-2000:]) from None
            time.sleep(0.3)


def _set_password(url: str, password: str) -> None:
    # Without the driver's own waiting, which grows to half a minute; the start takes ten seconds.
    with neo4j.GraphDatabase.driver(
        url, auth=("neo4j", "neo4j"), max_transaction_retry_time=0
    ) as driver:
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password",
            {"password": password},
            database_="system",
        )


def stop(state: dict[str, object]) -> None:
    """Stop the server and remove its home."""
    pid = int(str(state["pid"]))
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and _runs(pid):
            time.sleep(0.1)
        if _runs(pid):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(str(state["home"]), ignore_errors=True)


def _runs(pid: int) -> bool:
    """True while the process is there and isn't only waiting to be reaped."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.is_dir() and Path("/proc/self").exists():
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
