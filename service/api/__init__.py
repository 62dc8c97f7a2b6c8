"""
`/api/v1`: the same answers as the pages and the command line, as JSON and CSV.
"""

from __future__ import annotations

from flask import Blueprint

from service.api import (
    answers,
    chain,
    changes,
    edits,
    embeds,
    goals,
    import_files,
    imports,
    items,
    lists,
    manual,
    map_files,
    me,
    openapi,
    reports,
    settings,
    tables,
    units,
    users,
)
from service.api.address import blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """The blueprint of the API, with every route on it, and of the pages that tell of it."""
    return (blueprint, manual.blueprint)


__all__ = [
    "answers", "blueprints", "chain", "changes", "edits", "embeds", "goals", "import_files",
    "imports", "items", "lists", "manual", "map_files", "me", "openapi", "reports", "settings",
    "tables", "units", "users",
]  # fmt: skip
