"""
The words that every rendering shares: states, views, shares and days, in two languages.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.view import View

STATES = {
    "vision": ("vision", "vision"),
    "root": ("fullmäktigemål", "root goal"),
    "rooted": ("rotad", "rooted"),
    "exempt": ("undantagen", "exempt"),
    "orphan": ("föräldralös", "orphan"),
    "broken": ("bruten", "broken"),
    "detached": ("lösryckt", "detached"),
}
STATES_PLURAL = {
    "exempt": ("undantagna", "exempt"),
    "orphan": ("föräldralösa", "orphan"),
    "broken": ("brutna", "broken"),
    "detached": ("lösryckta", "detached"),
}
LINK_STATES = {
    "valid": ("giltig", "valid"),
    "suspect": ("misstänkt", "suspect"),
    "predated": ("förtidig", "predated"),
    "unwanted": ("oönskad", "unwanted"),
    "outdated": ("inaktuell", "outdated"),
    "broken": ("bruten", "broken"),
    "rejected": ("avslagen", "rejected"),
}
CELLS = {
    "covered": ("täckt", "covered", "●"),
    "forwarded": ("vidarebefordrad", "handed on", "↷"),
    "exempt": ("undantagen", "exempt", "⊖"),
    "tag_only": ("bara märkt", "tag only", "◐"),
    "weak": ("svag", "weak", "○"),
    "no_plan": ("plan saknas", "no plan", "plan?"),
    "empty": ("tom", "empty", "–"),
}
SEVERITIES = {
    "error": ("fel", "error"),
    "warning": ("varning", "warning"),
    "advice": ("råd", "advice"),
}
SECTIONS = {
    "units": ("enheter", "units"),
    "plans": ("planer", "plans"),
    "areas": ("områden", "areas"),
    "goals": ("mål", "goals"),
    "indicators": ("indikatorer", "indicators"),
    "exemptions": ("undantag", "exemptions"),
    "forwards": ("vidarebefordringar", "forwards"),
    "assessments": ("bedömningar", "assessments"),
    "participation": ("målmöten", "goal meetings"),
    "guarantees": ("kvalitetsgarantier", "guarantees"),
    "assignments": ("uppdrag", "assignments"),
    "documents": ("dokument", "documents"),
    "decisions": ("beslut", "decisions"),
    "readings": ("utfall", "readings"),
    "links": ("kopplingar", "links"),
}
_MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]


def pick(texts: tuple[str, ...], language: str) -> str:
    """The Swedish or the English text of a pair."""
    return texts[0] if language == "sv" else texts[1]


def share(part: int, whole: int, language: str = "sv") -> str:
    """
    A part with its whole: `38 av 41 (92 %)`.

    Rounded down, so that 100 % means all of them; without a percentage where the whole is 0.
    """
    between = "av" if language == "sv" else "of"
    if whole == 0:
        return f"0 {between} 0"
    return f"{part} {between} {whole} ({part * 100 // whole}\u00a0%)"


def day(value: datetime.date, language: str = "sv") -> str:
    """A day as 21 juni 2023, or 2023-06-21 in English."""
    if language == "sv":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return value.isoformat()


def view_words(view: View, through_name: str | None, language: str = "sv") -> str:
    """The view as a short phrase: `2024`, `den 1 mars 2024`, `all tid`, with what is left out."""
    if view.all:
        said = pick(("all tid", "all time"), language)
    elif view.as_of:
        said = day(view.as_of, language)
    else:
        said = str(view.year)
    if view.through:
        said += pick(
            (
                f", delspårning till och med {through_name}",
                f", partial trace through {through_name}",
            ),
            language,
        )
    if view.drafts:
        said += pick((", utkast medräknade", ", drafts counted"), language)
    return said
