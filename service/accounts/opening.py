"""
Sets up accounts for an application: its store, settings, cookie, and words for its templates.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.local import LocalProxy

from graph.store import Store
from service.accounts.cookies import Cookies
from service.accounts.forgery import csrf_field, csrf_token
from service.accounts.prefix import Prefix
from service.accounts.waits import Waits
from service.accounts.who import who
from service.settings import SettingsKeeper


def open_accounts(app: Flask, store: Store | None) -> None:
    """Templates get `me`, `csrf_field()` and `csrf_token()`; nothing is read from the store."""
    keeper = SettingsKeeper(store)
    app.extensions["rodtrad.store"] = store
    app.extensions["rodtrad.settings"] = keeper
    app.extensions["rodtrad.waits"] = Waits()
    app.session_interface = Cookies()
    app.wsgi_app = Prefix(app.wsgi_app, keeper)  # type: ignore[method-assign]
    # A page that needs nobody doesn't ask who it is.
    words = {"me": LocalProxy(who), "csrf_field": csrf_field, "csrf_token": csrf_token}
    app.context_processor(lambda: {**words, "can_write": store is not None})
