"""
Is a Cypher text a question? One that writes isn't run at all.

Rolling back isn't enough on the embedded engine: there an index, a new label and whatever
CALL … IN TRANSACTIONS does outlive the transaction they were made in.
"""

from __future__ import annotations

import re

# What isn't words of the language: texts, quoted names and comments.
_QUOTED = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`]|``)*`|//[^\n]*|/\*.*?\*/", re.DOTALL
)
_WRITING = re.compile(
    r"(?<![.:$\w])(CREATE|MERGE|SET|DELETE|REMOVE|DROP|ALTER|FOREACH|LOAD|INSERT|TRUNCATE"
    r"|TRANSACTIONS|GRANT|DENY|REVOKE|START|STOP|TERMINATE|EXPLAIN|PROFILE)(?!\w|\s*:)",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(r"(?<![.:$\w])CALL\s+([A-Za-z_][\w.]*)", re.IGNORECASE)
_ALLOWED_PROCEDURES = ("db.labels", "db.relationshiptypes")


def writing_word(text: str) -> str:
    """The first word by which the text would write, in capitals; empty for a question."""
    bare = _QUOTED.sub(" '' ", text)
    found = _WRITING.search(bare)
    if found:
        return found[1].upper()
    for call in _PROCEDURE.finditer(bare):
        if call[1].lower() not in _ALLOWED_PROCEDURES:
            return f"CALL {call[1]}"
    return ""
