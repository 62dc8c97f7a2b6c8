"""The server: where it listens, and how it stops."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from graph.errors import UsageError
from service.serving import HOST, listening

SLOW = """
import time
from flask import Flask
from service.serving import serve
app = Flask("slow")
@app.get("/")
def page():
    time.sleep(1.5)
    return "x" * 2_000_000
serve(app, port=0)
print("ended")
"""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_finished_before_the_end(sign: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        got: list[int] = []

        def ask() -> None:
            with urllib.request.urlopen(address, timeout=20) as answer:
                got.append(len(answer.read()))

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.5)
        process.send_signal(sign)
        asking.join(20)
        assert got == [2_000_000]
        _, said = process.communicate(timeout=20)
        assert process.returncode == 0, said


def test_the_next_free_port_is_taken() -> None:
    with listening(0) as first:
        port = first.getsockname()[1]
        with listening(port) as second:
            assert second.getsockname()[0] == HOST
            assert second.getsockname()[1] > port


def test_no_free_port_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.serving.TRIED", 1)
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=str(port)), listening(port):
            pass
