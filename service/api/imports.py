"""
Imports: files sent, read in the background, shown with what they would do, and written.
"""

from __future__ import annotations

import base64
import io
from dataclasses import asdict
from typing import IO, Any

from flask import Response, url_for

from graph.editing import plain_item
from graph.errors import UsageError
from graph.text import shown
from queries.contract import errors_json
from service.accounts.who import who
from service.api.address import as_json, blueprint
from service.api.bodies import fields_sent, object_sent, word
from service.api.declared import Answer, Parameter, route
from service.api.parameters import KEY, LANG
from service.api.replies import once
from service.asking import asked
from service.importing import desk
from service.importing.contract import preview_json
from service.importing.kept import KINDS, PLAN, Upload
from service.importing.listed import wordings
from service.proposing import Proposal
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
        said = object_sent()
        kind = said.pop("kind", PLAN)
        if not word(KINDS)(kind):
            raise Refused("field", asked().language, name="'kind'")
        upload = desk.receive(kind, _files(said))
        response = _told(upload.id, 202)
        response.headers["Location"] = url_for("api.import_state", upload=upload.id)
        return response

    return once(work)


@route(blueprint, "GET", "/imports", LANG, answers="imports")
def imports() -> Response:
    """One's own imports of the last day, the latest first."""
    told = [
        {"id": each.id, "state": each.state, "files": _named(each), "change": each.change,
         "at": each.at}
        for each in desk.imports().uploads.of(who().name)
    ]  # fmt: skip
    return as_json({"format": "rodtrad.imports/1", "imports": told})


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
            raise Refused("field", asked().language, name="'revision', 'overwrite'")
        desk.apply(desk.look(upload), revision, overwrite)
        return _told(upload, 202)

    return once(work)


@route(
    blueprint, "POST", "/imports/<upload>/undo", UPLOAD, LANG, KEY,
    answers={200: STATE}, errors=(404, 409, 413, 422),
)  # fmt: skip
def import_undone(upload: str) -> Response:
    """Take back what was written, all of it or nothing; nothing where nothing was."""

    def work() -> Response:
        desk.take_back(desk.look(upload).upload)
        return _told(upload, 200)

    return once(work)


@route(
    blueprint, "DELETE", "/imports/<upload>", UPLOAD, LANG,
    answers={204: Answer(())}, errors=(404, 409, 413),
)  # fmt: skip
def import_drop(upload: str) -> Response:
    """Throw an import's files away; what was written of them stays."""
    if not desk.throw_away(desk.look(upload)):
        raise UsageError("upload_busy")
    return Response(status=204)


@route(
    blueprint, "POST", "/imports/<upload>/choices", UPLOAD, LANG, KEY,
    answers={202: STATE}, errors=(404, 409, 413, 415, 422), body="import_choices",
)  # fmt: skip
def import_choices(upload: str) -> Response:
    """Go on with a list and the links that were chosen; others are left out."""

    def work() -> Response:
        looked = desk.look(upload)
        said = fields_sent({"choices": _choices}, {})["choices"]
        chosen = {each["wording"]: each["to"] for each in said}
        proposal = looked.result.proposal if looked.result else None
        places = len(wordings(proposal)) if proposal else 0
        if len(chosen) < len(said) or (proposal and max(chosen, default=-1) >= places):
            raise Refused("wordings", asked().language, 422, count=places)
        desk.confirm(looked, chosen)
        return _told(upload, 202)

    return once(work)


def _choices(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict)
        and each.keys() == {"wording", "to"}
        and type(each["wording"]) is int
        and each["wording"] >= 0
        and isinstance(each["to"], str)
        for each in value
    )


def _files(said: dict[str, Any]) -> list[tuple[str, IO[bytes]]]:
    """The files of a body; Refused where it says anything else."""
    files = said.get("files")
    if said.keys() != {"files"} or not isinstance(files, list):
        wrong = next((shown(each, 60) for each in said if each != "files"), "files")
        raise Refused("field", asked().language, name=f"'{wrong}'")
    return [_file(each) for each in files]


def _file(said: Any) -> tuple[str, IO[bytes]]:
    try:
        name, content = said["name"], said["content"]
        if len(said) != 2 or not (isinstance(name, str) and isinstance(content, str)):
            raise ValueError(name)
        return name, io.BytesIO(base64.b64decode(content, validate=True))
    except (KeyError, TypeError, ValueError):
        raise Refused("file", asked().language) from None


def _told(ident: str, status: int) -> Response:
    looked, language = desk.look(ident), asked().language
    upload, progress, result = looked.upload, looked.progress, looked.result
    faults = result.faults if result else ()
    found = result.preview if result else None
    response = as_json({
        "format": "rodtrad.import_state/1",
        "id": upload.id,
        "state": upload.state,
        "files": _named(upload),
        "progress": progress and {
            "step": progress.step, "items": progress.items,
            "done": progress.done, "total": progress.total,
        },
        "faults": len(faults),
        "errors": errors_json(faults[:MOST_FAULTS], language)["errors"],
        "notices": errors_json(result.notices if result else (), language)["errors"],
        "proposal": result and result.proposal and _proposed(result.proposal),
        "preview": found and preview_json(found, language),
        "renewed": upload.renewed,
        "change": upload.change,
    })  # fmt: skip
    response.status_code = status
    return response


def _named(upload: Upload) -> list[dict[str, Any]]:
    return [{"name": file.name, "size": file.size} for file in upload.files]


def _proposed(proposal: Proposal) -> dict[str, Any]:
    """What a list would become, and the goals that each of its texts may mean, best first."""
    return {
        "source": proposal.source.id,
        "units": [plain_item(each) for each in proposal.units],
        "goals": [plain_item(each) for each in proposal.goals],
        "wordings": [
            {
                **asdict(each),
                "choices": [
                    {"to": to, "likeness": likeness, "title": title}
                    for to, likeness, title in each.choices
                ],
            }
            for each in wordings(proposal)
        ],
    }
