"""
The OpenAPI 3.1 document, made of what the routes declare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from flask import Response, request

from graph.model import SECTIONS
from service.access import ACCESS, READ
from service.api.address import as_json, blueprint
from service.api.bodies import JSON
from service.api.declared import IN_HEADER, OPERATIONS, Answer, Operation, Parameter, route
from service.api.parameters import LANG, SECTION
from service.asking import language_of
from service.codes import BY_STATUS
from service.problems import PROBLEM
from service.words import say

Said = dict[str, Any]
CONVERTED = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
# No text may hold these, and no parameter be empty.
TEXT = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$"
TAGS = ("answers", "changes", "imports", "embeds", "accounts")
ACCOUNTS = ("users", "me", "sign-ins", "settings")
HEADERS = {
    "ETag": {"type": "string"},
    "Location": {"type": "string"},
    "Content-Location": {"type": "string"},
    "Rodtrad-Change": {"type": "string", "pattern": "^[0-9]+$"},
}


@route(blueprint, "GET", "/openapi.json", LANG, answers={200: Answer()})
def openapi() -> Response:
    """What the API takes and answers, for programs."""
    return as_json(document(language_of(request)))


def document(language: str) -> Said:
    """The document, with summaries in a language; levels are those of the data served."""
    paths: dict[str, Said] = {}
    for operation in OPERATIONS.values():
        for path, section in _paths(operation):
            told = _operation(operation, section, language)
            paths.setdefault(path, {})[operation.method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Röda tråden",
            "version": "1",
            "description": say("api.about", language),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": f"{request.script_root}/api/v1"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**schemas(), "Problem": _problem()},
            "responses": {str(status): _failure(status, language) for status in BY_STATUS},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": say("api.bearer", language),
                }
            },
        },
    }


def _paths(operation: Operation) -> Iterator[tuple[str, str | None]]:
    """The addresses of an operation: one for each section where it takes one."""
    path = CONVERTED.sub(r"{\1}", operation.rule)
    if SECTION in operation.parameters:
        yield from ((path.replace("{section}", name), name) for name in SECTIONS)
    else:
        yield path, None


def _operation(operation: Operation, section: str | None, language: str) -> Said:
    name = operation.endpoint.rpartition(".")[2]
    rule = ACCESS[operation.endpoint]
    told: Said = {
        "operationId": f"{name}_{section}" if section else name,
        "tags": [section or _tag(operation)],
        "summary": say(f"api.{name}", language),
        "description": say(f"api.access_{rule}", language),
        "parameters": [
            _parameter(each, language) for each in operation.parameters if each is not SECTION
        ],
        "responses": {
            str(status): _answer(operation.answers[status], section, language)
            if status in operation.answers
            else _error(status, language)
            for status in sorted(operation.statuses)
        },
        "security": [{}, {"bearer": []}] if rule == READ else [{"bearer": []}],
    }
    if operation.body is not None:
        schema = schema_of(operation.body, section)
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return told


def _tag(operation: Operation) -> str:
    """What it is about, where that isn't a section of plan files."""
    first = operation.rule.split("/")[1]
    if first in ACCOUNTS:
        return "accounts"
    return first if first in TAGS else TAGS[0]


def _parameter(parameter: Parameter, language: str) -> Said:
    one = one_of(parameter)
    several = {"type": "array", "items": one, "minItems": 1, "maxItems": parameter.times}
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required or parameter.place == "path",
        "description": say(f"parameter.{parameter.name}", language),
        "schema": several if parameter.times > 1 else one,
    }


def one_of(parameter: Parameter) -> Said:
    """The schema of one value of a parameter."""
    if parameter.kind == "whole":
        return {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
    if parameter.kind == "day":
        return {"type": "string", "format": "date"}
    if parameter.kind in ("choice", "flag"):
        return {"type": "string", "enum": list(parameter.known)}
    told: Said = {"type": "string", "minLength": 1}
    if parameter.place == "header":
        return {**told, "pattern": f"^{IN_HEADER.pattern}$", "maxLength": parameter.most}
    capped = {"maxLength": parameter.most} if parameter.most < 10**6 else {}
    return {**told, "pattern": TEXT, **capped}


def _answer(answer: Answer, section: str | None, language: str) -> Said:
    told: Said = {"description": say("api.answer" if answer.content else "api.empty", language)}
    if answer.content:
        schema = schema_of(answer.schema, section) if answer.schema else {}
        told["content"] = {
            kind: {"schema": schema} if schema and kind == JSON else {} for kind in answer.content
        }
    if answer.headers:
        told["headers"] = {name: {"schema": HEADERS[name]} for name in answer.headers}
    return told


def _error(status: int, language: str) -> Said:
    if status == 304:
        return {"description": say("api.unchanged", language)}
    return {"$ref": f"#/components/responses/{status}"}


def _failure(status: int, language: str) -> Said:
    """A problem of a status, with the codes that it may have."""
    codes = {"type": "object", "properties": {"code": {"enum": list(BY_STATUS[status])}}}
    schema = {"allOf": [_reference("Problem"), codes]}
    return {
        "description": say(f"error.{status}", language),
        "content": {PROBLEM: {"schema": schema}},
    }


def _problem() -> Said:
    texts = {key: {"type": "string"} for key in ("type", "code", "title", "detail")}
    return {
        "type": "object",
        "required": ["type", "code", "title", "status", "detail"],
        "properties": {
            **texts,
            "status": {"type": "integer"},
            "errors": {"type": "array", "items": _reference("error")},
            "item": {"type": ["object", "null"]},
            "tag": {"type": ["string", "null"]},
        },
        "additionalProperties": False,
    }


def schema_of(names: str, section: str | None) -> Said:
    """The schema that an answer or a body names, for a section where it has one."""
    several = [_schema(name, section) for name in names.split("|")]
    return several[0] if len(several) == 1 else {"anyOf": several}


def _schema(name: str, section: str | None) -> Said:
    if section is None:
        return _reference(name)
    item = _reference(SECTIONS[section].__name__)
    if name == "{section}":
        return item
    items = {"type": "array", "items": {"type": "object", "properties": {"item": item}}}
    return {"allOf": [_reference("items"), {"type": "object", "properties": {"items": items}}]}


def _reference(name: str) -> Said:
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def schemas() -> Mapping[str, Said]:
    """The shapes of answers and of plan files, under the names they have in their schemas."""
    found: Said = {}
    for package, file in (("queries", "answers"), ("graph", "plan-file")):
        text = files(package).joinpath(f"{file}.schema.json").read_text(encoding="utf-8")
        found |= json.loads(text.replace('"#/$defs/', '"#/components/schemas/'))["$defs"]
    return dict(sorted(found.items()))
