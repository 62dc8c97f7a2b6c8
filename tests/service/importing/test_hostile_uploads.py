"""What is sent to do harm, or by mistake: a clear answer, nothing written, the service goes on."""

from __future__ import annotations

import io
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient

from graph.store import Store
from service.importing import kept
from service.importing.desk import imports
from tests.service.importing.doing import CHAIN, chain, page, send, upload, wait
from tests.service.signing import form, signed_in

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
PARTS = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": '<Relationships><Relationship Id="r" Type="x/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Mål" r:id="s"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="s" Type="x/worksheet" '
    'Target="sheet.xml"/></Relationships>',
}


def made(rows: str, *, head: str = "") -> bytes:
    """A workbook with these rows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in PARTS.items():
            book.writestr(name, text)
        book.writestr("xl/sheet.xml", head + SHEET.format(rows=rows))
    return packed.getvalue()


def far_away() -> bytes:
    """A cell at the last place that a sheet has."""
    return made('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')


def zip_bomb() -> bytes:
    return made("", head=" " * 600_000_000)


def entity_bomb() -> bytes:
    """A thousand million laughs."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return made("", head=f'<!DOCTYPE x [<!ENTITY a0 "ha">{names}]>')


def huge_cell() -> bytes:
    text = "x" * 5_000_000
    return made(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')


HARM: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a cell far away": ("a.xlsx", far_away, "Inget blad känns igen"),
    "a zip bomb": ("a.xlsx", zip_bomb, "MB"),
    "an entity bomb": ("a.xlsx", entity_bomb, "dokumenttyp"),
    "a huge cell": ("a.xlsx", huge_cell, "fel att rätta"),
    "a workbook that is none": ("a.xlsx", lambda: b"PK\x03\x04" + b"\0" * 200, "fel att rätta"),
    "an old workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "fel att rätta"),
    "deep YAML": ("a.yaml", lambda: b"[" * 200_000, "fel att rätta"),
    "an alias bomb": ("a.yaml", lambda: b"a: &a [x]\nb: [*a, *a]\n", "fel att rätta"),
    "deep JSON": ("a.json", lambda: b'{"a":' * 100_000, "fel att rätta"),
    "a torn UTF-16": ("a.csv", lambda: b"\xff\xfe\x00", "UTF-16"),
    "a picture": ("a.yaml", lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "textfil"),
    "nothing": ("a.yaml", lambda: b"", "fel att rätta"),
    "two documents": ("a.yaml", lambda: b"a: 1\n---\nb: 2\n", "fel att rätta"),
}


@pytest.fixture
def editor(store: Store) -> FlaskClient:
    """An editor's browser, on a store with a small chain."""
    store.import_files([chain()])
    return signed_in(store, "editor")


def test_harm_is_told_and_the_service_goes_on(editor: FlaskClient, store: Store) -> None:
    for what, (name, make, told) in HARM.items():
        said = page(editor, upload(editor, (name, make())))
        assert told in said.replace("Ett fel att rätta", "fel att rätta"), what
        assert "verkstall" not in said, what
    assert store.revision() == 1
    assert "1 ändrad." in page(editor, upload(editor, ("s.yaml", CHAIN.replace(b"Fler", b"Mer"))))


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_put_right_and_said(editor: FlaskClient, encoding: str) -> None:
    said = page(editor, upload(editor, ("s.yaml", CHAIN.decode().encode(encoding))))
    assert "säger samma sak" in said and "Rättat vid läsningen" in said


NAMES = (
    "../../../tmp/x.yaml", "..\\..\\x.yaml", "/etc/passwd.yaml", "C:\\x.yaml", "x\u202eelif.yaml",
    "<script>alert(1)</script>.yaml", "å ä ö.yaml", "a" * 500 + ".yaml", "....", "con.yaml",
)  # fmt: skip


