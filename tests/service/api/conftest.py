"""The service on a store with a small chain."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from graph.reading import read_text
from graph.store import Store
from tests.service.signing import service

CHAIN = {
    "rodtrad": 1,
    "source": {"id": "prov", "title": "Prov"},
    "model": {"current_year": 2024},
    "units": [
        {"id": "tyr", "name": "Kommunen", "kind": "kommun"},
        *({"id": id, "name": id, "kind": "nämnd", "parent": "tyr"} for id in ("tyr-ks", "tyr-bun")),
    ],
    "plans": [{"id": "np-bun-2024", "kind": "nämndplan", "unit": "tyr-bun", "period": "2024"}],
    "goals": [
        {"id": "kf24-3", "title": "Trygghet", "level": "fullmaktige", "unit": "tyr"},
        {"id": "bun24-2", "title": "Trygga skolor", "code": "2", "level": "namnd",
         "plan": "np-bun-2024", "contributes_to": [{"to": "kf24-3", "how": "Så"}]},
    ],
}  # fmt: skip


@pytest.fixture
def stored_app(store: Store) -> Flask:
    """The service, on each engine in turn."""
    store.import_files(read_text(json.dumps(CHAIN), "kedja.json").files)
    return service(store)
