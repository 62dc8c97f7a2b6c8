"""Granskning: the audit as a report that can be printed, fetched and checked."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from queries.rules.spec import SEVERITIES
from service.asking import asked, choice, page_number
from service.pages.lists import Stretch, stretch
from service.reports.filed.forms import FORMS
from service.reports.filed.gather import goal_row, report_of
from service.reports.filed.leaves import FindingLeaf, GoalLeaf, RuleLeaf
from service.reports.filed.result import Report
from service.reports.filed.selection import Selection
from service.reports.filed.wording import goal_leaf, leaves_of
from service.selecting import filter_asked, goals_in

blueprint = Blueprint("report", __name__)
APPENDIX = 300
PER_RULE = 40
OF_ONE_RULE = 300
CHOSEN = ("rule", "severity", "level", "unit", "area")


@blueprint.get("/granskning")
def page() -> str:
    """The report; narrowed where the address says so."""
    report = report_asked(request.script_root)
    leaves = leaves_of(report)
    alone = len(report.selection.rules) == 1
    return render_template(
        "report.html",
        r=leaves,
        l=leaves.label,
        chosen=not report.selection.empty,
        whole_url=asked().address("/granskning"),
        groups=[(rule, _findings(rule, alone)) for rule in leaves.groups],
        alone=alone,
        appendix=None if report.selection.rules else _appendix(report),
        forms=[(form.upper(), asked().address(f"/api/v1/report.{form}", **chosen()))
               for form in FORMS],
    )


def report_asked(base: str) -> Report:
    """The report that this request asks for; UsageError or BadRequest for what isn't known."""
    question, args = asked(), request.args
    selection = Selection(
        tuple(args.getlist("rule")) if args.get("rule") else (),
        choice("severity", SEVERITIES),
        choice("level", tuple(level.id for level in question.audit.scene.levels)),
        args.get("unit") or None,
        args.get("area") or None,
    )
    return report_of(
        question.audit, question.reading.outcomes, question.language,
        selection=selection, base=base,
    )


def chosen() -> dict[str, str]:
    """The selection as it stands in the address."""
    return {name: request.args[name] for name in CHOSEN if request.args.get(name)}


def _findings(rule: RuleLeaf, alone: bool) -> Stretch[FindingLeaf]:
    """A stretch of a rule's findings: the first of them, or a page where the rule is alone."""
    page = page_number("part") if alone else 1
    return stretch(rule.findings, page, OF_ONE_RULE if alone else PER_RULE)


def _appendix(report: Report) -> Stretch[GoalLeaf]:
    """A stretch of the goals, by level and id, with state and witness."""
    question = asked()
    shown = stretch(goals_in(question.reading, filter_asked()), page_number(), APPENDIX)
    rows = [goal_leaf(report, goal_row(question.audit, goal)) for goal in shown.items]
    return Stretch(rows, shown.page, shown.pages, shown.first, shown.last, shown.total)
