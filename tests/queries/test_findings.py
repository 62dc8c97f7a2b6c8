"""The findings of the chain itself are told when their fact is there, and only then."""

from typing import Any

import pytest

from queries.audit import Audit
from queries.findings import Finding, findings, worst
from tests.asking import audit_of

Doc = dict[str, Any]

UNITS = [
    {"id": "kf", "name": "Fullmäktige", "kind": "fullmäktige"},
    {"id": "n", "name": "Nämnden", "kind": "nämnd", "parent": "kf"},
    {"id": "e", "name": "Enheten", "kind": "enhet", "parent": "n"},
    {"id": "gr", "name": "Gruppen", "kind": "grupp", "parent": "e"},
]
AREAS = [{"id": "a", "name": "Området", "period": "2021-2024"}]


def goal(name: str, level: str, unit: str, *links: Any, **more: Any) -> Doc:
    return {
        "id": name,
        "title": f"Mål {name}",
        "level": level,
        "unit": unit,
        "contributes_to": list(links),
        **more,
    }


def whole() -> Doc:
    """A chain with nothing to remark on."""
    return {
        "rodtrad": 1,
        "source": {"id": "t"},
        "units": [dict(unit) for unit in UNITS],
        "plans": [],
        "areas": [dict(area) for area in AREAS],
        "goals": [
            {"id": "v", "title": "Visionen", "level": "vision"},
            goal("k", "fullmaktige", "kf", "v", areas=["a"]),
            goal("n", "namnd", "n", "k", areas=["a"]),
            goal("e", "enhet", "e", "n"),
            goal("g", "grupp", "gr", "e"),
        ],
    }


def of_the_chain(audit: Audit) -> list[Finding]:
    """The findings by the first rules: later ones ask for more than links, rows and cells."""
    return [each for each in findings(audit) if each.rule <= "T025"]


def told(doc: Doc, view: Doc | None = None) -> set[tuple[str, str]]:
    found = of_the_chain(audit_of(doc, view or {"year": 2024}))
    assert found == sorted(found, key=lambda f: (f.rule, f.kind, f.subject, f.witness))
    for each in found:
        assert each.message("sv") and each.message("en")
        assert "{" not in each.message("sv") + each.message("en")
    return {(each.rule, each.subject) for each in found}


def with_(doc: Doc, section: str, *items: Doc) -> Doc:
    return {**doc, section: [*doc.get(section, []), *items]}


def changed(doc: Doc, name: str, **more: Any) -> Doc:
    goals = [{**g, **more} if g["id"] == name else g for g in doc["goals"]]
    return {**doc, "goals": goals}


def test_a_whole_chain_has_no_findings() -> None:
    assert told(whole()) == set()


def test_orphan_broken_and_detached_goals_are_errors() -> None:
    doc = with_(
        whole(),
        "goals",
        goal("o", "grupp", "gr"),
        goal("b", "grupp", "gr", "gone"),
        goal("d", "grupp", "gr", "x"),
        goal("x", "enhet", "e"),
    )
    found = told(doc)
    assert {("T001", "o"), ("T001", "x"), ("T002", "b"), ("T003", "d")} <= found
    assert ("T004", "b->gone") in found


def test_links_tell_their_own_faults() -> None:
    wrong = "sha256:" + "0" * 64
    plans = [
        {
            "id": "pn",
            "kind": "nämndplan",
            "unit": "n",
            "period": "2024",
            "decided_on": "2023-11-30",
        },
        {
            "id": "pe",
            "kind": "enhetsplan",
            "unit": "e",
            "period": "2024",
            "decided_on": "2023-11-01",
        },
    ]
    doc = with_(
        whole(),
        "goals",
        goal("old", "fullmaktige", "kf", "v", status="dropped"),
        goal("new", "fullmaktige", "kf", "v", replaces="old"),
        goal("n2", "namnd", "n", "old", "new", {"to": "k", "fingerprint_to": wrong}, plan="pn"),
        goal("e2", "enhet", "e", "n2", "k", plan="pe"),
        goal("g2", "grupp", "gr", "e2", "e"),
        goal("n3", "namnd", "n", "k", "g"),
    )
    doc = with_(doc, "plans", *plans)
    found = told(doc)
    assert {
        ("T005", "n2->old"),
        ("T006", "n2->k"),
        ("T007", "e2->n2"),
        ("T008", "e2->k"),
        ("T009", "n3->g"),
        ("T010", "n3"),
    } <= found


