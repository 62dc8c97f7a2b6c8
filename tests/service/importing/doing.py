"""How tests import: files made of the sample, sent as a browser sends them, and waited for."""

from __future__ import annotations

import io
import re
import time
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from graph.chain import PlanFile
from graph.reading import read_files, read_text
from graph.sheets.writing import write_xlsx
from graph.store import Store
from service.samples import tyreso_files
from tests.service.signing import form

CHAIN = b"""rodtrad: 1
source: {id: s, title: Kommunen}
model: {current_year: 2024}
units:
  - {id: kf, name: KF, kind: fullm\xc3\xa4ktige}
  - {id: bun, name: BUN, kind: n\xc3\xa4mnd, parent: kf}
goals:
  - {id: v, title: Vision, level: vision}
  - {id: kf1, title: Alla elever, level: fullmaktige, unit: kf, contributes_to: [v]}
  - {id: b1, title: Fler larare, level: namnd, unit: bun, contributes_to: [kf1]}
"""


def chain(text: bytes = CHAIN) -> PlanFile:
    """A plan file as it is read."""
    return read_text(text, "s.yaml").files[0]


def sample() -> tuple[PlanFile, ...]:
    """The Tyresö sample."""
    return read_files(tyreso_files()).files


def book(file: PlanFile) -> bytes:
    """A plan file as a workbook."""
    return write_xlsx(file)


def send(client: FlaskClient, *files: tuple[str, bytes], **fields: str) -> TestResponse:
    """Send files from the form."""
    given = [FileStorage(io.BytesIO(content), name) for name, content in files]
    # In memory: the client never closes the file that it would make of a large body.
    boundary, body = encode_multipart({**form(client, **fields), "filer": given})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/las-in", data=body, content_type=kind)


def upload(client: FlaskClient, *files: tuple[str, bytes], **fields: str) -> str:
    """Send files, wait until they are read, and give the address of their page."""
    answer = send(client, *files, **fields)
    assert answer.status_code == 303, answer.text
    return wait(client, answer.location)


def wait(client: FlaskClient, address: str) -> str:
    """Wait until nothing is done with an upload any more."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not client.get(f"{address}/lage").get_json()["running"]:
            return address
        time.sleep(0.02)
    raise AssertionError("still at it")


def page(client: FlaskClient, address: str) -> str:
    """The text of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def apply(client: FlaskClient, address: str, **more: Any) -> str:
    """Press the button of a preview, and wait."""
    revision = re.search(r'name="revision" value="(\d+)"', page(client, address))
    assert revision, "there is no button"
    answer = client.post(f"{address}/verkstall",
                         data=form(client, revision=revision[1], **more))
    assert answer.status_code == 303, answer.text
    return wait(client, address)


def titles(store: Store) -> dict[str, str]:
    """The titles of all stored goals."""
    return {goal.id: goal.title for goal in store.chain().goals}
