"""
What the pages of things ask when somebody may change them: tags for their forms, whether this
person may, and what has been changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, g

from graph.editing import plain_item
from graph.store import Store
from graph.store.log import Change
from service.asking import asked
from service.editing.desk import Found, fetch
from service.item_words import extent
from service.words import table
from service.writing import may_change

SHOWN = 5


def words() -> dict[str, Callable[..., Any]]:
    """The functions that templates get."""
    return {
        "tag_of": lambda section, id: _fetched(section, id).tag,
        "may_change": lambda section, id: may_change(
            section, plain_item(_fetched(section, id).item)
        ),
        "history_of": _history,
        "word_of": word_of,
        "extent_of": extent_of,
    }


def _fetched(section: str, id: str) -> Found:
    """The item as it is stored; looked for once in a request, however often it is asked for."""
    known: dict[tuple[str, str], Found] = g.setdefault("fetched", {})
    if (section, id) not in known:
        known[section, id] = fetch(section, id)
    return known[section, id]


def _history(section: str, id: str) -> list[Change] | None:
    """The latest changes of a thing, newest first; None where nothing is ever changed."""
    store: Store | None = current_app.extensions["rodtrad.store"]
    return None if store is None else store.changes(about=(section, id), limit=SHOWN)


def word_of(kind: str, token: str) -> str:
    """What a token of the change log is called; itself where it has no name."""
    said = table().get(f"{kind}.{token}")
    return said[0 if asked().language == "sv" else 1] if said else token


def extent_of(change: Change) -> str:
    """How much a change touched."""
    new, changed, removed = map(_sum, (change.new, change.changed, change.removed))
    return extent(new, changed, removed, asked().language)


def _sum(counts: Mapping[str, int]) -> int:
    return sum(counts.values())