def test_a_goal_with_some_but_not_all_contributions_is_answered_in_part() -> None:
    doc = with_(
        whole(), "goals", goal("n2", "namnd", "n", "k"), goal("g2", "grupp", "gr", "n2", "e")
    )
    assert ("T011", "n2") in told(doc)


def test_a_ring_is_told_with_one_closed_path() -> None:
    doc = with_(whole(), "goals", goal("x", "enhet", "e", "y", "n"), goal("y", "enhet", "e", "x"))
    ring = [f for f in findings(audit_of(doc, {"year": 2024})) if f.rule == "T012"]
    assert [each.witness for each in ring] == [("x", "y", "x")]


def plan(name: str, **more: Any) -> Doc:
    return {"id": name, "kind": "nämndplan", "unit": "n", "period": "2024", **more}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"replaces": "p1", "in_force_from": "2024-07-01"}, False),
        ({"part_of": "p1"}, False),
    ],
)
def test_two_plans_of_one_unit_are_told_unless_they_hang_together(
    more: Doc, expected: bool
) -> None:
    doc = with_(whole(), "plans", plan("p1"), plan("p2", **more))
    assert any(rule == "T013" for rule, _ in told(doc)) is expected
    assert not any(rule == "T013" for rule, _ in told(doc, {"all": True}))


def test_parts_of_one_whole_hang_together() -> None:
    doc = with_(
        whole(),
        "plans",
        plan("p1", part_of="p"),
        plan("p2", part_of="p"),
        plan("p", unit="kf", kind="kommunplan"),
    )
    assert not any(rule == "T013" for rule, _ in told(doc))


def test_a_view_with_nothing_in_it_is_never_clean() -> None:
    assert {("T014", "1999"), ("T015", "1999")} <= told({**whole(), "goals": []}, {"year": 1999})


def test_a_root_needs_a_way_to_the_vision_itself_or_by_its_area() -> None:
    loose = changed(whole(), "k", contributes_to=[])
    assert ("T016", "k") in told(loose)
    by_area = {**loose, "areas": [{**AREAS[0], "contributes_to": ["v"]}]}
    assert ("T016", "k") not in told(by_area)


def test_forwards_are_told_when_nobody_or_the_unit_itself_takes_them_up() -> None:
    forward = {"goal": "k", "unit": "n", "level": "namnd", "reason": "Lämnas vidare"}
    found = told(with_(whole(), "forwards", forward))
    assert {("T017", "k/n/namnd"), ("T018", "k/n/namnd")} <= found
    taken = with_(whole(), "goals", goal("e2", "enhet", "e", "k"), goal("g2", "grupp", "gr", "e2"))
    assert ("T017", "k/n/namnd") not in told(with_(taken, "forwards", forward))


def test_a_goal_of_a_unit_that_is_no_more_stands_in_no_row() -> None:
    doc = with_(
        whole(), "units", {"id": "m", "name": "M", "kind": "nämnd", "valid_to": "2020-01-01"}
    )
    doc = with_(
        doc,
        "goals",
        goal("m1", "namnd", "m", "k"),
        goal("m2", "enhet", "e", "m1"),
        goal("m3", "grupp", "gr", "m2"),
    )
    assert told(doc) == {("T019", "m1")}


def test_a_unit_without_a_goal_is_told_unless_exempt() -> None:
    doc = with_(whole(), "units", {"id": "g2", "name": "Grupp två", "kind": "grupp", "parent": "e"})
    assert told(doc) == {("T020", "g2/grupp")}
    exempt = {"unit": "g2", "reason": "Ny grupp", "until": "2024-12-31"}
    assert told(with_(doc, "exemptions", exempt)) == set()


