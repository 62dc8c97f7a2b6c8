"""Decisions that excuse or hand on, on the Tyresö sample."""

from __future__ import annotations

import datetime

import pytest

from graph.checking import read_chain
from graph.projection import Projection, project
from queries.audit import audit
from queries.decisions import EXEMPTION, FORWARD, decisions, goal_decisions, unit_decisions
from queries.findings import findings
from queries.proofs import Prover
from queries.states import GOAL_STATES
from queries.view import View
from service.samples import tyreso_files
from tests.asking import audit_of
from tests.proving import wrong_with


@pytest.fixture(scope="module")
def sample() -> Projection:
    return project(read_chain(tyreso_files())[0])


def test_a_goals_own_exemption_has_its_reason_decider_and_days(sample: Projection) -> None:
    asked = audit(sample, View(year=2024))
    [own] = goal_decisions(asked, sample.number["bun24-6"])
    assert (own.kind, own.unit, own.area) == (EXEMPTION, None, None)
    assert own.reason.startswith("Skolpliktsbevakningen följer av skollagen")
    assert own.decided_by == "Barn- och utbildningsnämnden"
    assert own.decided_on == datetime.date(2023, 10, 25)
    assert own.until == datetime.date(2024, 12, 31)
    assert own in list(decisions(asked))


def test_a_decision_that_has_ended_is_not_told(sample: Projection) -> None:
    later = audit(sample, View(year=2026))
    assert goal_decisions(later, sample.number["bun24-6"]) == []
    assert sample.number["bun24-6"] not in {each.goal for each in decisions(later)}


def test_a_forward_is_told_of_its_goal_and_of_its_unit(sample: Projection) -> None:
    asked = audit(sample, View(year=2024))
    unit = sample.unit_number["tyr-kfn"]
    [forward] = goal_decisions(asked, sample.number["kf24-1"])
    assert (forward.kind, forward.unit, forward.until) == (FORWARD, unit, None)
    assert forward in unit_decisions(asked, unit)


def test_each_unit_and_each_goal_in_force_has_its_own_decisions_and_no_other() -> None:
    day = {"reason": "Provdag", "decided_on": "2024-05-01", "until": "2024-05-01"}
    own = {"level": "namnd", "unit": "n", "exempt": day}
    asked = audit_of(
        {
            "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
            "units": [{"id": each, "name": each, "kind": "nämnd"} for each in "mn"],
            "goals": [{"id": "day", "title": "D", **own},
                      {"id": "gone", "title": "G", "status": "dropped", **own}],
            "exemptions": [{"unit": each, "reason": f"{each} vilar"} for each in "mn"],
        },
        {"year": 2024},
    )  # fmt: skip
    p = asked.projection
    assert [each.reason for each in decisions(asked)] == ["m vilar", "n vilar", "Provdag"]
    assert [each.reason for each in unit_decisions(asked, p.unit_number["n"])] == ["n vilar"]
    assert [each.reason for each in goal_decisions(asked, p.number["day"])] == ["Provdag"]


def test_a_listed_exemption_that_has_ended_takes_nothing_from_the_goals_own() -> None:
    own = {"reason": "Gäller", "decided_by": "Nämnden", "until": "2025-12-31"}
    listed = {"goal": "g", "reason": "Har gått ut", "until": "2022-12-31"}
    asked = audit_of(
        {
            "rodtrad": 1, "source": {"id": "s"}, "exemptions": [listed],
            "goals": [{"id": "g", "title": "G", "level": "namnd", "exempt": own}],
        },
        {"year": 2024},
    )  # fmt: skip
    goal = asked.projection.number["g"]
    assert GOAL_STATES[asked.states.state[goal]] == "exempt"
    assert [each.reason for each in goal_decisions(asked, goal)] == ["Gäller"]
    assert [each.reason for each in decisions(asked)] == ["Gäller"]
    assert "T071" not in {each.rule for each in findings(asked)}
    proof = Prover(asked, asked.projection.frame).of_goal(goal)
    assert proof["witness"]["decision"]["reason"] == "Gäller"
    assert wrong_with(asked) == []
