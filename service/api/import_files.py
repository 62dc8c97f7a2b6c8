"""
Files to work on outside and import again: the template, a source as it is stored, an import's
faults marked, a list's proposal.
"""

from __future__ import annotations

from flask import Response

from service.accounts.who import current_store
from service.api.address import blueprint
from service.api.declared import Answer, Parameter, contents, given, route
from service.api.imports import UPLOAD
from service.api.parameters import LANG
from service.asking import asked
from service.importing import desk
from service.importing.exporting import FORMS, XLSX, empty_template, source_file

BOOK = Answer((XLSX,))


@route(blueprint, "GET", "/template.xlsx", LANG, answers={200: BOOK})
def template_file() -> Response:
    """The workbook to fill in, with explanations, drop-downs and examples."""
    return empty_template(asked().language).sent()


@route(
    blueprint, "GET", f"/source.<any({', '.join(FORMS)}):form>",
    Parameter("form", "choice", tuple(FORMS), place="path"), Parameter("source", required=True),
    LANG,
    answers={200: Answer(contents(FORMS.values()))}, errors=(404,),
)  # fmt: skip
def source_as(form: str) -> Response:
    """One source as it is stored: a workbook, a plan file, or its sheets as CSV in a zip."""
    return source_file(current_store().files(), given()("source"), form, asked().language).sent()


@route(
    blueprint, "GET", "/imports/<upload>/marked.xlsx", UPLOAD, LANG,
    answers={200: BOOK}, errors=(404,),
)  # fmt: skip
def import_marked(upload: str) -> Response:
    """The spreadsheet that was sent, with its faults marked."""
    return desk.marked(desk.look(upload)).sent()


@route(
    blueprint, "GET", "/imports/<upload>/proposal.xlsx", UPLOAD, LANG,
    answers={200: BOOK}, errors=(404,),
)  # fmt: skip
def import_proposal(upload: str) -> Response:
    """What a list would become, as a workbook to confirm in."""
    return desk.proposed(desk.look(upload)).sent()
