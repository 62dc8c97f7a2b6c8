"""
The words that every rendering shares: states, views and shares, in two languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.period import day_words
from service.showing import number, percent

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
ANSWERS = {
    "answered": ("besvarat", "answered", "●"),
    "missing": ("inget svar", "no answer", "–"),
    "exempt": ("undantagen", "exempt", "⊖"),
}
SEVERITIES = {
    "error": ("fel", "error"),
    "warning": ("varning", "warning"),
    "advice": ("råd", "advice"),
}
# One and many, in Swedish and in English.
_COUNTED_SECTIONS = {
    "units": ("enhet", "enheter", "unit", "units"),
    "plans": ("plan", "planer", "plan", "plans"),
    "areas": ("område", "områden", "area", "areas"),
    "goals": ("mål", "mål", "goal", "goals"),
    "indicators": ("indikator", "indikatorer", "indicator", "indicators"),
    "exemptions": ("undantag", "undantag", "exemption", "exemptions"),
    "forwards": ("vidarebefordring", "vidarebefordringar", "forward", "forwards"),
    "assessments": ("bedömning", "bedömningar", "assessment", "assessments"),
    "participation": ("målmöte", "målmöten", "goal meeting", "goal meetings"),
    "guarantees": ("kvalitetsgaranti", "kvalitetsgarantier", "guarantee", "guarantees"),
    "assignments": ("uppdrag", "uppdrag", "assignment", "assignments"),
    "documents": ("dokument", "dokument", "document", "documents"),
    "decisions": ("beslut", "beslut", "decision", "decisions"),
    "readings": ("utfall", "utfall", "reading", "readings"),
    "links": ("koppling", "kopplingar", "link", "links"),
}
_COUNTED = {
    **_COUNTED_SECTIONS,
    "sources": ("källa", "källor", "source", "sources"),
    "cells": ("ruta", "rutor", "cell", "cells"),
    "duties": ("plikt", "plikter", "duty", "duties"),
    "steps": ("steg", "steg", "step", "steps"),
    "error": ("fel", "fel", "error", "errors"),
    "warning": ("varning", "varningar", "warning", "warnings"),
    "advice": ("råd", "råd", "piece of advice", "pieces of advice"),
}
SECTIONS = {name: (many[1], many[3]) for name, many in _COUNTED_SECTIONS.items()}


def pick(texts: tuple[str, ...], language: str) -> str:
    """The Swedish or the English text of a pair."""
    return texts[0] if language == "sv" else texts[1]


def counted(count: int, what: str, language: str = "sv") -> str:
    """So many of a section, of cells, steps or findings: `1 område`, `19 varningar`."""
    texts = _COUNTED[what]
    one, many = texts[:2] if language == "sv" else texts[2:]
    return f"{number(count, language)} {one if count == 1 else many}"


def share(part: int, whole: int, language: str = "sv") -> str:
    """
    A part with its whole: `38 av 41 (92 %)`.

    Rounded down, so that 100 % means all of them; without a percentage where the whole is 0.
    """
    between = "av" if language == "sv" else "of"
    if whole == 0:
        return f"0 {between} 0"
    told = f"{number(part, language)} {between} {number(whole, language)}"
    return f"{told} ({percent(part, whole, language)})"


def view_words(view: View, through_name: str | None, language: str = "sv") -> str:
    """The view as a short phrase: `2024`, `den 1 mars 2024`, `all tid`, with what is left out."""
    if view.all:
        said = pick(("all tid", "all time"), language)
    elif view.as_of:
        said = day_words(view.as_of, language)
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
