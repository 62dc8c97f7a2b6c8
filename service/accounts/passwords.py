"""
Passwords: how they are hashed, and which are too easy to guess.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graph.errors import UsageError
from service.accounts.waits import TooMany

SHORTEST, LONGEST = 12, 128
# A password of so few common words, or none, is soon tried, whatever digits are put around them.
FEW_WORDS = 3
# Each hash takes 64 MiB and a core for about a tenth of a second; two at a time, four in line.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
AT_ONCE, IN_LINE = 2, 6
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_working = threading.BoundedSemaphore(AT_ONCE)
_line = threading.BoundedSemaphore(IN_LINE)


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    with _turn():
        return HASHER.hash(_plain(password))


def matches(password: str, kept: str) -> bool:
    """
    True if the hash is of this password. An empty one, for who has none or isn't there, takes
    as long and is False. TooMany when more ask than can be served.
    """
    with _turn():
        try:
            # Longer ones are never kept; hashing megabytes would only take time.
            HASHER.verify(kept or _dummy(), _plain(password[: LONGEST + 1]))
            return bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_dated(kept: str) -> bool:
    """True if the hash was made with other parameters than those of now."""
    return HASHER.check_needs_rehash(kept)


def check_strength(password: str, name: str) -> None:
    """UsageError for a password that is too short, too long, or among the first to be tried."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise UsageError("password.length", least=SHORTEST, most=LONGEST)
    said = plain.casefold()
    for part in (name.casefold(), name.casefold().partition("@")[0]):
        if len(part) > 2 and part in said:
            raise UsageError("password.name")
    if _is_common(said):
        raise UsageError("password.common")


def _plain(password: str) -> str:
    """The same password from every keyboard: å may come as one character or two."""
    return unicodedata.normalize("NFC", password)


def _is_common(said: str) -> bool:
    """True for common words with digits and signs around, for rows of keys, and for repetition."""
    if len(set(said)) < 5:
        return True
    core = _AROUND.sub("", said)
    readable = core.translate(str.maketrans("013457@$!", "oieastasi"))
    for text in (core, readable):
        letters = "".join(each for each in text if each.isalpha())
        count = _fewest(letters, _common())
        if count is not None and count <= FEW_WORDS:
            return True
    return False


def _fewest(text: str, words: frozenset[str]) -> int | None:
    """How few such words, one after the other, make the text; None if they can't."""
    fewest: dict[int, int] = {0: 0}
    for end in range(1, len(text) + 1):
        found = [fewest[at] + 1 for at in fewest if text[at:end] in words]
        if found:
            fewest[end] = min(found)
    return fewest.get(len(text))


@cache
def _common() -> frozenset[str]:
    text = files("service.accounts").joinpath("common.txt").read_text(encoding="utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


@cache
def _dummy() -> str:
    return HASHER.hash("nobody has this password")


@contextmanager
def _turn() -> Iterator[None]:
    """A turn to hash; TooMany where the line is full, so that other pages keep their threads."""
    if not _line.acquire(blocking=False):
        raise TooMany(2)
    try:
        with _working:
            yield
    finally:
        _line.release()
