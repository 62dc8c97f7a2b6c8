"""
Signing in and out: what every way of it shares.
"""

from __future__ import annotations

import time

from flask import current_app, g, request, session

from graph.errors import UsageError
from graph.store.shelf import KINDS
from service.accounts.clock import instant
from service.accounts.entries import UNKNOWN, SignIns
from service.accounts.identity import TOKEN
from service.accounts.passwords import hash_password, is_dated, matches
from service.accounts.people import People, User, folded
from service.accounts.sessions import Sessions
from service.accounts.waits import TooMany, Waits
from service.accounts.who import current_store
from service.settings import settings

SWEPT_EVERY = 3600.0


def by_password(name: str, password: str) -> User | None:
    """
    The account with this name and password, None if there is none, it is shut, or they don't
    match; all three take as long. TooMany after too many tries, told the same of every name.
    """
    store, address = current_store(), request.remote_addr or ""
    user = People(store).get(name)
    log, known = SignIns(store), user.id if user else UNKNOWN
    waits: Waits = current_app.extensions["rodtrad.waits"]
    try:
        waits.check(folded(name), address)
        right = matches(password, user.password if user else "")
    except TooMany:
        log.note(known, address, "password", "wait")
        raise
    if user is None or not right or user.disabled:
        waits.failed(address)
        log.note(known, address, "password", "shut" if right else "wrong")
        return None
    waits.succeeded(folded(name), address)
    if is_dated(user.password):
        user = People(store).refresh(user, hash_password(password))
    return user


def sign_in(user: User, how: str = "password") -> None:
    """
    Begin a session of this account in the browser that asks; UsageError if the account is shut.

    Nothing of the browser's earlier session is taken along. `how` is password, oidc or link.
    """
    store, address = current_store(), request.remote_addr or ""
    if user.disabled:
        SignIns(store).note(user.id, address, how, "shut")
        raise UsageError("user.shut")
    sign_out()
    session[TOKEN] = Sessions(store).begin(user, how, address, settings())
    SignIns(store).note(user.id, address, how, "in")
    _sweep()


def sign_out() -> None:
    """End the session of this request, if there is one, in the store and in the browser."""
    secret = session.get(TOKEN)
    if secret:
        store = current_store()
        held = Sessions(store).get(secret, settings())
        if held is not None:
            Sessions(store).end(held.id, held.user)
            SignIns(store).note(held.user, request.remote_addr or "", held.how, "out")
    session.clear()
    g.pop("who", None)
    g.pop("csrf_token", None)


def _sweep() -> None:
    """Take away what is past its time, no oftener than once an hour."""
    store, kept = current_store(), current_app.extensions
    if time.monotonic() >= kept.get("rodtrad.swept", 0.0):
        kept["rodtrad.swept"] = time.monotonic() + SWEPT_EVERY
        for kind in KINDS:
            store.shelf(kind).sweep(instant())
