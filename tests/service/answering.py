"""A real server for a test: the service in a thread of this process, asked over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

# Ports that services of this process have had.
_FREE: list[int] = []


@contextmanager
def answering(app: Flask, threads: int = 4) -> Iterator[str]:
    """
    The address of the service on a port of the loopback, where it can be the one that the last
    service of this process had: what is at the same address can be shown in the same page.
    """
    with _door() as door:
        server: Any = create_server(app, sockets=[door], threads=threads)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        port = door.getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.task_dispatcher.shutdown()
            # In its own thread: a socket closed under the loop that waits on it makes it fail.
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
            thread.join(timeout=10)
            assert not thread.is_alive()
    _FREE.append(port)


def _door() -> socket.socket:
    while _FREE:
        try:
            return socket.create_server(("127.0.0.1", _FREE.pop()))
        except OSError:
            # Somebody else has taken it meanwhile.
            continue
    return socket.create_server(("127.0.0.1", 0))

