"""
What takes all the files together: ids, references, levels, circles, and one model.

A goal's link to a goal that isn't there is no fault but a finding; every other reference
must lead somewhere. All faults are told at once, those of single files among them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.chain import Chain, PlanFile, gather
from graph.circles import circles
from graph.digest import canonical, plain_model
from graph.errors import Fault, InputError
from graph.fields import Kind, fields_of
from graph.governance import Governance
from graph.model import SECTIONS
from graph.nearest import Nearest
from graph.reading import Draft, drafts_of
from graph.reading.files import all_faults
from graph.reading.places import Path as Trail
from graph.reading.places import Places
from graph.text import shown

# Where going round would leave no top, or no first plan: section and field.
_NO_CIRCLES = (("units", "parent"), ("plans", "part_of"), ("plans", "replaces"))
_WITH_ID = tuple(name for name, of in SECTIONS.items() if "id" in of.__dataclass_fields__)


def join(files: Iterable[PlanFile], kept: Container[str] = ()) -> Chain:
    """
    Put files together to one chain; InputError with every fault between them.

    The order of the files doesn't show in the chain. Faults know the line of the item;
    `read_chain` knows the column too. In the sources `kept`, which whoever reads the faults has
    no file of, they name the item itself.
    """
    given = tuple(files)
    faults = _Check(given, Places(kept=kept)).faults()
    if faults:
        raise InputError(faults)
    return gather(given)


def read_chain(paths: Sequence[Path | str]) -> tuple[Chain, tuple[Fault, ...]]:
    """
    Read plan files and put them together: the chain, and what was put right, sorted.

    InputError with the faults of every file and those between them, as far as what could
    be read goes.
    """
    return chain_of(drafts_of(paths))


def chain_of(
    drafts: Sequence[Draft], kept: Container[str] = ()
) -> tuple[Chain, tuple[Fault, ...]]:
    """As `read_chain`, of drafts that are read already; `kept` as in `join`."""
    files = tuple(draft.file for draft in drafts)
    check = _Check(files, Places(drafts, kept), tuple(draft.model_lost for draft in drafts))
    faults = all_faults(drafts, check.faults())
    if faults:
        raise InputError(faults)
    return gather(files), tuple(sorted(note for draft in drafts for note in draft.notices))


class _Check:
    """The checks between files; items of faulty files may lack what they must have."""

    def __init__(
        self, files: tuple[PlanFile, ...], places: Places, lost: tuple[bool, ...] = ()
    ) -> None:
        self._files = files
        self._places = places
        self._lost = lost or (False,) * len(files)
        self._found: list[tuple[int, Trail, str, dict[str, object]]] = []
        self._ids: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in _WITH_ID}

    def faults(self) -> list[Fault]:
        """Every fault, in no order; one pass over the items for each check."""
        self._models()
        doubles = self._sources()
        self._unique(doubles)
        self._references()
        self._no_circles()
        return self._places.faults(self._files, self._found)

    def _fault(self, file: int, trail: Trail, code: str, **values: object) -> None:
        self._found.append((file, trail, code, values))

    def _models(self) -> None:
        first: tuple[int, str] | None = None
        for number, file in enumerate(self._files):
            if file.governance is None or self._lost[number]:
                continue
            said = canonical(plain_model(file.governance))
            if first is None:
                first = number, said
            elif said != first[1]:
                other = self._places.name(self._files[first[0]])
                self._fault(number, ("model",), "different_model", first=other)

    def _sources(self) -> dict[int, int]:
        """Files whose source is given already, and by which file."""
        seen: dict[str, int] = {}
        doubles: dict[int, int] = {}
        for number, file in enumerate(self._files):
            if not file.source.id:
                continue
            first = seen.setdefault(file.source.id, number)
            if first != number:
                doubles[number] = first
                name = self._places.name(self._files[first])
                self._fault(
                    number, ("source", "id"), "same_source", id=shown(file.source.id), first=name
                )
        return doubles

    def _unique(self, doubles: dict[int, int]) -> None:
        for number, section, index, item in self._items(_WITH_ID):
            if item.id is None:
                continue
            first = self._ids[section].setdefault(item.id, (number, index))
            # The same source given twice is one fault, not one for each of its items.
            if first == (number, index) or doubles.get(number) == first[0]:
                continue
            said = self._places.of_item(self._files[first[0]], section, first[1])
            self._fault(
                number,
                (section, index, "id"),
                "duplicate_id",
                id=shown(item.id),
                section=section,
                first=said,
            )

    def _references(self) -> None:
        for number, section, index, item in self._items(tuple(SECTIONS)):
            for trail, code, said in self._leading_nowhere(section, item):
                self._fault(number, (section, index, *trail), code, **said)

    def _leading_nowhere(
        self, section: str, item: Any
    ) -> Iterator[tuple[Trail, str, dict[str, str]]]:
        """What an item refers to and isn't there: keys within the item, code and values."""
        for key, kind in _REFERENCES[section]:
            value = getattr(item, key)
            if value is None or value == ():
                continue
            if kind.name == "level":
                if self._levels is not None and value not in self._levels:
                    known = shown(", ".join(self._levels), 200)
                    yield (key,), "unknown_level", {"value": shown(value), "known": known}
                continue
            for place, target in enumerate(value if kind.many else (value,)):
                if target not in self._ids[kind.section]:
                    said = {"value": shown(target), "section": kind.section}
                    said |= self._nearest[kind.section].like(target)
                    yield (key, place) if kind.many else (key,), "unknown_reference", said

    def lost_by(self, section: str, item: Any) -> list[Fault]:
        """What an item leads to that isn't there, itself not being among the files yet."""
        self._unique({})
        if section in self._ids and item.id is not None:
            self._ids[section].setdefault(item.id, (0, 0))
        found = self._leading_nowhere(section, item)
        return [Fault.at(section, 0, 0, code, **said) for _, code, said in found]

    @cached_property
    def _nearest(self) -> dict[str, Nearest]:
        """What an id that isn't there may have meant; asked for when all ids are known."""
        return {name: Nearest(ids) for name, ids in self._ids.items()}

    @cached_property
    def _levels(self) -> tuple[str, ...] | None:
        """The ids of the levels in use; None where the model is at fault."""
        if any(self._lost):
            return None
        models = (file.governance for file in self._files if file.governance is not None)
        return tuple(level.id for level in next(models, Governance()).levels)

    def _no_circles(self) -> None:
        for section, key in _NO_CIRCLES:
            upward: dict[str, tuple[str, ...]] = {}
            for _, _, _, item in self._items((section,)):
                value = getattr(item, key)
                if item.id is not None and value:
                    upward.setdefault(item.id, value if isinstance(value, tuple) else (value,))
            for circle in circles(upward):
                number, index = self._ids[section][circle[0]]
                way = shown(" → ".join((*circle[:10], "…" if len(circle) > 10 else circle[0])), 200)
                self._fault(number, (section, index, key), "circle", way=way, key=key)

    def _items(self, sections: tuple[str, ...]) -> Iterator[tuple[int, str, int, Any]]:
        for number, file in enumerate(self._files):
            for section in sections:
                for index, item in enumerate(file.section(section)):
                    yield number, section, index, item


def _references_of(of: type[Any]) -> tuple[tuple[str, Kind], ...]:
    """The fields that must lead to an item or a level that is there."""
    return tuple(
        (field.key, field.kind)
        for field in fields_of(of)
        if field.kind.name == "level" or (field.kind.name == "ref" and not field.kind.may_dangle)
    )


_REFERENCES = {name: _references_of(of) for name, of in SECTIONS.items()}


def lost_references(files: Sequence[PlanFile], section: str, item: Any) -> list[Fault]:
    """
    What an item refers to among the files and isn't there; a level that isn't, too.

    For one who is writing it, before it is put among the others: the faults name no other item.
    """
    return _Check(tuple(files), Places()).lost_by(section, item)