def test_names_are_shown_and_never_paths(editor: FlaskClient, tmp_path: Path) -> None:
    with editor.application.test_request_context():
        root = imports().uploads._folder()
    before = set(root.parent.rglob("*")) - set(root.rglob("*"))
    kept = set(root.glob("*/*"))
    for name in NAMES:
        said = page(editor, upload(editor, (name, CHAIN)))
        assert "<script>alert" not in said and "\u202e" not in said and ".." not in said.split(
            "<h1>")[1].split("</h1>")[0].replace("....", "")
    assert set(root.parent.rglob("*")) - set(root.rglob("*")) == before
    assert {file.name for file in set(root.glob("*/*")) - kept} == {"0"}


def test_a_book_that_cannot_be_opened_is_offered_no_marked_copy(editor: FlaskClient) -> None:
    said = page(editor, upload(editor, ("s.xlsx", b"PK\x03\x04" + bytes(60))))
    assert "Spara den" in said or "spara den" in said
    assert "markerad.xlsx" not in said and "Rätta i filen" in said
    said = page(editor, upload(editor, ("s.csv", "Id;Mål;Nivå\na;Läsa;ingen nivå\n".encode())))
    assert "markerad.xlsx" in said


def test_files_are_out_of_others_reach(editor: FlaskClient) -> None:
    upload(editor, ("s.yaml", CHAIN))
    with editor.application.test_request_context():
        root = imports().uploads._folder()
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in root.glob("*/*")} == {0o600}


def test_a_file_that_changed_after_it_came_is_refused(editor: FlaskClient, store: Store) -> None:
    address = upload(editor, ("s.yaml", CHAIN.replace(b"Fler", b"Mer")))
    with editor.application.test_request_context():
        (file,) = imports().uploads._folder().glob(f"{address.rpartition('/')[2]}/0")
    file.write_bytes(CHAIN.replace(b"Fler", b"Inga"))
    assert editor.post(f"{address}/verkstall", data=form(editor, revision="1")).status_code == 303
    assert "ändrades medan den lästes" in page(editor, wait(editor, address))
    assert store.revision() == 1


def test_a_body_above_the_limit_is_refused(editor: FlaskClient) -> None:
    answer = send(editor, ("s.yaml", b"#" * 50_000_001))
    assert answer.status_code == 413


def test_ids_that_were_never_given_lead_nowhere(editor: FlaskClient) -> None:
    for ident in ("nope", "..", "0" * 32, "%2e%2e", "a%00b"):
        assert editor.get(f"/las-in/{ident}").status_code in (400, 404)


def test_what_is_older_than_a_day_is_swept(
    editor: FlaskClient
) -> None:
    address = upload(editor, ("s.yaml", CHAIN))
    with editor.application.test_request_context():
        desk = imports()
    folder = desk.uploads._folder() / address.rpartition("/")[2]
    old = time.time() - kept.DAY.total_seconds() - 60
    os.utime(folder, (old, old))
    desk.uploads.sweep()
    assert not folder.exists()


def test_a_third_upload_waits_for_its_turn(editor: FlaskClient) -> None:
    with editor.application.test_request_context():
        desk = imports()
    going = Event()
    blocked = [desk._pool.submit(going.wait, 60) for _ in range(2)]
    try:
        answer = send(editor, ("s.yaml", CHAIN))
        said = page(editor, answer.location)
        assert "Väntar på sin tur" in said and 'http-equiv="refresh"' in said
    finally:
        going.set()
    assert all(each.result(10) for each in blocked)
    assert "säger samma sak" in page(editor, wait(editor, answer.location))


def test_hostile_texts_are_only_texts(editor: FlaskClient) -> None:
    harm = b'"<script>alert(1)</script>=cmd()"'
    said = page(editor, upload(editor, ("s.yaml", CHAIN.replace(b"Fler larare", harm))))
    assert "&lt;script&gt;alert(1)" in said and "<script>alert" not in said
