"""
`/api/v1`: the same answers as the pages and the command line, as JSON and CSV.
"""

from __future__ import annotations

from flask import Blueprint

from service.api import answers, goals, lists, map_files, reports, tables
from service.api.address import blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """The blueprint of the API, with every route on it."""
    return (blueprint,)


__all__ = ["answers", "blueprints", "goals", "lists", "map_files", "reports", "tables"]
