"""
From a path to text: size, encoding, line breaks, and characters no text may hold.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from graph.reading.limits import MAX_JSON_BYTES, MAX_YAML_BYTES
from graph.reading.report import WHOLE_FILE, Mark, Report
from graph.text import shown

# All that graph.text.control_character refuses and that may stand raw in a file.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def load(path: Path, report: Report) -> bytes | None:
    """
    The bytes of a file, or None with a fault in the report.

    A file that isn't the same before and after reading is refused: half of one version and
    half of another would be a plan nobody wrote.
    """
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                report.fault(WHOLE_FILE, "not_a_file")
                return None
            limit = MAX_JSON_BYTES if is_json(path.name) else MAX_YAML_BYTES
            if before.st_size > limit:
                report.fault(WHOLE_FILE, "too_large", limit=limit // 1024**2)
                return None
            data = file.read(limit + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        report.fault(WHOLE_FILE, "no_such_file")
    except IsADirectoryError:
        report.fault(WHOLE_FILE, "not_a_file")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        report.fault(WHOLE_FILE, "unreadable", reason=reason)
    else:
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if same and len(data) == after.st_size:
            return data
        report.fault(WHOLE_FILE, "changed_while_read")
    return None


def is_json(name: str) -> bool:
    """True if the name says JSON."""
    return name.lower().endswith(".json")


def decode(data: bytes | str, report: Report) -> str:
    """
    The text of a file, or of what was pasted: line feed its only line break, no control
    characters in it.

    UTF-8 first, UTF-16 by its byte-order mark, else Windows-1252; what was put right is a
    notice, and each control character a fault (it is replaced, so that reading can go on).
    """
    text = _decoded(data, report)
    if text.startswith("\ufeff"):
        text = text[1:]
        report.notice(WHOLE_FILE, "read_bom")
    if "\r" in text:
        report.notice(WHOLE_FILE, "read_crlf")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        report.fault(WHOLE_FILE, "not_text_file")
        return ""
    return _CONTROL.sub("\ufffd", text) if _control_faults(text, report) else text


def _decoded(data: bytes | str, report: Report) -> str:
    if isinstance(data, str):
        return data
    encoding = _BOMS.get(data[:2])
    if encoding:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            report.fault(WHOLE_FILE, "encoding")
            return ""
        report.notice(WHOLE_FILE, "read_utf16")
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if b"\x00" in data:
        return "\x00"
    report.notice(Mark(line, 0), "read_windows1252")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _control_faults(text: str, report: Report) -> bool:
    line, start, seen = 1, 0, False
    for found in _CONTROL.finditer(text):
        at = found.start()
        line += text.count("\n", start, at)
        start, seen = at, True
        column = at - text.rfind("\n", 0, at)
        character = f"U+{ord(found.group()):04X}"
        before = shown(text[text.rfind("\n", 0, at) + 1 : at][-30:])
        report.fault(Mark(line, column), "control_character", character=character, before=before)
    return seen
