"""
What the input reader, the store and questions say, in Swedish and English.

The words stand in `messages.yaml` beside this module, keyed by a stable code. Texts of the
rules, pages and reports stand with those; here are only those every package may need.
"""

from __future__ import annotations

from functools import cache

LANGUAGES = ("sv", "en")


@cache
def table() -> dict[str, dict[str, str]]:
    """All texts: by code, by language."""
    # Loaded here: most commands never have anything wrong to tell.
    from importlib.resources import files

    import yaml

    text = files("graph").joinpath("messages.yaml").read_text(encoding="utf-8")
    told: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return told


def say(code: str, language: str = "sv", **values: str) -> str:
    """
    The message with this code, its places filled; empty if the table has none.

    `{a_by_section}` is filled with the word for one item of the section `by_section`.
    """
    texts = table().get(code)
    if texts is None:
        return ""
    if "by_section" in values:
        values |= {"a_by_section": table()[f"a.{values['by_section']}"][language]}
    return texts[language].format(**values)


def hint(code: str, language: str = "sv", **values: str) -> str:
    """What would be right: a likely correction where `near` is known, else the general advice."""
    near = say(f"{code}.near", language, **values) if values.get("near") else ""
    return near or say(f"{code}.hint", language, **values)
