"""
Indicators as rules count them: which goals each measures, with which target and outcome.
"""

from __future__ import annotations

import numpy as np

from graph.layers import Indices
from graph.model import Indicator, Reading
from queries.audit import Audit
from queries.rules.terms import Measured
from queries.view import Scene


def measures(audit: Audit, asked: Measured) -> Indices:
    """For each goal, how many indicators of the sort measure it."""
    p = audit.projection
    found = np.zeros(p.count, dtype=np.intp)
    for each in p.frame.indicators:
        fits = (
            (not asked.with_definition or bool(each.definition))
            and (not asked.with_target or with_target(audit.scene, each))
            and (not asked.with_outcome or with_outcome(audit.scene, each))
        )
        if fits:
            found[[p.number[goal] for goal in set(each.measures)]] += 1
    return found


def readings_in_view(scene: Scene, indicator: Indicator) -> list[Reading]:
    """The readings whose period overlaps the view."""
    return [
        reading
        for reading in indicator.readings
        if scene.holds(reading.period.first, reading.period.last)
    ]


def with_target(scene: Scene, indicator: Indicator) -> bool:
    """True if the indicator has a target, its own or one for a period of the view."""
    return indicator.target is not None or any(
        reading.target is not None for reading in readings_in_view(scene, indicator)
    )


def with_outcome(scene: Scene, indicator: Indicator) -> bool:
    """True if the indicator has an outcome for a period of the view."""
    return any(reading.value is not None for reading in readings_in_view(scene, indicator))
