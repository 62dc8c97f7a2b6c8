"""
A map as a page: a fragment for the service, or one file that needs nothing else.

The data stands as JSON in a script element that isn't run; our own script reads it. Beside
the picture the same goals stand as a tree and a table, which need no script to be read.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph.text import escape
from visualizations import vis
from visualizations.as_json import address, focus_on, map_json
from visualizations.model import MapModel, Node
from visualizations.svg import svg
from visualizations.wording import say

VENDORED = "vendor/vis-network.min.js"
SCRIPT = "map.js"
STYLE = "map.css"
WORDS = (
    "loading",
    "loaded",
    "failed",
    "outside",
    "chosen.none",
    "also",
    "column.to",
    "open.goal",
    "example",
)


def payload(model: MapModel) -> dict[str, Any]:
    """`rodtrad.map/1` and, under `vis`, what the picture is drawn from."""
    return {
        **map_json(model),
        "vis": {
            "nodes": vis.nodes(model),
            "edges": vis.edges(model),
            "options": vis.options(model),
        },
    }

def fragment(model: MapModel, language: str | None = None, *, data_url: str = "") -> Markup:
    """
    The map as a part of a page that loads `vis-network.min.js`, `map.js` and `map.css`.

    `data_url` answers `data_url + "?…"` with the `payload` of another map; without one the
    links of the map lead to pages. One map to a page.
    """
    page = Page(model, language, data_url=data_url)
    return Markup(page.environment().get_template("fragment.html").render())

def standalone(model: MapModel, language: str | None = None, *, base_url: str = "") -> str:
    """
    The map as one HTML file: script and style inside, named by hash in its policy.

    Works from a file; asks nothing of the network. What isn't in the file is named with the
    command that shows it, or as a link where `base_url` says which service has it.
    """
    page = Page(model, language, base_url=base_url)
    return page.environment(alone=True).get_template("standalone.html").render()

class Page:
    """What the templates need, for one map."""

    def __init__(
        self,
        model: MapModel,
        language: str | None = None,
        *,
        data_url: str = "",
        base_url: str = "",
    ) -> None:
        """Nothing is rendered yet."""
        self._model = model
        self._language = language or model.language
        self._data_url = data_url
        self._base_url = base_url

    def environment(self, *, alone: bool = False) -> Environment:
        """An environment of this page's own, every value escaped."""
        environment = Environment(
            loader=PackageLoader("visualizations", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        model = self._model
        number = {node.key: node for node in model.nodes}
        environment.globals.update(
            model=model,
            say=lambda code, **values: say(code, self._language, **values),
            lang=self._language,
            alone=alone,
            data_url=self._data_url,
            base_url=self._base_url,
            rows=[(row, number[row.key]) for row in model.tree],
            also_of={
                node.key: "; ".join(number[key].title for key in node.also) for node in model.nodes
            },
            links_of=self._links(),
            href=self._href,
            picture=Markup(svg(model)),
            data=Markup(_script_safe(self._data())),
        )
        if alone:
            script, style, vendored = (_static(name) for name in (SCRIPT, STYLE, VENDORED))
            environment.globals.update(
                script=Markup(script),
                vendored=Markup(vendored),
                style=Markup(style),
                policy="; ".join([
                    "default-src 'none'",
                    f"script-src {_hash(vendored)} {_hash(script)}",
                    f"style-src {_hash(style)}",
                    "img-src data:",
                    "base-uri 'none'",
                    "form-action 'none'",
                ]),
            )
        return environment

    def _data(self) -> dict[str, Any]:
        return {
            **payload(self._model),
            # What the script says; it has no texts of its own.
            "words": {
                word: say(word, self._language, titles="{titles}", title="{title}", state="{state}")
                for word in WORDS
            },
        }

    def _href(self, node: Node) -> str | None:
        """Where a box's link leads; None where there is nothing to lead to."""
        found = address(self._model, focus_on(self._model, node) or node.more)
        if found is None or (self._base_url == "" and self._data_url == ""):
            return None
        return self._base_url + found

    def _links(self) -> Mapping[str, list[str]]:
        """For each box what it is linked to, in words."""
        titles = {node.key: node.title for node in self._model.nodes}
        out: dict[str, list[str]] = {}
        for edge in self._model.edges:
            if edge.state == "merged":
                continue
            word = "" if edge.state == "valid" else f" ({edge.text})"
            out.setdefault(edge.source, []).append(titles[edge.target] + word)
        return out

def _script_safe(data: Mapping[str, Any]) -> str:
    """JSON that can stand in a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    # Unseen and turning characters too: what escapes them is also how JSON writes them.
    return escape(text)

@cache
def _static(name: str) -> str:
    text = files("visualizations").joinpath("static", name).read_text("utf-8")
    # Developer tools would look for a map that isn't there.
    return text.replace("//# sourceMappingURL=vis-network.min.js.map", "")

def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
