"""docs/report.md names every form and every option of a report."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from service.commands.filing import FORMATS, Filing
from service.reports.filed.paper import MOST_ROWS

PAGE = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")


def test_every_form_has_its_row() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(FORMATS)


def test_every_option_is_named_and_no_other() -> None:
    table = PAGE[PAGE.index("## Options"):PAGE.index("A selection narrows")]
    named = {name.replace("-", "_") for name in re.findall(r"`--([a-z-]+)`", table)}
    assert named == {each.name for each in fields(Filing)}


def test_the_limit_of_paper_is_the_one_that_holds() -> None:
    assert f"{MOST_ROWS:,} findings and goals" in PAGE
