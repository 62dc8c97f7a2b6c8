"""
What units owe: a goal in each cell of the matrix, answers to the root goals they are asked to
answer, and a rooted goal of each level that doesn't ask for every area.

Exemptions lift a duty, they don't meet it (docs/semantics.md, Reorganisation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from queries.audit import Audit
from queries.matrix import answering_level, exemptions_in_force

# What counts as carried; an exemption lifts the duty and carries nothing.
CARRIED = ("covered", "forwarded")

State = Literal["met", "exempt", "open"]


@dataclass(frozen=True, slots=True)
class Duty:
    """
    What a unit owes at a level, by id: `kind` is "cell", "answer" or "goals", and `about` the
    area, the root goal or nothing.
    """

    kind: str
    level: str
    unit: str
    about: str = ""


def duties(audit: Audit) -> dict[Duty, State]:
    """Every duty in the view and how it stands: by cells, answers and units, each in order."""
    return {duty: state for told in (_cells, _answers, _goals) for duty, state in told(audit)}


def _cells(audit: Audit) -> Iterator[tuple[Duty, State]]:
    frame, levels = audit.projection.frame, audit.scene.levels
    for cell in audit.matrix:
        unit, area = frame.units[cell.unit].id, frame.areas[cell.area].id
        yield (
            Duty("cell", levels[cell.level].id, unit, area),
            _state(cell.status in CARRIED, cell.status == "exempt"),
        )


def _answers(audit: Audit) -> Iterator[tuple[Duty, State]]:
    p = audit.projection
    level = answering_level(audit.scene)
    for answer in audit.answers:
        assert level is not None
        unit = p.frame.units[answer.unit].id
        duty = Duty("answer", audit.scene.levels[level].id, unit, p.ids[answer.goal])
        yield duty, _state(answer.status == "answered", answer.status == "exempt")


def _goals(audit: Audit) -> Iterator[tuple[Duty, State]]:
    units, levels = audit.projection.frame.units, audit.scene.levels
    exempt = {unit for unit, area, _ in exemptions_in_force(audit.scene) if area is None}
    for level, rows in audit.rows.items():
        # Where every area is asked for, the cells tell already.
        if not levels[level].every_area:
            lacking = np.isin(rows.units, rows.without(audit.states.supported))
            for unit, lacks in zip(rows.units.tolist(), lacking.tolist(), strict=True):
                yield (
                    Duty("goals", levels[level].id, units[unit].id),
                    _state(not lacks, unit in exempt),
                )


def _state(met: bool, exempt: bool) -> State:
    return "met" if met else "exempt" if exempt else "open"
