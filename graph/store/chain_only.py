"""
Does a Cypher text keep to the chain? What the shelf keeps, password hashes too, is for nobody to
ask of: neither to be given nor to be compared with.

Judged by the text alone, so more is refused than need be. A kept node has no edges, and is
therefore found by its label or by a pattern that says none: both are refused.
"""

from __future__ import annotations

import re

from graph.store.shelf import KINDS

_QUOTED = re.compile(
    r"(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|`(?P<name>(?:[^`]|``)*)`"
    r"|//[^\n]*|/\*.*?\*/",
    re.DOTALL,
)
_KEPT = re.compile(rf"(?<!\w)(?:{'|'.join(KINDS)})(?!\w)", re.IGNORECASE)
# Labels that a value or a sign of "any" stands for, and functions that run texts of their own.
_HIDDEN = re.compile(
    r"[:|&(]\s*%|\bIS\s+%|!(?!=)|\$\s*(?:any|all)?\s*\(|\(\s*\w*\s*:\s*\$|\b(?:apoc|gds)\s*\.",
    re.IGNORECASE,
)
# An edge that may be none at all, so that what stands at it need have none.
_NO_EDGE = re.compile(r"\*\s*[0$]|\{\s*[0,]|[)>\-]\s*[*?]")
_NODE = re.compile(r"\(\s*\w*\s*(?=[){]|WHERE\b)", re.IGNORECASE)
# Words before a parenthesis that make it no call of a function.
_NO_CALL = re.compile(
    r"(?:^|\W)(?:match|any|all|shortest|paths?|groups?|elements|relationships|\d+)$", re.IGNORECASE
)
_LABELS_CALL = re.compile(r"\bCALL\s*$", re.IGNORECASE)


def beyond_chain(text: str) -> str:
    """What in the text may reach beyond the chain, as it is written; empty if nothing does."""
    # One engine reads these as signs of the language, wherever they stand.
    if found := re.search(r"\\u\w*", text, re.IGNORECASE):
        return found[0]
    bare = _QUOTED.sub(_unquoted, text)
    if found := _KEPT.search(bare) or _HIDDEN.search(bare):
        return found[0].strip()
    bound = not _NO_EDGE.search(bare)
    for found in _NODE.finditer(bare):
        before, end = bare[: found.start()], _end(bare, found.start())
        if re.search(r"\w$", before) and not _NO_CALL.search(before[-20:]):
            continue
        at_edge = before.rstrip()[-1:] in ("-", ">") or bare[end:].lstrip()[:1] in ("-", "<")
        if not (bound and at_edge) and not _LABELS_CALL.search(before):
            return bare[found.start() : end]
    return ""


def _unquoted(found: re.Match[str]) -> str:
    if found["text"]:
        return "''"
    return re.sub(r"\W", "_", found["name"]) if found["name"] else " "


def _end(text: str, start: int) -> int:
    """Just after the parenthesis that ends what begins at `start`."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place + 1
    return len(text)
