"""Inställningar: what an admin decides about the service."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from graph.store.shelf import Stale, Taken
from service.accounts.who import current_store
from service.asking import asked
from service.pages.forms import Faults, done, fault_of, field, missing, what_was_done
from service.settings import OPEN, READING, Settings, keeper, settings
from service.settings_faults import LONGEST_TITLE, faults_in

blueprint = Blueprint("settings", __name__)
DONE = ("saved",)


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
        title=field("title", LONGEST_TITLE),
        public_address=field("public_address").rstrip("/"),
        frame_ancestors=_lines("frame_ancestors"),
        idle_hours=_number("idle_hours"),
        absolute_days=_number("absolute_days"),
        version=_number("version"),
    )
    for name, error in faults_in(changed):
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
