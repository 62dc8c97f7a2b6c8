"""
From a report to its words (`leaves.py`): page one, rules, findings, decisions and goals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.messages import LANGUAGES
from graph.text import file_name
from queries.rules.spec import SEVERITIES
from queries.states import GOAL_STATES
from queries.view import View
from service.addresses import whole_address
from service.reports import words
from service.reports.filed.lazy import Lazy
from service.reports.filed.leaves import (
    ChangeLeaf,
    DecidedLeaf,
    Fact,
    FindingLeaf,
    GoalLeaf,
    Leaves,
    LevelLeaf,
    RuleLeaf,
    ScoreLeaf,
    StateLeaf,
)
from service.reports.filed.points import points_leaf
from service.reports.filed.result import (
    Change,
    Decided,
    FindingRow,
    GoalRow,
    Report,
    RuleResult,
    StateChange,
)
from service.reports.filed.tables import answer_leaf, matrix_leaves
from service.reports.summary import opening_of
from service.reports.words import counted, pick, share
from service.showing import cut, day_text, percent
from service.words import say, table

# How many characters of a name, a sentence and a list are shown; files of rows hold all of them.
NAME, SENTENCE, LIST = 240, 700, 2000
# How many goals a finding says that its goal could contribute to, and how much of their titles.
REPAIRS, REPAIR = 3, 90


def leaves_of(report: Report) -> Leaves:
    """The report in words."""
    tell = _Telling(report)
    rules = tuple(tell.rule(rule) for rule in report.rules)
    groups = sorted((rule for rule in rules if rule.findings),
                    key=lambda rule: (SEVERITIES.index(rule.severity), rule.id))
    return Leaves(
        language=report.language,
        title=tell("title"),
        organisation=cut(report.organisation or "", NAME),
        view=tell.view_name(report.view),
        digest=report.data.digest,
        statement=opening_of(report.counts, tell.view_name(report.view), report.language),
        sentences=(tell.downward(), tell.found()),
        facts=tuple(tell.facts()),
        scores=tuple(tell.scores()),
        beside=tell.beside(),
        states=tuple(tell.states()),
        change=tell.change(report.change) if report.change else None,
        rules=rules,
        groups=tuple(groups),
        nothing=tell("none" if report.selection.empty else "none_shown"),
        matrices=tuple(matrix_leaves(report)),
        answers=answer_leaf(report),
        points=points_leaf(report),
        decided=tuple(tell.decision(each) for each in report.decided),
        levels=tuple(tell.levels()) if report.appendix else (),
        label=labels(report.language),
    )


def labels(language: str) -> dict[str, str]:
    """The fixed words of a report by key: those with no places to fill."""
    column = LANGUAGES.index(language)
    return {
        key.removeprefix("filed."): texts[column]
        for key, texts in table().items()
        if key.startswith("filed.") and not re.search("[{}]", texts[column])
    }


def goal_leaf(report: Report, goal: GoalRow) -> GoalLeaf:
    """One goal of the appendix."""
    return _Telling(report).goal(goal)


class _Telling:
    """A report's parts as words, in its language."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.language = report.language

    def __call__(self, key: str, **values: object) -> str:
        return say(f"filed.{key}", self.language, **values)

    def view_name(self, view: View) -> str:
        """The view as the first sentence names it."""
        through = self.report.names.levels.get(view.through or "", view.through)
        return words.view_words(view, through, self.language)

    def downward(self) -> str:
        """The second sentence: how much of what is needed is there."""
        satisfied, expected = self.report.score.down
        return self("statement", satisfied=satisfied, expected=expected,
                    percent=f" ({percent(satisfied, expected, self.language)})" if expected else "")

    def found(self) -> str:
        """The third: how many findings, of which kinds, in the whole view."""
        totals = {severity: sum(rule.found for rule in self.report.rules
                                if rule.severity == severity) for severity in SEVERITIES}
        told = [counted(count, severity, self.language)
                for severity, count in totals.items() if count]
        if not told:
            return self("clean")
        *before, last = told
        both = pick((" och ", " and "), self.language)
        return self("sum", found=", ".join(before) + (both if before else "") + last)

    def facts(self) -> Iterator[Fact]:
        """Page one: what has been asked of what, with which rules, and what is left out."""
        report, data, view = self.report, self.report.data, self.report.view
        yield Fact(self("view"), self._view(view))
        yield Fact(self("sources"), cut(", ".join(data.sources), LIST))
        yield Fact(self("revision"),
                   self("no_revision") if data.revision is None else str(data.revision))
        yield Fact(self("digest"), data.digest, exact=True)
        if data.latest:
            yield Fact(self("latest"), day_text(data.latest, self.language))
        yield Fact(self("rules_used"),
                   self("rules_count", count=len(report.rules), title=self("rules")))
        yield Fact(self("book"), report.book, exact=True)
        left_out = self("whole") if report.selection.empty else self._chosen()
        if not report.appendix:
            left_out += " " + self("no_appendix")
        yield Fact(self("selection"), left_out)
        whole = sum(report.counts.values())
        made_up = self("made_up", count=report.made_up, whole=whole, mark=self("example"))
        yield Fact(self("made_up_label"), made_up if report.made_up else self("none_made_up"))
        yield Fact(self("printed"), day_text(report.printed_on, self.language) or self("undated"))

    def _view(self, view: View) -> str:
        if view.all:
            when = self("all")
        elif view.as_of:
            when = self("day", day=day_text(view.as_of, self.language))
        else:
            when = self("year", year=view.year)
        levels = self.report.names.levels
        down = (self("through", level=levels[view.through]) if view.through
                else self("every_level"))
        return f"{when}, {down}, {self('drafts' if view.drafts else 'no_drafts')}"

    def _chosen(self) -> str:
        chosen, names = self.report.selection, self.report.names
        what = []
        if chosen.severity:
            what.append(self(f"only_{chosen.severity}"))
        if chosen.rules:
            what.append(self("only_rules", rules=", ".join(chosen.rules)))
        if chosen.level:
            what.append(self("only_level", level=names.levels[chosen.level]))
        if chosen.unit:
            what.append(self("only_unit", unit=names.units[chosen.unit]))
        if chosen.area:
            what.append(self("only_area", area=names.areas[chosen.area]))
        return self(
            "chosen", what="; ".join(what),
            findings=sum(len(rule.shown) for rule in self.report.rules),
            all_findings=sum(rule.found for rule in self.report.rules),
            goals=len(self.report.goals), all_goals=sum(self.report.counts.values()),
        )

    def scores(self) -> Iterator[ScoreLeaf]:
        """Both ways of the score with their arithmetic."""
        score, counts = self.report.score, self.report.counts
        up = self("up_how", rooted=score.up[0], below=score.up[1], orphan=counts["orphan"],
                  broken=counts["broken"], detached=counts["detached"])
        down = self("down_how", answered=score.down[0], needs=score.down[1])
        for name, (part, whole), how in (("up", score.up, up), ("down", score.down, down)):
            yield ScoreLeaf(self(name), share(part, whole, self.language), part, whole, how)

    def beside(self) -> str:
        """What stands beside the score and isn't in it."""
        def many(what: str, count: int) -> str:
            return self(f"{what}_one" if count == 1 else f"{what}_many", **(
                {} if count == 1 else {"count": count}))

        score = self.report.score
        return self("beside", suspect=many("suspect", score.suspect),
                    exempt=many("exempt", score.exempt))

    def states(self) -> Iterator[StateLeaf]:
        """How many goals are in each state."""
        whole = sum(self.report.counts.values())
        for state in GOAL_STATES:
            told = self("share_of", part=self.report.counts[state], whole=whole)
            yield StateLeaf(state, pick(words.STATES[state], self.language), told,
                            say(f"states.{state}", self.language))

    def rule(self, rule: RuleResult) -> RuleLeaf:
        """One rule with its findings."""
        whole = self.report.selection.empty
        return RuleLeaf(
            id=rule.id,
            version=rule.version,
            severity=rule.severity,
            severity_word=pick(words.SEVERITIES[rule.severity], self.language),
            title=rule.title,
            share=self._share(rule),
            found=rule.found,
            ran=rule.ran,
            why=rule.why,
            source=self._source(rule.source),
            parameters="; ".join(f"{about}: {value}" for about, value in rule.parameters),
            shown="" if whole else self("shown", shown=len(rule.shown)),
            next_step=rule.next_step,
            findings=Lazy(rule.shown, self.finding),
        )

    def _share(self, rule: RuleResult) -> str:
        if not rule.ran:
            return self("not_run")
        if rule.kind == "view":
            return self("share_view" if rule.found else "share_not_view")
        return self("share", found=rule.found, of=rule.of, what=rule.what)

    def _source(self, source: tuple[str, ...]) -> str:
        """Who asks: the numbered questions of docs/findings.md, and what else is named."""
        numbers = [each for each in source if re.fullmatch(r"A\d\d", each)]
        others = [each for each in source if each not in numbers]
        told = [f"{self('question')} {', '.join(numbers)}"] if numbers else []
        return "; ".join([*told, *([f"{self('source')}: {', '.join(others)}"] if others else [])])

    def finding(self, found: FindingRow) -> FindingLeaf:
        """One finding."""
        return FindingLeaf(
            message=cut(found.message, SENTENCE),
            place=f"{file_name(found.place[0])}:{found.place[1]}" if found.place else "",
            address=finding_address(self.report, found),
            mark=self("new") if found.new else "",
            rule=found.rule,
            severity=found.severity,
            repair=self._repair(found),
        )

    def _repair(self, found: FindingRow) -> str:
        if not found.candidates:
            return ""
        goals = [f"{cut(goal, NAME)} ({cut(title, REPAIR)})"
                 for goal, title in found.candidates[:REPAIRS]]
        return self("repair", goals=", ".join(goals))

    def change(self, change: Change) -> ChangeLeaf:
        """What has changed."""
        up, down = change.score
        lines = [
            self("change_from", view=self._view_plain(change.view), digest=change.digest),
            self("change_score", up=share(*up, self.language), down=share(*down, self.language)),
        ]
        if not change.same_view:
            lines.append(self("change_view"))
        added = [each for each in change.states if each.before is None]
        left = [each for each in change.states if each.after is None]
        moved = [each for each in change.states if each.before and each.after]
        return ChangeLeaf(
            sentence=self("change_sum", new=len(change.new), gone=len(change.gone),
                          unchanged=change.unchanged, states=len(moved), added=len(added),
                          left=len(left)),
            lines=tuple(lines),
            new=tuple(self.finding(found) for found in change.new),
            gone=tuple(self.finding(found) for found in change.gone),
            states=tuple(map(self._changed, moved)),
            added=tuple(map(self._changed, added)),
            left=tuple(map(self._changed, left)),
        )

    def _changed(self, each: StateChange) -> tuple[str, str, str, str]:
        return (cut(each.goal, NAME), cut(each.title, NAME),
                self._state(each.before, "not_there"), self._state(each.after, "not_left"))

    def _view_plain(self, view: View) -> str:
        return words.view_words(
            view, self.report.names.levels.get(view.through or "", view.through), self.language
        )

    def _state(self, state: str | None, none: str) -> str:
        return pick(words.STATES[state], self.language) if state else self(none)

    def decision(self, each: Decided) -> DecidedLeaf:
        """A decision that excuses or hands on."""
        day = day_text(each.decided_on, self.language)
        return DecidedLeaf(
            self(each.kind),
            cut(each.subject, NAME),
            cut(each.title, NAME),
            cut(each.reason, SENTENCE),
            cut(", ".join(part for part in (each.decided_by, day) if part), NAME),
            day_text(each.until, self.language) or self("open_end"),
        )

    def levels(self) -> Iterator[LevelLeaf]:
        """The appendix: the goals of each level, by id."""
        for level, goals in self.report.by_level.items():
            title = self("goals_of", level=self.report.names.levels[level], count=len(goals))
            yield LevelLeaf(title, Lazy(goals, self.goal))

    def goal(self, goal: GoalRow) -> GoalLeaf:
        """One goal of the appendix."""
        return GoalLeaf(
            id=cut(goal.id, NAME),
            title=cut(goal.title, NAME),
            units=cut(", ".join(self.report.names.units[unit] for unit in goal.units), NAME),
            token=goal.state,
            word=pick(words.STATES[goal.state], self.language),
            way=tuple(cut(each, NAME) for each in goal.witness[1:]),
            address=page_address(self.report, "/mal", goal.id),
            mark=self("example") if goal.made_up else "",
        )


def finding_address(report: Report, found: FindingRow) -> str | None:
    """The page that tells more of a finding, where there is one."""
    page, ident = ("/enhet", found.unit) if found.unit else ("/mal", found.goal)
    return page_address(report, page, ident) if ident else None


def page_address(report: Report, page: str, ident: str) -> str | None:
    """Where the page of a goal or unit is, in the report's view; None where no base is known."""
    if report.base is None:
        return None
    view = report.view
    return whole_address(
        report.base, page, ident,
        year=view.year,
        as_of=view.as_of.isoformat() if view.as_of else None,
        all="1" if view.all else None,
        through=view.through,
        drafts="1" if view.drafts else None,
        lang=None if report.language == "sv" else report.language,
    )
