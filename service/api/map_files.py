"""
A map to save, in every form.
"""

from __future__ import annotations

from flask import Response
from werkzeug.exceptions import NotFound

from service.api.address import blueprint
from service.drawing import asked_map
from service.map_files import FORMS, file_name


@blueprint.get("/map.<form>")
def map_file(form: str) -> Response:
    """The map as html, json, svg, png, pdf or csv; parameters as `/karta`."""
    if form not in FORMS:
        raise NotFound
    model = asked_map()
    response = Response(FORMS[form].written(model), content_type=FORMS[form].content_type)
    name = file_name(model, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
