"""
The audit as text a person likes to read in a terminal.

First a sentence, then tables no wider than 100 columns, then the next step as a command.
"""

from __future__ import annotations

from collections import Counter

from queries.audit import Audit
from queries.findings import SEVERITIES, Finding, rules
from service.reports import words
from service.reports.lines import quoted, wrapped
from service.reports.summary import made_up, opening
from service.reports.table import safe, table
from service.reports.words import counted, pick, share

SHOWN_PER_RULE = 5


def audit_text(audit: Audit, found: list[Finding], language: str = "sv") -> str:
    """The whole audit: sentence, score with its arithmetic, findings by rule, next step."""
    lines = [*wrapped(opening(audit, language)), *_example_note(audit, language), ""]
    lines += score_lines(audit, language)
    lines += ["", *_findings(found, language)]
    p = audit.projection
    data = pick(("Underlag: ", "Data: "), language) + data_line(audit, language)
    lines += ["", *wrapped(data, rest="  ")]
    step = next((each.witness[0] for each in found if each.kind == "goal" and each.witness), None)
    if step is not None and step in p.number:
        lines += [pick(("Nästa steg: ", "Next step: "), language) + f"rodtrad trace {quoted(step)}"]
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
            f"Därtill {score.suspect} "
            f"{'misstänkt koppling' if score.suspect == 1 else 'misstänkta kopplingar'} och "
            f"{score.exempt} {'undantaget' if score.exempt == 1 else 'undantagna'} mål; "
            "de räknas inte.",
            f"Beside it {score.suspect} suspect link{'' if score.suspect == 1 else 's'} and "
            f"{score.exempt} exempt goal{'' if score.exempt == 1 else 's'}.",
        ),
        language,
    )
    return [*table(head, rows), beside]


def _findings(found: list[Finding], language: str) -> list[str]:
    if not found:
        return [pick(("Inget att anmärka på.", "Nothing to remark on."), language)]
    by_severity = Counter(each.severity for each in found)
    counts = ", ".join(
        counted(by_severity[severity], severity, language)
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
            lines += wrapped(safe(each.message(language)), "  • ", "    ")
        if len(those) > SHOWN_PER_RULE:
            more = len(those) - SHOWN_PER_RULE
            lines.append(pick((f"    … och {more} till", f"    … and {more} more"), language))
        lines += wrapped(rule.next_step[language], "  → ", "    ")
    return lines


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
    return wrapped(
        pick(
            (
                f"{count} av målen är påhittade exempel (märkta made_up).",
                f"{count} of the goals are made-up examples (marked made_up).",
            ),
            language,
        )
    )
