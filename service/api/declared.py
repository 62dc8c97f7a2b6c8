"""
What each route of the API takes and answers, said once.

The routes read their parameters by these declarations, the OpenAPI document is made of them,
and the tests hold every answer against them; so none of the three can say anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Blueprint, g, request

from graph.nearest import Nearest
from graph.period import parse_day
from graph.text import control_character, shown
from service.access import ACCESS, READ
from service.api.bodies import JSON
from service.asking import language_of, whole
from service.refusing import Refused

# What every route may answer: a question it can't read, a token that doesn't hold, faults of ours.
ANY = (400, 401, 500, 503)
IN_HEADER = re.compile("[!-~]([ -~]*[!-~])?")
View = TypeVar("View", bound=Callable[..., Any])
Choices = tuple[str, ...] | Callable[[], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    One thing that may be said to a route. `kind` is text, whole, flag, day or choice; `choices`
    may depend on the data; `least` and `most` bound a number, `most` the characters of a text.
    `place` is query, path or header; `times` how often it may be said.
    """

    name: str
    kind: str = "text"
    choices: Choices = ()
    least: int = 1
    most: int = 10**9 - 1
    times: int = 1
    required: bool = False
    place: str = "query"

    @property
    def known(self) -> tuple[str, ...]:
        """The choices there are now."""
        return self.choices() if callable(self.choices) else self.choices

    def read(self, said: str, language: str) -> Any:
        """The value that a text stands for; Refused if it stands for none."""
        if control_character(said) or (self.place == "header" and not IN_HEADER.fullmatch(said)):
            raise Refused("control", language)
        if not said:
            raise Refused("empty", language, name=self.name)
        if self.kind == "whole":
            return whole({self.name: said}, self.name, self.least, self.most, language)
        if self.kind in ("choice", "flag") and said not in self.known:
            raise Refused("choice", language, name=self.name, known=", ".join(self.known))
        if self.kind == "text" and len(said) > self.most:
            raise Refused("long", language, name=self.name, most=self.most)
        return _day(said, language) if self.kind == "day" else said


def _day(said: str, language: str) -> str:
    try:
        parse_day(said)
    except ValueError:
        raise Refused("as_of", language) from None
    return said


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What stands in an answer: its kinds of content, one of them, and its names among the schemas,
    with `|` between.
    """

    content: tuple[str, ...] = (JSON,)
    schema: str | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One method of one address. `errors` are the statuses it may answer beside those that any
    route may; `body` names the schema of what it takes. A `{section}` in schemas is filled in.
    """

    endpoint: str
    method: str
    rule: str
    parameters: tuple[Parameter, ...]
    answers: Mapping[int, Answer]
    errors: tuple[int, ...] = ()
    body: str | None = None

    def named(self, place: str) -> tuple[Parameter, ...]:
        """Its parameters in the query, the path or the headers."""
        return tuple(each for each in self.parameters if each.place == place)

    @property
    def statuses(self) -> frozenset[int]:
        """Every status it may answer."""
        rule = ACCESS[self.endpoint]
        known = {304} if rule == READ else {403}
        if self.named("path"):
            known.add(404)
        return frozenset({*self.answers, *self.errors, *known, *ANY})


OPERATIONS: dict[tuple[str, str], Operation] = {}


@dataclass(slots=True)
class Given:
    """What a request says, read by its declaration; what it doesn't say isn't there."""

    values: dict[str, Any] = field(default_factory=dict)

    def __call__(self, name: str, otherwise: Any = None) -> Any:
        """The value of a parameter."""
        return self.values.get(name, otherwise)


def route(
    blueprint: Blueprint,
    method: str,
    rule: str,
    *parameters: Parameter,
    answers: Mapping[int, Answer] | str,
    errors: tuple[int, ...] = (),
    body: str | None = None,
    name: str = "",
) -> Callable[[View], View]:
    """Hang a view at an address, with all that it takes and answers; `name` is else its own."""
    told = {200: Answer(schema=answers)} if isinstance(answers, str) else answers

    def hang(view: View) -> View:
        own = name or view.__name__
        endpoint = f"{blueprint.name}.{own}"
        operation = Operation(endpoint, method, rule, parameters, told, errors, body)
        blueprint.add_url_rule(rule, own, view, methods=[method])
        OPERATIONS[endpoint, method] = operation
        return view

    return hang


def operation_asked() -> Operation | None:
    """The operation of this request; None outside the API."""
    method = "GET" if request.method == "HEAD" else request.method
    return OPERATIONS.get((request.endpoint or "", method))


def given() -> Given:
    """What this request says; Refused if it says anything that its route doesn't take."""
    if "given" not in g:
        operation = operation_asked()
        g.given = Given(_read(operation) if operation else {})
    found: Given = g.given
    return found


def _read(operation: Operation) -> dict[str, Any]:
    language = language_of(request)
    known = {each.name: each for each in operation.named("query")}
    found: dict[str, Any] = {}
    for name, texts in request.args.lists():
        if name not in known:
            near = Nearest(known).like(name).get("near") or ", ".join(sorted(known)) or "–"
            raise Refused("unknown_parameter", language, name=shown(name, 60), near=near)
        each = known[name]
        if len(texts) > each.times:
            raise Refused("repeated", language, name=name, most=each.times)
        values = [each.read(text, language) for text in texts]
        found[name] = values if each.times > 1 else values[0]
    for each in operation.named("query"):
        if each.required and each.name not in found:
            raise Refused("needed", language, name=each.name)
    for each in operation.named("header"):
        said = request.headers.get(each.name)
        if said is not None:
            found[each.name] = each.read(said, language)
    return found



def contents(types: Iterable[str]) -> tuple[str, ...]:
    """Kinds of content without what stands after them."""
    return tuple(sorted({each.partition(";")[0] for each in types}))
