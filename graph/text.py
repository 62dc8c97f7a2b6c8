"""
How texts are made comparable: normal form, blanks, ids and fingerprints.

Every text is kept in NFC. Ids are any printable text without surrounding blanks.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

# Blanks that str.strip leaves: zero-width space, joiners, word joiner, byte-order mark.
_EDGE = "\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_RUNS = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The text in normal form C; ASCII is returned as it is."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text in NFC with every run of whitespace as one blank, none at the ends."""
    return _RUNS.sub(" ", nfc(text)).strip()


# Letters of their own after z; those of Danish and Norwegian with them, and ü as y.
_ORDER = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_DIGITS = re.compile(r"\d+")


def swedish_order(text: str) -> tuple[str, str]:
    """What names are sorted by: å, ä, ö last, é as e, whatever case, and 2 before 10."""
    apart = unicodedata.normalize("NFD", nfc(text).casefold().translate(_ORDER))
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return _DIGITS.sub(lambda found: found.group().zfill(12), plain), text


def trim(text: str) -> str:
    """The text without blanks of any kind at its ends, zero-width ones included."""
    before = ""
    while before != text:
        before, text = text, text.strip().strip(_EDGE)
    return text


def control_character(text: str) -> str | None:
    """
    The first character no text may hold, as `U+0007`, or None.

    Refused are control characters (line break and tab excepted), lone surrogates and
    the Unicode line separators; they can't be shown and can't be typed.
    """
    found = _CONTROL.search(text)
    return None if found is None else f"U+{ord(found.group()):04X}"


def fingerprint(title: str, description: str | None) -> str:
    """
    What a goal says, as `sha256:` and 64 hex digits; equal when the wording is equal.

    Looks at title and description, NFC, whitespace folded (docs/semantics.md, Suspect).
    """
    said = json.dumps(
        [fold(title), fold(description or "")], ensure_ascii=False, separators=(",", ":")
    )
    return "sha256:" + hashlib.sha256(said.encode()).hexdigest()


# Characters that would hide or turn the text around them where it is shown.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufffe\uffff]"
)


def unseen(text: str) -> bool:
    """True if a character in the text can't be seen, or turns what is around it."""
    return _UNSEEN.search(text) is not None


def escape(text: str) -> str:
    r"""The text with unseen, turning and control characters as `\u202e` and the like."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def shown(value: object, limit: int = 80) -> str:
    """A value as it can safely stand in a message: one line, cut at `limit` characters."""
    text = str(value)
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return escape(cut)


def file_name(path: str) -> str:
    """A file's name; where it lies on this machine is nobody else's business."""
    return path.replace("\\", "/").rpartition("/")[2]


def thousands(value: int, language: str) -> str:
    """A whole number as people read it: `10 234` in Swedish with a thin space, else `10,234`."""
    said = f"{value:,}"
    return said.replace(",", "\u202f") if language == "sv" else said


def cell_name(row: int, column: int) -> str:
    """The name of a cell in a spreadsheet, both from 1: row 12 of column 3 is `C12`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
