"""
Uploads as they are kept: the files in a private folder, and a record of each upload on the shelf.

Both go after a day. A name that somebody gave a file is only shown, never used as a path.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from typing import IO, Any

from graph.errors import UsageError
from graph.reading.decoding import load
from graph.reading.report import WHOLE_FILE, Report
from graph.store import Store
from graph.store.shelf import Kept, instant
from graph.text import fold
from service.accounts.who import Who
from service.reports.unwritable import unwritable

DAY = timedelta(days=1)
MOST_FILES = 50
MOST_NAME = 120
# All uploads together; a day's work of many editors is far below.
MOST_BYTES = 1_000_000_000
CHUNK = 1 << 16
PLAN, LIST = KINDS = ("plan", "list")

_ENDING = re.compile(r"\.[a-z]{2,5}")
_OUT_OF_SIGHT = re.compile(r"[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file: what it was called, the bytes of it, and their SHA-256."""

    name: str
    size: int
    print: str


@dataclass(frozen=True, slots=True)
class Upload:
    """
    One upload. `kind` is plan or list; `state` is waiting, reading, faulty, list, ready, applying,
    applied, undone or failed; `change` the change in the log that it became. `renewed` is True
    where the store moved and the comparison was made anew.
    """

    id: str
    by: str
    via: str
    at: str
    kind: str
    files: tuple[KeptFile, ...]
    state: str = "waiting"
    told: str = ""
    change: int | None = None
    renewed: bool = False
    version: int = 0

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def settled(self) -> bool:
        """True where nothing more comes of it unless somebody does something."""
        return self.state in ("applied", "undone", "failed")


class Uploads:
    """The uploads of one store; safe for threads."""

    def __init__(self, store: Store) -> None:
        """Nothing is made on disk before the first upload."""
        self._shelf = store.shelf("Upload")
        self._root: Path | None = None
        if store.url.startswith("embedded:"):
            self._root = Path(store.url.removeprefix("embedded:")) / "uploads"

    def add(self, person: Who, kind: str, files: Iterable[tuple[str, IO[bytes]]]) -> Upload:
        """
        Keep an upload. UsageError where there are no files, too many, or no room for them.
        """
        self.sweep()
        given = list(files)
        if not given or len(given) > MOST_FILES:
            raise UsageError("upload_count", count=len(given), limit=MOST_FILES)
        own = secrets.token_hex(16)
        folder = self._folder() / own
        try:
            folder.mkdir(mode=0o700)
            names = _names([name for name, _ in given])
            kept = tuple(
                _save(stream, name, folder / str(place))
                for place, (name, (_, stream)) in enumerate(zip(names, given, strict=True))
            )
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise unwritable(Path(names[0]), error) from error
        upload = Upload(own, person.name, person.via, instant(), kind, kept)
        self._shelf.add(own, _body(upload), key=person.name, until=_end(upload))
        return replace(upload, version=1)

    def get(self, id: str) -> Upload | None:
        """The upload; None if it isn't there, or no longer."""
        kept = self._shelf.get(id)
        return _upload(kept) if kept else None

    def of(self, name: str) -> list[Upload]:
        """Somebody's uploads, the latest first."""
        found = map(_upload, self._shelf.all(key=name))
        return sorted(found, key=lambda each: each.at, reverse=True)

    def put(self, upload: Upload, **changed: Any) -> Upload:
        """The upload as changed; UsageError with the code `stale` if another was first."""
        later = replace(upload, **changed)
        kept = self._shelf.put(
            upload.id, _body(later), version=upload.version, key=later.by, until=_end(later)
        )
        return replace(later, version=kept.version)

    def drop(self, upload: Upload) -> None:
        """Take the upload away, files and all."""
        self._shelf.drop(upload.id)
        shutil.rmtree(self._folder() / upload.id, ignore_errors=True)

    def replace_files(self, upload: Upload, name: str, content: bytes) -> tuple[KeptFile, ...]:
        """Keep a file of our own making beside those that came; it is read in their place."""
        (self._folder() / upload.id / "0").write_bytes(content)
        return (KeptFile(name, len(content), hashlib.sha256(content).hexdigest()),)

    def content(self, upload: Upload, place: int) -> bytes | Report:
        """A file's bytes; the report of why there are none, or not those that came."""
        file = upload.files[place]
        report = Report(file.name)
        data = load(self._folder() / upload.id / str(place), report)
        if data is None:
            return report
        if hashlib.sha256(data).hexdigest() != file.print:
            report.fault(WHOLE_FILE, "changed_while_read")
            return report
        return data

    def sweep(self) -> None:
        """Take away what is older than a day."""
        self._shelf.sweep(instant())
        oldest = time.time() - DAY.total_seconds()
        for folder in self._folder().iterdir():
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        used = sum(file.stat().st_size for file in self._folder().glob("*/*"))
        if used > MOST_BYTES:
            raise UsageError("upload_full")

    def _folder(self) -> Path:
        if self._root is None:
            # A server's store has no folder here; what is left when the service ends is gone.
            self._root = Path(tempfile.mkdtemp(prefix="rodtrad-"))
            atexit.register(shutil.rmtree, self._root, ignore_errors=True)
        self._root.mkdir(mode=0o700, exist_ok=True)
        return self._root


def _names(given: Iterable[str]) -> list[str]:
    """What the files are called where they are shown: told apart, and without any folder."""
    names: list[str] = []
    for each in given:
        bare = _OUT_OF_SIGHT.sub("", each.replace("\\", "/").rpartition("/")[2])
        ending = PurePath(bare).suffix.lower()
        ending = ending if _ENDING.fullmatch(ending) else ""
        stem = fold(bare[: len(bare) - len(ending)])[:MOST_NAME] or "fil"
        name, number = f"{stem}{ending}", 1
        while name in names:
            number += 1
            name = f"{stem} ({number}){ending}"
        names.append(name)
    return names


def _save(stream: IO[bytes], name: str, path: Path) -> KeptFile:
    said, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while chunk := stream.read(CHUNK):
            said.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return KeptFile(name, size, said.hexdigest())


def _end(upload: Upload) -> str:
    return instant(datetime.fromisoformat(upload.at).astimezone(UTC) + DAY)


def _body(upload: Upload) -> dict[str, Any]:
    body = asdict(upload)
    del body["id"], body["version"]
    return body


def _upload(kept: Kept) -> Upload:
    body: Mapping[str, Any] = kept.body
    files = tuple(KeptFile(**file) for file in body["files"])
    return Upload(**{**body, "files": files, "id": kept.id, "version": kept.version})
