"""Läs in: files in, with faults, differences and verdicts shown before anything is written."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from graph.editing import has_ids
from graph.errors import Fault, UsageError
from queries.item_changes import SOURCES
from service.accounts.who import current_store, who
from service.asking import asked, choice, whole
from service.importing import desk
from service.importing.desk import Looked
from service.importing.exporting import FORMS, empty_template, source_file
from service.importing.kept import PLAN
from service.importing.listed import wordings
from service.importing.telling import KINDS, field_line
from service.item_words import extent, section_name
from service.marked import markable
from service.showing import number
from service.words import say

blueprint = Blueprint("importing", __name__)
MOST_FAULTS = 200
# More than this are better confirmed in the proposal's own workbook.
MOST_WORDINGS = 300


@blueprint.get("/las-in")
def start() -> str:
    """The form, one's own uploads, and what can be fetched."""
    return _start()


def _start(fault: str = "") -> str:
    sources = [(file.source.id, file.source.title or file.source.id)
               for file in current_store().files()]
    # Asked before the page is made, which tells of the data that is shown.
    asked()
    own = desk.imports().uploads.of(who().name)
    return render_template("importing.html", fault=fault, sources=sources, uploads=own)


@blueprint.post("/las-in")
def receive() -> BaseResponse | tuple[str, int]:
    """Keep the files and begin to read them."""
    files = [(each.filename, each.stream) for each in request.files.getlist("filer")
             if each.filename]
    try:
        upload = desk.receive(request.form.get("sort", PLAN), files)
    except UsageError as error:
        return _start(error.text(asked().language)), 400
    return redirect(asked().address(f"/las-in/{upload.id}"), 303)


@blueprint.get("/las-in/mall.xlsx")
def form() -> Response:
    """The template."""
    return empty_template(asked().language).sent()


@blueprint.get("/las-in/hamta")
def fetch() -> Response:
    """One source as it is stored, to change and import again."""
    kind = choice("form", tuple(FORMS)) or "xlsx"
    ident, files = request.args.get("kalla", ""), current_store().files()
    return source_file(files, ident, kind, asked().language).sent()


@blueprint.get("/las-in/<id>")
def page(id: str) -> str:
    """How far an upload has come, or what came of it."""
    return _shown(desk.look(id))


def _shown(looked: Looked, fault: str = "") -> str:
    upload, result, language = looked.upload, looked.result, asked().language
    common = {"upload": upload, "fault": fault, "result": result}
    if looked.progress is not None or not (upload.settled or result):
        return render_template("import_reading.html", **common, line=_line(looked))
    if upload.settled or result is None:
        return render_template("import_done.html", **common)
    if result.proposal is not None:
        texts = wordings(result.proposal)
        return render_template("import_list.html", **common, proposal=result.proposal,
                               texts=texts[:MOST_WORDINGS], total=len(texts),
                               left=len(texts) - MOST_WORDINGS)
    if result.faults:
        # A book that can't be opened has no cell to mark.
        placed = any(fault.line for fault in result.faults)
        stored = all("by_key" in dict(fault.values) for fault in result.faults)
        return render_template("import_faults.html", **common, faults=result.faults[:MOST_FAULTS],
                               left=len(result.faults) - MOST_FAULTS, values=_value, stored=stored,
                               markable=placed and markable([file.name for file in upload.files]))
    return render_template(
        "import_preview.html", **common, preview=result.preview, kinds=KINDS, has_ids=_has_ids,
        section_name=lambda section: section_name(section, language),
        field_line=partial(field_line, language=language), extent=extent,
    )  # fmt: skip


def _value(fault: Fault) -> str:
    """What stands at the place of a fault, where the fault tells it."""
    said = dict(fault.values)
    return next((said[key] for key in ("value", "id") if key in said), "")


def _has_ids(section: str) -> bool:
    return section == SOURCES or has_ids(section)


@blueprint.get("/las-in/<id>/lage")
def state(id: str) -> Response:
    """The same for a script that waits."""
    looked = desk.look(id)
    return jsonify(running=looked.progress is not None, line=_line(looked))


def _line(looked: Looked) -> str:
    """How far it has come, in a sentence."""
    step = looked.progress.step if looked.progress else "waiting"
    items = looked.progress.items if looked.progress else 0
    done, total = (looked.progress.done, looked.progress.total) if looked.progress else (0, 0)
    percent = done * 100 // total if total else 0
    return say(f"importing.step_{step}", asked().language, items=items, percent=percent,
               size=number(round(looked.upload.size / 1e6, 1), asked().language))


@blueprint.get("/las-in/<id>/markerad.xlsx")
def marked(id: str) -> Response:
    """The spreadsheet with its faults marked."""
    return desk.marked(desk.look(id)).sent()


@blueprint.get("/las-in/<id>/forslag.xlsx")
def proposal(id: str) -> Response:
    """The proposal of a list as a workbook, to confirm there."""
    return desk.proposed(desk.look(id)).sent()


@blueprint.post("/las-in/<id>/koppla")
def confirm(id: str) -> BaseResponse | tuple[str, int]:
    """Go on with a list and the links that were chosen."""
    looked = desk.look(id)
    chosen: dict[int, str] = {}
    for name, value in request.form.items():
        kind, _, place = name.partition(".")
        if kind == "val" and place.isdecimal():
            other = request.form.get(f"annat.{place}", "").strip()
            chosen[int(place)] = other if value == "annat" else value.removeprefix("mal:")
    try:
        desk.confirm(looked, chosen)
    except UsageError as error:
        return _shown(looked, error.text(asked().language)), 400
    return _back(id)


@blueprint.post("/las-in/<id>/verkstall")
def apply(id: str) -> BaseResponse | tuple[str, int]:
    """Write it; a second time does nothing."""
    looked = desk.look(id)
    revision = whole(request.form, "revision", 0, 10**9 - 1, asked().language)
    try:
        desk.apply(looked, revision, bool(request.form.get("skriv-over")))
    except UsageError as error:
        if error.code != "upload_overwrites":
            raise
        return _shown(looked, error.text(asked().language)), 400
    return _back(id)


@blueprint.post("/las-in/<id>/angra")
def take_back(id: str) -> BaseResponse:
    """Undo what was written."""
    desk.take_back(desk.look(id).upload)
    return _back(id)


@blueprint.post("/las-in/<id>/kasta")
def throw_away(id: str) -> BaseResponse:
    """Take the upload away, unless it is being worked on."""
    desk.throw_away(desk.look(id))
    return redirect(asked().address("/las-in"), 303)


def _back(id: str) -> BaseResponse:
    return redirect(asked().address(f"/las-in/{id}"), 303)
