"""A small chain in a store: two nämnder, one orphan, one goal with a reworded one above it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graph.reading import drafts_of
from graph.store import Store

CHAIN: dict[str, Any] = {
    "rodtrad": 1,
    "source": {"id": "liten", "title": "En liten kedja"},
    "model": {"current_year": 2024},
    "units": [
        {"id": "kf", "name": "Kommunfullmäktige", "kind": "fullmäktige"},
        {"id": "bun", "name": "Barn- och utbildningsnämnden", "kind": "nämnd", "parent": "kf"},
        {"id": "skola", "name": "Strandskolan", "kind": "enhet", "parent": "bun"},
        {"id": "kfn", "name": "Kultur- och fritidsnämnden", "kind": "nämnd", "parent": "kf"},
    ],
    "plans": [
        {"id": "kp", "kind": "kommunplan", "unit": "kf", "period": "2024"},
        {"id": "np-bun", "kind": "nämndplan", "unit": "bun", "period": "2024"},
        {"id": "np-kfn", "kind": "nämndplan", "unit": "kfn", "period": "2024"},
        {"id": "ep-skola", "kind": "enhetsplan", "unit": "skola", "period": "2024"},
    ],
    "areas": [{"id": "mo1", "name": "Lärande", "period": "2024"}],
    "goals": [
        {"id": "v", "title": "En god kommun", "level": "vision"},
        {"id": "kf-1", "title": "Alla lär sig", "level": "fullmaktige", "plan": "kp",
         "areas": ["mo1"], "contributes_to": ["v"]},
        {"id": "bun-1", "title": "Fler når målen", "level": "namnd", "plan": "np-bun",
         "contributes_to": [{"to": "kf-1", "how": "genom läsning"}]},
        {"id": "kfn-1", "title": "Fler läser", "level": "namnd", "plan": "np-kfn",
         "contributes_to": ["kf-1"]},
        {"id": "skola-1", "title": "Läsläxa varje dag", "level": "enhet", "plan": "ep-skola"},
    ],
    "indicators": [
        {"id": "i-1", "name": "Behörighet", "measures": ["bun-1"], "target": 80, "target_op": ">=",
         "readings": [{"period": "2023", "value": 79}]}
    ],
}


def fill(store: Store, folder: Path) -> None:
    """Import the chain."""
    path = folder / "liten.json"
    path.write_text(json.dumps(CHAIN), encoding="utf-8")
    store.import_files([draft.file for draft in drafts_of([path])])
