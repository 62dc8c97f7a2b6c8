"""
Which sheets and columns there are, and what each is called: derived from the model.

A sheet for each section of the plan file, one for each sort of nested item (links, decisions,
readings, a goal's own exemption), and those of the heading and the governance model. The words
stand in `words.yaml`; what a column may hold is what `graph.fields` says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.fields import Field, Kind, fields_of
from graph.governance import Level
from graph.messages import LANGUAGES
from graph.model import SECTIONS, Source
from graph.schema import describe
from graph.text import fold, nfc

EXAMPLE, CONFIRMED = "example", "confirmed"
PARENT = "parent"
_ID = Kind("id", required=True)
_WORD = Kind("text", required=True)
_MARKS = re.compile(r"[\s_\-–:*?.()]+")
# Columns of sheets that no class of the model describes.
_OWN = {
    "model": ("Governance", (Field("current_year", Kind("integer"), None),)),
    "unit_kinds": ("UnitKinds", (Field("local", _WORD, None), Field("known", _WORD, None))),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """
    One sheet: its key (`goals`, `goals.contributes_to`), the class of its rows, and its columns.

    The rows of a nested sheet name the item they belong to in the column `parent`.
    """

    key: str
    of: str
    columns: tuple[Field, ...]

    @property
    def section(self) -> str:
        """The section its rows belong to, themselves or by their parent."""
        return self.key.partition(".")[0]

    @property
    def nested(self) -> str:
        """The field of the parent that its rows are; empty for a sheet of its own."""
        return self.key.partition(".")[2]


@cache
def shapes() -> dict[str, Shape]:
    """Every sheet by its key, in the order they are written."""
    found = {"source": _shape("source", Source)}
    for key, (of, columns) in _OWN.items():
        found[key] = Shape(key, of, columns)
    found["levels"] = _shape("levels", Level)
    for section, of_section in SECTIONS.items():
        found[section] = _shape(section, of_section)
        for field in fields_of(of_section):
            if field.kind.item is not None:
                key = f"{section}.{field.key}"
                found[key] = _shape(key, field.kind.item, section)
    return found


def _shape(key: str, of: type[Any], parent: str = "") -> Shape:
    described = [field for field in fields_of(of) if field.kind.item is None or _in_cell(field)]
    if parent:
        described.insert(0, Field(PARENT, Kind("ref", section=parent, required=True), None))
    return Shape(key, of.__name__, tuple(described))


def _in_cell(field: Field) -> bool:
    """True for links, which may stand in a cell of their own goal as well."""
    return field.key == "contributes_to"


@cache
def _words() -> dict[str, Any]:
    text = files("graph.sheets").joinpath("words.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)
    return found


def _column(of: str, key: str) -> dict[str, Any]:
    known = _words()["columns"]
    said: dict[str, Any] = known.get(of, {}).get(key) or known["Any"][key]
    return said


def _names(said: dict[str, Any], key: str) -> dict[str, list[str]]:
    english = key.rpartition(".")[2].replace("_", " ").capitalize()
    return {"sv": said["sv"], "en": said.get("en") or [english]}


def sheet_name(key: str, language: str) -> str:
    """What a sheet is called."""
    return _names(_words()["sheets"][key], key)[language][0]


def sheet_says(key: str, language: str) -> str:
    """What a sheet is for."""
    if language == "sv":
        return str(_words()["sheets"][key]["says"])
    shape = shapes()[key]
    if shape.nested:
        return describe(SECTIONS[shape.section].__name__, shape.nested)
    if key in ("levels", "unit_kinds"):
        return describe("Governance", key)
    return describe("File", key)


def heading(shape: Shape, key: str, language: str) -> str:
    """What a column is called."""
    return _names(_column(shape.of, key), key)[language][0]


def meta(key: str, language: str) -> str:
    """What a column beside those of the model is called."""
    name: str = _words()["meta"][key][language][0]
    return name


def meta_says(key: str, language: str) -> str:
    """What such a column is for."""
    said: str = _words()["meta"][key]["says"][language]
    return said


def offered(column: str) -> list[str]:
    """Words that are offered for a column (`Unit.kind`), where any may be written."""
    return list(_words()["offered"].get(column, ()))


def guide(key: str, language: str) -> Any:
    """What the template's first sheet says."""
    said = _words()["guide"][key]
    return said[language] if language else said


def proposed(key: str, language: str) -> str:
    """What a proposal says of a unit or goal that it makes."""
    said: str = _words()["proposal"][key][language]
    return said


def marking(language: str) -> dict[str, Any]:
    """What the sheet of faults is called, and its columns."""
    said: dict[str, Any] = _words()["faults"][language]
    return said


def column_says(shape: Shape, key: str, language: str) -> str:
    """What a column is for."""
    if language == "sv":
        return str(_column(shape.of, key)["says"])
    if key == PARENT:
        return f"The id of the item in {sheet_name(shape.section, 'en')} that the row belongs to."
    if shape.of == "UnitKinds":
        return describe("Governance", "unit_kinds")
    return describe(shape.of, key)


def normal(text: str) -> str:
    """A heading or name as it is compared: small letters, one blank for marks and blanks."""
    return _MARKS.sub(" ", fold(nfc(text)).casefold()).strip()


@cache
def sheet_keys() -> dict[str, str]:
    """The key of each name a sheet may have."""
    found: dict[str, str] = {}
    for key, said in _words()["sheets"].items():
        for name in _all_names(said, key):
            found.setdefault(name, key)
    return found


@cache
def aside() -> frozenset[str]:
    """The names of sheets that are for people only."""
    return frozenset(map(normal, _words()["aside"]))


@cache
def headings(key: str) -> dict[str, str]:
    """For a sheet, the column that each heading means; first names win over other words."""
    shape = shapes()[key]
    found: dict[str, str] = {}
    every = [(field.key, _column(shape.of, field.key)) for field in shape.columns]
    every += list(_words()["meta"].items())
    for rank in range(8):
        for column, said in every:
            for language in LANGUAGES:
                names = _names(said, column)[language]
                if rank < len(names):
                    found.setdefault(normal(names[rank]), column)
    for column, _ in every:
        found.setdefault(normal(column), column)
    return found


def _all_names(said: dict[str, Any], key: str) -> Iterator[str]:
    for names in _names(said, key).values():
        yield from map(normal, names)
    yield normal(key)


@cache
def choice_tokens() -> dict[str, str]:
    """The fixed word of the format that a word means."""
    found: dict[str, str] = {}
    for token, said in _words()["choices"].items():
        for names in said.values():
            for name in names:
                found.setdefault(normal(name), token)
        found.setdefault(normal(token), token)
    return found


def choice_word(token: str, language: str) -> str:
    """What a fixed word of the format is called; itself where it has no other name."""
    said = _words()["choices"].get(token)
    return said[language][0] if said else token
