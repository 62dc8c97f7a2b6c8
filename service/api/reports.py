"""
The audit as a report to file, in every form.
"""

from __future__ import annotations

from flask import Response, request

from service.api.address import blueprint
from service.api.declared import Answer, Parameter, contents, route
from service.api.parameters import AREA, LEVEL, SEVERITY, UNIT, VIEW
from service.maps import VALUES_AT_MOST
from service.pages.report import report_asked
from service.reports.filed.forms import FORMS, file_name, written


@route(
    blueprint, "GET", f"/report.<any({', '.join(FORMS)}):form>",
    Parameter("form", "choice", tuple(FORMS), place="path"), *VIEW,
    Parameter("rule", times=VALUES_AT_MOST), SEVERITY, LEVEL, UNIT, AREA,
    answers={200: Answer(contents(form.content_type for form in FORMS.values()))}, errors=(404,),
)  # fmt: skip
def report(form: str) -> Response:
    """The report as json, csv, xlsx, html or pdf, narrowed as `/granskning` is."""
    # Whoever files it reads it elsewhere: links must name this service.
    told = report_asked(request.url_root)
    response = Response(written(told, form), content_type=FORMS[form].content_type)
    name = file_name(told, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
