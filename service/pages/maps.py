"""Karta: a map around a goal, beside it the same as tree and table, and how to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from service.asking import Asked, asked
from service.drawing import asked_map
from service.maps import map_request_from_args
from service.pages.goal_view import GoalLine, goal_lines
from service.pages.map_panel import Panel
from service.pages.search import found
from service.searching import LONGEST
from service.showing import visible
from visualizations.page import FORM_SCRIPTS, SCRIPTS, VENDORED, fragment
from visualizations.picture import picture_json
from visualizations.request import MapRequest
from visualizations.wording import say

blueprint = Blueprint(
    "map",
    __name__,
    static_folder=str(files("visualizations") / "static"),
    static_url_path="/karta/filer",
)
SUGGESTED = 10
# The form's fields that a goal is searched in.
SEARCHED = ("find", "find_to", "find_drop")


@dataclass(frozen=True, slots=True)
class Hits:
    """Words that mean no goal, or several: `goals` as (title, about, address of their map)."""

    field: str
    words: str
    goals: list[tuple[str, str, str]]
    total: int


@blueprint.get("/karta")
def page() -> str | BaseResponse:
    """The map that the address asks for; what the form asks for has an address of its own."""
    question = asked()
    hits = None
    if "set" in request.args:
        wanted, hits = _form(question, request.args)
        if hits is None:
            here = f"{request.script_root}/karta"
            return redirect(here + _address(question, wanted), 303)
    model = asked_map()
    told = {
        "model": model,
        "panel": Panel(question, model),
        "hits": hits,
        "say": lambda code, **values: say(code, question.language, **values),
    }
    picture = fragment(
        model,
        question.language,
        data_url=f"{request.script_root}/api/v1/map",
        pictures_url=f"{request.script_root}/karta/bild",
        goal_url=question.goal,
        beside=Markup(render_template("map_panel.html", **told)),
    )
    scripts = (VENDORED, *FORM_SCRIPTS, *SCRIPTS)
    return render_template("map.html", picture=picture, scripts=scripts, **told)


@blueprint.get("/karta/bild")
def picture() -> Response:
    """What the page's script draws the map from, before the page itself is there."""
    return jsonify(picture_json(asked_map()))


@blueprint.get("/karta/forslag")
def suggestions() -> Response:
    """The first goals that hold the words `q`, for a field that is being typed in."""
    question = asked()
    words = request.args.get("q", "").strip()[:LONGEST]
    goals = found(question, words)[0] if words else []
    told = [
        {
            "id": line.id,
            "title": visible(line.title, 120),
            "about": _about(line, question.language),
        }
        for line in goal_lines(question, goals[:SUGGESTED])
    ]
    return jsonify(goals=told, total=len(goals))


def _form(question: Asked, args: MultiDict[str, str]) -> tuple[MapRequest, Hits | None]:
    """The map that the form asks for, or what stands in its way."""
    given = MultiDict(args)
    if any(given.get(name) for name in ("find_drop", "drop_unit", "drop_plan")):
        # What was seen otherwise gives way to what would happen.
        for name in ("lens", "against", "change"):
            given.poplist(name)
    for kind in ("unit", "plan"):
        if given.get(f"drop_{kind}"):
            given.add("drop", f"{kind}:{given[f'drop_{kind}']}")
    wanted = map_request_from_args(given)
    p = question.audit.projection
    for field in SEARCHED:
        words = given.get(field, "").strip()[:LONGEST]
        if not words:
            continue
        goals = found(question, words)[0]
        if len(goals) != 1 and not (goals and p.ids[goals[0]] == words):
            offered = [
                (
                    line.title,
                    _about(line, question.language),
                    _address(question, _with(wanted, field, line.id)),
                )
                for line in goal_lines(question, goals[:SUGGESTED])
            ]
            return wanted, Hits(field, words, offered, len(goals))
        wanted = _with(wanted, field, p.ids[goals[0]])
    return wanted, None


def _about(line: GoalLine, language: str) -> str:
    """What tells a goal from others of its title: level, units, and that it isn't in force."""
    out = [line.level, *(name for name, _ in line.units[:2])]
    out += [say("gone", language)] if line.state is None else []
    return visible(" · ".join(filter(None, out)), 120)


def _with(wanted: MapRequest, field: str, goal: str) -> MapRequest:
    """The map with a goal that was searched for."""
    if field == "find":
        return replace(
            wanted, root=goal, to=None, expanded=(), closed=(), groups=None, page=0
        )
    if field == "find_to":
        return replace(wanted, to=goal) if wanted.root is not None else replace(wanted, root=goal)
    name = f"goal:{goal}"
    return wanted if name in wanted.drop else wanted.dropping(name)


def _address(question: Asked, wanted: MapRequest) -> str:
    return wanted.address(question.audit.view.as_json(), question.language)
