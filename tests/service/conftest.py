"""The service on the Tyresö sample, and on a chain whose every text is out for trouble."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.data import Data, from_files
from service.samples import tyreso_files
from tests.service.answering import answering
from tests.service.api_watch import watched

# Each is a text somebody may write, and none may do anything but stand there.
ODD = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "{{ 7 * 7 }}",
    "\"onmouseover='alert(1)'",
    "å/ä?ö#1%2F&x=1",
    "../../etc/passwd",
    "🚲\u202eabc",
    "a//b",
    "lång " * 3000,
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    The service meets both engines behind one store, whose own suite runs on both; of the
    service's tests those marked `both` do too, and all of them in `make soak`.
    """
    if os.environ.get("RODTRAD_EVERY_ENGINE"):
        return
    here = Path(__file__).parent
    left = [
        item for item in items
        if here in item.path.parents and "[neo4j" in item.name
        and item.get_closest_marker("both") is None
    ]  # fmt: skip
    config.hook.pytest_deselected(items=left)
    dropped = set(left)
    items[:] = [item for item in items if item not in dropped]


@pytest.fixture(autouse=True)
def every_answer_is_declared() -> Iterator[None]:
    """No test may get an answer from the API that its route doesn't declare."""
    with watched() as faults:
        yield
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def sample() -> Data:
    """The Tyresö sample."""
    data, _ = from_files(tyreso_files())
    return data


@pytest.fixture(scope="session")
def app(sample: Data) -> Flask:
    """The service on the sample."""
    return create_app(sample)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the service without a network between."""
    return app.test_client()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The service on `hostile_chain`."""
    path = tmp_path_factory.mktemp("hostile") / "chain.json"
    path.write_text(json.dumps(hostile_chain()), encoding="utf-8")
    data, _ = from_files([path])
    return create_app(data).test_client()


def hostile_ids() -> list[str]:
    """Ids to put into addresses."""
    short = [text.strip()[:300].strip() for text in ODD]
    return [*short, "..", ".", "/", "?", "#", "%", "%2F", "a b", ";"]


def hostile_chain() -> dict[str, Any]:
    """A chain with an odd text in every field that takes one."""
    ids = hostile_ids()
    said = dict.fromkeys(("description", "note", "source"), ODD[0])
    units = [
        {"id": "top", "name": ODD[0], "kind": "kommun", **said},
        *({"id": name, "name": ODD[n % len(ODD)], "kind": "nämnd", "parent": "top", **said}
          for n, name in enumerate(ids)),
    ]
    plans = [
        {"id": name, "kind": "nämndplan", "name": ODD[n % len(ODD)], "unit": name,
         "period": "2024", "decided_by": ODD[0], "decided_on": "2023-10-01", "reference": ODD[1],
         **said}
        for n, name in enumerate(ids)
    ]
    areas = [{"id": name, "name": ODD[n], "number": n, "period": "2024"}
             for n, name in enumerate(ids[:3])]
    goals: list[dict[str, Any]] = [
        {"id": "root", "title": ODD[0], "level": "fullmaktige", "areas": ids[:3],
         "addressed_to": ids}
    ]
    for n, name in enumerate(ids):
        goals.append({
            "id": name, "title": ODD[n % len(ODD)], "code": ODD[2][:10], "level": "namnd",
            "kind": ODD[0], "tags": [ODD[0]], "plan": name, "areas": ids[:3],
            "contributes_to": [
                {"to": "root", "how": ODD[0]}, {"to": ids[(n + 1) % len(ids)], "how": ODD[7]},
                {"to": f"<b>nowhere {n}</b>"},
            ], **said,
        })
    return {
        "rodtrad": 1,
        "source": {"id": "<i>s</i>", "title": ODD[0], "url": "javascript:alert(1)"},
        "model": {"current_year": 2024},
        "units": units, "plans": plans, "areas": areas, "goals": goals,
        "indicators": [{"id": "i", "name": ODD[0], "measures": [ids[0]], "target": 1,
                        "target_op": ">=", "unit_of_measure": ODD[0],
                        "readings": [{"period": "2024", "value": 0.5, "gender": ODD[0]}]}],
        "assessments": [{"goal": ids[0], "period": "2024", "verdict": "met", "analysis": ODD[0]}],
        "guarantees": [{"id": "g", "title": ODD[0], "goals": [ids[0]]}],
        "exemptions": [{"unit": ids[1], "reason": ODD[0]}],
    }


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """The address of a real server on a free loopback port."""
    with answering(app) as found:
        yield found
