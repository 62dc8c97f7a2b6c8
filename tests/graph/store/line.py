"""A line to a server that can be held and cut, as a frozen or a dead server would."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Hands bytes on between its own port and another."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._open = threading.Event()
        self._open.set()
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._answer, daemon=True).start()

    def hold(self) -> None:
        """From now on nothing comes through, and nothing is closed."""
        self._open.clear()

    def cut(self) -> None:
        """Close the line, and the door to new ones."""
        # Closing alone doesn't wake the thread that waits for a caller.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.set()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._ends += [near, far]
                for start, end in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(start, end), daemon=True).start()

    def _pump(self, start: socket.socket, end: socket.socket) -> None:
        with suppress(OSError):
            while data := start.recv(65536):
                self._open.wait()
                end.sendall(data)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to a port of this machine, cut at the end."""
    line = Line(port)
    try:
        yield line
    finally:
        line.cut()
