"""The API told to people: its routes, from the document that programs read, and its codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, render_template, request

from graph.editing import item_key
from graph.messages import table as messages
from graph.model import SECTIONS
from graph.sheets.shapes import sheet_name
from service.api.openapi import TAGS, document
from service.asking import Asked, asked
from service.codes import BY_STATUS
from service.words import table as texts

blueprint = Blueprint("manual", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation as the page shows it."""

    method: str
    path: str
    told: Mapping[str, Any]
    example: str

    @property
    def statuses(self) -> str:
        """What it answers, in a line."""
        return ", ".join(self.told["responses"])


@blueprint.get("/api")
def routes() -> str:
    """Every route, with what it takes and an example."""
    question = asked()
    groups: dict[str, list[Shown]] = {tag: [] for tag in (TAGS[0], *SECTIONS, *TAGS[1:])}
    for each in _shown(question):
        groups[each.told["tags"][0]].append(each)
    named = {name: sheet_name(name, question.language) for name in SECTIONS}
    return render_template("api.html", groups=groups, sections=named)


@blueprint.get("/hjalp/fel")
def problems() -> str:
    """Every code that a problem may have, with what it means."""
    question = asked()
    rows = [
        (code, status, meaning_of(code, status, question.language))
        for status, codes in BY_STATUS.items()
        for code in codes
    ]
    return render_template("api_codes.html", rows=rows)


def meaning_of(code: str, status: int, language: str) -> str:
    """What a code means, … for what differs from time to time; else what its status means."""
    told = messages().get(code)
    known = texts().get(f"error.{code}") or texts()[f"error.{status}"]
    said = told[language] if told is not None else known[language != "sv"]
    return re.sub(r"\{\w+\}", "…", said)


def _shown(question: Asked) -> Iterator[Shown]:
    goals = question.reading.goals
    goal = question.audit.projection.ids[goals[0]] if goals else "G1"
    for path, operations in document(question.language)["paths"].items():
        for method, told in operations.items():
            named = _sample(question, path, goal)
            yield Shown(method.upper(), path, told, _example(path, method, told, named))


def _sample(question: Asked, path: str, goal: str) -> str:
    """An id that the address may name: of the section it is about, or of a goal; else `ID`."""
    first, _, rest = path.removeprefix("/").partition("/")
    if first == "items":
        section = rest.partition("/")[0].removesuffix(".csv")
        items = question.audit.projection.frame.section(section)
        return item_key(section, items[0]) if items else "ID"
    return "ID" if first in ("users", "me", "imports", "embeds") else goal


def _example(path: str, method: str, told: Mapping[str, Any], goal: str) -> str:
    """A command line that asks it, of something there is."""
    query = {}
    for each in told["parameters"]:
        schema = each["schema"]
        value = str(schema.get("enum", [1 if schema["type"] == "integer" else goal])[0])
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(value, safe=""))
        elif each["in"] == "query" and each["required"]:
            query[each["name"]] = goal
    address = f"{request.url_root.rstrip('/')}/api/v1{path}"
    words = ["curl"]
    if method != "get":
        words += ["-X", method.upper()]
    if len(told["security"]) == 1:
        words += ["-H", "'Authorization: Bearer rt_…'"]
    if any(each["name"] == "If-Match" for each in told["parameters"]):
        words += ["-H", "'If-Match: \"…\"'"]
    if "requestBody" in told:
        words += ["--json", "@body.json"]
    return " ".join([*words, f"'{address}{f'?{urlencode(query)}' if query else ''}'"])
