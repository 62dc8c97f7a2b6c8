"""
The audit, a trace, a matrix and an impact as text a person likes to read in a terminal.

First a sentence, then tables no wider than 100 columns, then the next step as a command.
"""

from __future__ import annotations

import shlex
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graph.errors import UsageError
from queries.audit import Audit
from queries.findings import SEVERITIES, Finding, rules
from queries.links import LINK_STATES
from queries.states import GOAL_STATES, NOT_IN_FORCE
from queries.trace import Trace
from service.reports import words
from service.reports.summary import made_up, opening
from service.reports.table import WIDTH, safe, table
from service.reports.words import pick, share

if TYPE_CHECKING:
    from queries.impact import Impact

SHOWN_PER_RULE = 5


def audit_text(audit: Audit, found: list[Finding], language: str = "sv") -> str:
    """The whole audit: sentence, score with its arithmetic, findings by rule, next step."""
    lines = [*_wrapped(opening(audit, language)), *_example_note(audit, language), ""]
    lines += score_lines(audit, language)
    lines += ["", *_findings(found, language)]
    p = audit.projection
    data = pick(("Underlag: ", "Data: "), language) + data_line(audit, language)
    lines += ["", *_wrapped(data, rest="  ")]
    step = next((each.witness[0] for each in found if each.kind == "goal" and each.witness), None)
    if step is not None and step in p.number:
        lines += [
            pick(("Nästa steg: ", "Next step: "), language) + f"rodtrad trace {_quoted(step)}"
        ]
    return "\n".join(lines) + "\n"


def score_lines(audit: Audit, language: str) -> list[str]:
    """The trace score, opened."""
    score = audit.score
    rows = [
        (
            pick(("uppåt", "upward"), language),
            share(*score.up, language),
            pick(
                ("rotade mål av målen under fullmäktige", "rooted goals of goals below the root"),
                language,
            ),
        ),
        (
            pick(("nedåt", "downward"), language),
            share(*score.down, language),
            pick(("besvarade behov av alla behov", "answered needs of all needs"), language),
        ),
    ]
    head = (
        pick(("spårningsgrad", "trace score"), language),
        "",
        pick(("räknas som", "counted as"), language),
    )
    beside = pick(
        (
            f"Därtill {score.suspect} misstänkta kopplingar och {score.exempt} undantagna mål; "
            "de räknas inte.",
            f"Beside it {score.suspect} suspect links and {score.exempt} exempt goals.",
        ),
        language,
    )
    return [*table(head, rows), beside]


def _findings(found: list[Finding], language: str) -> list[str]:
    if not found:
        return [pick(("Inget att anmärka på.", "Nothing to remark on."), language)]
    by_severity = Counter(each.severity for each in found)
    counts = ", ".join(
        f"{by_severity[severity]} {pick(words.SEVERITIES[severity], language)}"
        for severity in SEVERITIES
        if by_severity[severity]
    )
    lines = [pick((f"Iakttagelser: {counts}.", f"Findings: {counts}."), language)]
    by_rule: dict[str, list[Finding]] = {}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    order = sorted(by_rule, key=lambda rule: (SEVERITIES.index(rules()[rule].severity), rule))
    for name in order:
        rule, those = rules()[name], by_rule[name]
        severity = pick(words.SEVERITIES[rule.severity], language)
        lines += ["", f"{name}  {rule.title[language]} ({severity}, {len(those)})"]
        for each in those[:SHOWN_PER_RULE]:
            lines += _wrapped(safe(each.message(language)), "  • ", "    ")
        if len(those) > SHOWN_PER_RULE:
            more = len(those) - SHOWN_PER_RULE
            lines.append(pick((f"    … och {more} till", f"    … and {more} more"), language))
        lines += _wrapped(rule.next_step[language], "  → ", "    ")
    return lines


