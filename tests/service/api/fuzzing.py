"""Tries everything the document says, and what it doesn't, with schemathesis on a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import schemathesis
from flask import Flask
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from tests.service.answering import answering

# How parameters go together, and what a cursor holds, OpenAPI has no words for.
UNSAID = (
    "one_view", "map_change_alone", "map_lens", "map_to", "pairs", "nothing_to_change", "cursor",
)  # fmt: skip
# What may be said to a question that is put rightly: names that nothing has, and items that don't
# fit what is there.
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "412", "422"]
REFUSED = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428"]


def tried(
    app: Flask, headers: dict[str, str], *, examples: int, seed: int, edges: bool, paths: str = ""
) -> tuple[int, list[str]]:
    """
    How many requests were sent, and what was wrong with the answers. `edges` tries every bound of
    every parameter besides.
    """
    document = json.loads(app.test_client().get("/api/v1/openapi.json", headers=headers).data)
    with answering(app) as base:
        settings = _settings(f"{base}/api/v1", headers, examples, seed, edges)
        config = schemathesis.Config.from_dict(settings)
        whole = schemathesis.openapi.from_dict(document, config=config)
        schema = whole.include(path_regex=paths)
        sent, faults = 0, []
        for event in from_schema(schema).execute():
            if isinstance(event, FatalError):
                raise event.exception
            if isinstance(event, NonFatalError):
                faults.append(f"{event.label}: {event.info.format()}")
            if isinstance(event, ScenarioFinished):
                sent += len(event.recorder.interactions)
                faults.extend(_faults(event))
    return sent, faults


def _faults(event: ScenarioFinished) -> Iterator[str]:
    for case, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None and not _unsaid(event, case, check.name):
                sent = event.recorder.cases[case].value
                failure = check.failure_info.failure
                yield f"{event.label} {check.name}: {failure.message}\n{sent.as_curl_command()}"


def _unsaid(event: ScenarioFinished, case: str, check: str) -> bool:
    """True for a question refused for what the document has no words for."""
    answer = event.recorder.interactions[case].response
    if check != "positive_data_acceptance" or answer is None:
        return False
    return json.loads(answer.content).get("code") in UNSAID


def _settings(
    base: str, headers: dict[str, str], examples: int, seed: int, edges: bool
) -> dict[str, Any]:
    return {
        "seed": seed,
        "base-url": base,
        "headers": headers,
        "continue-on-failure": True,
        "generation": {
            "mode": "all", "max-examples": examples, "no-shrink": True, "database": "none",
        },
        "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": edges}},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ACCEPTED},
            "negative_data_rejection": {"expected-statuses": REFUSED},
            "missing_required_header": {"expected-statuses": REFUSED},
        },
    }
