"""What a view holds in force."""

from dataclasses import replace

from queries.view import View
from tests.asking import audit_of, projection_of


def test_an_exemption_of_one_day_holds_when_every_date_is_looked_past() -> None:
    day = "2024-05-01"
    exempt = {"reason": "Lag", "decided_by": "kf", "decided_on": day, "until": day}
    goal = {"id": "n1", "title": "N1", "level": "namnd", "exempt": exempt}
    doc = {"rodtrad": 1, "source": {"id": "s"}, "goals": [goal],
           "units": [{"id": "kf", "name": "KF", "kind": "fullmäktige"}]}  # fmt: skip
    assert audit_of(doc, {"all": True}).scene.exempt.tolist() == [True]
    assert audit_of(doc, {"as_of": day}).scene.exempt.tolist() == [True]
    assert audit_of(doc, {"as_of": "2024-05-02"}).scene.exempt.tolist() == [False]


def test_without_a_year_the_model_s_current_year_is_asked_for() -> None:
    governance = projection_of({"rodtrad": 1, "source": {"id": "s"}}).governance
    assert View().settled(replace(governance, current_year=2019)).year == 2019
    assert View(year=2024).settled(replace(governance, current_year=2019)).year == 2024
