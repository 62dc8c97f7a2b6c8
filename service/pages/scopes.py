"""
Which nämnder a role or a token may be for, and what they are called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.governance import Level
from service.accounts.roles import lies_under
from service.asking import asked


def nämnder(within: Collection[str] = ()) -> list[tuple[str, str]]:
    """
    Id and name of the units that a scope is chosen among: those that owe goals on the first
    level below fullmäktige's, of `within` and below only, if it isn't empty; by name.
    """
    projection = asked().audit.projection
    governance, units = projection.governance, projection.frame.units
    below: tuple[Level, ...] = governance.levels[governance.root + 1 :]
    first = next((level for level in below if level.owed_by), None)
    found = [
        (unit.name, unit.id)
        for unit in units
        if first is not None and governance.owes(unit.kind, first)
    ]
    if within:
        kept = {unit for _, unit in found if lies_under([unit], within, projection)}
        found = [each for each in found if each[1] in kept]
        found += [(unit_names([unit])[unit], unit) for unit in within if unit not in kept]
    return [(unit, name) for name, unit in sorted(set(found))]


def unit_names(units: Iterable[str]) -> dict[str, str]:
    """The names of units by id; the id itself for one that is gone."""
    projection = asked().audit.projection
    numbers, stored = projection.unit_number, projection.frame.units
    return {unit: stored[numbers[unit]].name if unit in numbers else unit for unit in units}
