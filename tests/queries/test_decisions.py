"""Decisions that excuse or hand on, on the Tyresö sample."""

from __future__ import annotations

import datetime

import pytest

from graph.checking import read_chain
from graph.projection import Projection, project
from queries.audit import audit
from queries.decisions import EXEMPTION, FORWARD, decisions, goal_decisions, unit_decisions
from queries.view import View
from service.samples import tyreso_files


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
