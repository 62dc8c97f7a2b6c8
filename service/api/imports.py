"""
Imports: files sent, read in the background, shown with what they would do, and written.
"""

from __future__ import annotations

import base64
import io
from typing import IO, Any

from flask import Response, url_for

from queries.contract import errors_json
from service.api.address import as_json, blueprint
from service.api.bodies import object_sent
from service.api.declared import Answer, Parameter, route
from service.api.parameters import KEY, LANG
from service.api.replies import once
from service.asking import asked
from service.importing import desk
from service.importing.contract import preview_json
from service.importing.kept import PLAN
from service.refusing import Refused

UPLOAD = Parameter("upload", place="path")
STATE = Answer(schema="import_state")
MOST_FAULTS = 200


@route(
    blueprint, "POST", "/imports", LANG, KEY,
    answers={202: Answer(schema="import_state", headers=("Location",))},
    errors=(409, 413, 415, 422), body="import_sent",
)  # fmt: skip
def import_new() -> Response:
    """Send files, each with its name and its bytes in base64; they are read in the background."""

    def work() -> Response:
        upload = desk.receive(PLAN, _files(object_sent()))
        response = _told(upload.id, 202)
        response.headers["Location"] = url_for("api.import_state", upload=upload.id)
        return response

    return once(work)


@route(blueprint, "GET", "/imports/<upload>", UPLOAD, LANG, answers={200: STATE}, errors=(404,))
def import_state(upload: str) -> Response:
    """How far an import has come, or what came of it."""
    return _told(upload, 200)


@route(
    blueprint, "POST", "/imports/<upload>/apply", UPLOAD, LANG, KEY,
    answers={202: STATE}, errors=(404, 409, 413, 415, 422), body="import_apply",
)  # fmt: skip
def import_apply(upload: str) -> Response:
    """Write an import on the revision that its preview was made on; a second time does nothing."""

    def work() -> Response:
        said = object_sent()
        revision, overwrite = said.get("revision"), said.get("overwrite", False)
        known = {"revision", "overwrite"} >= said.keys()
        if type(revision) is not int or type(overwrite) is not bool or not known:
            raise Refused("body", asked().language)
        desk.apply(desk.look(upload), revision, overwrite)
        return _told(upload, 202)

    return once(work)


def _files(said: dict[str, Any]) -> list[tuple[str, IO[bytes]]]:
    """The files of a body; Refused where it says anything else."""
    files = said.get("files")
    if said.keys() != {"files"} or not isinstance(files, list):
        raise Refused("body", asked().language)
    return [_file(each) for each in files]


def _file(said: Any) -> tuple[str, IO[bytes]]:
    try:
        name, content = said["name"], said["content"]
        if len(said) != 2 or not (isinstance(name, str) and isinstance(content, str)):
            raise ValueError(name)
        return name, io.BytesIO(base64.b64decode(content, validate=True))
    except (KeyError, TypeError, ValueError):
        raise Refused("body", asked().language) from None


def _told(ident: str, status: int) -> Response:
    looked, language = desk.look(ident), asked().language
    upload, progress, result = looked.upload, looked.progress, looked.result
    faults = result.faults if result else ()
    found = result.preview if result else None
    response = as_json({
        "format": "rodtrad.import_state/1",
        "id": upload.id,
        "state": upload.state,
        "files": [{"name": file.name, "size": file.size} for file in upload.files],
        "progress": progress and {
            "step": progress.step, "items": progress.items,
            "done": progress.done, "total": progress.total,
        },
        "faults": len(faults),
        "errors": errors_json(faults[:MOST_FAULTS], language)["errors"],
        "notices": errors_json(result.notices if result else (), language)["errors"],
        "preview": found and preview_json(found, language),
        "renewed": upload.renewed,
        "change": upload.change,
    })  # fmt: skip
    response.status_code = status
    return response
