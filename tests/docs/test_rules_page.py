"""docs/rules.md: its rule file is read, and its words are those the program knows."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from queries.rules import terms
from queries.rules.municipal import book_of

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
CLASSES = (
    *(terms.Goals, terms.Units, terms.Plans, terms.Indicators, terms.Select, terms.Linked),
    *(terms.Measured, terms.Decided, *terms.NEEDS.values()),
)


def test_the_rule_file_and_the_rule_in_cypher_are_read() -> None:
    whole = EXAMPLES[0] + EXAMPLES[1]
    assert {"K1", "K2", "K3", "K4"} <= set(book_of(whole, "regler.yaml").ids)


def test_the_page_names_every_word_of_the_language() -> None:
    words = {field.name for each in CLASSES for field in dataclasses.fields(each)}
    words |= {*terms.STANDS, *terms.GOAL_HAS, *terms.PLAN_HAS, *terms.INDICATOR_HAS}
    words |= {place for places in terms.PLACES.values() for place in places}
    assert not [word for word in sorted(words) if not re.search(rf"\b{word}\b", PAGE)]
