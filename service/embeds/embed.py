"""
What an embed is: a lasting id, what it shows and of whom, and the wording it was placed with.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from queries.view import View

# What may be shown, and the section that its subject is picked from.
SUBJECTS = {
    "sight": "goals",
    "chain": "goals",
    "unit": "units",
    "strip": "units",
    "area": "areas",
    "indicator": "indicators",
    "score": "",
}
KINDS = tuple(SUBJECTS)
# How a goal's chain is drawn beside its list.
PICTURES = ("none", "still", "interactive")
PAGES_AT_MOST = 20
NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 60
# Neither vowels nor letters that look like digits: such a name is easy to read and says nothing.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"


@dataclass(frozen=True, slots=True)
class Placed:
    """A goal as it was when the embed was placed; `state` is empty where it wasn't in force."""

    title: str
    print: str
    state: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A link as it was when the embed was placed: from a goal, to a goal, and how."""

    source: str
    target: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """
    One embed. `subject` is an id (empty for the score), `year` None for what is in force now,
    `title` what it was headed when placed, `said` a fingerprint of the subject's description
    then, `placed` the goals that it showed, by id, and `joined` the links between them.

    `public` lets it be seen though reading asks for sign-in. `dropped` is when it was taken
    away: its address then says so for ever. `version` is that of the stored text, 0 before it
    is stored.
    """

    id: str
    kind: str
    subject: str = ""
    year: int | None = None
    language: str = "sv"
    picture: str = "none"
    title: str = ""
    pages: tuple[str, ...] = ()
    public: bool = False
    said: str = ""
    placed: Mapping[str, Placed] = field(default_factory=lambda: MappingProxyType({}))
    joined: tuple[Joined, ...] = ()
    made_by: str = ""
    made_at: str = ""
    reviewed_by: str = ""
    reviewed_at: str = ""
    dropped: str = ""
    version: int = 0

    @property
    def view(self) -> View:
        """The view that is shown."""
        return View(year=self.year)

    @property
    def draws(self) -> bool:
        """True if it holds a map."""
        return SUBJECTS[self.kind] == "goals" and self.picture != "none"

    def body(self) -> dict[str, Any]:
        """The embed as it is stored, without id and version."""
        return {
            "kind": self.kind,
            "subject": self.subject,
            "year": self.year,
            "language": self.language,
            "picture": self.picture,
            "title": self.title,
            "pages": list(self.pages),
            "public": self.public,
            "said": self.said,
            "placed": {
                goal: [was.title, was.print, was.state] for goal, was in self.placed.items()
            },
            "joined": [[was.source, was.target, was.how] for was in self.joined],
            "made_by": self.made_by,
            "made_at": self.made_at,
            "reviewed_by": self.reviewed_by,
            "reviewed_at": self.reviewed_at,
            "dropped": self.dropped,
        }


def from_body(ident: str, version: int, body: Mapping[str, Any]) -> Embed:
    """The embed that was stored so."""
    values = dict(body)
    values["pages"] = tuple(values["pages"])
    values["placed"] = {goal: Placed(*was) for goal, was in values["placed"].items()}
    values["joined"] = tuple(Joined(*was) for was in values["joined"])
    return Embed(id=ident, version=version, **values)


def new_id() -> str:
    """A short id at random, about 38 bits of it."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))
