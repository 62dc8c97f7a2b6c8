"""The Swedish words of the command line library are compiled from what is written."""

import gettext
from importlib.resources import files

from babel.messages.pofile import read_po

from tests.service.cli.conftest import Run

WORDS = files("service") / "locale" / "sv" / "LC_MESSAGES"


def test_the_compiled_words_are_those_that_are_written() -> None:
    with (WORDS / "rodtrad.po").open("rb") as written, (WORDS / "rodtrad.mo").open("rb") as made:
        catalogue, compiled = read_po(written, locale="sv"), gettext.GNUTranslations(made)
    for message in catalogue:
        one, *more = [message.id] if isinstance(message.id, str) else message.id
        told = [message.string] if isinstance(message.string, str) else message.string
        if more:
            assert [compiled.ngettext(one, more[0], count) for count in (1, 2)] == list(told or ())
        elif one:
            assert [compiled.gettext(one)] == list(told or ())


def test_wrong_use_is_answered_in_the_language_in_use(run: Run) -> None:
    assert "Det finns inget val '--yaer'. Menade du '--year'?" in run("trace", "--yaer").err
    assert "Användning:" in run("audit", "--help").out
    english = run("audit", "--help", "--lang", "en").out
    assert english.startswith("Usage:")
