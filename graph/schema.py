"""
The JSON Schema of the plan file, generated from the model.

It says what can be said without looking at other items: keys, forms and choices. That ids
are unique and references lead somewhere is for the reader. The shipped copy is
`plan-file.schema.json`; `python -m graph.schema` writes it anew.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.fields import Field, fields_of
from graph.governance import Level
from graph.model import SECTIONS, SHORTHAND, Source
from graph.reading.rules import ONE_OF

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Whatever YAML takes an unquoted text for, it counts as the text that was written.
_TEXT = {"type": ["string", "number", "boolean"]}
_DAY = {"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"}
_NUMBER = {"type": ["number", "string"], "pattern": r"^\s*[+-]?[0-9]+([.,][0-9]+)?([eE].*)?\s*$"}
_PERIOD = {
    "anyOf": [
        {"type": ["string", "integer"]},
        {
            "type": "object",
            "properties": {"from": {"$ref": "#/$defs/day"}, "to": {"$ref": "#/$defs/day"}},
            "minProperties": 1,
            "additionalProperties": False,
        },
    ]
}
_DEFS: dict[str, Any] = {
    "text": _TEXT,
    "id": _TEXT,
    "day": _DAY,
    "number": _NUMBER,
    "period": _PERIOD,
    "flag": {"enum": [True, False, "true", "false"]},
}
_KINDS = {"ref": "id", "level": "id", "integer": "number"}


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) as a JSON value."""
    definitions = dict(_DEFS)
    for of in (Source, Level, *SECTIONS.values()):
        _define(of, definitions)
    definitions["Governance"] = _object(
        "Governance",
        {
            "current_year": {"type": ["integer", "string"]},
            "unit_kinds": {"type": "object", "additionalProperties": _TEXT},
            "levels": {"type": "array", "items": _ref("Level"), "minItems": 1},
        },
        "The governance model (styrmodell).",
    )
    sections = {
        name: {"type": ["array", "null"], "items": _ref(of.__name__)}
        for name, of in SECTIONS.items()
    }
    head = {
        "rodtrad": {"enum": [1, "1"]},
        "source": _ref("Source"),
        "model": {"anyOf": [_ref("Governance"), {"type": "null"}]},
    }
    schema = _object("File", head | sections, "A chain of goals, or a part of one.")
    return {
        "$schema": DIALECT,
        "title": "Röda tråden plan file, version 1",
        **schema,
        "required": ["rodtrad", "source"],
        "$defs": definitions,
    }


def schema_text() -> str:
    """The schema as it is shipped."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def describe(of: str, key: str) -> str:
    """What a key of a class of the model says; KeyError if nobody has described it."""
    known = _descriptions()
    said: str = known.get(of, {}).get(key) or known["Any"][key]
    return said


@cache
def _descriptions() -> dict[str, dict[str, str]]:
    text = files("graph").joinpath("plan-file-keys.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CBaseLoader)
    return found


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _object(name: str, properties: dict[str, Any], description: str) -> dict[str, Any]:
    described = {
        key: {**said, "description": describe(name, key)} for key, said in properties.items()
    }
    return {
        "description": description,
        "type": "object",
        "properties": described,
        "additionalProperties": False,
    }


def _define(of: type[Any], definitions: dict[str, Any]) -> None:
    """Add the definition of a class and of those nested in it."""
    described = fields_of(of)
    summary = " ".join((of.__doc__ or "").strip().split("\n\n")[0].split())
    properties = {field.key: _field(of, field) for field in described}
    said = _object(of.__name__, properties, summary)
    said["required"] = [field.key for field in described if field.kind.required]
    if of in ONE_OF:
        said["oneOf"] = [{"required": [key]} for key in ONE_OF[of]]
    definitions[of.__name__] = said
    for field in described:
        if field.kind.item is not None:
            _define(field.kind.item, definitions)


def _field(of: type[Any], field: Field) -> dict[str, Any]:
    kind = field.kind
    if kind.choices:
        one: dict[str, Any] = {"enum": list(kind.choices)}
    elif kind.item is not None:
        one = _ref(kind.item.__name__)
        if kind.item in SHORTHAND:
            one = {"anyOf": [_ref("id"), one]}
    else:
        one = _ref(_KINDS.get(kind.name, kind.name))
    several = {"type": "array", "items": one}
    if of is Level and field.key == "every_area":
        return {"anyOf": [one, {"type": "array", "items": _ref("text")}, {"type": "null"}]}
    if kind.many:
        return {"anyOf": [several, one, {"type": "null"}]}
    return one if kind.required else {"anyOf": [one, {"type": "null"}]}


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("plan-file.schema.json").write_text(schema_text(), encoding="utf-8")
