"""Undantag: what is excused and what is handed on, by whose decision and how long."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Blueprint, render_template

from graph.days import EPOCH, FOREVER, NEVER
from graph.editing import item_key
from graph.model import Exemption, Forward
from service.accounts.who import who
from service.asking import Asked, asked
from service.editing.desk import called

blueprint = Blueprint("exemptions", __name__)
SOON = datetime.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Line:
    """One decision: whom it is about, what it says, and how it stands in the view."""

    whom: str
    url: str | None
    what: str
    reason: str
    by: str
    on: datetime.date | None
    until: datetime.date | None
    standing: str
    edit: str | None
    made_up: bool


@blueprint.get("/undantag")
def listing() -> str:
    """Every exemption and forward there is, those in force first."""
    question = asked()
    frame = question.audit.projection.frame
    exemptions = [_exemption(question, each) for each in frame.exemptions] + _own(question)
    forwards = [_forward(question, each) for each in frame.forwards]
    held = [each for each in (*exemptions, *forwards) if each.standing in ("holds", "soon")]
    return render_template(
        "exemptions.html",
        exemptions=sorted(exemptions, key=_order),
        forwards=sorted(forwards, key=_order),
        holding=[sum(e in held for e in some) for some in (exemptions, forwards)],
        ending=sum(each.standing == "soon" for each in held),
    )


def _order(line: Line) -> tuple[int, str, str]:
    return ("soon", "holds", "not_yet", "ended").index(line.standing), line.whom, line.what


def _exemption(question: Asked, each: Exemption) -> Line:
    p = question.audit.projection
    section, id = ("goals", each.goal) if each.goal else ("units", each.unit or "")
    return Line(
        whom=called(p, section, id or ""),
        url=question.goal(each.goal) if each.goal else question.unit(each.unit or ""),
        what=called(p, "areas", each.area) if each.area else "",
        edit=_edit(question, "exemptions", item_key("exemptions", each)),
        **_decided(question, each),
    )


def _forward(question: Asked, each: Forward) -> Line:
    p = question.audit.projection
    return Line(
        whom=called(p, "units", each.unit),
        url=question.unit(each.unit),
        what=called(p, "goals", each.goal),
        edit=_edit(question, "forwards", item_key("forwards", each)),
        **_decided(question, each),
    )


def _decided(question: Asked, each: Exemption | Forward) -> dict[str, Any]:
    p = question.audit.projection
    return {
        "reason": each.reason,
        "by": called(p, "units", each.decided_by or "") or each.decided_by or "",
        "on": each.decided_on,
        "until": each.until,
        "standing": _standing(question, each.decided_on, each.until),
        "made_up": each.basis == "made_up",
    }


def _own(question: Asked) -> list[Line]:
    """The exemptions that stand on goals themselves."""
    p = question.audit.projection
    found = []
    for goal in np.flatnonzero([reason is not None for reason in p.exempt_reason]).tolist():
        first, last = _day(int(p.exempt_from[goal])), _day(int(p.exempt_to[goal]))
        by = p.exempt_by[goal] or ""
        found.append(
            Line(
                whom=p.titles[goal] or p.ids[goal],
                url=question.goal(p.ids[goal]),
                what="",
                reason=p.exempt_reason[goal] or "",
                by=called(p, "units", by) or by,
                on=first,
                until=last,
                standing=_standing(question, first, last),
                edit=_edit(question, "goals", p.ids[goal]),
                made_up=p.bases[goal] == "made_up",
            )
        )
    return found


def _standing(
    question: Asked, first: datetime.date | None, last: datetime.date | None
) -> str:
    scene = question.audit.scene
    if scene.holds(first, last):
        today = datetime.date.today()
        return "soon" if last and today <= last <= today + SOON else "holds"
    return "ended" if last and last < datetime.date.today() else "not_yet"


def _edit(question: Asked, section: str, id: str) -> str | None:
    return question.address(f"/andra/{section}", id=id) if who().may("editor") else None


def _day(days: int) -> datetime.date | None:
    open_end = days in (int(NEVER), int(FOREVER))
    return None if open_end else EPOCH + datetime.timedelta(days=days)
