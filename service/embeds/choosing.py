"""
What an editor asks for when an embed is built: read from a form, with suggestions and faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.messages import LANGUAGES
from graph.text import control_character
from queries.states import ROOT
from service.addresses import is_base
from service.asking import Asked
from service.embeds.embed import (
    KINDS,
    LONGEST_NAME,
    NAME,
    PAGES_AT_MOST,
    PICTURES,
    SUBJECTS,
    Embed,
    new_id,
)
from service.searching import LONGEST
from service.words import say

SUGGESTED = 12
LONGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Suggested:
    """Something that may be the subject."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    What is asked for so far. `embed` has no subject until one is settled; `offered` may become
    it, `total` of them in all, for the words that were searched for.
    """

    embed: Embed
    words: str
    offered: tuple[Suggested, ...]
    total: int
    name: str = ""

    @property
    def settled(self) -> bool:
        """True if there is something to show."""
        return bool(self.embed.subject) or not SUBJECTS[self.embed.kind]


def chosen(question: Asked, given: Mapping[str, str]) -> Chosen:
    """What the form asks for; anything that isn't known gives way to the usual."""
    kind = _one_of(given.get("kind", ""), KINDS)
    section = SUBJECTS[kind]
    words = given.get("find", "").strip()[:LONGEST]
    # Words that one of those offered was picked for have done their work.
    picked = not words or words == given.get("searched")
    subject = given.get("subject", "") if picked else ""
    offered: list[Suggested] = []
    total = 0
    name = name_of(question, section, subject)
    if section and name is None:
        subject, everything = "", suggestions(question, section, words)
        total, offered = len(everything), everything[:SUGGESTED]
        if words and (total == 1 or (offered and offered[0].id == words)):
            subject, offered = offered[0].id, []
            name = name_of(question, section, subject)
    year = question.audit.view.year if dict(question.kept).get("year") else None
    embed = Embed(
        id="",
        kind=kind,
        subject=subject if section else "",
        year=year,
        language=_one_of(given.get("sprak", ""), LANGUAGES),
        picture=_one_of(given.get("picture", ""), PICTURES),
    )
    return Chosen(embed, words, tuple(offered), total, name or "")


def suggestions(question: Asked, section: str, words: str) -> list[Suggested]:
    """What may be the subject, for words or without any; the very id first."""
    p, audit = question.audit.projection, question.audit
    places = question.reading.index.find(words).places[section] if words else None
    if section == "goals":
        # Without words those at the top; others are many.
        goals = np.flatnonzero(audit.states.state == ROOT).tolist() if places is None else places
        return [Suggested(p.ids[goal], p.titles[goal] or p.ids[goal]) for goal in goals]
    items = p.frame.section(section)
    found = range(len(items)) if places is None else places
    return [Suggested(items[place].id, items[place].name) for place in found]


def faults_of(given: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """What is wrong with the name and the page that were given, as (field, what is said)."""
    faults = []
    name = given.get("name", "").strip()
    if name and not is_name(name):
        faults.append(("name", say("embed.bad_name", language)))
    page = given.get("page", "").strip()
    if page and not is_page(page):
        faults.append(("page", say("embed.bad_page", language)))
    return faults


def is_name(text: str) -> bool:
    """True for an id that an editor may choose."""
    return 3 <= len(text) <= LONGEST_NAME and NAME.fullmatch(text) is not None


def is_page(address: str) -> bool:
    """True for the address of a page: http or https, a host, nothing that can't be seen."""
    bare = address.partition("#")[0].partition("?")[0]
    return (
        len(address) <= LONGEST_PAGE and is_base(bare)
        and not control_character(address) and " " not in address
    )


def pages_of(text: str, language: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The addresses in a text, one to a line, and what is wrong with them."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    bad = len(lines) > PAGES_AT_MOST or not all(map(is_page, lines))
    faults = [("pages", say("embed.bad_pages", language, most=PAGES_AT_MOST))] if bad else []
    return tuple(lines[:PAGES_AT_MOST]), faults


def named(given: Mapping[str, str]) -> str:
    """The id asked for, else a new one."""
    return given.get("name", "").strip() or new_id()


def _one_of(said: str, known: tuple[str, ...]) -> str:
    return said if said in known else known[0]


def name_of(question: Asked, section: str, ident: str) -> str | None:
    """What a subject of a section is called; None if there is no such."""
    p = question.audit.projection
    if section == "goals":
        goal = p.number.get(ident, -1)
        return (p.titles[goal] or ident) if goal >= 0 and p.exists[goal] else None
    item = p.frame.by_id(section).get(ident) if section else None
    return item.name if item else None
