"""docs/findings.md lists the rules there are, as they are; tools/findings_page.py helps."""

from __future__ import annotations

import re
from pathlib import Path

from queries.rules.book import builtin

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"


def rows(part: int, first: str) -> list[list[str]]:
    """The cells of each row of a part's table whose first cell begins so."""
    text = PAGE.read_text(encoding="utf-8").split("\n## ")[part]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith(f"| {first}")
    ]


def test_the_page_has_every_rule_with_its_severity_and_title() -> None:
    told = [tuple(row[:3]) for row in rows(0, "T")]
    assert told == [(rule.id, rule.severity, rule.title["sv"]) for rule in builtin()]


def test_the_page_says_of_every_rule_what_it_looks_for_and_what_to_do() -> None:
    assert all(len(row) == 5 and all(row) for row in rows(0, "T"))


def test_the_page_has_every_threshold_with_its_default() -> None:
    told = {(row[0], row[1].strip("`")): row[2] for row in rows(1, "T")}
    assert told.keys() == {(rule.id, name) for rule in builtin() for name in rule.tunable}
    for rule in builtin():
        for name, value in rule.parameters.items():
            if not isinstance(value, tuple):
                assert told[rule.id, name] == _written(value), (rule.id, name)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_question_is_listed_with_the_rules_that_answer_it() -> None:
    told = {row[0]: re.findall(r"T[0-9]+", row[2]) for row in rows(2, "A")}
    assert list(told) == [f"A{number:02}" for number in range(1, 31)]
    for question, answering in told.items():
        assert answering == [rule.id for rule in builtin() if question in rule.source], question


def test_every_rule_says_where_it_comes_from() -> None:
    for rule in builtin():
        assert rule.source, rule.id
        for each in rule.source:
            assert re.fullmatch(r"A(0[1-9]|[12][0-9]|30)", each) or len(each) > 3, rule.id
