"""
What pages and API have in common when they import: whose upload it is, what has come of it, and
what may be done with it now.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from flask import current_app

from graph.errors import UsageError
from graph.reading import BOOKS, CSV
from graph.reading.report import Report
from graph.writing import write_json
from service.accounts.roles import ADMIN
from service.accounts.who import Forbidden, current_store, who
from service.asking import asked
from service.importing.exporting import XLSX, Fetched
from service.importing.kept import KINDS, LIST, PLAN, Upload
from service.importing.listed import confirmed
from service.importing.work import Imports, Progress, Result
from service.marked import marked_copy
from service.words import say
from service.writing import undo

_MAKING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Looked:
    """An upload as it is now: how far its work has come, or what came of it."""

    upload: Upload
    progress: Progress | None
    result: Result | None


def imports() -> Imports:
    """The imports of this application; Forbidden where there is no store."""
    store = current_store()
    with _MAKING:
        extensions: dict[str, Any] = current_app.extensions
        if "rodtrad.imports" not in extensions:
            extensions["rodtrad.imports"] = Imports(store, asked().reading.book)
        found: Imports = extensions["rodtrad.imports"]
        return found


def receive(kind: str, files: Iterable[tuple[str, IO[bytes]]]) -> Upload:
    """Keep an upload and begin to read it; UsageError where it can't be one of that kind."""
    given = list(files)
    if kind not in KINDS:
        raise UsageError("upload_kind", kind=kind)
    if kind == LIST and (
        len(given) != 1 or PurePath(given[0][0]).suffix.lower() not in (*BOOKS, *CSV)
    ):
        raise UsageError("upload_one_list")
    upload = imports().uploads.add(who(), kind, given)
    imports().read(upload, who(), asked().language)
    return upload


def look(id: str) -> Looked:
    """
    Somebody's own upload, or anybody's for an admin; UsageError if it isn't there.

    It is read again where what came of it is forgotten, or where the store has moved: what was
    at fault in it may be mended.
    """
    desk = imports()
    # Asked for first: work that ends after this has written down what came of it.
    progress = desk.progress(id)
    upload = desk.uploads.get(id)
    if upload is None or not (upload.by == who().name or who().may(ADMIN)):
        raise UsageError("upload_gone")
    result = desk.result(upload)
    if upload.state == "applied" and upload.change is not None and _undone(upload.change):
        # In the log, and not here.
        upload = desk.uploads.put(upload, state="undone")
    if progress is not None or upload.settled:
        return Looked(upload, progress, result)
    if result is not None and upload.state in ("list", "faulty", "ready"):
        if upload.state == "list" or result.revision == current_store().revision():
            return Looked(upload, None, result)
        renewed = upload.state == "ready"
        upload = desk.uploads.put(upload, state="reading", renewed=renewed)
    desk.read(upload, who(), asked().language)
    return Looked(upload, desk.progress(id) or Progress(), None)


def _undone(number: int) -> bool:
    found = current_store().changes(before=number + 1, limit=1)
    return bool(found) and found[0].undone_by is not None


def apply(looked: Looked, revision: int, overwrite: bool) -> None:
    """
    Write an upload that is ready, on the revision that its preview was shown for. Nothing where it
    is being written or is written already; UsageError where somebody must say yes first.
    """
    result = looked.result
    if looked.progress is not None or looked.upload.state != "ready":
        return
    if result is None or result.preview is None:
        return
    if result.preview.barred.total:
        raise Forbidden("forbidden.units")
    if result.preview.overwritten.total and not overwrite:
        raise UsageError("upload_overwrites", count=result.preview.overwritten.total)
    imports().apply(looked.upload, who(), revision)


def take_back(upload: Upload) -> None:
    """Undo what an upload became; Overtaken where a later change touched the same."""
    if upload.state == "applied" and upload.change is not None:
        undo(upload.change)
        imports().uploads.put(upload, state="undone")


def confirm(looked: Looked, chosen: dict[int, str]) -> None:
    """Go on with a list: the goals, and the links that somebody chose, as a plan file."""
    result, desk = looked.result, imports()
    if looked.upload.state != "list" or result is None or result.proposal is None:
        return
    file = confirmed(result.proposal, chosen, current_store().chain())
    # Still called what was sent, and read as what it is now.
    name = f"{looked.upload.files[0].name}.json"
    files = desk.uploads.replace_files(looked.upload, name, write_json(file).encode())
    upload = desk.uploads.put(looked.upload, kind=PLAN, files=files, state="waiting")
    desk.read(upload, who(), asked().language)


def throw_away(looked: Looked) -> bool:
    """Take an upload away; False where it is being worked on."""
    if looked.progress is None:
        imports().uploads.drop(looked.upload)
    return looked.progress is None


def proposed(looked: Looked) -> Fetched:
    """What a list would become, as a workbook to confirm in; UsageError where it is no list."""
    if looked.result is None or looked.result.proposal is None:
        raise UsageError("upload_gone")
    language = asked().language
    content = looked.result.proposal.book(language)
    return Fetched(content, XLSX, say("importing.proposal_name", language))


def marked(looked: Looked) -> Fetched:
    """The spreadsheet with its faults marked; UsageError where there is none to mark."""
    upload, result = looked.upload, looked.result
    if result is None or not result.faults:
        raise UsageError("upload_gone")
    loaded = {
        file.name: imports().uploads.content(upload, place)
        for place, file in enumerate(upload.files)
    }
    contents = {name: data for name, data in loaded.items() if not isinstance(data, Report)}
    content = marked_copy(contents, result.faults, asked().language)
    if content is None:
        raise UsageError("upload_gone")
    return Fetched(content, XLSX, say("importing.marked_name", asked().language))
