"""
How often one may try: limits per address and per account, with waits that grow.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from graph.errors import UsageError

# Failures of one account from one address, the whole account's, and an address's. The account's
# own is wide: it must stop guessing, and not let a stranger shut somebody out.
PAIR = parse_many("5/minute; 10/15minutes; 20/hour; 50/day")
ACCOUNT = parse_many("100/hour")
ADDRESS = parse_many("60/15minutes; 300/day")


Counted = tuple[RateLimitItem, tuple[str, ...]]


class TooMany(UsageError):
    """Too many tries; `wait` is how many seconds to wait."""

    def __init__(self, wait: int) -> None:
        """The same words whoever asks and whether the account exists."""
        self.wait = wait
        super().__init__("too_many", seconds=wait)


class Waits:
    """The failures of late, in memory: a restart forgets them."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, account: str, address: str) -> None:
        """Count a try; TooMany where it has to wait."""
        tried, place = _tried(account, address), ("address", neighbourhood(address))
        self._refuse(tried + [(item, place) for item in ADDRESS], self._limiter.test)
        self._refuse(tried, self._limiter.hit)

    def failed(self, address: str) -> None:
        """The try was wrong. Only those count for an address: a town hall may have but one."""
        for item in ADDRESS:
            self._limiter.hit(item, "address", neighbourhood(address))

    def succeeded(self, account: str, address: str) -> None:
        """The try was right: what was counted for this account from this address is forgotten."""
        for item, key in _tried(account, address):
            if key[0] == "pair":
                self._limiter.clear(item, *key)

    def _refuse(self, counted: list[Counted], allows: Callable[..., bool]) -> None:
        full = [(item, key) for item, key in counted if not allows(item, *key)]
        if full:
            until = max(self._limiter.get_window_stats(item, *key).reset_time for item, key in full)
            raise TooMany(max(1, math.ceil(until - time.time())))


def _tried(account: str, address: str) -> list[Counted]:
    pair = ("pair", account, neighbourhood(address))
    return [*((item, pair) for item in PAIR), *((item, ("account", account)) for item in ACCOUNT)]


def neighbourhood(address: str) -> str:
    """What counts as one address: a household has 2 ** 64 of the newer kind."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{found}/64", strict=False))
    return str(found)
