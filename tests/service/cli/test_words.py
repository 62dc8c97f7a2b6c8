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
        if message.id and isinstance(message.id, tuple):
            assert compiled.ngettext(*message.id, 1) == message.string[0]
            assert compiled.ngettext(*message.id, 2) == message.string[1]
        elif message.id:
            assert compiled.gettext(message.id) == message.string


def test_wrong_use_is_answered_in_the_language_in_use(run: Run) -> None:
    assert "Det finns inget val '--yaer'. Menade du '--year'?" in run("audit", "--yaer").err
    assert "Användning:" in run("audit", "--help").out
    english = run("audit", "--help", "--lang", "en").out
    assert english.startswith("Usage:")
