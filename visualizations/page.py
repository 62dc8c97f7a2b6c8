"""
A map as a page: a fragment for the service, or one file that needs nothing else.

The data stands as JSON in a script element that isn't run; our own script reads it. Beside
the picture the same goals stand as a tree and a table, which need no script to be read.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph.text import escape, thousands
from visualizations.as_json import address, focus_on, map_json
from visualizations.framed import short_digest, view_words
from visualizations.model import MapModel, Node
from visualizations.picture import picture_json
from visualizations.svg import svg
from visualizations.tiles import parts_of, tile
from visualizations.wording import say

VENDORED = "vendor/vis-network.min.js"
STYLE = "map.css"
# In the order they must run; the last one starts the others.
SCRIPTS = (
    "map-drawing.js",
    "map-picture.js",
    "map-tree.js",
    "map-chosen.js",
    "map-ways.js",
    "map.js",
)
# What a page of a service needs besides.
FORM_SCRIPTS = ("map-suggest.js",)
WORDS = (
    "loading",
    "loaded",
    "failed",
    "outside",
    "chosen.none",
    "column.to",
    "changed.added",
    "changed.gone",
    "panel.suggested",
    "act.focus",
    "act.more",
    "act.shut",
    "act.hide",
    "act.drop",
    "act.keep",
    "act.drop_other",
    "act.keep_other",
    "act.page",
    "act.close",
    "beyond",
)
# What the script reads of a box; its place and its look are in the picture.
READ = (
    "key",
    "kind",
    "goal",
    "title",
    "mark",
    "level_name",
    "notes",
    "units",
    "parent",
    "focus_on",
    "more",
    "more_text",
    "shut",
    "hide",
    "drop",
    "dropped",
    "drops",
)
# Places in words that the script fills.
_PLACES = {name: f"{{{name}}}" for name in ("title", "n", "total")}


def payload(model: MapModel) -> dict[str, Any]:
    """`rodtrad.map/1` and, under `picture`, what the picture is drawn from."""
    return {**map_json(model), "picture": picture_json(model)}


def fragment(
    model: MapModel,
    language: str | None = None,
    *,
    data_url: str = "",
    pictures_url: str = "",
    goal_url: Callable[[str], str] | None = None,
    beside: Markup | None = None,
) -> Markup:
    """
    The map as a part of a page that loads `vis-network.min.js`, `SCRIPTS` and `map.css`.

    With `data_url`, which answers `data_url + ".svg?…"` and the like with the map to save,
    the page is taken to answer `?…` with other maps; without it the map's links lead nowhere.
    `pictures_url` answers `?…` with `picture_json` of that map, so that it is drawn before the
    page is there. `goal_url` gives the address of a goal's own page; `beside` stands beside the
    picture. One map to a page.
    """
    page = Page(model, language, data_url=data_url, goal_url=goal_url)
    values = {**page.values(), "pictures_url": pictures_url, "beside": beside or ""}
    return Markup(_templates().get_template("fragment.html").render(values))


def standalone(model: MapModel, language: str | None = None, *, base_url: str = "") -> str:
    """
    The map as one HTML file: script and style inside, named by hash in its policy.

    Works from a file; asks nothing of the network. What isn't in the file is named with the
    command that shows it, or as a link where `base_url` says which service has it.
    """
    page = Page(model, language, base_url=base_url)
    return _templates().get_template("standalone.html").render(page.values(alone=True))


def new_environment() -> Environment:
    """The templates, every value escaped."""
    return Environment(
        loader=PackageLoader("visualizations", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _templates() -> Environment:
    """Shared by all pages: each hands its values to `render`, and none to the environment."""
    return new_environment()


class Page:
    """What the templates need, for one map."""

    def __init__(
        self,
        model: MapModel,
        language: str | None = None,
        *,
        data_url: str = "",
        base_url: str = "",
        goal_url: Callable[[str], str] | None = None,
    ) -> None:
        """Nothing is rendered yet."""
        self._model = model
        self._language = language or model.language
        self._data_url = data_url
        self._base_url = base_url
        self._goal_url = goal_url

    def values(self, *, alone: bool = False) -> dict[str, Any]:
        """The names that the templates use."""
        model = self._model
        number = {node.key: node for node in model.nodes}
        values = {
            "model": model,
            "say": lambda code, **values: say(code, self._language, **values),
            "figure": lambda number: thousands(number, self._language),
            "lang": self._language,
            "data_url": self._data_url,
            "base_url": self._base_url,
            "pictures_url": "",
            "rows": [(row, number[row.key]) for row in model.tree],
            "also_of": {
                node.key: "; ".join(number[key].title for key in node.also) for node in model.nodes
            },
            "links_of": self._links(),
            "href": self._href,
            "acts": self._acts,
            "picture": Markup(svg(model)),
            "parts": [Markup(tile(part)) for part in parts_of(model)],
            "data": Markup(_script_safe(self._data())),
            "beside": "",
            "source": f"{view_words(model)} · {say('digest', self._language)}: "
            f"{short_digest(model)}",
        }
        if alone:
            values.update(_inside())
        return values

    def _data(self) -> dict[str, Any]:
        told = payload(self._model)
        boxes = [{name: node[name] for name in READ} for node in told["nodes"]]
        return {
            **told,
            "nodes": boxes,
            # What the script says; it has no texts of its own.
            "words": {word: say(word, self._language, **_PLACES) for word in WORDS},
            "pages": self._pages(),
        }

    def _pages(self) -> dict[str, str]:
        """The page of each goal that is shown."""
        if self._goal_url is None:
            return {}
        goals = [node.goal for node in self._model.nodes if node.goal is not None]
        return {goal: self._goal_url(goal) for goal in goals}

    def _href(self, node: Node) -> str | None:
        """Where a box's link leads; None where there is nothing to lead to."""
        found = address(self._model, focus_on(self._model, node) or node.more)
        if found is None or (self._base_url == "" and self._data_url == ""):
            return None
        return self._base_url + found

    def _acts(self, node: Node) -> list[tuple[str, str]]:
        """What can be asked of a goal where no script runs: words and address."""
        if self._data_url == "" or node.goal is None or node.kind == "gone":
            return []
        model, request = self._model, self._model.request
        dropped = f"goal:{node.goal}"
        asked = [
            ("act.more", node.more),
            ("act.shut", request.shut(node.goal) if node.opened else None),
            ("act.hide", request.without(node.goal)),
            ("act.keep" if dropped in request.drop else "act.drop", request.dropping(dropped)),
        ]
        return [
            (say(code, self._language), found)
            for code, each in asked
            if (found := address(model, each)) is not None
        ]

    def _links(self) -> Mapping[str, list[str]]:
        """For each box what it is linked to, in words."""
        titles = {node.key: node.title for node in self._model.nodes}
        out: dict[str, list[str]] = {}
        for edge in self._model.edges:
            if edge.state == "merged":
                word = say("links.merged", self._language, n=edge.count)
            else:
                said = [] if edge.state == "valid" else [edge.text or str(edge.count)]
                said += [say(f"change.{edge.change}", self._language)] if edge.change else []
                word = ", ".join(said)
            title = titles[edge.target]
            out.setdefault(edge.source, []).append(f"{title} ({word})" if word else title)
        return out

@cache
def _inside() -> dict[str, Any]:
    """Script and style that stand in a file of their own, and the policy that names them."""
    vendored, style = _static(VENDORED), _static(STYLE)
    script = "\n".join(map(_static, SCRIPTS))
    policy = (
        "default-src 'none'",
        f"script-src {_hash(vendored)} {_hash(script)}",
        f"style-src {_hash(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return {
        "script": Markup(script),
        "vendored": Markup(vendored),
        "style": Markup(style),
        "policy": "; ".join(policy),
    }


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
