"""
The pages: one blueprint per resource, each view a few lines, what it shows worked out beside.
"""

from __future__ import annotations

from flask import Blueprint

from service.pages import goals, help, maps, matrix, overview, report, search, units


def blueprints() -> tuple[Blueprint, ...]:
    """All page blueprints, in the order of the menu."""
    return (
        overview.blueprint,
        matrix.blueprint,
        goals.blueprint,
        units.blueprint,
        maps.blueprint,
        report.blueprint,
        search.blueprint,
        help.blueprint,
    )
