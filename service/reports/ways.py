"""
A trace and a path as text: how a goal leads upward, one goal a line.
"""

from __future__ import annotations

from collections.abc import Sequence

from queries.audit import Audit
from queries.decisions import goal_decisions
from queries.links import LINK_STATES
from queries.sight import goal_sight
from queries.states import GOAL_STATES
from queries.trace import Trace
from service.reports import words
from service.reports.lines import quoted, wrapped
from service.reports.summary import view_line
from service.reports.table import safe, table
from service.reports.words import counted, pick
from service.showing import day_text
from service.words import say


def trace_text(audit: Audit, found: Trace, language: str = "sv") -> str:
    """A goal's line of sight as sentences, its way up step by step, and what leans on it."""
    p, goal = audit.projection, found.goal
    token = GOAL_STATES[audit.states.state[goal]]
    state = pick(words.STATES[token], language)
    lines = [f"{safe(p.titles[goal])}", f"{safe(p.ids[goal])} · {state}"]
    lines += [*wrapped(view_line(audit, language)), ""]
    lines += [*wrapped(safe(" ".join(goal_sight(audit, goal, language)))), ""]
    if token in ("root", "vision"):
        lines.append(say("goal.is_top", language))
    elif found.witness:
        lines.append(pick(("Så leder målet till fullmäktige:", "How the goal leads up:"), language))
        lines += way_lines(audit, found.witness, language)
    else:
        lines.append(
            pick(
                ("Målet leder inte till fullmäktige.", "The goal doesn't lead to fullmäktige."),
                language,
            )
        )
    lines += decision_lines(audit, goal, language)
    lines += [
        "",
        pick(
            (
                f"Ovanför: {len(found.up)} mål. Därunder: {len(found.down)} mål.",
                f"Above: {counted(len(found.up), 'goals', 'en')}. "
                f"Below: {counted(len(found.down), 'goals', 'en')}.",
            ),
            language,
        ),
    ]
    rows = [(p.ids[g], audit.scene.levels[p.level[g]].name, p.titles[g]) for g in found.down[:30]]
    if rows:
        head = (
            pick(("mål", "goal"), language),
            pick(("nivå", "level"), language),
            pick(("lydelse", "wording"), language),
        )
        lines += table(head, rows)
        if len(found.down) > len(rows):
            lines.append(
                pick(
                    (
                        f"… och {len(found.down) - len(rows)} till",
                        f"… and {len(found.down) - len(rows)} more",
                    ),
                    language,
                )
            )
    lines += [
        "",
        pick(("Nästa steg: ", "Next step: "), language) + f"rodtrad impact {quoted(p.ids[goal])}",
    ]
    return "\n".join(lines) + "\n"


def decision_lines(audit: Audit, goal: int, language: str) -> list[str]:
    """The decisions in force that exempt the goal or hand it on: reason, decider, day and end."""
    lines: list[str] = []
    for each in goal_decisions(audit, goal):
        lead = say("goal.exempt_by", language)
        if each.unit is not None:
            unit = audit.projection.frame.units[each.unit].name
            lead = say("goal.handed_on", language, unit=unit)
        who = ", ".join(filter(None, (each.decided_by, day_text(each.decided_on, language))))
        end = say("goal.open_end", language)
        if each.until:
            end = say("goal.until", language, day=day_text(each.until, language))
        told = (lead, each.reason, f"({who})" if who else "", end)
        lines += wrapped(safe(" ".join(filter(None, told))))
    return lines and ["", *lines]


def way_lines(audit: Audit, way: Sequence[int], language: str) -> list[str]:
    """A way upward, one goal a line, with how each contributes, and links to look at."""
    p = audit.projection
    lines = []
    for place, goal in enumerate(way):
        level = audit.scene.levels[p.level[goal]].name
        lead = "  " * place + ("" if place == 0 else "↑ ")
        lines += wrapped(
            f"{safe(p.titles[goal])} [{level} {safe(p.ids[goal])}]", lead, " " * len(lead)
        )
        if place + 1 < len(way):
            row = range(p.out[goal], p.out[goal + 1])
            link = next(link for link in row if p.target[link] == way[place + 1])
            state = LINK_STATES[audit.links.state[link]]
            how = p.hows[link]
            notes = [how] if how else []
            if state != "valid":
                told = pick(words.LINK_STATES[state], language)
                notes.append(pick((f"kopplingen är {told}", f"the link is {told}"), language))
            for note in notes:
                lines += wrapped(safe(note), "  " * place + "  · ", "  " * place + "    ")
    return lines


def path_text(audit: Audit, lower: int, upper: int, way: Sequence[int], language: str) -> str:
    """The way between two goals, or that there is none."""
    p = audit.projection
    names = f"{safe(p.ids[lower])} → {safe(p.ids[upper])}"
    view = wrapped(view_line(audit, language))
    if not way:
        none = pick(("ingen väg bär mellan målen.", "no carrying way between the goals."), language)
        return "\n".join([*wrapped(f"{names}: {none}"), *view]) + "\n"
    steps = counted(len(way) - 1, "steps", language)
    lines = [*wrapped(f"{names}: {steps}"), *view, "", *way_lines(audit, way, language)]
    return "\n".join(lines) + "\n"
