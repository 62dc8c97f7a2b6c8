"""What a reorganisation tells of itself: answers lost, plans that come together, what was asked."""

from __future__ import annotations

from random import Random

from graph.errors import UsageError
from queries.reorganise import reorganise
from tests.asking import audit_of
from tests.chains import random_chain


def test_a_root_goal_that_nobody_answers_any_more_is_among_the_lost_answers() -> None:
    told = 0
    for seed in range(150):
        doc, view = random_chain(seed)
        units = [unit["id"] for unit in doc.get("units", ())]
        if len(units) < 2:
            continue
        keep, gone = Random(seed).sample(units, 2)
        try:
            found = reorganise(audit_of(doc, view), merges=[(keep, gone)])
        except UsageError:
            continue  # The two can't be made one.
        lost = {goal for _, goal in found.lost_answers}
        silent = {each.goal for each in found.roots if each.answered_before and not each.answered}
        assert silent <= lost, seed
        told += len(silent)
    assert told > 0


def test_what_was_asked_and_which_plans_come_together_is_told() -> None:
    kinds = {"m": "nämnd", "n": "nämnd", "e": "enhet"}
    audit = audit_of(
        {
            "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
            "units": [{"id": unit, "name": unit, "kind": kind} for unit, kind in kinds.items()],
            "plans": [{"id": f"{unit}p", "kind": "nämndplan", "unit": unit, "period": 2024}
                      for unit in "mn"],
        },
        {"year": 2024},
    )  # fmt: skip
    found = reorganise(audit, merges=[("m", "n")], moves=[("e", "m")])
    assert (found.merges, found.moves) == ((("m", "n"),), (("e", "m"),))
    assert found.plans_together == [("m", "nämndplan", ("mp", "np"))]
