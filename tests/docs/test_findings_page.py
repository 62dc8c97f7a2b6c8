"""docs/findings.md lists the rules there are, as they are."""

from __future__ import annotations

from pathlib import Path

from queries.findings import rules

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"


def rows() -> list[list[str]]:
    """The cells of each row of the table that is about a rule."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| T")
    ]


def test_the_page_has_every_rule_with_its_severity_and_title() -> None:
    told = [tuple(row[:3]) for row in rows()]
    assert told == [(rule.id, rule.severity, rule.title["sv"]) for rule in rules().values()]


def test_the_page_says_of_every_rule_what_it_looks_for_and_what_to_do() -> None:
    assert all(len(row) == 5 and all(row) for row in rows())
