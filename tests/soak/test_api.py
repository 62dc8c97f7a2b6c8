"""Every bound of every parameter of the API, with the token of each role, on both engines."""

from __future__ import annotations

import json

import pytest

from graph.reading import read_text
from graph.store import Store
from tests.service.api.conftest import CHAIN
from tests.service.api.fuzzing import tried
from tests.service.api_watch import watched
from tests.service.signing import bearer, service


@pytest.mark.parametrize("role", ["admin", "editor", "reader", ""])
def test_no_question_brings_an_answer_that_isnt_told_of(store: Store, role: str) -> None:
    store.import_files(read_text(json.dumps(CHAIN), "kedja.json").files)
    headers = bearer(store, role) if role else {}
    with watched() as undeclared:
        sent, faults = tried(service(store), headers, examples=30, seed=6, edges=True)
    assert sent > 5000
    assert not faults, "\n".join(faults)
    assert not undeclared, "\n".join(undeclared)
