"""Asking the API as a program does, and reading the problems that it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

Ask = Callable[..., TestResponse]


def asking(app: Flask, usual: Mapping[str, str]) -> Ask:
    """Sends method, address and body, with the usual headers unless others are given."""
    client = app.test_client()

    def send(method: str, address: str, said: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(address, method=method, json=said, headers={**usual, **named})

    return send


def code(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.content_type == "application/problem+json", answer.text
    return answer.status_code, json.loads(answer.data)["code"]
