"""
What an admin decides about the service.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Response

from service.accounts.granting import check_reach
from service.accounts.roles import ADMIN
from service.api.address import blueprint
from service.api.bodies import fields_sent, number, text, texts, word
from service.api.declared import Answer, route
from service.api.parameters import IF_MATCH, LANG
from service.api.tags import check_seen, tagged
from service.settings import READING, Settings, keeper
from service.settings_faults import ABSOLUTE_DAYS, IDLE_HOURS, LONGEST_TITLE, faults_in

ADDRESS = 1000
DECIDED = Answer(schema="settings", headers=("ETag",))


@route(blueprint, "GET", "/settings", LANG, answers={200: DECIDED}, name="settings")
def settings_now() -> Response:
    """The settings; their ETag is what a change must show."""
    return _told(keeper().anew())


@route(
    blueprint, "PUT", "/settings", LANG, IF_MATCH, answers={200: DECIDED},
    errors=(409, 412, 413, 415, 422, 428), body="settings_sent",
)  # fmt: skip
def settings_put() -> Response:
    """Other settings, all of them at once."""
    check_reach(ADMIN)
    now = keeper().anew()
    check_seen("settings", now.version)
    said = fields_sent(
        {
            "reading": word(READING), "title": text(LONGEST_TITLE),
            "public_address": text(ADDRESS), "frame_ancestors": texts(ADDRESS),
            "idle_hours": number(*IDLE_HOURS), "absolute_days": number(*ABSOLUTE_DAYS),
        },
        {},
    )  # fmt: skip
    ancestors = tuple(dict.fromkeys(each.rstrip("/") for each in said["frame_ancestors"]))
    changed = Settings(**{
        **said,
        "title": said["title"].strip(),
        "public_address": said["public_address"].rstrip("/"),
        "frame_ancestors": ancestors,
        "version": now.version,
    })
    for _, error in faults_in(changed):
        raise error
    return _told(keeper().save(changed))


def _told(found: Settings) -> Response:
    said = asdict(found)
    del said["version"]
    return tagged({"format": "rodtrad.settings/1", **said}, found.version)
