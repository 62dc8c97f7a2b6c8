"""What a declared rule tells of what it finds: counts, names, and targets told year by year."""

from __future__ import annotations

import json
from typing import Any

from queries.rules.check import check
from queries.rules.municipal import book_of
from tests.asking import audit_of
from tests.oracle import Doc

CHAIN: Doc = {
    "rodtrad": 1, "source": {"id": "t"}, "model": {"current_year": 2024},
    "units": [{"id": "n", "name": "Nämnden", "kind": "nämnd"}],
    "plans": [
        {"id": "p", "name": "Planen", "kind": "nämndplan", "unit": "n", "period": 2024},
        {"id": "q", "kind": "nämndplan", "unit": "n", "period": 2024, "part_of": "p"},
    ],
    "goals": [
        {"id": "k1", "title": "K1", "level": "fullmaktige"},
        {"id": "k2", "title": "K2", "level": "fullmaktige"},
        {"id": "n1", "title": "N1", "level": "namnd", "plan": "p", "contributes_to": ["k1", "k2"]},
        {"id": "n2", "title": "N2", "level": "namnd", "plan": "q"},
    ],
    "indicators": [
        {"id": "i", "name": "I", "measures": ["n1"], "readings": [{"period": 2024, "target": 5}]},
        {"id": "j", "name": "J", "measures": ["n2"], "readings": [{"period": 2024, "value": 5}]},
    ],
}  # fmt: skip


def no_database(*_: Any, **__: Any) -> list[Doc]:
    raise AssertionError("a rule without Cypher asked the database")


def told(message: str, select: Doc, require: Doc) -> list[str]:
    rule = {"id": "K1", "severity": "warning", "title": "Regel", "message": message,
            "select": select, "require": require}  # fmt: skip
    book = book_of(json.dumps({"rodtrad_rules": 1, "rules": [rule]}), "r.json")
    every = check(audit_of(CHAIN, {"year": 2024}), book, no_database)
    outcomes = {each.rule.id: each for each in every}
    return [each.message("sv") for each in outcomes["K1"].findings]


def test_the_count_told_is_that_of_the_first_requirement_that_fails() -> None:
    both = {"up": {"min": 1}, "indicators": {"min": 2}}
    assert told("{id} {count}", {"goals": {"level": "namnd"}}, both) == ["n1 1", "n2 0"]


def test_a_requirement_that_counts_nothing_tells_no_count() -> None:
    assert told("{id}:{count}", {"goals": {"id": "n1"}}, {"has": "code"}) == ["n1:"]


def test_a_plan_is_told_by_its_name_else_by_its_id() -> None:
    assert told("{plan}", {"goals": {"level": "namnd"}}, {"has": "code"}) == ["Planen", "q"]
    assert told("{title}", {"plans": {}}, {"has": "decided_on"}) == ["Planen", "q"]


def test_a_target_may_be_told_with_a_reading() -> None:
    asked = {"indicators": {"with_target": True}}
    assert told("{id}", {"goals": {"level": "namnd"}}, asked) == ["n2"]


def test_nothing_at_all_may_stand_between_the_parts_of_a_shape() -> None:
    assert told("{id}", {"goals": {"like": "n*1"}}, {"has": "code"}) == ["n1"]
    assert told("{id}", {"goals": {"like": "n1*1"}}, {"has": "code"}) == []
