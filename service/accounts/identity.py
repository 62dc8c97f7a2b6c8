"""
Finds out who a request comes from: by the session of a browser, or a program's token.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, request, session

from graph.store import Store
from service.accounts.people import People
from service.accounts.sessions import Sessions
from service.accounts.tokens import Tokens
from service.accounts.who import SOMEBODY_ELSE, NotSignedIn, Who
from service.settings import settings

API = "/api/"
SAFE = ("GET", "HEAD", "OPTIONS")
TOKEN = "token"


def comes_with_a_name(environ: Mapping[str, object]) -> bool:
    """False for a request that can only be nobody's, as most are."""
    return "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ


def identify() -> Who:
    """
    Who this request comes from. Tokens count for the API alone; there sessions do for reading
    only, so that no page elsewhere can write through somebody's browser.
    """
    if not comes_with_a_name(request.environ):
        return SOMEBODY_ELSE
    store: Store | None = current_app.extensions["rodtrad.store"]
    if store is None:
        return SOMEBODY_ELSE
    if request.path.startswith(API):
        if "HTTP_AUTHORIZATION" in request.environ:
            return _by_token(store)
        if request.method not in SAFE:
            return SOMEBODY_ELSE
    return _by_session(store)


def _by_token(store: Store) -> Who:
    found = request.authorization
    token = None
    if found is not None and found.type == "bearer" and found.token:
        token = Tokens(store).get(found.token)
    user = People(store).get(token.user) if token else None
    if token is None or user is None or user.disabled:
        raise NotSignedIn("token.wrong")
    return Who(
        user.name, user.title, token.role(user), frozenset(user.units), frozenset(token.units),
        "api", token=token.id, until=token.until, owner=user.role,
    )  # fmt: skip


def _by_session(store: Store) -> Who:
    secret = session.get(TOKEN)
    held = Sessions(store).get(secret, settings()) if secret else None
    user = People(store).get(held.user) if held else None
    if held is None or user is None or user.disabled or user.era != held.era:
        return SOMEBODY_ELSE
    return Who(
        user.name, user.title, user.role, frozenset(user.units), via="page", session=held.id
    )
