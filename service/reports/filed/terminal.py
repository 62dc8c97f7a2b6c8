"""
The report as text a person likes to read in a terminal.

First a sentence, then tables no wider than 100 columns, then the next step as a command.
"""

from __future__ import annotations

from service.reports.filed.leaves import FindingLeaf, Leaves, RuleLeaf
from service.reports.filed.result import Report
from service.reports.filed.wording import leaves_of
from service.reports.lines import quoted, wrapped
from service.reports.table import safe, table
from service.reports.words import pick
from service.words import say

SHOWN_PER_RULE = 5
SHOWN_CHANGES = 20


def audit_text(report: Report) -> str:
    """The whole audit: sentence, score with its arithmetic, findings by rule, next step."""
    leaves = leaves_of(report)
    label = leaves.label
    lines = wrapped(leaves.statement)
    if report.made_up:
        made_up = next(each.value for each in leaves.facts if each.label == label["made_up_label"])
        lines += wrapped(made_up)
    lines += ["", *_score(report, leaves)]
    if leaves.change:
        lines += ["", *wrapped(f"{label['change']}: {leaves.change.sentence}")]
        for line in leaves.change.lines:
            lines += wrapped(safe(line), "  ", "  ")
    lines += ["", *wrapped(leaves.sentences[1])]
    if not report.selection.empty:
        chosen = next(each.value for each in leaves.facts if each.label == label["selection"])
        lines += wrapped(safe(chosen))
    for rule in leaves.groups:
        lines += _rule(rule, report.language)
    if not leaves.groups:
        lines.append(leaves.nothing)
    lines += _points(leaves, report.language)
    if leaves.change:
        lines += _gone(leaves)
    lines += ["", *_data(report, label)]
    lines += _not_run(leaves)
    lines += _next_step(report, label)
    return "\n".join(lines) + "\n"


def _score(report: Report, leaves: Leaves) -> list[str]:
    """The trace score, opened, and what stands beside it."""
    counted_as = pick(
        (
            "rotade mål av målen under fullmäktige|besvarade behov av alla behov",
            "rooted goals of goals below the root|answered needs of all needs",
        ),
        report.language,
    ).split("|")
    rows = [
        (score.name.lower(), score.share, what)
        for score, what in zip(leaves.scores, counted_as, strict=True)
    ]
    head = (leaves.label["score"].lower(), "", pick(("räknas som", "counted as"), report.language))
    return [*table(head, rows), *wrapped(leaves.beside)]


def _rule(rule: RuleLeaf, language: str) -> list[str]:
    lines = ["", *wrapped(safe(f"{rule.id}  {rule.title} ({rule.severity_word}, {rule.share})"),
                          rest="      ")]
    if rule.shown:
        lines += wrapped(rule.shown, "  ", "  ")
    for each in rule.findings[:SHOWN_PER_RULE]:
        lines += _finding(each)
    more = len(rule.findings) - SHOWN_PER_RULE
    if more > 0:
        lines.append("    " + say("filed.more", language, count=more))
    return lines + wrapped(safe(rule.next_step), "  → ", "    ")


def _finding(found: FindingLeaf) -> list[str]:
    mark = f"[{found.mark}] " if found.mark else ""
    lines = wrapped(safe(mark + found.message), "  • ", "    ")
    return lines + (wrapped(safe(found.repair), "    ", "    ") if found.repair else [])


def _points(leaves: Leaves, language: str) -> list[str]:
    """How assessments stand to outcomes; the points told, those that disagree before others."""
    points = leaves.points
    if points is None or all(row.period == "–" for row in points.rows):
        return []
    lines = ["", *wrapped(f"{leaves.label['points']}: {points.sentence}")]
    told = {
        (row.subject, row.period, row.verdict): row for row in points.rows if row.outcomes
    }
    shown = sorted(told.values(), key=lambda row: not row.odds)
    for row in shown[:SHOWN_PER_RULE]:
        verdict = f"{row.verdict} ({row.odds})" if row.odds else row.verdict
        said = f"{row.subject}, {row.period}: {verdict}. {'; '.join(row.outcomes)}."
        lines += wrapped(safe(said), "  • ", "    ")
    if len(shown) > SHOWN_PER_RULE:
        lines.append("    " + say("filed.more", language, count=len(shown) - SHOWN_PER_RULE))
    return lines


def _gone(leaves: Leaves) -> list[str]:
    """What the earlier report told and this one doesn't; goals changed, gone and new."""
    change, label = leaves.change, leaves.label
    assert change is not None
    told = {"change_gone": [f"{found.rule}  {found.message}" for found in change.gone]}
    for name in ("states", "left", "added"):
        told[f"change_{name}"] = [
            f"{goal}: {before} → {after}" for goal, _, before, after in getattr(change, name)
        ]
    lines: list[str] = []
    for name, entries in told.items():
        if entries:
            lines += ["", f"{label[name]} ({len(entries)})"]
        for entry in entries[:SHOWN_CHANGES]:
            lines += wrapped(safe(entry), "  • ", "    ")
        if len(entries) > SHOWN_CHANGES:
            more = len(entries) - SHOWN_CHANGES
            lines.append("    " + say("filed.more", leaves.language, count=more))
    return lines


def _data(report: Report, label: dict[str, str]) -> list[str]:
    """Which data and which rules: revision, sources, digests."""
    data = report.data
    revision = "" if data.revision is None else f"{label['revision'].lower()} {data.revision}, "
    sources = ", ".join(map(safe, data.sources))
    said = f"{label['basis']}: {revision}{sources}, {data.digest[:19]}…"
    rules = f"{label['rules_used']}: {len(report.rules)}, {report.book[:19]}…"
    return [*wrapped(said, rest="  "), *wrapped(rules, rest="  ")]


def _not_run(leaves: Leaves) -> list[str]:
    """A line for each rule that wasn't run, since there was no database to ask."""
    lines: list[str] = []
    for rule in leaves.rules:
        if not rule.ran:
            lines += wrapped(safe(f"{rule.id}  {rule.title}: {rule.share}."), rest="  ")
    return lines


def _next_step(report: Report, label: dict[str, str]) -> list[str]:
    about = (found for found in report.findings if found.kind == "goal" and found.goal)
    first = next(about, None)
    if first is None or first.goal is None:
        return []
    return [f"{label['next_step']}: rodtrad trace {quoted(first.goal)}"]
