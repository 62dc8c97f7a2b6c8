"""Cells of the matrix in the corners that neither worked examples nor random chains reach."""

from typing import Any

from tests.asking import audit_of

UNITS = [
    {"id": "kf", "name": "KF", "kind": "fullmäktige"},
    {"id": "n", "name": "N", "kind": "nämnd", "parent": "kf"},
]
AREAS = [{"id": "a", "name": "A"}]


def chain(**sections: Any) -> dict[str, Any]:
    goals = [{"id": "k", "title": "K", "level": "fullmaktige", "unit": "kf", "areas": ["a"]}]
    return {"rodtrad": 1, "source": {"id": "s"}, "units": UNITS, "areas": AREAS, "goals": goals,
            **sections}  # fmt: skip


def test_a_plan_that_no_unit_holds_is_no_plan_of_the_last_unit() -> None:
    plans = [{"id": "p", "kind": "nämndplan", "period": "2024"}]
    (cell,) = audit_of(chain(plans=plans), {"year": 2024}).matrix
    assert cell.status == "no_plan"
    held = audit_of(chain(plans=[{**plans[0], "unit": "n"}]), {"year": 2024})
    assert [cell.status for cell in held.matrix] == ["empty"]
