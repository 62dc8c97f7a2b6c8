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


@contextmanager
def answering(app: Flask, threads: int = 4) -> Iterator[str]:
    """The address of the service on a free port of the loopback."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server: Any = create_server(app, sockets=[door], threads=threads)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.task_dispatcher.shutdown()
            # In its own thread: a socket closed under the loop that waits on it makes it fail.
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
            thread.join(timeout=10)
            assert not thread.is_alive()
