"""Who must act on an impact: the units that hold what is lost, and no others."""

from __future__ import annotations

from random import Random

from queries.impact import impact
from queries.responsible import responsible
from tests.asking import audit_of
from tests.chains import random_chain

LISTS = ("loses_last", "loses_one", "loses_answer", "loses_deep_any")


def test_every_loss_is_told_once_with_each_unit_that_holds_it() -> None:
    told = dict.fromkeys((*LISTS, "cells"), 0)
    for seed in range(80):
        doc, view = random_chain(seed)
        goals = [f"goal:{goal['id']}" for goal in doc["goals"]]
        found = impact(audit_of(doc, view), Random(seed).sample(goals, min(3, len(goals))))
        shares = responsible(found)
        assert [each.unit for each in shares] == sorted({each.unit for each in shares})
        held_by = found.audit.projection.held_by
        for name in LISTS:
            lost = [
                (unit, goal)
                for goal in getattr(found, name)
                for unit in held_by.of(goal).tolist()
            ]
            pairs = [(each.unit, goal) for each in shares for goal in getattr(each, name)]
            assert sorted(pairs) == sorted(lost), (seed, name)
            told[name] += len(lost)
        cells = [(level, each.unit, area) for each in shares for level, area in each.cells]
        assert sorted(cells) == sorted(found.lost_cells), seed
        told["cells"] += len(cells)
    assert min(told.values()) > 0, told
