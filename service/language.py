"""
Which language the command line speaks: Swedish, or English by switch.

Chosen before any command is loaded, since help texts are made when a command is.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from graph.messages import LANGUAGES

VARIABLE = "RODTRAD_LANG"


def language() -> str:
    """The language in use: `sv` or `en`."""
    chosen = os.environ.get(VARIABLE, "sv")
    return chosen if chosen in LANGUAGES else "sv"


def choose(arguments: Sequence[str]) -> None:
    """Take the language from `--lang` among the arguments, else from RODTRAD_LANG."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            following = arguments[place + 1] if place + 1 < len(arguments) else ""
            os.environ[VARIABLE] = value or following
    gettext.bindtextdomain("rodtrad", str(Path(__file__).parent / "locale"))
    gettext.textdomain("rodtrad")
    # gettext looks at LANGUAGE first; the words of the command line library follow ours.
    os.environ["LANGUAGE"] = language()


def tr(swedish: str, english: str) -> str:
    """The text in the language in use."""
    return swedish if language() == "sv" else english


def use_utf8() -> None:
    """Write å, ä and ö whatever the terminal claims to be; never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
