"""Inställningar: what an admin decides about the service."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from graph.errors import UsageError
from graph.store.shelf import Stale, Taken
from service.accounts.who import current_store
from service.addresses import is_base
from service.asking import asked
from service.pages.forms import Faults, done, fault_of, field, missing, what_was_done
from service.settings import OPEN, READING, Settings, keeper, settings

blueprint = Blueprint("settings", __name__)
DONE = ("saved",)
IDLE_HOURS, ABSOLUTE_DAYS = (1, 24), (1, 30)
MOST_ANCESTORS = 50
_ANCESTOR = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")


@blueprint.get("/installningar")
def page() -> str:
    """The settings as they are."""
    current_store()
    return _shown(settings(), [])


@blueprint.post("/installningar")
def save() -> Response | tuple[str, int]:
    """Keep the settings; the form again with its faults, or where somebody else came first."""
    current_store()
    faults: Faults = []
    changed = Settings(
        reading=field("reading") if field("reading") in READING else OPEN,
        title=field("title", 100),
        public_address=field("public_address").rstrip("/"),
        frame_ancestors=_lines("frame_ancestors"),
        idle_hours=_number("idle_hours"),
        absolute_days=_number("absolute_days"),
        version=_number("version"),
    )
    for name, check in (
        ("public_address", _check_address),
        ("frame_ancestors", _check_ancestors),
        ("idle_hours", _check_times),
    ):
        try:
            check(changed)
        except UsageError as error:
            faults += fault_of(name, error)
    if faults:
        return _shown(changed, faults), 400
    try:
        keeper().save(changed)
    except (Stale, Taken):
        # What was typed stays; sent once more it wins, now knowingly.
        stored = keeper().anew()
        again = replace(changed, version=stored.version)
        return _shown(again, missing("reading", "settings.overtaken"), stored), 409
    return done("/installningar", "saved")


def _check_address(changed: Settings) -> None:
    address = changed.public_address
    if not address:
        return
    if not is_base(address) or not _PREFIX.fullmatch(changed.prefix):
        raise UsageError("settings.address", value=address)
    own = {str(rule).split("/")[1] for rule in current_app.url_map.iter_rules()}
    if changed.prefix.split("/")[1:2] and changed.prefix.split("/")[1] in own:
        raise UsageError("settings.prefix", value=changed.prefix)


def _check_ancestors(changed: Settings) -> None:
    for each in changed.frame_ancestors:
        if not _ANCESTOR.fullmatch(each) or len(changed.frame_ancestors) > MOST_ANCESTORS:
            raise UsageError("settings.ancestor", value=each)


def _check_times(changed: Settings) -> None:
    for value, (least, most) in (
        (changed.idle_hours, IDLE_HOURS),
        (changed.absolute_days, ABSOLUTE_DAYS),
    ):
        if not least <= value <= most:
            raise UsageError("settings.times")


def _lines(name: str) -> tuple[str, ...]:
    given = (line.strip().rstrip("/") for line in field(name, 10_000).splitlines())
    return tuple(dict.fromkeys(line for line in given if line))


def _number(name: str) -> int:
    said = field(name, 9)
    return int(said) if said.isascii() and said.isdigit() else 0


def _shown(shown: Settings, faults: Faults, stored: Settings | None = None) -> str:
    asked()
    return render_template(
        "settings.html",
        settings=shown,
        stored=stored,
        faults=faults,
        done=what_was_done(DONE),
        readings=READING,
        here=request.url_root.rstrip("/"),
    )
