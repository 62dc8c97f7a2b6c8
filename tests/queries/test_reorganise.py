"""Merging and moving units, against plan files written anew with other units."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from queries.reorganise import reorganise
from tests.asking import Doc, audit_answer, audit_of
from tests.chains import chains, random_chain

UNIT_KEYS = ("unit", "owner", "addressed_to")
SECTIONS = ("plans", "goals", "indicators", "exemptions", "forwards", "participation")


def above(doc: Doc, unit: str) -> list[str]:
    parent = {each["id"]: each.get("parent") for each in doc["units"]}
    out = []
    while (over := parent[unit]) is not None:
        out.append(over)
        unit = over
    return out


def merged(doc: Doc, keep: str, gone: str) -> Doc:
    """The plan file with one unit of two, written by hand."""
    doc = copy.deepcopy(doc)
    own = {each["id"]: each for each in doc["units"]}
    if gone in above(doc, keep):
        own[keep]["parent"] = own[gone].get("parent")
    doc["units"] = [each for each in doc["units"] if each["id"] != gone]
    for each in doc["units"]:
        if each.get("parent") == gone and each["id"] != keep:
            each["parent"] = keep
        if each.get("parent") is None:
            each.pop("parent", None)

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return list(dict.fromkeys(keep if each == gone else each for each in value))
        return keep if value == gone else value

    for section in SECTIONS:
        for item in doc.get(section, ()):
            for key in UNIT_KEYS:
                if key in item:
                    item[key] = renamed(item[key])
    return doc


def moved(doc: Doc, unit: str, to: str) -> Doc:
    doc = copy.deepcopy(doc)
    next(each for each in doc["units"] if each["id"] == unit)["parent"] = to
    return doc


def two_alike(doc: Doc, seed: int) -> tuple[str, str] | None:
    """Two units of the plan file that both owe goals, or both owe none."""
    levels = doc.get("model", {}).get("levels") or [
        {"owed_by": [kind]} for kind in ("nämnd", "enhet", "grupp")
    ]
    kinds = doc.get("model", {}).get("unit_kinds", {})
    owing = {kind for level in levels for kind in level.get("owed_by", ())}
    sides: dict[bool, list[str]] = {True: [], False: []}
    for unit in doc.get("units", ()):
        sides[bool({unit["kind"], kinds.get(unit["kind"])} & owing)].append(unit["id"])
    pairs = [Random(seed).sample(units, 2) for units in sides.values() if len(units) > 1]
    if not pairs:
        return None
    keep, gone = Random(seed).choice(pairs)
    return keep, gone


def told(found: Any) -> Doc:
    answer = audit_answer(found)
    for goal in answer["goals"].values():
        goal["units"] = sorted(goal["units"])
    return answer


@settings(max_examples=60, deadline=None)
@given(chains(), st.integers(0, 10**6))
def test_a_merge_is_the_plan_file_with_one_unit_less(chain: tuple[Doc, Doc], seed: int) -> None:
    doc, view = chain
    pair = two_alike(doc, seed)
    if pair is None:
        return
    keep, gone = pair
    found = reorganise(audit_of(doc, view), merges=[(keep, gone)])
    assert told(found.after) == told(audit_of(merged(doc, keep, gone), view))


@settings(max_examples=60, deadline=None)
@given(chains(), st.integers(0, 10**6))
def test_a_move_is_the_plan_file_with_another_parent(chain: tuple[Doc, Doc], seed: int) -> None:
    doc, view = chain
    units = [each["id"] for each in doc.get("units", ())]
    if len(units) < 2:
        return
    unit, to = Random(seed).sample(units, 2)
    audit = audit_of(doc, view)
    if unit in above(doc, to):
        with pytest.raises(UsageError, match="flyttas"):
            reorganise(audit, moves=[(unit, to)])
        return
    found = reorganise(audit, moves=[(unit, to)])
    assert told(found.after) == told(audit_of(moved(doc, unit, to), view))


def test_what_is_said_to_be_lost_is_what_both_pictures_show() -> None:
    lost = kept = 0
    for seed in range(80):
        doc, view = random_chain(seed)
        pair = two_alike(doc, seed)
        if pair is None:
            continue
        keep, gone = pair
        audit = audit_of(doc, view)
        found = reorganise(audit, merges=[(keep, gone)])
        before, after = told(audit), told(audit_of(merged(doc, keep, gone), view))
        carried = {"covered", "forwarded"}
        for change in found.lost_cells:
            lost += 1
            assert any(
                before["matrix"][change.level, unit, change.area]["status"] in carried
                for unit, _ in change.before
            )
            cell = after["matrix"].get((change.level, change.unit, change.area))
            assert cell is None or cell["status"] not in carried
        gone_cells = {(each.level, unit, each.area) for each in found.lost_cells
                      for unit, _ in each.before}  # fmt: skip
        for (level, unit, area), cell in before["matrix"].items():
            if cell["status"] in carried and (level, unit, area) not in gone_cells:
                kept += 1
                assert any(
                    now["status"] in carried and (of, where) == (level, area)
                    for (of, _, where), now in after["matrix"].items()
                )
        answers = {(goal, unit) for (unit, goal), each in before["answers"].items()
                   if each["status"] == "answered"}  # fmt: skip
        for unit, goal in found.lost_answers:
            assert after["answers"].get((unit, goal), {}).get("status") != "answered"
            assert any(goal == each for each, _ in answers)
        was, now = before["goals"], after["goals"]
        p = audit.projection
        assert [p.ids[goal] for goal in found.loses_answer] == sorted(
            goal for goal in was if was[goal]["answered"] and not now[goal]["answered"]
        )
        assert [p.ids[goal] for goal in found.loses_deep_any] == sorted(
            goal for goal in was if was[goal]["deep_any"] and not now[goal]["deep_any"]
        )
    assert lost
    assert kept > 100


def test_duties_swallowed_are_those_open_before_and_nobodys_after() -> None:
    lifted = gone_with_row = 0
    for seed in range(100):
        doc, view = random_chain(seed)
        pair = two_alike(doc, seed)
        if pair is None:
            continue
        keep, gone = pair
        audit, doc_after = audit_of(doc, view), merged(doc, keep, gone)
        after = told(audit_of(doc_after, view))["matrix"]
        expected = set()
        for (level, unit, area), cell in told(audit)["matrix"].items():
            now = keep if unit == gone else unit
            row = next((each for each in [now, *above(doc_after, now)]
                        if (level, each, area) in after), None)  # fmt: skip
            status = after[level, row, area]["status"] if row else None
            if cell["status"] in ("tag_only", "weak", "no_plan", "empty") and status in (
                None, "exempt",
            ):  # fmt: skip
                expected.add((level, unit, area, status == "exempt"))
                lifted += status == "exempt"
                gone_with_row += status is None
        swallowed = reorganise(audit, merges=[pair]).swallowed
        assert expected == {
            (each.duty.level, each.duty.unit, each.duty.about, each.exempt)
            for each in swallowed
            if each.duty.kind == "cell"
        }
    assert lifted
    assert gone_with_row


def two_committees() -> Doc:
    units = [
        {"id": "kf", "name": "KF", "kind": "fullmäktige"},
        {"id": "n1", "name": "Nämnd 1", "kind": "nämnd", "parent": "kf"},
        {"id": "n2", "name": "Nämnd 2", "kind": "nämnd", "parent": "kf"},
        {"id": "e", "name": "Enhet", "kind": "enhet", "parent": "n2"},
    ]
    goals = [
        {"id": "k1", "title": "K1", "level": "fullmaktige", "unit": "kf", "areas": ["a"],
         "addressed_to": ["n1", "n2"]},
        {"id": "k2", "title": "K2", "level": "fullmaktige", "unit": "kf", "areas": ["b"]},
        {"id": "g1", "title": "G1", "level": "namnd", "unit": "n1", "contributes_to": ["k1"]},
        {"id": "g2", "title": "G2", "level": "namnd", "unit": "n2", "contributes_to": ["k2"]},
    ]  # fmt: skip
    areas = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    return {
        "rodtrad": 1, "source": {"id": "s"}, "units": units, "areas": areas, "goals": goals,
        "model": {"current_year": 2024},
    }  # fmt: skip


def test_together_two_units_cover_what_each_of_them_did() -> None:
    found = reorganise(audit_of(two_committees(), {}), merges=[("n1", "unit:n2")])
    assert found.nothing_lost
    assert [(each.area, each.before, each.after) for each in found.cells] == [
        ("a", (("n1", "covered"), ("n2", "empty")), "covered"),
        ("b", (("n1", "empty"), ("n2", "covered")), "covered"),
    ]
    assert found.covered["namnd", "a"] == (1, 2, 1, 1)
    missing = [(each.missing_before, each.missing) for each in found.roots]
    assert missing == [(("n2",), ()), ((), ())]


def test_an_exemption_that_comes_to_cover_more_is_told_of_each_duty() -> None:
    doc = two_committees()
    doc["exemptions"] = [{"unit": "n2", "reason": "Beslut"}]
    doc["units"].append({"id": "e2", "name": "Enhet två", "kind": "enhet", "parent": "n1"})
    doc["exemptions"].append({"unit": "e2", "reason": "Ny"})
    doc["goals"][1]["addressed_to"] = ["n1"]
    found = reorganise(audit_of(doc, {}), merges=[("n2", "n1"), ("e2", "e")])
    assert found.all_carried
    assert not found.nothing_lost
    told = [(each.duty.kind, each.duty.unit, each.duty.about, each.unit, each.exempt)
            for each in found.swallowed]  # fmt: skip
    assert told == [("goals", "e", "", "e2", True)]
    doc["goals"] = [each for each in doc["goals"] if each["id"] != "g2"]
    found = reorganise(audit_of(doc, {}), merges=[("n2", "n1")])
    told = [(each.duty.kind, each.duty.unit, each.duty.about, each.unit, each.exempt)
            for each in found.swallowed]  # fmt: skip
    assert told == [("cell", "n1", "b", "n2", True), ("answer", "n1", "k2", "n2", True)]
    assert found.covered["namnd", "b"] == (0, 1, 0, 0)


def test_a_committee_put_under_a_group_loses_its_row_only_if_it_is_no_committee_any_more() -> None:
    doc = two_committees()
    found = reorganise(audit_of(doc, {}), merges=[("e", "n2")])
    assert not found.nothing_lost
    assert [(each.unit, each.area, each.after) for each in found.lost_cells] == [("e", "b", None)]
    assert [found.before.projection.ids[goal] for goal in found.homeless] == ["g2"]


@pytest.mark.parametrize(
    ("merges", "moves", "code"),
    [
        ([("n1", "n1")], [], "merge_itself"),
        ([("n1", "kf")], [], "merge_unlike"),
        ([("kf", "e")], [], "merge_unlike"),
        ([("n1", "nn")], [], "unknown_name"),
        ([("n1", "g1")], [], "goal_not_unit"),
        ([], [("n2", "e")], "move_under_itself"),
        ([], [("n2", "n2")], "move_under_itself"),
        ([("n1", "n2")], [("n2", "e")], "move_under_itself"),
    ],
)
def test_what_cannot_be_done_is_told(merges: Any, moves: Any, code: str) -> None:
    with pytest.raises(UsageError) as raised:
        reorganise(audit_of(two_committees(), {}), merges, moves)
    assert raised.value.code == code
