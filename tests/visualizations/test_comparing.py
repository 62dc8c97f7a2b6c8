"""What a comparison says: forward in time, each goal once, and of both where it counts both."""

from __future__ import annotations

from typing import Any

from graph.projection import project
from service.compared import together
from service.maps import Earlier, focus_map
from tests.visualizations.chains_to_draw import audit_of
from tests.visualizations.test_lenses import lensed
from visualizations.request import MapRequest

MUNICIPALITY = {
    "rodtrad": 1, "source": {"id": "s"}, "units": [{"id": "u", "name": "U", "kind": "nämnd"}],
}  # fmt: skip


def test_comparing_with_a_later_year_goes_forward_in_time_and_says_how_little_there_is() -> None:
    """What ends is removed, whichever of the two years one stands in; the view stays one's own."""
    model = lensed(against="2025")
    first, second, *_ = model.summary
    assert first == "Från 2024 till 2025: 163 borttagna."
    assert "År 2025 gäller bara 6 mål i underlaget, mot 169 år 2024" in second
    assert model.view["year"] == 2024
    assert {node.change for node in model.nodes} == {"", "removed"}
    assert {edge.change for edge in model.edges} >= {"removed"}


def test_a_goal_with_several_changes_says_them_all_and_is_counted_once() -> None:
    """Sentence, marks and legend count the same; the box, the tree and the table say it all."""
    leads: dict[str, Any] = {"level": "namnd", "unit": "u", "contributes_to": ["r"]}
    goals: list[dict[str, Any]] = [
        {"id": "r", "title": "Rot", "level": "fullmaktige"},
        {"id": "s", "title": "Annan rot", "level": "fullmaktige"},
        {"id": "a", "title": "Läsa", **leads},
        {"id": "b", "title": "Skriva", **leads},
    ]
    later = [
        *goals[:2],
        {**goals[2], "title": "Läsa mer", "contributes_to": ["s"]},
        {**goals[3], "title": "Skriva mer"},
    ]
    before, after = (audit_of({**MUNICIPALITY, "goals": some}) for some in (goals, later))
    both = project(together(after.projection.frame, before.projection.frame))
    model = focus_map(after, MapRequest(against="förut"), earlier=Earlier(before, "förut", both))
    assert model.summary[:2] == (
        "Jämfört med förut: 1 flyttat och 1 omformulerat.",
        "Varje mål räknas en gång; allt som är ändrat står vid målet.",
    )
    told = {node.goal: node.change_text for node in model.nodes if node.change}
    assert told == {"a": "flyttat, omformulerat", "b": "omformulerat"}
    signs = {sign.state: sign for sign in model.legend if sign.kind == "change"}
    assert {code: sign.count for code, sign in signs.items()} == {"moved": 1, "reworded": 1}
    (box,) = (node for node in model.nodes if node.goal == "a")
    assert "flyttat, omformulerat" in " ".join(box.label)
    assert "tidigare: ”Läsa”" in box.notes
    (root,) = (node for node in model.nodes if node.goal == "s")
    assert "1 ändrat under" in root.notes


def test_numbers_of_a_comparison_say_that_they_are_of_both_sides() -> None:
    signs = {sign.state: sign.text for sign in lensed(against="2023").legend if sign.kind == "note"}
    assert "någondera sidan" in signs["below"] and "någondera sidan" in signs["look"]
    assert "någondera" not in str([sign.text for sign in lensed().legend])
