"""
From a plain list to a proposal: ids made, units matched by name, links proposed by likeness.

Nothing is decided here. The proposal is a workbook in which a person says yes to each link
that is to count; reading it leaves the others out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from graph.chain import Chain, PlanFile
from graph.fields import Field, Kind
from graph.governance import Governance
from graph.model import Goal, Source, Unit
from graph.sheets.lists import Listed
from graph.sheets.shapes import CONFIRMED, PARENT, heading, meta, proposed, shapes, sheet_name
from graph.sheets.tables import Table, tables_of
from graph.sheets.writing import book_of
from queries.likeness import folded

# A text less like every goal than this gets no proposal, and no text gets more than so many.
LEAST, MOST = 55, 3
# A unit's name this like another is told, since it may be the same one.
ALIKE = 80

_LINKS = "goals.contributes_to"
_NOT_ID = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One link that a person may confirm; `to` is empty where no goal is like the text."""

    goal: str
    to: str
    likeness: int
    wording: str
    target: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a list would become: new units and goals, and links that nobody has confirmed."""

    source: Source
    units: tuple[Unit, ...]
    goals: tuple[Goal, ...]
    links: tuple[Proposed, ...]

    @property
    def unmatched(self) -> int:
        """How many texts no goal is like."""
        return sum(not link.to for link in self.links)

    def book(self, language: str) -> bytes:
        """The proposal as a workbook."""
        file = PlanFile(source=self.source, units=self.units, goals=self.goals)
        tables = [*tables_of(file, language), _links_table(self.links, language)]
        return book_of(tables, self.source.id, language)


def propose(listed: Sequence[Listed], name: str, chain: Chain, language: str) -> Proposal:
    """The proposal for a list, beside the chain that is there; `name` is the source's id."""
    units = _Units(chain, language)
    goals = _Goals(chain, units, language)
    made = [goals.add(each) for each in listed]
    texts = [(own, text) for own, each in zip(made, listed, strict=True) for text in each.serves]
    links = tuple(goals.links(texts))
    return Proposal(Source(id=name), tuple(units.new), tuple(goals.settled(links)), links)


class _Units:
    """Units by name: those that are there, and those that the list makes."""

    def __init__(self, chain: Chain, language: str) -> None:
        self.new: list[Unit] = []
        self._language = language
        self._by_name = {folded(unit.name): unit for unit in reversed(chain.units)}
        self._by_name |= {folded(unit.id): unit for unit in reversed(chain.units)}
        self._ids = {unit.id for unit in chain.units}

    def named(self, name: str) -> Unit:
        """The unit with this name or id, made now if there is none."""
        key = folded(name)
        if key not in self._by_name:
            near = self._near(key)
            note = (
                proposed("like", self._language).format(name=near.name, id=near.id)
                if near
                else proposed("new", self._language)
            )
            own = _free(_slug(name), self._ids)
            unit = Unit(id=own, name=name, kind=_kind(key), note=note, basis="inferred")
            self._by_name[key] = unit
            self.new.append(unit)
        return self._by_name[key]

    def _near(self, key: str) -> Unit | None:
        names = list(self._by_name)
        found = process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._by_name[found[0]] if found else None


