"""
What is said of a request that can't be answered as it was put.
"""

from __future__ import annotations

from werkzeug.exceptions import BadRequest

from service.words import say


class Refused(BadRequest):
    """`word` is the stable code, and with `error.` before it the key of what people read."""

    def __init__(self, word: str, language: str, status: int = 400, **values: object) -> None:
        super().__init__(say(f"error.{word}", language, **values))
        self.word = word
        self.code = status
