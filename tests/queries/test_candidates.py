"""Goals that one without a way to fullmäktige could contribute to, and where they are told."""

from __future__ import annotations

from typing import Any

from queries import candidates
from queries.contract import audit_json
from queries.rules.check import check
from tests.asking import Doc, audit_of


def chain() -> Doc:
    """Two nämnder with two enheter each; an orphan stands in the first enhet of the first."""
    units = [{"id": "kf", "name": "KF", "kind": "fullmäktige"}]
    goals: list[Doc] = [
        {"id": "ka", "title": "Trygghet", "level": "fullmaktige", "unit": "kf", "areas": ["a"]},
        {"id": "kb", "title": "Ekonomi", "level": "fullmaktige", "unit": "kf", "areas": ["b"]},
    ]
    for n in ("n1", "n2"):
        units.append({"id": n, "name": n, "kind": "nämnd", "parent": "kf"})
        units += [{"id": f"{n}{e}", "name": n + e, "kind": "enhet", "parent": n} for e in "xy"]
        goals += [
            {"id": f"{n}-{area}", "title": f"Mål {area}", "level": "namnd", "unit": n,
             "contributes_to": [f"k{area}"]}
            for area in "ab"
        ]  # fmt: skip
    goals.append({"id": "o", "title": "Mål a", "level": "enhet", "unit": "n1x"})
    return {
        "rodtrad": 1, "source": {"id": "s"}, "units": units, "goals": goals,
        "areas": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
        "model": {"current_year": 2024},
    }  # fmt: skip


def could(doc: Doc, goal: str = "o", **more: Any) -> list[str]:
    found = audit_of(doc, {})
    p = found.projection
    return [p.ids[each] for each in candidates.repairs(found, p.number[goal], **more)]


def test_an_orphan_is_offered_goals_of_the_level_above_that_share_its_tag() -> None:
    doc = chain()
    doc["goals"][-1]["areas"] = ["b"]
    assert could(doc) == ["n1-b", "n2-b"]


def test_the_nearest_unit_comes_first_and_then_the_likest_text() -> None:
    doc = chain()
    assert could(doc) == ["n1-a", "n1-b", "n2-a", "n2-b"]
    doc["goals"][-1] |= {"title": "Mål b", "unit": "n2y"}
    assert could(doc, limit=3) == ["n2-b", "n2-a", "n1-b"]


def test_only_goals_that_lead_to_fullmaktige_are_offered() -> None:
    doc = chain()
    doc["goals"] += [
        {"id": "n1-o", "title": "Mål a", "level": "namnd", "unit": "n1"},
        {"id": "n1-d", "title": "Mål a", "level": "namnd", "unit": "n1", "status": "draft",
         "contributes_to": ["ka"]},
    ]  # fmt: skip
    assert could(doc)[:2] == ["n1-a", "n1-b"]
    assert not {"n1-o", "n1-d"} & set(could(doc))


def test_a_goal_whose_level_stands_on_fullmaktige_is_offered_root_goals() -> None:
    doc = chain()
    doc["goals"].append({"id": "n", "title": "Nytt", "level": "namnd", "unit": "n2"})
    assert sorted(could(doc, "n")) == ["ka", "kb"]
    doc["goals"][-1]["areas"] = ["b"]
    assert could(doc, "n") == ["kb"]


def findings(doc: Doc) -> list[Doc]:
    found = audit_of(doc, {})
    told: list[Doc] = audit_json(found, check(found))["findings"]
    return told


def test_findings_of_orphan_broken_and_detached_goals_have_candidates_and_no_others() -> None:
    doc = chain()
    enhet = {"level": "enhet", "unit": "n1x", "title": "Mål"}
    doc["goals"] += [
        {"id": "broken", **enhet, "contributes_to": ["gone"]},
        {"id": "detached", **enhet, "contributes_to": ["o"]},
    ]
    told = findings(doc)
    offered = {each["subject"]["id"]: each["candidates"] for each in told if "candidates" in each}
    near = ["n1-a", "n1-b", "n2-a", "n2-b"]
    assert offered == {"o": near, "broken": near, "detached": near}
    assert {each["rule"] for each in told if "candidates" in each} == {"T001", "T002", "T003"}


def test_a_long_list_of_findings_offers_candidates_for_its_first_goals_only() -> None:
    doc = chain()
    more = candidates.REPAIRS_TOLD + 5
    doc["goals"] += [
        {"id": f"p{n:03}", "title": "Mål", "level": "enhet", "unit": "n1x"} for n in range(more)
    ]
    told = [each for each in findings(doc) if each["rule"] == "T001"]
    assert len(told) == more + 1
    offered = ["candidates" in each for each in told]
    assert offered == [True] * candidates.REPAIRS_TOLD + [False] * 6
    assert could(doc, f"p{more - 1:03}")
