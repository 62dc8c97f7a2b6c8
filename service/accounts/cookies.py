"""
The one cookie: signed, out of reach of scripts, and sent to this service alone.

The key that signs it lies in the store, so that a restart signs nobody out.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from graph.store import Store
from graph.store.shelf import Taken
from service.settings import keeper

NAME = "rodtrad"


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookie, looked at only where there is one."""

    digest_method = staticmethod(hashlib.sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says; empty, and nothing read from the store, where there is none."""
        if "HTTP_COOKIE" not in request.environ:
            return SecureCookieSession()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where it was looked at; most requests have none and need none."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs; None without a store. StoreError if the key can't be read."""
        has_key(app)
        return super().get_signing_serializer(app)

    def get_cookie_name(self, app: Flask) -> str:
        """A name that a browser takes only over an encrypted line, where there is one."""
        if not self.get_cookie_secure(app):
            return NAME
        return f"{'__Host-' if self.get_cookie_path(app) == '/' else '__Secure-'}{NAME}"

    def get_cookie_secure(self, app: Flask) -> bool:
        """True on an encrypted line, also one that ends in a proxy before this service."""
        return is_encrypted()

    def get_cookie_path(self, app: Flask) -> str:
        """The service's own part of the host."""
        return request.script_root or "/"

    def get_cookie_samesite(self, app: Flask) -> str:
        """Not sent with what other sites' pages load or post."""
        return "Lax"


def is_encrypted() -> bool:
    """True if this request came over https, or to the host of a public address that is https."""
    if request.environ.get("wsgi.url_scheme") == "https":
        return True
    known = keeper().known()
    return known.encrypted and request.host.partition(":")[0].lower() == known.host


def has_key(app: Flask) -> bool:
    """See that cookies can be signed; False without a store. StoreError if it can't be read."""
    if app.secret_key is None:
        store: Store | None = app.extensions["rodtrad.store"]
        if store is None:
            return False
        app.secret_key = _key(store)
    return True


def _key(store: Store) -> str:
    shelf = store.shelf("Setting")
    kept = shelf.get("secret")
    if kept is None:
        try:
            kept = shelf.add("secret", {"key": secrets.token_urlsafe(48)})
        except Taken:
            # Another process made it between the two lines.
            return _key(store)
    return str(kept.body["key"])
