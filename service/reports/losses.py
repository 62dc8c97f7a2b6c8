"""
An impact as text: what goes, what it costs, and what could carry instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from queries.impact import Impact
from queries.links import UNSEEN
from queries.responsible import Share, responsible
from service.reports.lines import goal_line, named, wrapped
from service.reports.sheet import csv_text
from service.reports.summary import view_line
from service.reports.table import safe
from service.reports.words import counted, pick

_LISTS = {
    "loses_last": ("Mister sista stödet", "Lose their last support"),
    "loses_one": ("Mister ett av flera", "Lose one of several"),
    "lost_cells": ("Rutor som töms", "Cells that empty"),
    "loses_answer": ("Blir inte längre besvarade", "No longer answered"),
    "loses_deep_any": ("Inte längre täckta på djupet", "No longer covered in depth"),
    "indicators_without_goal": ("Indikatorer utan mål", "Indicators without a goal"),
}
# The headings of the CSV, and its kinds of things: goal, cell and indicator.
_HEAD = (
    ("förlust", "loss"),
    ("slag", "kind"),
    ("id", "id"),
    ("lydelse", "title"),
    ("nivå", "level"),
    ("enheter", "units"),
    ("målområde", "area"),
    ("kan bäras av", "candidates"),
)
_KINDS = (("mål", "goal"), ("ruta", "cell"), ("indikator", "indicator"))


def impact_text(found: Impact, language: str = "sv") -> str:
    """What a drop would cost: three lists, cells that empty, and what could carry instead."""
    audit, p = found.audit, found.audit.projection
    lines = wrapped(goes(found, language))
    lines += wrapped(_cost(found, language))
    lines += wrapped(view_line(audit, language))
    candidates = found.candidates(3)
    indicators = {each.id: each.name for each in p.frame.indicators}
    lines += named(
        pick(_LISTS["loses_last"], language),
        (
            f"{goal_line(audit, goal)}"
            + (
                pick(("  kan bäras av ", "  could be carried by "), language)
                + ", ".join(safe(p.ids[each.goal]) for each in candidates[goal])
                if candidates[goal]
                else ""
            )
            for goal in found.loses_last
        ),
    )
    lines += named(
        pick(_LISTS["loses_one"], language),
        (goal_line(audit, goal) for goal in found.loses_one),
    )
    lines += named(
        pick(_LISTS["lost_cells"], language),
        (
            f"{p.frame.units[unit].name} · {p.frame.areas[area].name}"
            for _, unit, area in found.lost_cells
        ),
    )
    lines += named(
        pick(_LISTS["loses_answer"], language),
        (goal_line(audit, goal) for goal in found.loses_answer),
    )
    lines += named(
        pick(_LISTS["loses_deep_any"], language),
        (goal_line(audit, goal) for goal in found.loses_deep_any),
    )
    lines += named(
        pick(_LISTS["indicators_without_goal"], language),
        (f"{each}  {indicators[each]}" for each in found.indicators_without_goal),
    )
    lines += named(
        pick(("Enheter som berörs", "Units concerned"), language),
        (share_line(found, each, language) for each in responsible(found)),
    )
    return "\n".join(lines) + "\n"


def impact_csv(found: Impact, language: str = "sv") -> str:
    """A row for each goal, cell and indicator in a loss list."""
    return csv_text([pick(pair, language) for pair in _HEAD], _rows(found, language))


def _rows(found: Impact, language: str) -> Iterator[tuple[str, ...]]:
    audit, p = found.audit, found.audit.projection
    losses = {name: pick(texts, language) for name, texts in _LISTS.items()}
    goal_, cell_, indicator_ = (pick(pair, language) for pair in _KINDS)
    levels, units = audit.scene.levels, p.frame.units
    candidates = found.candidates()
    for loss in ("loses_last", "loses_one", "loses_answer", "loses_deep_any"):
        for goal in getattr(found, loss):
            held = ", ".join(units[unit].id for unit in p.held_by.of(goal).tolist())
            could = ""
            if loss == "loses_last":
                could = ", ".join(p.ids[each.goal] for each in candidates[goal])
            level = levels[p.level[goal]].name
            yield losses[loss], goal_, p.ids[goal], p.titles[goal], level, held, "", could
    for level, unit, area in found.lost_cells:
        owner, where = units[unit], p.frame.areas[area]
        name = levels[level].name
        yield losses["lost_cells"], cell_, "", where.name, name, owner.id, where.id, ""
    names = {each.id: each for each in p.frame.indicators}
    for each in found.indicators_without_goal:
        loss, owner_id = losses["indicators_without_goal"], names[each].owner or ""
        yield loss, indicator_, each, names[each].name, "", owner_id, "", ""


def share_line(found: Impact, share: Share, language: str) -> str:
    """`Kulturenheten: 2 mål mister sista stödet, 1 ruta töms`."""
    last, cells = len(share.loses_last), counted(len(share.cells), "cells", language)
    others = len({*share.loses_one, *share.loses_answer, *share.loses_deep_any})
    others -= len({*share.loses_last} & {*share.loses_answer, *share.loses_deep_any})
    told = [
        said
        for said, there in (
            (
                pick(
                    (f"{last} mål mister sista stödet", f"{last} lose their last support"),
                    language,
                ),
                last,
            ),
            (pick((f"{others} mål försvagas", f"{others} are weakened"), language), others),
            (pick((f"{cells} töms", f"{cells} emptied"), language), share.cells),
        )
        if there
    ]
    return f"{found.audit.projection.frame.units[share.unit].name}: {', '.join(told)}"


def goes(found: Impact, language: str) -> str:
    """What goes: `Tas bort: 3 enheter, 2 planer, 14 mål.`, of what is in force in the view."""
    scene, drops = found.audit.scene, found.drops
    counts = {
        "units": drops.units & scene.units,
        "plans": drops.plans & scene.plans,
        "goals": drops.goals & scene.goals,
        "links": drops.links & (found.audit.links.state != UNSEEN),
    }
    told = ", ".join(
        counted(int(flags.sum()), what, language) for what, flags in counts.items() if flags.any()
    )
    if not told:
        nothing = ("Inget av det gäller i vyn.", "Nothing of it is in force in the view.")
        return pick(nothing, language)
    return pick(("Tas bort: ", "Goes: "), language) + told + "."


def _cost(found: Impact, language: str) -> str:
    names = ", ".join(map(safe, found.drops.names))
    last, cells = len(found.loses_last), len(found.lost_cells)
    emptied = counted(cells, "cells", language)
    swedish = (
        f"Om {names} tas bort mister {last} mål sitt sista stöd och "
        f"{len(found.loses_one)} ett av flera. {emptied} töms."
    )
    english = (
        f"If {names} goes, {counted(last, 'goals', 'en')} "
        f"{'loses its' if last == 1 else 'lose their'} last support and "
        f"{len(found.loses_one)} one of several. {emptied} {'is' if cells == 1 else 'are'} emptied."
    )
    return pick((swedish, english), language)
