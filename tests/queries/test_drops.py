"""What goes along with a dropped unit, and what doesn't."""

import numpy as np
import pytest

from graph.errors import UsageError
from queries.drops import dropped, find_goal
from tests.asking import projection_of


def test_a_plan_that_no_unit_holds_stays_when_a_unit_goes() -> None:
    doc = {
        "rodtrad": 1,
        "source": {"id": "s"},
        "units": [
            {"id": "kf", "name": "KF", "kind": "fullmäktige"},
            {"id": "n", "name": "N", "kind": "nämnd", "parent": "kf"},
        ],
        "plans": [
            {"id": "held", "kind": "nämndplan", "unit": "n", "period": "2024"},
            {"id": "loose", "kind": "nämndplan", "period": "2024"},
        ],
        "goals": [
            {"id": "g1", "title": "G1", "level": "namnd", "plan": "held"},
            {"id": "g2", "title": "G2", "level": "namnd", "plan": "loose"},
        ],
    }
    p = projection_of(doc)
    drops = dropped(p, ["unit:n"])
    assert [p.frame.plans[plan].id for plan in np.flatnonzero(drops.plans)] == ["held"]
    assert [p.ids[goal] for goal in np.flatnonzero(drops.goals)] == ["g1"]


def test_a_goal_is_found_by_its_id_with_its_kind_or_without() -> None:
    goals = [{"id": "g1", "title": "G1", "level": "namnd"}]
    p = projection_of({"rodtrad": 1, "source": {"id": "s"}, "goals": goals})
    assert [p.ids[find_goal(p, name)] for name in ("g1", "goal:g1")] == ["g1", "g1"]
    with pytest.raises(UsageError):
        find_goal(p, "g2")
