"""
A report as tables of plain values, one for each sheet of a workbook.

Cells are texts, whole numbers, days or None; tokens stand as people read them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.text import file_name
from service.reports import words
from service.reports.filed.points import judged_word, reached_word, subject_of, verdict_word
from service.reports.filed.result import FindingRow, Report
from service.reports.filed.wording import finding_address, labels, leaves_of, page_address
from service.reports.words import pick
from service.showing import number, period_text
from service.words import say

Value = str | int | datetime.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how many characters wide it is shown."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name; rows are made as they are read, once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]


def sheets_of(report: Report) -> Iterator[Sheet]:
    """All the sheets, in order."""
    yield summary_sheet(report)
    yield rules_sheet(report)
    yield findings_sheet(report)
    yield goals_sheet(report)
    yield links_sheet(report)
    yield matrix_sheet(report)
    yield answers_sheet(report)
    yield points_sheet(report)
    yield decided_sheet(report)
    if report.change is not None:
        yield change_sheet(report)


def summary_sheet(report: Report) -> Sheet:
    """Page one: statement, score, states and facts."""
    leaves = leaves_of(report)

    def rows() -> Iterator[tuple[Value, ...]]:
        yield leaves.title, " · ".join(part for part in (leaves.organisation, leaves.view) if part)
        yield "", leaves.statement
        for sentence in leaves.sentences:
            yield "", sentence
        for score in leaves.scores:
            yield f"{leaves.label['score']}, {score.name.lower()}", f"{score.share}. {score.how}"
        yield "", leaves.beside
        for state in leaves.states:
            yield state.word, state.share
        for fact in leaves.facts:
            yield fact.label, fact.value

    return _sheet(report, "summary", (("fact", 32), ("value", 110)), rows())


def rules_sheet(report: Report) -> Sheet:
    """Each rule with its version and outcome."""
    columns = (("rule", 9), ("version", 9), ("severity", 10), ("rule_title", 38), ("outcome", 30),
               ("found", 10), ("of", 10), ("what", 34), ("parameters", 30), ("why", 60),
               ("next_step", 60))
    leaves = leaves_of(report).rules
    return _sheet(report, "rules", columns, (
        (rule.id, rule.version, leaf.severity_word, rule.title, leaf.share,
         rule.found if rule.ran else None, rule.of if rule.ran else None, rule.what,
         leaf.parameters, rule.why, rule.next_step)
        for rule, leaf in zip(report.rules, leaves, strict=True)
    ))


def findings_sheet(report: Report) -> Sheet:
    """Each finding with its rule, place and page."""
    steps = {rule.id: (rule.title, rule.version, rule.next_step) for rule in report.rules}

    def row(found: FindingRow) -> tuple[Value, ...]:
        title, version, step = steps[found.rule]
        return (found.rule, version, _severity(report, found.severity), title, found.message,
                *_about(report, found), step, ", ".join(goal for goal, _ in found.candidates or ()),
                finding_address(report, found),
                _yes(report, found.new) if report.change else None)

    columns = (("rule", 9), ("version", 9), ("severity", 10), ("rule_title", 34), ("finding", 80),
               ("kind", 12), ("subject", 24), ("witness", 30), ("file", 28), ("line", 7),
               ("next_step", 50), ("could", 30), ("address", 40), ("new", 6))
    return _sheet(report, "findings", columns,
                  (row(found) for rule in report.rules for found in rule.shown))


def gone_sheet(report: Report) -> Sheet:
    """Each finding of the earlier report that this one hasn't; what rules say now isn't told."""
    gone = report.change.gone if report.change else ()
    columns = (("rule", 9), ("severity", 10), ("finding", 80), ("kind", 12), ("subject", 24),
               ("witness", 30), ("file", 28), ("line", 7), ("new", 6))
    return _sheet(report, "change", columns, (
        (found.rule, _severity(report, found.severity), found.message, *_about(report, found),
         say("filed.gone", report.language))
        for found in gone
    ))


def goals_sheet(report: Report) -> Sheet:
    """Each goal in force with its verdicts."""
    columns = (("id", 18), ("wording", 70), ("level", 18), ("units", 36), ("state", 16),
               ("way", 40), ("answered", 11), ("missing_levels", 24), ("areas_by_tag", 22),
               ("areas_by_chain", 22), ("made_up_label", 14), ("file", 28), ("line", 7),
               ("address", 40))
    names = report.names
    return _sheet(report, "goals", columns, (
        (goal.id, goal.title, names.levels[goal.level],
         ", ".join(names.units[unit] for unit in goal.units),
         pick(words.STATES[goal.state], report.language), " > ".join(goal.witness),
         _yes(report, goal.answered),
         ", ".join(names.levels[level] for level in goal.missing_levels),
         ", ".join(goal.areas_by_tag), ", ".join(goal.areas_by_chain), _yes(report, goal.made_up),
         *(_place(goal.place)), page_address(report, "/mal", goal.id))
        for goal in report.goals
    ))


def links_sheet(report: Report) -> Sheet:
    """Each link of the goals with its state."""
    return _sheet(report, "links", (("from", 24), ("to", 24), ("state", 16)), (
        (link.source, link.target, pick(words.LINK_STATES[link.state], report.language))
        for link in report.links
    ))


def matrix_sheet(report: Report) -> Sheet:
    """Unit × area, a cell a row."""
    names = report.names
    columns = (("level", 18), ("unit", 40), ("area", 60), ("state", 16), ("count", 8),
               ("by_chain_title", 40), ("by_tag_title", 40))
    return _sheet(report, "matrix", columns, (
        (names.levels[cell.level], names.units[cell.unit], names.areas[cell.area],
         pick(words.CELLS[cell.status][:2], report.language), len(cell.goals),
         ", ".join(cell.goals), ", ".join(cell.goals_by_tag))
        for cell in report.matrix
    ))


def answers_sheet(report: Report) -> Sheet:
    """Unit × root goal, a pair a row."""
    names = report.names
    columns = (("unit", 40), ("root_goal", 18), ("wording", 70), ("addressed_title", 10),
               ("state", 16), ("by_chain_title", 40))
    return _sheet(report, "answers", columns, (
        (names.units[answer.unit], answer.goal, names.roots[answer.goal],
         _yes(report, answer.addressed),
         pick(words.ANSWERS[answer.status][:2], report.language), ", ".join(answer.goals))
        for answer in report.answers
    ))


def points_sheet(report: Report) -> Sheet:
    """Assessments against indicators: an outcome a row, or a point that has none."""
    language = report.language

    def rows() -> Iterator[tuple[Value, ...]]:
        for row in report.points:
            point = (row.root, subject_of(report, row),
                     period_text(row.period, language) if row.period else None,
                     verdict_word(row.verdict, language), _yes(report, row.at_odds),
                     _yes(report, row.made_up),
                     judged_word(row.judged, language) if row.judged else None)
            for each in row.outcomes:
                target = None if each.target is None else number(each.target, language)
                yield (*point, each.name, period_text(each.period, language), each.gender,
                       number(each.value, language), each.direction, target, each.unit,
                       reached_word(each.reached, language), _yes(report, each.made_up))
            if not row.outcomes:
                yield (*point, *(None,) * 9)

    columns = (("root_goal", 18), ("subject", 60), ("reporting_point", 18), ("verdict", 18),
               ("at_odds", 14), ("made_up_point", 14), ("judged", 26),
               ("indicator", 50), ("period", 14),
               ("gender", 12), ("outcome", 12), ("direction", 10), ("target", 12), ("measure", 12),
               ("reached_title", 16), ("made_up_outcome", 14))
    return _sheet(report, "points", columns, rows())


def decided_sheet(report: Report) -> Sheet:
    """Each decision in force that excuses or hands on."""
    leaves = leaves_of(report).decided
    columns = (("kind", 16), ("subject", 50), ("wording", 60), ("reason", 70), ("decided_by", 34),
               ("decided_on", 18), ("until", 18))
    return _sheet(report, "decided", columns, (
        (leaf.kind, each.subject, each.title, each.reason, each.decided_by,
         each.decided_on, each.until or leaf.until)
        for each, leaf in zip(report.decided, leaves, strict=True)
    ))


def change_sheet(report: Report) -> Sheet:
    """What has changed since the earlier report: findings and goals."""
    change = leaves_of(report).change
    assert change is not None
    label = labels(report.language)

    def rows() -> Iterator[tuple[Value, ...]]:
        yield label["change"], "", change.sentence, "", ""
        for line in change.lines:
            yield "", "", line, "", ""
        for name, those in (("change_new", change.new), ("change_gone", change.gone)):
            for found in those:
                yield label[name], found.rule, found.message, "", ""
        for name, goals in (("change_states", change.states), ("change_left", change.left),
                            ("change_added", change.added)):
            for goal, title, before, after in goals:
                yield label[name], goal, title, before, after

    columns = (("fact", 28), ("subject", 24), ("finding", 80), ("before", 18), ("after", 18))
    return _sheet(report, "change", columns, rows())


def _sheet(
    report: Report,
    name: str,
    columns: Iterable[tuple[str, int]],
    rows: Iterable[tuple[Value, ...]],
) -> Sheet:
    def tell(key: str) -> str:
        return say(f"filed.{key}", report.language)

    return Sheet(tell(f"sheet_{name}"), tuple(Column(tell(key), width) for key, width in columns),
                 rows)


def _about(report: Report, found: FindingRow) -> tuple[Value, ...]:
    # An earlier report may hold a kind that no rule has.
    kind = labels(report.language).get(f"kind_{found.kind}", found.kind)
    return kind, found.subject, " > ".join(found.witness), *_place(found.place)


def _place(place: tuple[str, int] | None) -> tuple[Value, Value]:
    return (file_name(place[0]), place[1]) if place else (None, None)


def _severity(report: Report, severity: str) -> str:
    return pick(words.SEVERITIES[severity], report.language)


def _yes(report: Report, holds: bool) -> str:
    return say("filed.is" if holds else "filed.is_not", report.language)