def trace_text(audit: Audit, found: Trace, language: str = "sv") -> str:
    """A goal's way up as sentences, and what leans on it."""
    p, goal = audit.projection, found.goal
    if audit.states.state[goal] == NOT_IN_FORCE:
        raise UsageError("not_in_view", name=p.ids[goal])
    state = pick(words.STATES[GOAL_STATES[audit.states.state[goal]]], language)
    lines = [f"{safe(p.titles[goal])}", f"{safe(p.ids[goal])} · {state}", ""]
    if found.witness:
        lines.append(pick(("Så leder målet till fullmäktige:", "How the goal leads up:"), language))
        lines += way_lines(audit, found.witness, language)
    else:
        lines.append(
            pick(
                ("Målet leder inte till fullmäktige.", "The goal doesn't lead to fullmäktige."),
                language,
            )
        )
    lines += [
        "",
        pick(
            (
                f"Ovanför: {len(found.up)} mål. Därunder: {len(found.down)} mål.",
                f"Above: {len(found.up)} goals. Below: {len(found.down)} goals.",
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
        pick(("Nästa steg: ", "Next step: "), language) + f"rodtrad impact {_quoted(p.ids[goal])}",
    ]
    return "\n".join(lines) + "\n"


def way_lines(audit: Audit, way: Sequence[int], language: str) -> list[str]:
    """A way upward, one goal a line, with how each contributes, and links to look at."""
    p = audit.projection
    lines = []
    for place, goal in enumerate(way):
        level = audit.scene.levels[p.level[goal]].name
        lead = "  " * place + ("" if place == 0 else "↑ ")
        lines += _wrapped(
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
                lines += _wrapped(safe(note), "  " * place + "  · ", "  " * place + "    ")
    return lines


def path_text(audit: Audit, lower: int, upper: int, way: Sequence[int], language: str) -> str:
    """The way between two goals, or that there is none."""
    p = audit.projection
    names = f"{safe(p.ids[lower])} → {safe(p.ids[upper])}"
    if not way:
        none = pick(("ingen väg bär mellan målen.", "no carrying way between the goals."), language)
        return f"{names}: {none}\n"
    steps = pick((f"{len(way) - 1} steg", f"{len(way) - 1} steps"), language)
    return "\n".join([f"{names}: {steps}", "", *way_lines(audit, way, language)]) + "\n"


def matrix_text(audit: Audit, language: str = "sv") -> str:
    """The matrix of each level that asks for every area, marks with counts."""
    p = audit.projection
    covered = sum(cell.status == "covered" for cell in audit.matrix)
    lines = [
        pick(
            (
                f"{share(covered, len(audit.matrix))} rutor är täckta.",
                f"{share(covered, len(audit.matrix), 'en')} cells are covered.",
            ),
            language,
        )
    ]
    for level in sorted({cell.level for cell in audit.matrix}):
        cells = [cell for cell in audit.matrix if cell.level == level]
        areas = sorted({cell.area for cell in cells})
        by_row: dict[int, dict[int, str]] = {}
        for cell in cells:
            mark = words.CELLS[cell.status][2]
            count = f" {len(cell.goals)}" if cell.goals else ""
            by_row.setdefault(cell.unit, {})[cell.area] = mark + count
        head = [audit.scene.levels[level].name, *(p.frame.areas[area].id for area in areas)]
        rows = [
            [p.frame.units[unit].name, *(row.get(area, "") for area in areas)]
            for unit, row in sorted(by_row.items())
        ]
        lines += ["", *table(head, rows)]
        lines.append("")
        for area in areas:
            named = f"{p.frame.areas[area].id}  {safe(p.frame.areas[area].name)}"
            lines += _wrapped(named, "  ", "    ")
    legend = "  ".join(
        f"{mark} {pick((swedish, english), language)}"
        for swedish, english, mark in words.CELLS.values()
    )
    return "\n".join([*lines, "", *_wrapped(legend)]) + "\n"


def impact_text(found: Impact, language: str = "sv") -> str:
    """What a drop would cost: three lists, cells that empty, and what could carry instead."""
    audit, p = found.audit, found.audit.projection
    names = ", ".join(map(safe, found.drops.names))
    lines = _wrapped(
        pick(
            (
                f"Om {names} tas bort mister {len(found.loses_last)} mål sitt sista stöd och "
                f"{len(found.loses_one)} ett av flera. {len(found.lost_cells)} rutor töms.",
                f"If {names} goes, {len(found.loses_last)} goals lose their last support and "
                f"{len(found.loses_one)} one of several. {len(found.lost_cells)} cells empty.",
            ),
            language,
        )
    )
    candidates = found.candidates(3)
    lines += _named(
        pick(("Mister sista stödet", "Lose their last support"), language),
        (
            f"{_goal(audit, goal)}"
            + (
                pick(("  kan bäras av ", "  could be carried by "), language)
                + ", ".join(safe(p.ids[each.goal]) for each in candidates[goal])
                if candidates[goal]
                else ""
            )
            for goal in found.loses_last
        ),
    )
    lines += _named(
        pick(("Mister ett av flera", "Lose one of several"), language),
        (_goal(audit, goal) for goal in found.loses_one),
    )
    lines += _named(
        pick(("Rutor som töms", "Cells that empty"), language),
        (
            f"{p.frame.units[unit].name} · {p.frame.areas[area].name}"
            for _, unit, area in found.lost_cells
        ),
    )
    lines += _named(
        pick(("Blir inte längre besvarade", "No longer answered"), language),
        (_goal(audit, goal) for goal in found.loses_answer),
    )
    lines += _named(
        pick(("Inte längre täckta på djupet", "No longer covered in depth"), language),
        (_goal(audit, goal) for goal in found.loses_deep_any),
    )
    lines += _named(
        pick(("Indikatorer utan mål", "Indicators without a goal"), language),
        found.indicators_without_goal,
    )
    return "\n".join(lines) + "\n"


def data_line(audit: Audit, language: str) -> str:
    """Which data was asked: revision, sources, digest."""
    p = audit.projection
    revision = ""
    if p.revision is not None:
        revision = pick((f"revision {p.revision}, ", f"revision {p.revision}, "), language)
    return f"{revision}{', '.join(map(safe, p.sources))}, {p.digest[:19]}…"


def _example_note(audit: Audit, language: str) -> list[str]:
    count = made_up(audit)
    if not count:
        return []
    return _wrapped(
        pick(
            (
                f"{count} av målen är påhittade exempel (märkta made_up).",
                f"{count} of the goals are made-up examples (marked made_up).",
            ),
            language,
        )
    )


def _goal(audit: Audit, goal: int) -> str:
    p = audit.projection
    return f"{safe(p.ids[goal])}  {safe(p.titles[goal])}"


def _named(title: str, entries: Iterable[str]) -> list[str]:
    told = list(entries)
    if not told:
        return []
    lines = ["", f"{title} ({len(told)})"]
    for entry in told:
        lines += _wrapped(entry, "  • ", "    ")
    return lines


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=True,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _quoted(name: str) -> str:
    return shlex.quote(name)
