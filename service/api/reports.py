"""
The audit as a report to file, in every form.
"""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import NotFound

from service.api.address import blueprint
from service.pages.report import report_asked
from service.reports.filed.forms import FORMS, file_name, written


@blueprint.get("/report.<form>")
def report(form: str) -> Response:
    """The report as json, csv, xlsx, html or pdf, narrowed as `/granskning` is."""
    if form not in FORMS:
        raise NotFound
    # Whoever files it reads it elsewhere: links must name this service.
    told = report_asked(request.url_root)
    response = Response(written(told, form), content_type=FORMS[form].content_type)
    name = file_name(told, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