def test_cells_tell_what_is_missing_in_them() -> None:
    area = {"id": "b", "name": "Annat", "period": "2021-2024"}
    doc = with_(whole(), "areas", area)
    assert ("T024", "namnd/n/b") in told(doc)
    assert ("T021", "namnd/n/b") in told(changed(doc, "n", areas=["a", "b"]))
    weak = with_(doc, "goals", goal("w", "namnd", "n", areas=["b"]))
    assert ("T022", "namnd/n/b") in told(weak)
    bare = with_(doc, "units", {"id": "m", "name": "M", "kind": "nämnd", "parent": "kf"})
    assert {("T023", "namnd/m/a"), ("T023", "namnd/m/b"), ("T020", "m/namnd")} <= told(bare)


def test_an_addressed_unit_without_an_answer_is_told() -> None:
    doc = with_(whole(), "units", {"id": "m", "name": "M", "kind": "nämnd", "parent": "kf"})
    doc = changed(doc, "k", addressed_to=["n", "m"])
    assert [f for f in told(doc) if f[0] == "T025"] == [("T025", "k")]


def test_no_area_of_a_kind_that_is_asked_for_is_never_clean() -> None:
    levels = [
        {"id": "fullmaktige", "name": "F", "root": True, "needs": ["namnd"]},
        {"id": "namnd", "name": "N", "owed_by": ["nämnd"], "every_area": ["perspektiv"]},
    ]
    doc = {**whole(), "model": {"levels": levels}}
    doc["goals"] = [
        {**each, "contributes_to": [] if each["id"] == "k" else each["contributes_to"]}
        for each in doc["goals"]
        if each["level"] in ("fullmaktige", "namnd")
    ]
    assert told(doc) == {("T014", "2024")}


def test_two_plans_that_replace_the_same_third_do_not_hang_together() -> None:
    doc = with_(
        whole(),
        "plans",
        plan("p0", period="2023"),
        plan("p1", replaces="p0"),
        plan("p2", replaces="p0", in_force_from="2024-03-01"),
        plan("p3", replaces="p2", in_force_from="2024-09-01"),
    )
    found = {subject for rule, subject in told(doc) if rule == "T013"}
    assert found == {"p1", "p2", "p3"}


def test_a_goal_held_through_a_part_plan_is_the_units_own() -> None:
    part = {"id": "st", "name": "Stab", "kind": "stab", "parent": "n"}
    doc = changed(with_(whole(), "units", part), "n", unit="st")
    doc = with_(doc, "goals", goal("e2", "enhet", "e", "k"), goal("g2", "grupp", "gr", "e2"))
    forward = {"goal": "k", "unit": "n", "level": "namnd", "reason": "Lämnas vidare"}
    assert ("T018", "k/n/namnd") in told(with_(doc, "forwards", forward))


def test_a_unit_that_handed_a_goal_on_has_answered_when_it_was_taken_up() -> None:
    doc = changed(whole(), "k", addressed_to=["m"])
    doc = with_(
        doc,
        "units",
        {"id": "m", "name": "M", "kind": "nämnd", "parent": "kf"},
        {"id": "me", "name": "ME", "kind": "enhet", "parent": "m"},
    )
    forward = {"goal": "k", "unit": "m", "level": "namnd", "reason": "Lämnas vidare"}
    doc = with_(doc, "forwards", forward)
    assert ("T025", "k") in told(doc)
    taken = with_(doc, "goals", goal("e2", "enhet", "me", "k"), goal("g2", "grupp", "gr", "e2"))
    assert ("T025", "k") not in told(taken)


def test_a_goal_left_out_by_the_view_is_not_told_as_missing() -> None:
    doc = with_(whole(), "goals", goal("n2", "namnd", "n", "k", "e"))
    assert not [f for f in told(doc, {"year": 2024, "through": "namnd"}) if f[0] == "T004"]


def test_fail_on_counts_what_is_as_severe_or_worse() -> None:
    found = of_the_chain(
        audit_of(with_(whole(), "goals", goal("n2", "namnd", "n", "k")), {"year": 2024})
    )
    assert {each.severity for each in found} == {"warning"}
    assert not worst(found, "error")
    assert worst(found, "warning")
    assert worst(found, "advice")
