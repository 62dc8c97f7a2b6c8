"""
The Cypher texts of the catalogue, each in a file of its own that says what it answers.

A text may use parts (cypher/parts): `<in_force g>` stands for the text of parts/in_force.cypher
with `g` in its `<1>` place; more arguments are set apart by semicolons. Values travel as
`$parameters` only, in three maps: `$view`, `$model` and `$given`, the text's own. Maps, since
Neo4j plans a text anew for each length of a list and for null, but once for any map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PART = re.compile(r"<([a-z_]+) ([^<>]+)>")
# What a text may list beside its own parameters.
GROUPS = ("view", "model", "none")


@dataclass(frozen=True, slots=True)
class Text:
    """
    One Cypher text: what it answers, the parameters it takes and the columns it gives.

    `parameters` are names of GROUPS and of what stands in `$given`; `notes` explain the latter.
    `cypher` is complete: it can be pasted into a database's own browser.
    """

    name: str
    title: str
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    source: str
    notes: str
    cypher: str

    @property
    def own(self) -> tuple[str, ...]:
        """The parameters beside those of the view and the model."""
        return tuple(name for name in self.parameters if name not in GROUPS)


@cache
def text(name: str) -> Text:
    """The text of `cypher/NAME.cypher`; KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    return _read(name, files("queries").joinpath("cypher", f"{name}.cypher").read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    """The names of all texts, sorted."""
    found = (each.name for each in files("queries").joinpath("cypher").iterdir())
    return tuple(sorted(name.removesuffix(".cypher") for name in found if name != "parts"))


def _read(name: str, said: str) -> Text:
    header = [line[2:].strip() for line in said.splitlines() if line.startswith("//")]
    body = "\n".join(line for line in said.splitlines() if not line.startswith("//"))
    keys = {
        key: place
        for place, line in enumerate(header)
        for key in ("parameters", "columns", "source")
        if line.startswith(f"{key}: ")
    }
    if list(keys) != ["parameters", "columns", "source"]:
        raise ValueError(f"{name}.cypher doesn't say its parameters, columns and source in turn")

    def after(key: str) -> str:
        return header[keys[key]].partition(": ")[2]

    return Text(
        name=name,
        title=" ".join(header[: keys["parameters"]]),
        parameters=tuple(after("parameters").split(", ")),
        columns=tuple(after("columns").split(", ")),
        source=after("source"),
        notes=" ".join(header[keys["source"] + 1 :]),
        cypher=filled(body.strip()),
    )


def filled(body: str) -> str:
    """A text with its parts put in, innermost first; KeyError for a part that isn't there."""
    while (fuller := _PART.sub(_put_in, body)) != body:
        body = fuller
    return body


def _put_in(found: re.Match[str]) -> str:
    body = _part(found[1])
    for number, argument in enumerate(found[2].split("; "), start=1):
        body = body.replace(f"<{number}>", argument)
    return body


@cache
def _part(name: str) -> str:
    file = files("queries").joinpath("cypher", "parts", f"{name}.cypher")
    if not file.is_file():
        raise KeyError(name)
    part = file.read_text("utf-8")
    lines = [line for line in part.splitlines() if not line.startswith("//")]
    return "\n".join(lines).strip()
