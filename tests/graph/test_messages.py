"""Whatever can be said is said in Swedish and English, with the same places to fill."""

import re
import string
from pathlib import Path

import pytest

import graph
from graph.messages import LANGUAGES, hint, table

ROOT = Path(__file__).parents[2]
SOURCES = [Path(graph.__path__[0]) / "checking.py",
           *sorted((Path(graph.__path__[0]) / "reading").glob("*.py")),
           *sorted((Path(graph.__path__[0]) / "sheets").glob("*.py"))]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", table())
def test_both_languages_fill_the_same_places(code: str) -> None:
    swedish, english = (table()[code][language] for language in LANGUAGES)
    assert swedish and english
    assert places(swedish) == places(english)


def test_every_code_the_reader_uses_has_words() -> None:
    used = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(
            r'(?:fault|notice|note|Bad|BadBook|Faulty)\([^"()]*(?:\([^()]*\))?[^"()]*"(\w+)"',
            text,
        ))
        used |= set(re.findall(r'"(syntax\w*)"', text))
    assert len(used) > 50
    assert used <= table().keys() | {"id", "root", "needs", "levels"}


def test_every_error_that_is_raised_has_words() -> None:
    used: set[str] = set()
    for package in ("graph", "queries", "visualizations", "service"):
        for path in (ROOT / package).rglob("*.py"):
            raised = r'(?:Usage|Store)(?:Error|Locked|Refused)\(\s*"([\w.]+)"'
            used |= set(re.findall(raised, path.read_text(encoding="utf-8")))
    assert len(used) > 15
    assert used <= table().keys()


def test_a_likely_correction_comes_before_general_advice() -> None:
    assert hint("unknown_key", known="a, b", near="a") == "Menade du 'a'?"
    assert hint("unknown_key", known="a, b") == "Här kan stå: a, b."
