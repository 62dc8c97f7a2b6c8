"""A small chain in a store, embeds of it, and what happens to its goals afterwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from graph.chain import PlanFile
from graph.editing import drop_item, find_item, item_tag, put_item
from graph.reading import read_text
from graph.store import Signature, Store
from service.embeds import keeping
from service.embeds.embed import Embed
from service.embeds.warnings import as_now
from service.reading import Readings
from service.settings import Settings
from tests.conftest import EMBEDDED, NEO4J
from tests.service.signing import service

BOTH = pytest.mark.parametrize("store", [EMBEDDED, NEO4J], indirect=True)
INTRANET = "https://intranat.kommun.se"
CHAIN: dict[str, Any] = {
    "rodtrad": 1,
    "source": {"id": "kommun", "title": "Kommun"},
    "model": {"current_year": 2024},
    "units": [
        {"id": "kf", "name": "Kommunfullmäktige", "kind": "fullmäktige"},
        {"id": "bun", "name": "Barnnämnden", "kind": "nämnd", "parent": "kf"},
    ],
    "areas": [{"id": "mo1", "number": 1, "name": "Goda livsvillkor", "period": "2024"}],
    "plans": [{"id": "np", "kind": "nämndplan", "unit": "bun", "period": "2024",
               "decided_by": "bun", "decided_on": "2023-10-25", "reference": "§ 71"}],
    "goals": [
        {"id": "v", "title": "En kommun för alla", "level": "vision"},
        {"id": "kf1", "title": "Alla elever når målen", "level": "fullmaktige", "unit": "kf",
         "areas": ["mo1"], "contributes_to": ["v"]},
        {"id": "bun1", "title": "Fler behöriga lärare", "level": "namnd", "plan": "np",
         "contributes_to": [{"to": "kf1", "how": "Genom stöd i tid"}]},
    ],
    "indicators": [{"id": "i1", "name": "Behörighet", "measures": ["kf1"], "target": 92,
                    "target_op": ">=", "unit_of_measure": "%",
                    "readings": [{"period": "2023", "value": 90.2}]}],
}  # fmt: skip


def filled(store: Store, *, reading: str = "open") -> Flask:
    """The service on the chain, which INTRANET may frame."""
    store.import_files(read_text(json.dumps(CHAIN), "kommun.json").files)
    app = service(store)
    keeper = app.extensions["rodtrad.settings"]
    keeper.save(replace(Settings(), frame_ancestors=(INTRANET,), reading=reading))
    return app


def placed_now(app: Flask, ident: str, kind: str = "sight", subject: str = "bun1",
               **more: Any) -> Embed:
    """A new embed, with the wording of now."""
    readings: Readings = app.extensions["rodtrad"]
    signed: dict[str, Any] = {"made_by": "åsa", "made_at": "2024-01-01", "reviewed_by": "åsa",
              "reviewed_at": "2024-01-01"}  # fmt: skip
    embed = Embed(id=ident, kind=kind, subject=subject, **signed, **more)
    store = app.extensions["rodtrad.store"]
    return keeping.add(store, as_now(embed, readings.of(embed.view)))


def reword(store: Store, goal: str, **said: Any) -> None:
    """Change a goal, signed by Åsa."""
    def work(files: tuple[PlanFile, ...]) -> Sequence[PlanFile]:
        found = find_item(files, "goals", goal)
        assert found is not None
        tag = item_tag("goals", found[1])
        plain = {**_plain(goal), **said}
        return put_item(files, "goals", plain, id=goal, tag=tag, source=None)

    store.change(work, Signature("åsa", "page", "goal.put", "Ny formulering"))


def add(store: Store, **said: Any) -> None:
    """One more goal."""
    def work(files: tuple[PlanFile, ...]) -> Sequence[PlanFile]:
        return put_item(files, "goals", said, id=None, tag=None, source="kommun")

    store.change(work, Signature("åsa", "page", "goal.put"))


def remove(store: Store, goal: str) -> None:
    """Take a goal away."""
    def work(files: tuple[PlanFile, ...]) -> Sequence[PlanFile]:
        found = find_item(files, "goals", goal)
        assert found is not None
        return drop_item(files, "goals", goal, tag=item_tag("goals", found[1]))

    store.change(work, Signature("åsa", "page", "goal.drop"))


def _plain(goal: str) -> dict[str, Any]:
    return next(dict(each) for each in CHAIN["goals"] if each["id"] == goal)
