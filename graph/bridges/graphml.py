"""
GraphML out, for Gephi, yEd, Cytoscape and whatever else reads it.

Node ids are the goals' ids and texts are the goals' texts, but for the few characters that
XML 1.0 can't hold: those stand as `_xHHHH_`, the way spreadsheets write them, and a text
that has such a group of its own gets its first underscore written so. `restored` turns
either back, so nothing is lost. Lists stand as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

_ESCAPED = re.compile(r"_x([0-9A-F]{4,6})_")
# A group that would be read as an escape, and what XML 1.0 has no way to hold. A carriage
# return could be held, but every reader turns it into a line feed.
_UNSAFE = re.compile(
    "_(?=x[0-9A-F]{4,6}_)|[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def write_graphml(
    graph: nx.DiGraph[str],
    path: Path | str,
    extra: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """
    Write a graph of `to_networkx` as GraphML; the same bytes for the same graph.

    `extra` adds columns to the nodes: for each name a text, number or flag by goal id, as
    a state or an analyst's own measure. OSError if the file can't be written.
    """
    out: nx.DiGraph[str] = nx.DiGraph()
    columns = extra or {}
    for name, said in graph.nodes(data=True):
        more = {key: column[name] for key, column in columns.items() if name in column}
        out.add_node(safe(name), **_values({**said, **more}))
    for start, end, said in graph.edges(data=True):
        out.add_edge(safe(start), safe(end), **_values(said))
    lines = nx.generate_graphml(out, encoding="utf-8", prettyprint=True)
    heading = '<?xml version="1.0" encoding="UTF-8"?>'
    Path(path).write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")


def safe(text: str) -> str:
    """The text as XML can hold it."""
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def restored(text: str) -> str:
    """The text that `safe` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _values(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(value) for key, value in said.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return safe(json.dumps(list(value), ensure_ascii=False))
    return safe(value) if isinstance(value, str) else value
