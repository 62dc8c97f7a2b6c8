"""
The texts of the pages, in Swedish and English, from the files of `texts/`, one for each room.

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
    found: dict[str, tuple[str, str]] = {}
    for file in files("service").joinpath("texts").iterdir():
        told: dict[str, dict[str, list[str]]] = yaml.load(
            file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
        )
        for page, texts in told.items():
            for name, (swedish, english) in texts.items():
                found[f"{page}.{name}"] = (swedish, english)
    return found


def say(key: str, language: str, **values: object) -> str:
    """
    One text with its places filled in; KeyError for a key that isn't there.

    Where `count` is one, the text with `_one` after its key is said, if there is one.
    """
    if str(values.get("count")) == "1" and f"{key}_one" in table():
        key = f"{key}_one"
    return table()[key][LANGUAGES.index(language)].format(**values)
