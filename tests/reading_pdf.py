"""The text of a PDF as our own setter writes it: fonts with ToUnicode, one string to a glyph."""

from __future__ import annotations

import re
import zlib

_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)\s*Tj", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """All that is written, in the order it is written."""
    page = _part(pdf, rb"/Type/Page/")
    content = _stream(pdf, _reference(page, rb"/Contents"))
    resources = _object(pdf, _reference(page, rb"/Resources"))
    fonts = {
        name: _letters(_stream(pdf, _reference(_object(pdf, number), rb"/ToUnicode")))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    out, font = [], b""
    for found in _SHOWN.finditer(content):
        if found[1]:
            font = found[1]
        else:
            codes = _ESCAPED.sub(_unescaped, found[2])
            out += [fonts[font][codes[k : k + 2]] for k in range(0, len(codes), 2)]
    return "".join(out)


def _unescaped(found: re.Match[bytes]) -> bytes:
    said: bytes = found[1]
    if said[:1].isdigit():
        return bytes([int(said, 8)])
    return _LETTERS.get(said, said)


def _letters(table: bytes) -> dict[bytes, str]:
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for code, letters in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    }


def _reference(said: bytes, name: bytes) -> bytes:
    found = re.search(name + rb" (\d+) 0 R", said)
    assert found
    return found[1]


def _part(pdf: bytes, holding: bytes) -> bytes:
    parts: list[bytes] = re.findall(rb"\d+ 0 obj(.*?)endobj", pdf, re.S)
    return next(each for each in parts if holding in each)


def _object(pdf: bytes, number: bytes) -> bytes:
    found = re.search(rb"\n" + number + rb" 0 obj(.*?)endobj", pdf, re.S)
    assert found
    return found[1]


def _stream(pdf: bytes, number: bytes) -> bytes:
    _, _, data = _object(pdf, number).partition(b"stream\n")
    return zlib.decompressobj().decompress(data)