class _Goals:
    """Goals by what they say: those that are there, and those of the list."""

    def __init__(self, chain: Chain, units: _Units, language: str) -> None:
        self._units = units
        self._language = language
        self._governance = chain.governance
        self._all = {goal.id: goal for goal in chain.goals}
        self._made: list[str] = []
        self._guessed: set[str] = set()

    def add(self, listed: Listed) -> str:
        """The id of a listed goal, made now where the list has none."""
        held = [self._units.named(name) for name in listed.units]
        wanted = listed.id or f"{held[0].id if held else 'mal'}-{len(self._made) + 1}"
        own = wanted if listed.id else _free(wanted, self._all)
        level = _level(listed.level, [unit.kind for unit in held], self._governance)
        if level is None:
            self._guessed.add(own)
        self._all[own] = Goal(
            id=own, title=listed.title, code=listed.code or None,
            description=listed.description or None, level=level or "",
            unit=tuple(dict.fromkeys(unit.id for unit in held)),
        )  # fmt: skip
        self._made.append(own)
        return own

    def links(self, texts: Iterable[tuple[str, str]]) -> Iterable[Proposed]:
        """The goals most like each text, best first; one row without a goal where none is."""
        ids = list(self._all)
        words = [folded(self._all[own].title) for own in ids]
        exact: dict[str, list[str]] = {}
        for own, said in zip(ids, words, strict=True):
            for key in {said, folded(own), folded(self._all[own].code or "")} - {""}:
                exact.setdefault(key, []).append(own)
        found: dict[str, list[tuple[str, int]]] = {}
        for goal, text in texts:
            key = folded(text)
            if key not in found:
                same = [(own, 100) for own in exact.get(key, ())]
                like = process.extract(key, words, scorer=fuzz.token_sort_ratio,
                                       score_cutoff=LEAST, limit=MOST + 1)
                found[key] = same or [(ids[place], int(score)) for _, score, place in like]
            those = [each for each in found[key] if each[0] != goal][:MOST]
            for own, score in those:
                yield Proposed(goal, own, score, text, self._all[own].title)
            if not those:
                yield Proposed(goal, "", 0, text, "")

    def settled(self, links: Sequence[Proposed]) -> Iterable[Goal]:
        """The goals of the list, each with a level: guessed from the likest target, and said."""
        order = [level.id for level in self._governance.levels]
        first: dict[str, str] = {}
        for link in links:
            first.setdefault(link.goal, link.to)
        for _ in order:
            for own in sorted(self._guessed):
                above = self._all.get(first.get(own, ""))
                if own in first and above is not None and above.level:
                    below = min(order.index(above.level) + 1, len(order) - 1)
                    self._all[own] = replace(self._all[own], level=order[below])
        for own in self._made:
            goal = self._all[own]
            if own in self._guessed:
                usual = order[min(self._governance.root + (own in first), len(order) - 1)]
                note = proposed("level", self._language)
                goal = replace(goal, level=goal.level or usual, note=note)
            yield goal


def _level(said: str, kinds: Sequence[str], governance: Governance) -> str | None:
    """The level that is written, else the one that such units set goals at."""
    for level in governance.levels:
        if folded(said) in (folded(level.id), folded(level.name)):
            return level.id
    for level in governance.levels:
        if any(governance.owes(kind, level) for kind in kinds):
            return level.id
    root = governance.levels[governance.root]
    return root.id if root.decided_by in kinds else None


def _kind(name: str) -> str:
    """What a unit's name says of its kind."""
    known = {"fullmäktige": "fullmäktige", "nämnden": "nämnd", "nämnd": "nämnd",
             "styrelsen": "nämnd", "styrelse": "nämnd", "gruppen": "grupp", "grupp": "grupp"}
    return next((kind for word, kind in known.items() if name.endswith(word)), "enhet")


def _slug(name: str) -> str:
    return _NOT_ID.sub("-", folded(name)).strip("-")[:40] or "enhet"


def _free(wanted: str, taken: set[str] | dict[str, Goal]) -> str:
    """The id itself, or with a number after it; taken now."""
    own, number = wanted, 1
    while own in taken:
        number += 1
        own = f"{wanted}-{number}"
    if isinstance(taken, set):
        taken.add(own)
    return own


def _links_table(links: Sequence[Proposed], language: str) -> Table:
    shape = shapes()[_LINKS]
    text, number = Kind("text"), Kind("integer")
    beside = ((CONFIRMED, text), ("score", number), ("wording", text), ("proposed", text))
    own = [next(field for field in shape.columns if field.key == key) for key in (PARENT, "to")]
    return Table(
        shape,
        sheet_name(_LINKS, language),
        (*own, *(Field(key, kind, None) for key, kind in beside)),
        (*(heading(shape, field.key, language) for field in own),
         *(meta(key, language) for key, _ in beside)),
        tuple((link.goal, link.to, None, link.likeness, link.wording, link.target)
              for link in links),
    )  # fmt: skip
