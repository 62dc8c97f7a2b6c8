"""
One plan file as read, and the whole chain that several of them make together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.governance import Governance
from graph.model import SECTIONS, Sections, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile(Sections):
    """
    One source: its heading, the governance model it brings (None if it brings none),
    and its items in the order they were written.
    """

    source: Source
    governance: Governance | None = None


@dataclass(frozen=True, kw_only=True)
class Chain(Sections):
    """
    Everything that is asked about together, each section sorted by id.

    Items without an id keep the order of their files. Built by `graph.checking.join`,
    which has seen to it that ids are unique and references lead somewhere.
    """

    files: tuple[PlanFile, ...] = ()
    governance: Governance = Governance()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources, sorted."""
        return tuple(sorted(file.source.id for file in self.files))

    def by_id(self, section: str) -> Mapping[str, Any]:
        """The items of a section that has ids, by id."""
        cache = self._indexes
        if section not in cache:
            cache[section] = {item.id: item for item in self.section(section)}
        return cache[section]

    @cached_property
    def _indexes(self) -> dict[str, dict[str, Any]]:
        return {}


def gather(files: Iterable[PlanFile]) -> Chain:
    """Put files together without checking; the order of the files doesn't show."""
    ordered = tuple(sorted(files, key=lambda file: file.source.id))
    sections: dict[str, tuple[Any, ...]] = {}
    for name, of in SECTIONS.items():
        items = [item for file in ordered for item in file.section(name)]
        if "id" in of.__dataclass_fields__:
            items.sort(key=lambda item: item.id)
        sections[name] = tuple(items)
    governance = next((file.governance for file in ordered if file.governance), Governance())
    return Chain(files=ordered, governance=governance, **sections)
