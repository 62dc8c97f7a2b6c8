"""Holds every answer of the API, in whatever test, against what its route declares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import jsonschema_rs
from flask import Flask, Response, request, request_finished

from service.api.bodies import JSON
from service.api.declared import Operation, operation_asked
from service.api.openapi import schema_of, schemas
from service.codes import BY_STATUS
from service.problems import PROBLEM


@contextmanager
def watched() -> Iterator[list[str]]:
    """The faults of answers given meanwhile, in any thread."""
    faults: list[str] = []

    def look(sender: Flask, response: Response, **more: Any) -> None:
        operation = operation_asked()
        if operation is not None:
            address = f"{request.method} {request.full_path} {response.status_code}"
            faults.extend(f"{address}: {fault}" for fault in faults_of(operation, response))

    with request_finished.connected_to(look):
        yield faults


def faults_of(operation: Operation, response: Response) -> Iterator[str]:
    """What an answer has that its operation doesn't declare."""
    status, kind = response.status_code, response.mimetype
    if status not in operation.statuses:
        yield f"the status isn't among {sorted(operation.statuses)}"
    if status in (204, 304):
        return
    if status not in operation.answers:
        if kind != PROBLEM:
            yield f"{kind} where a problem was due"
        elif (code := json.loads(response.get_data())["code"]) not in BY_STATUS.get(status, ()):
            yield f"the code {code} isn't one of {status}"
        return
    answer = operation.answers[status]
    if kind not in answer.content:
        yield f"{kind} isn't among {answer.content}"
    elif kind == JSON and answer.schema is not None and request.method != "HEAD":
        section = (request.view_args or {}).get("section")
        for fault in _validator(answer.schema, section).iter_errors(response.get_json(force=True)):
            yield f"{fault.instance_path}: {fault.message[:300]}"


@cache
def _validator(names: str, section: str | None) -> Any:
    shape = {**schema_of(names, section), "components": {"schemas": dict(schemas())}}
    return jsonschema_rs.validator_for(shape)
