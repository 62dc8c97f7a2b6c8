"""Karta: a map around a goal, beside it the same as tree and table."""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, render_template, request

from service.asking import asked
from service.drawing import asked_map
from visualizations.page import fragment

blueprint = Blueprint(
    "map",
    __name__,
    static_folder=str(files("visualizations") / "static"),
    static_url_path="/karta/filer",
)


@blueprint.get("/karta")
def page() -> str:
    """The map that the address asks for; from the vision down where it names no goal."""
    question = asked()
    model = asked_map()
    data_url = f"{request.script_root}/api/v1/map"
    return render_template(
        "map.html", picture=fragment(model, question.language, data_url=data_url), model=model
    )
