"""
Runs the service: waitress, on the loopback address unless told otherwise, stopped gently.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server
from werkzeug.middleware.proxy_fix import ProxyFix

from graph.errors import UsageError
from graph.store import Store
from service.accounts.gate import UPLOAD_BYTES
from service.accounts.people import People
from service.guard import LOOPBACK

HOST = "127.0.0.1"
PORT = 8765
TRIED = 50
THREADS = 8
LARGEST_BODY = UPLOAD_BYTES + 1_000_000


def serve(
    app: Flask,
    port: int = PORT,
    *,
    host: str = HOST,
    behind_proxy: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """
    Serve on `host` until SIGTERM, SIGINT or Ctrl-C; requests in flight are finished.

    `port` is the first one tried; the next free is taken if it isn't, any free one for 0.
    `behind_proxy` believes the nearest proxy about who asks and by which address; only it may
    then be able to reach the port. `ready` gets the address once it answers; without it the
    address is printed on a line of its own. UsageError if no port is free.
    """
    wsgi = app.wsgi_app
    if behind_proxy:
        wsgi = ProxyFix(wsgi, x_for=1, x_proto=1, x_host=1, x_prefix=1)
    # A line for every request that waits its turn says nothing, and fills the log.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with listening(port, host) as door:
        server = create_server(
            wsgi,
            sockets=[door],
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=not behind_proxy,
            # Larger ones are cut off before they fill a disk.
            max_request_body_size=LARGEST_BODY,
        )
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{door.getsockname()[1]}/"
        (ready or _say)(address)
        with _stopped_gently():
            try:
                # Returns when a signal raises SystemExit and the threads have done their work.
                server.run()
                _send_out(server)
            finally:
                server.close()


def check_reach(store: Store | None, host: str, behind_proxy: bool) -> None:
    """UsageError if others than this machine would reach a service that has no admin."""
    if host in LOOPBACK and not behind_proxy:
        return
    if store is None or not People(store).has_admin():
        raise UsageError("no_admin")


@contextmanager
def listening(port: int, host: str = HOST) -> Iterator[socket.socket]:
    """A bound socket: the port, or the next free one of the fifty after it."""
    door: socket.socket | None = None
    for tried in [0] if port == 0 else range(port, min(port + TRIED, 65536)):
        door = socket.socket(
            socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM
        )
        try:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((host, tried))
            # Bound but not listening ports of others show only here.
            door.listen(1024)
            break
        except OSError as error:
            door.close()
            door = None
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UsageError("no_address", host=host, reason=error.strerror) from error
    if door is None:
        raise UsageError("port_taken", port=port)
    try:
        yield door
    finally:
        door.close()


def _send_out(server: Any) -> None:
    """Send what finished requests have written and the stopped loop has not, for five seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end and any(
        channel.total_outbufs_len for channel in list(server.active_channels.values())
    ):
        server.asyncore.loop(timeout=0.1, map=server._map, count=1)


@contextmanager
def _stopped_gently() -> Iterator[None]:
    """SIGTERM ends the service as Ctrl-C does; signals belong to the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _say(address: str) -> None:
    print(address, flush=True)
