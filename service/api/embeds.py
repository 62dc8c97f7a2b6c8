"""
The register of embeds, with what has happened to their goals since they were placed.
"""

from __future__ import annotations

from flask import Response

from service.accounts.who import current_store
from service.api.address import as_json, blueprint
from service.api.declared import Answer, route
from service.api.parameters import LANG
from service.asking import reading_of
from service.embeds.keeping import all_kept
from service.embeds.rendering import registered
from service.embeds.warnings import warnings_of


@route(blueprint, "GET", "/embeds", LANG, answers={200: Answer()})
def embeds() -> Response:
    """Every embed that stands, with its warnings."""
    found = [
        registered(embed, warnings_of(embed, reading_of(embed.view)))
        for embed in all_kept(current_store())
    ]
    return as_json({"format": "rodtrad.embeds/1", "embeds": found})
