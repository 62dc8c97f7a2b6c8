"""
What is written, as it is written: the items of plan files, section by section, whatever view.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from flask import Response, current_app, request

from graph.chain import PlanFile
from graph.editing import item_key, item_tag, plain_item
from graph.errors import UsageError
from graph.fields import fields_of
from graph.model import SECTIONS
from graph.nearest import Nearest
from graph.plain import written_item
from queries.contract import data_json
from service.api.address import as_json, blueprint
from service.api.declared import Answer, given, route
from service.api.lists import stretch
from service.api.parameters import ID, IDENT, IF_NONE_MATCH, LANG, PAGING, SECTION
from service.api.tables import AS_CSV, table
from service.asking import asked
from service.reading import Readings

SOME = f"/items/<any({', '.join(SECTIONS)}):section>"
# Stands for an id that is given beside the path.
BESIDE = "-"
ONE = Answer(schema="{section}", headers=("ETag",))
Row = tuple[str, str, Any]


class Items:
    """The items of plan files by section: key, source and item, by key."""

    def __init__(self, files: tuple[PlanFile, ...]) -> None:
        """Nothing is sorted before somebody asks for it."""
        self.files = files
        self._rows: dict[str, list[Row]] = {}

    def rows(self, section: str) -> list[Row]:
        """All of a section."""
        if section not in self._rows:
            self._rows[section] = sorted(
                ((item_key(section, item), file.source.id, item)
                 for file in self.files for item in file.section(section)),
                key=lambda row: row[:2],
            )  # fmt: skip
        return self._rows[section]

    def get(self, section: str, ident: str) -> Row:
        """One of them; UsageError if there is none."""
        rows = self.rows(section)
        place = bisect_left(rows, ident, key=lambda row: row[0])
        if place == len(rows) or rows[place][0] != ident:
            near = Nearest(row[0] for row in rows).like(ident)
            raise UsageError("unknown_name", name=ident, **near)
        return rows[place]


def items() -> Items:
    """The items as they are now, sorted once as long as the data stays."""
    readings: Readings = current_app.extensions["rodtrad"]
    files = readings.files()
    kept: Items | None = current_app.extensions.get("rodtrad.items")
    if kept is None or kept.files is not files:
        current_app.extensions["rodtrad.items"] = kept = Items(files)
    return kept


@route(blueprint, "GET", SOME, SECTION, LANG, *PAGING, answers="items:{section}")
def section_items(section: str) -> Response:
    """A stretch of a section's items, each with its id, its source and its tag."""
    found = items().rows(section)
    rows, following = stretch(found, lambda row: [row[0]])
    return as_json({
        "format": "rodtrad.items/1",
        "data": data_json(asked().audit),
        "section": section,
        "total": len(found),
        "items": [
            {"id": key, "source": source, "tag": item_tag(section, item), "item": plain_item(item)}
            for key, source, item in rows
        ],
        "next": following,
    })


@route(blueprint, "GET", SOME + ".csv", SECTION, LANG, answers=AS_CSV)
def section_csv(section: str) -> Response:
    """All of a section, a field a column; lists and items within them as JSON."""
    columns = _columns(section)
    return table(section, ("key", "file", *columns), _cells(items().rows(section), columns))


@cache
def _columns(section: str) -> tuple[str, ...]:
    return tuple(field.key for field in fields_of(SECTIONS[section]))


def _cells(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[Sequence[object]]:
    for key, source, item in rows:
        said = written_item(item)
        yield key, source, *(_cell(said.get(name)) for name in columns)


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


@route(
    blueprint, "GET", SOME + "/<path:ident>", SECTION, IDENT, ID, LANG, IF_NONE_MATCH,
    answers={200: ONE, 304: Answer((), headers=("ETag",))}, errors=(404,),
)  # fmt: skip
def section_item(section: str, ident: str) -> Response:
    """One item, as in a plan file; its ETag is what a change must show."""
    _, _, item = items().get(section, named(ident))
    return shown(section, item)


def named(ident: str) -> str:
    """The id meant: that beside the path where there is one."""
    beside: str | None = given()("id")
    return ident if beside is None else beside


def shown(section: str, item: Any, status: int = 200) -> Response:
    """An answer that is an item, with its tag."""
    response = as_json(plain_item(item))
    response.status_code = status
    response.set_etag(item_tag(section, item))
    if request.method in ("GET", "HEAD"):
        response.make_conditional(request)
    return response
