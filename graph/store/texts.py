"""
The Cypher texts, each in its own file beside this package.

Values travel as `$parameters` only. A label, an edge type or a list of properties can't be
a parameter; those come from the model's own names and are put in at `<NAME>` places.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def cypher(name: str, **names: str) -> str:
    """The text of `cypher/NAME.cypher`, its `<…>` places filled with names of the model."""
    text = files("graph.store").joinpath("cypher", f"{name}.cypher").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("//")]
    text = "\n".join(lines).strip()
    for place, value in names.items():
        text = text.replace(f"<{place}>", value)
    return text
