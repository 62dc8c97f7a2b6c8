"""
A workbook's file opened with care: a zip whose parts are XML, none of it trusted.

Nothing is unpacked to disk and nothing is read whole; sizes are known before anything is
inflated. A file that isn't what it says is refused by `BadBook`, with a code of the message
table.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

# Above a million rows of ten cells; what is more is a bomb or a mistake.
MAX_UNPACKED = 512 * 1024 * 1024
# What isn't rows is held in memory: shared texts, styles, the list of sheets.
MAX_BESIDE = 128 * 1024 * 1024
# Sheets pack some ten to fifty times; a large part that packs far better is there to do harm.
MAX_RATIO, LARGE = 200, 16 * 1024 * 1024
MAX_PARTS = 10_000
MAX_XML_DEPTH = 100
CHUNK = 1 << 16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class BadBook(Exception):
    """A workbook that can't be read; `code` and values as for a fault."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


class Archive:
    """The parts of one workbook file, by name."""

    def __init__(self, data: bytes) -> None:
        """Look at the zip's list of contents only; BadBook where it isn't to be trusted."""
        if data.startswith(_OLE):
            raise BadBook("book_encrypted" if _ENCRYPTED in data else "book_old")
        if not data.startswith(b"PK"):
            raise BadBook("book_not_zip")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise BadBook("book_broken") from None
        self._parts = _vetted(self._zip.infolist())
        if "mimetype" in self._parts:
            raise BadBook("book_other")

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return list(self._parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part, piece by piece."""
        try:
            with self._zip.open(self._parts[name]) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise BadBook("book_broken") from None

    def parse(self, name: str, start: Start, end: End, text: Text) -> Iterator[None]:
        """Parse a part, handing over what comes; stops between pieces, so that rows can stream."""
        parser = _parser(start, end, text)
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk)
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise BadBook("book_xml", part=name) from None
        yield

    def whole(
        self,
        name: str,
        start: Start,
        end: End | None = None,
        text: Text | None = None,
        most: int = MAX_BESIDE,
    ) -> None:
        """Parse a part to its end; BadBook if it is larger than `most` bytes."""
        if self._parts[name].file_size > most:
            raise BadBook("book_bomb", limit=most // 1024**2)
        for _ in self.parse(name, start, end or _nothing, text or _nothing):
            pass

    def targets(self, of: str) -> dict[str, tuple[str, str]]:
        """What a part (the book itself for "") refers to: by id, the kind and the part's name."""
        folder, _, file = of.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}
        if name not in self._parts:
            return found

        def start(tag: str, said: Attributes) -> None:
            if tag == "Relationship" and said.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, said.get("Target", "")))
                kind = said.get("Type", "").rpartition("/")[2]
                found[said.get("Id", "")] = kind, target.lstrip("/")

        self.whole(name, start)
        return found


def _nothing(*_: object) -> None:
    """What isn't asked for."""


def _vetted(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    if len(entries) > MAX_PARTS:
        raise BadBook("book_parts", limit=MAX_PARTS)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadBook("book_bomb", limit=MAX_UNPACKED // 1024**2)
    parts: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or ":" in name or ".." in name.replace("\\", "/").split("/"):
            raise BadBook("book_path")
        if entry.flag_bits & 1:
            raise BadBook("book_encrypted")
        if entry.compress_type not in _METHODS or name in parts:
            raise BadBook("book_broken")
        parts[name] = entry
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > LARGE and ratio > MAX_RATIO:
            raise BadBook("book_ratio", ratio=ratio)
    return parts


def _parser(start: Start, end: End, text: Text) -> expat.XMLParserType:
    """A parser that takes no document type, so that no entity is ever made, and no deep nesting."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(tag: str, said: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise BadBook("book_deep", limit=MAX_XML_DEPTH)
        start(tag.rpartition(":")[2] if ":" in tag else tag, said)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2] if ":" in tag else tag)

    def doctype(*_: object) -> None:
        raise BadBook("book_entity")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    return parser
