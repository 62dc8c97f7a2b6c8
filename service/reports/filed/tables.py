"""
The matrices of a report in words: unit × area for each level, and unit × root goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.reports import words
from service.reports.filed.leaves import CellLeaf, ColumnLeaf, MatrixLeaf, RowLeaf, StateLeaf
from service.reports.filed.result import AnswerRow, CellRow, Report
from service.reports.summary import answers_opening_of, matrix_opening_of
from service.reports.words import pick
from service.showing import cut
from service.words import say

NAME = 160
FILLED = ("covered", "forwarded")


def matrix_leaves(report: Report) -> Iterator[MatrixLeaf]:
    """The matrix of each level that asks for every area, levels in model order."""
    by_level: dict[str, list[CellRow]] = {}
    for cell in report.matrix:
        by_level.setdefault(cell.level, []).append(cell)
    for level in report.names.levels:
        if level in by_level:
            yield _matrix(report, level, by_level[level])


def answer_leaf(report: Report) -> MatrixLeaf | None:
    """Unit × root goal; None where there is nothing to answer."""
    if not report.answers:
        return None
    language = report.language
    rows: dict[str, dict[str, AnswerRow]] = {}
    for answer in report.answers:
        rows.setdefault(answer.unit, {})[answer.goal] = answer
    roots = [root for root in report.names.roots
             if any(root in answered for answered in rows.values())]
    asked = [answer.status for answer in report.answers if answer.addressed]

    def cell(answer: AnswerRow | None) -> CellLeaf:
        if answer is None:
            return CellLeaf()
        marks = {"addressed": answer.addressed, "handed_on": answer.forwarded}
        beside = ", ".join(_say(report, name) for name, holds in marks.items() if holds)
        word = pick(words.ANSWERS[answer.status][:2], language)
        return CellLeaf(answer.status, word, len(answer.goals), beside)

    return MatrixLeaf(
        title=_say(report, "answers"),
        sentence=f"{answers_opening_of(asked, language)} {_say(report, 'answers_note')}",
        head=_say(report, "unit"),
        sum_head=_say(report, "answered_column"),
        columns=tuple(_column(root, report.names.roots[root]) for root in roots),
        rows=tuple(
            RowLeaf(cut(report.names.units[unit], NAME),
                    tuple(cell(held.get(root)) for root in roots),
                    _share(report, [each.status for each in held.values() if each.addressed],
                           ("answered",)))
            for unit, held in rows.items()
        ),
        sums=tuple(
            _share(report, [held[root].status for held in rows.values()
                            if root in held and held[root].addressed], ("answered",))
            for root in roots
        ),
        total=_share(report, asked, ("answered",)),
        legend=tuple(
            StateLeaf(status, pick(texts[:2], language))
            for status, texts in words.ANSWERS.items()
        ),
    )


def _matrix(report: Report, level: str, cells: Sequence[CellRow]) -> MatrixLeaf:
    language, names = report.language, report.names
    areas = list(dict.fromkeys(cell.area for cell in cells))
    rows: dict[str, dict[str, CellRow]] = {}
    for cell in cells:
        rows.setdefault(cell.unit, {})[cell.area] = cell
    statuses = [cell.status for cell in cells]

    def leaf(cell: CellRow) -> CellLeaf:
        # Said only where the tags tell something else than the chain.
        tagged = len(cell.goals_by_tag)
        differs = bool(set(cell.goals) ^ set(cell.goals_by_tag)) and tagged
        beside = _say(report, "by_tag", count=tagged) if differs else ""
        word = pick(words.CELLS[cell.status][:2], language)
        return CellLeaf(cell.status, word, len(cell.goals), beside)

    return MatrixLeaf(
        title=_say(report, "matrix_of", level=names.levels[level]),
        sentence=matrix_opening_of(statuses, language),
        head=_say(report, "unit"),
        sum_head=_say(report, "covered_column"),
        columns=tuple(_column(area, names.areas[area]) for area in areas),
        rows=tuple(
            RowLeaf(cut(names.units[unit], NAME), tuple(leaf(held[area]) for area in areas),
                    _share(report, [cell.status for cell in held.values()], FILLED))
            for unit, held in rows.items()
        ),
        sums=tuple(
            _share(report, [held[area].status for held in rows.values()], FILLED)
            for area in areas
        ),
        total=_share(report, statuses, FILLED),
        legend=tuple(
            StateLeaf(status, pick(texts[:2], language), meaning=say(f"cells.{status}", language))
            for status, texts in words.CELLS.items()
            if status in statuses
        ),
    )


def _column(ident: str, name: str) -> ColumnLeaf:
    return ColumnLeaf(cut(ident, NAME), cut(name, NAME))


def _share(report: Report, statuses: Sequence[str], kept: tuple[str, ...]) -> str:
    """How many of the cells that aren't exempt have one of the statuses."""
    whole = len(statuses) - statuses.count("exempt")
    part = sum(status in kept for status in statuses)
    return _say(report, "share_of", part=part, whole=whole)


def _say(report: Report, key: str, **values: object) -> str:
    return say(f"filed.{key}", report.language, **values)
