"""
The first sentence of every rendering: how the chain stands, with numbers and their whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from queries.audit import Audit
from queries.states import BROKEN, DETACHED, EXEMPT, GOAL_STATES, ORPHAN
from service.reports.words import STATES, STATES_PLURAL, pick, view_words
from service.showing import percent


def opening(audit: Audit, language: str = "sv") -> str:
    """`2024: 141 av 152 mål (92 %) leder till fullmäktige. 4 är föräldralösa, …`"""
    return opening_of(state_counts(audit), _view(audit, language), language)


def opening_of(counts: Mapping[str, int], view: str, language: str = "sv") -> str:
    """The same from goals by state and the view in words."""
    below = sum(counts[state] for state in ("rooted", "exempt", "orphan", "broken", "detached"))
    whole = below - counts["exempt"]
    if not below:
        return pick(
            (f"{view}: inga mål under fullmäktiges gäller.", f"{view}: no goals below the root."),
            language,
        )
    led, told = counts["rooted"], percent(counts["rooted"], max(whole, 1), language)
    said = pick(
        (
            f"{view}: {led} av {whole} mål leder till fullmäktige ({told}).",
            f"{view}: {led} of {whole} goals lead to fullmäktige ({told}).",
        ),
        language,
    )
    rest = [
        _how_many(counts[GOAL_STATES[state]], GOAL_STATES[state], language)
        for state in (ORPHAN, DETACHED, BROKEN, EXEMPT)
        if counts[GOAL_STATES[state]]
    ]
    if rest:
        said += " " + pick((_joined(rest, "och"), _joined(rest, "and")), language) + "."
    return said


def view_line(audit: Audit, language: str = "sv") -> str:
    """Which view was asked: `Vy: 2024, delspårning till och med Nämndmål.`"""
    return pick(("Vy: ", "View: "), language) + _view(audit, language) + "."


def matrix_opening(audit: Audit, language: str = "sv") -> str:
    """
    How much of the matrix is filled: `20 av 31 rutor är täckta eller vidarebefordrade (64 %).`

    Exempt cells aren't part of the whole; how many they are is said beside.
    """
    if not audit.scene.areas.any():
        none = ("Inget målområde gäller i vyn.", "No area is in force in the view.")
        return pick(none, language)
    return matrix_opening_of([cell.status for cell in audit.matrix], language)


def matrix_opening_of(statuses: Sequence[str], language: str = "sv") -> str:
    """The same from the statuses of the cells."""
    if not statuses:
        none = ("Ingen enhet ska ha mål i varje område.", "No unit must have goals in every area.")
        return pick(none, language)
    filled = statuses.count("covered") + statuses.count("forwarded")
    words = ("rutor är täckta eller vidarebefordrade", "cells are covered or handed on")
    return _share(filled, statuses, words, language)


def answers_opening_of(statuses: Sequence[str], language: str = "sv") -> str:
    """How many of those that root goals are addressed to answer, from the answers' statuses."""
    if not statuses:
        none = (
            "Inga fullmäktigemål är riktade till namngivna enheter.",
            "No root goals are addressed to named units.",
        )
        return pick(none, language)
    words = ("utpekanden är besvarade med mål", "addressed units answer with goals")
    return _share(statuses.count("answered"), statuses, words, language)


def _share(part: int, statuses: Sequence[str], words: tuple[str, str], language: str) -> str:
    """`3 av 4 … (75 %).`, and how many exempt ones are left out of the whole."""
    exempt = statuses.count("exempt")
    whole = len(statuses) - exempt
    told = f" ({percent(part, whole, language)})" if whole else ""
    said = f"{part} {pick(('av', 'of'), language)} {whole} {pick(words, language)}{told}."
    if exempt:
        one = (" 1 är undantagen och räknas inte.", " 1 is exempt and not counted.")
        more = (
            f" {exempt} är undantagna och räknas inte.",
            f" {exempt} are exempt and not counted.",
        )
        said += pick(one if exempt == 1 else more, language)
    return said


def state_counts(audit: Audit) -> dict[str, int]:
    """How many goals in force are in each state."""
    states = audit.states.state
    return {name: int((states == place).sum()) for place, name in enumerate(GOAL_STATES)}


def made_up(audit: Audit) -> int:
    """How many goals in force are examples made up for show."""
    bases = audit.projection.bases
    return sum(bases[goal] == "made_up" for goal in audit.goals_in_force)


def _view(audit: Audit, language: str) -> str:
    through = audit.view.through
    name = audit.projection.governance.level(through).name if through else None
    return view_words(audit.view, name, language)


def _how_many(count: int, state: str, language: str) -> str:
    one = count == 1
    word = pick((STATES if one else STATES_PLURAL)[state], language)
    verb = pick(("är", "is" if one else "are"), language)
    return f"{count} {verb} {word}"


def _joined(parts: list[str], word: str) -> str:
    first, *rest = parts
    if not rest:
        return first
    return ", ".join([first, *rest[:-1]]) + f" {word} {rest[-1]}"
