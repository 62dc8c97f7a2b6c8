"""The service on a store, with people of each role in it, and their browsers and programs."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from graph.store import Store
from service.accounts.identity import TOKEN
from service.accounts.people import People, User
from service.accounts.sessions import Sessions
from service.accounts.tokens import Tokens
from service.app import create_app
from service.data import from_store
from service.settings import Settings

PASSWORD = "lingon på grusvägen"


def service(store: Store, **more: Any) -> Flask:
    """The service on a store."""
    return create_app(from_store(store), store=store, **more)


def person(
    store: Store, role: str, *, name: str = "", units: Collection[str] = (), password: str = ""
) -> User:
    """An account of this role, called so unless another name is given; made once."""
    people, name = People(store), name or role
    return people.get(name) or people.add(
        name, role=role, units=units, title=f"{name.title()} Öberg", password=password or None
    )


def browser_of(app: Flask, user: User | None = None) -> FlaskClient:
    """The browser of somebody signed in, or of nobody."""
    client = app.test_client()
    if user is not None:
        store = app.extensions["rodtrad.store"]
        with client.session_transaction() as session:
            session[TOKEN] = Sessions(store).begin(user, "password", "127.0.0.1", Settings())
    return client


def signed_in(
    store: Store, role: str, *, units: Collection[str] = (), app: Flask | None = None
) -> FlaskClient:
    """The browser of somebody of this role."""
    return browser_of(app or service(store), person(store, role, units=units))


def form(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    """The fields of a form, with what ties it to the client's cookie."""
    with client.session_transaction() as session:
        secret = session.setdefault("csrf_token", secrets.token_hex())
    signer = URLSafeTimedSerializer(str(client.application.secret_key), salt="wtf-csrf-token")
    return {"csrf_token": signer.dumps(secret), **fields}


def bearer(
    store: Store, role: str, *, name: str = "", scope: str = "", units: Collection[str] = ()
) -> dict[str, str]:
    """The header of a program that works for somebody of this role."""
    scopes = {"reader": "read", "editor": "edit", "admin": "admin"}
    owner = person(store, role, name=name, units=units)
    text = Tokens(store).make(owner, label="test", scope=scope or scopes[role], days=1)
    return {"Authorization": f"Bearer {text}"}
