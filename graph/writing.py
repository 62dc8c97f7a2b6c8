"""
Plan files, written: canonical YAML or JSON, the same bytes for the same content.

Nothing is wrapped and nothing is guessed: a text that any YAML reader could take for
something else stands in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from graph.chain import PlanFile
from graph.plain import written_file
from graph.text import escape, unseen

# Letters first, then what is harmless in every place of every YAML version.
_PLAIN = re.compile(r"[^\W\d_][\w.()/+§–-]*(?: [\w.()/+§–-]+)*")
# What YAML 1.1 or 1.2 takes for something other than text, in any case of letters.
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
# Longer lists of short things stand one to a line.
_LINE = 88
# Libyaml finds the end of a plain key only so far from its beginning.
_LONGEST_KEY = 900


def write_yaml(file: PlanFile) -> str:
    """The file as YAML, ending with a line break; reading it gives an equal file."""
    return "\n".join(_mapping(written_file(file), 0)) + "\n"


def write_json(file: PlanFile) -> str:
    """The file as JSON, one item to a line; reading it gives an equal file."""
    parts = []
    for key, value in written_file(file).items():
        said = _json(value)
        if isinstance(value, list):
            said = "[\n  " + ",\n  ".join(map(_json, value)) + "\n ]"
        parts.append(f" {_json(key)}: {said}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: Any) -> str:
    return escape(json.dumps(value, ensure_ascii=False, default=str))


def _mapping(said: dict[str, Any], indent: int) -> Iterator[str]:
    """The lines of a mapping. The format nests six deep at most, so recursion is safe."""
    space = " " * indent
    for key, value in said.items():
        name = scalar(key)
        if len(name.encode()) > _LONGEST_KEY:
            yield f"{space}? {name}"
            name = ""
        head = f"{space}{name}:"
        if isinstance(value, dict):
            if value:
                yield head
                yield from _mapping(value, indent + 2)
            else:
                yield f"{head} {{}}"
        elif isinstance(value, list):
            yield from _list(head, value, indent)
        else:
            yield from _text(head, value, indent)


def _list(head: str, said: list[Any], indent: int) -> Iterator[str]:
    if not any(isinstance(each, dict) for each in said):
        flow = "[" + ", ".join(map(scalar, said)) + "]"
        if len(head) + 1 + len(flow) <= _LINE:
            yield f"{head} {flow}"
            return
    yield head
    space = " " * (indent + 2)
    for each in said:
        if isinstance(each, dict):
            lines = _mapping(each, indent + 4)
            yield f"{space}- {next(lines)[indent + 4 :]}"
            yield from lines
        else:
            yield f"{space}- {scalar(each)}"


def _text(head: str, value: Any, indent: int) -> Iterator[str]:
    if not isinstance(value, str) or not _is_block(value):
        yield f"{head} {scalar(value)}"
        return
    yield f"{head} |" + ("" if value.endswith("\n") else "-")
    space = " " * (indent + 2)
    for line in value.removesuffix("\n").split("\n"):
        yield space + line if line else ""


def _is_block(text: str) -> bool:
    """True if a text of several lines can stand as it is, every character kept."""
    lines = text.removesuffix("\n").split("\n")
    return (
        len(lines) > 1
        and bool(lines[0].strip())
        and bool(lines[-1])
        and not any(line[:1] in (" ", "\t") or line != line.rstrip() for line in lines)
        and not any(unseen(line) for line in lines)
    )


def scalar(value: Any) -> str:
    """A value on one line, safe within brackets too."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _TAKEN and not unseen(value):
        return value
    return _json(value)
