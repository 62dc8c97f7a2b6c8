"""
An impact as text: what goes, what it costs, and what could carry instead.
"""

from __future__ import annotations

from queries.impact import Impact
from queries.links import UNSEEN
from service.reports.lines import goal_line, named, wrapped
from service.reports.summary import view_line
from service.reports.table import safe
from service.reports.words import counted, pick


def impact_text(found: Impact, language: str = "sv") -> str:
    """What a drop would cost: three lists, cells that empty, and what could carry instead."""
    audit, p = found.audit, found.audit.projection
    lines = wrapped(_goes(found, language))
    lines += wrapped(_cost(found, language))
    lines += wrapped(view_line(audit, language))
    candidates = found.candidates(3)
    lines += named(
        pick(("Mister sista stödet", "Lose their last support"), language),
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
        pick(("Mister ett av flera", "Lose one of several"), language),
        (goal_line(audit, goal) for goal in found.loses_one),
    )
    lines += named(
        pick(("Rutor som töms", "Cells that empty"), language),
        (
            f"{p.frame.units[unit].name} · {p.frame.areas[area].name}"
            for _, unit, area in found.lost_cells
        ),
    )
    lines += named(
        pick(("Blir inte längre besvarade", "No longer answered"), language),
        (goal_line(audit, goal) for goal in found.loses_answer),
    )
    lines += named(
        pick(("Inte längre täckta på djupet", "No longer covered in depth"), language),
        (goal_line(audit, goal) for goal in found.loses_deep_any),
    )
    lines += named(
        pick(("Indikatorer utan mål", "Indicators without a goal"), language),
        found.indicators_without_goal,
    )
    return "\n".join(lines) + "\n"


def _goes(found: Impact, language: str) -> str:
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
