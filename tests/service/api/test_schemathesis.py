"""The document is true: schemathesis finds no answer that it doesn't tell of, on either engine."""

from __future__ import annotations

import pytest
from flask import Flask

from graph.store import Store
from tests.service.api.fuzzing import tried
from tests.service.signing import bearer

WRITES = "^/(items/goals|changes|users|me|settings|sign-ins)"


@pytest.mark.both
def test_whatever_an_admin_asks_is_answered_as_told(stored_app: Flask, store: Store) -> None:
    sent, faults = tried(stored_app, bearer(store, "admin"), examples=1, seed=20, edges=False)
    assert sent > 150
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_whatever_others_try_to_change_is_answered_as_told(
    stored_app: Flask, store: Store, role: str
) -> None:
    headers = bearer(store, role, units=["tyr-bun"] if role == "editor" else ())
    sent, faults = tried(stored_app, headers, examples=1, seed=20, edges=False, paths=WRITES)
    assert sent > 10
    assert not faults, "\n".join(faults)
