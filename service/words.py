"""
The texts of the pages, in Swedish and English, from `words.yaml` beside this module.

Words that every rendering shares (states, shares, days) stand in `service.reports.words`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from graph.messages import LANGUAGES


@cache
def table() -> dict[str, tuple[str, str]]:
    """All texts by key, such as `matrix.title`; Swedish first."""
    text = files("service").joinpath("words.yaml").read_text(encoding="utf-8")
    told: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {
        f"{page}.{name}": (swedish, english)
        for page, texts in told.items()
        for name, (swedish, english) in texts.items()
    }


def say(key: str, language: str, **values: object) -> str:
    """One text with its places filled in; KeyError for a key that isn't there."""
    return table()[key][LANGUAGES.index(language)].format(**values)
