"""
What an admin decides about the service, kept in the store.

Looked at no oftener than every other second, so that no request waits for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app

from graph.errors import StoreError

if TYPE_CHECKING:
    from graph.store import Store

LOOKED_EVERY = 2.0
OPEN, SIGNED_IN = READING = ("open", "signed-in")


@dataclass(frozen=True, slots=True)
class Settings:
    """
    `title` is the municipality's name, `public_address` where people reach the service, empty
    for this machine alone. `version` is 0 until something has been saved.
    """

    reading: str = OPEN
    title: str = ""
    public_address: str = ""
    frame_ancestors: tuple[str, ...] = ()
    idle_hours: int = 8
    absolute_days: int = 7
    version: int = 0

    @property
    def host(self) -> str:
        """The host of the public address, without its port."""
        return urlsplit(self.public_address).hostname or ""

    @property
    def prefix(self) -> str:
        """The path of the public address, without a slash at its end."""
        return urlsplit(self.public_address).path.rstrip("/")

    @property
    def origin(self) -> str:
        """Scheme, host and port of the public address, as a browser says them."""
        scheme, rest, address = self.public_address.partition("://")
        return f"{scheme}{rest}{address.partition('/')[0]}".lower()

    @property
    def encrypted(self) -> bool:
        """True where the public address is https."""
        return self.public_address.startswith("https://")


class SettingsKeeper:
    """The settings as last looked at; safe for threads."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._known = Settings()
        self._next = 0.0
        self._lock = threading.Lock()

    def now(self) -> Settings:
        """The settings; StoreError if they can't be read."""
        if self._store is None or time.monotonic() < self._next:
            return self._known
        with self._lock:
            kept = self._store.shelf("Setting").get("settings")
            self._known = _settings(kept.body, kept.version) if kept else Settings()
            self._next = time.monotonic() + LOOKED_EVERY
            return self._known

    def anew(self) -> Settings:
        """The settings as they are in this very moment."""
        self._next = 0.0
        return self.now()

    def known(self) -> Settings:
        """The settings, or if they can't be read the last ones known."""
        try:
            return self.now()
        except StoreError:
            return self._known

    def save(self, changed: Settings) -> Settings:
        """
        Keep the settings; UsageError with the code `stale` unless `version` is that of the
        stored ones.
        """
        if self._store is None:
            raise AssertionError("settings are saved in a store")
        shelf = self._store.shelf("Setting")
        body = asdict(changed)
        del body["version"]
        if changed.version:
            kept = shelf.put("settings", body, version=changed.version)
        else:
            kept = shelf.add("settings", body)
        with self._lock:
            self._known = replace(changed, version=kept.version)
            self._next = 0.0
            return self._known


def settings() -> Settings:
    """The settings that this request is answered by; StoreError if they can't be read."""
    return keeper().now()


def keeper() -> SettingsKeeper:
    """The keeper of the settings of this application."""
    found: SettingsKeeper = current_app.extensions["rodtrad.settings"]
    return found


def _settings(body: Mapping[str, Any], version: int) -> Settings:
    known = {name: body[name] for name in Settings.__slots__ if name in body}
    known["frame_ancestors"] = tuple(known.get("frame_ancestors", ()))
    return Settings(**{**known, "version": version})
