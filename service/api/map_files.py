"""
A map to save, in every form.
"""

from __future__ import annotations

from flask import Response

from service.api.address import blueprint
from service.api.declared import Answer, Parameter, contents, route
from service.api.parameters import MAP, VIEW
from service.drawing import asked_map
from service.map_files import FORMS, file_name


@route(
    blueprint, "GET", f"/map.<any({', '.join(FORMS)}):form>",
    Parameter("form", "choice", tuple(FORMS), place="path"), *VIEW, *MAP,
    answers={200: Answer(contents(form.content_type for form in FORMS.values()))}, errors=(404,),
)  # fmt: skip
def map_file(form: str) -> Response:
    """The map as html, json, svg, png, pdf or csv; parameters as `/karta`."""
    model = asked_map()
    response = Response(FORMS[form].written(model), content_type=FORMS[form].content_type)
    name = file_name(model, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
