"""
The pages: one blueprint per resource, each view a few lines, what it shows worked out beside.
"""

from __future__ import annotations

from flask import Blueprint

from service.pages import (
    account,
    areas,
    changes,
    editing,
    embed_desk,
    embeds,
    exemptions,
    goals,
    help,
    importing,
    indicators,
    links,
    maps,
    matrix,
    oidc,
    overview,
    plans,
    report,
    search,
    settings,
    signing,
    units,
    users,
    what_if,
)


def blueprints() -> tuple[Blueprint, ...]:
    """All page blueprints, in the order of the menu."""
    return (
        overview.blueprint,
        matrix.blueprint,
        goals.blueprint,
        units.blueprint,
        plans.blueprint,
        indicators.blueprint,
        areas.blueprint,
        maps.blueprint,
        what_if.blueprint,
        report.blueprint,
        search.blueprint,
        help.blueprint,
        exemptions.blueprint,
        changes.blueprint,
        editing.blueprint,
        links.blueprint,
        signing.blueprint,
        oidc.blueprint,
        account.blueprint,
        users.blueprint,
        settings.blueprint,
        embeds.blueprint,
        embed_desk.blueprint,
        importing.blueprint,
    )
