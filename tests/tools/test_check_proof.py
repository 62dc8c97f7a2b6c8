"""tools/check_proof.py believes nothing but the data, and needs nothing but Python."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from graph.checking import read_chain
from graph.period import parse_period
from graph.projection import project
from queries.audit import audit
from queries.findings import findings
from queries.proofs import Proof
from queries.rules.book import builtin
from queries.view import View
from service.reports.proofs import write_proofs
from tests.asking import audit_of
from tests.proving import data_of, proofs_of, read
from tools.check_proof import FOREVER, NEVER, Checker, period

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "check_proof.py"
VIEW = {"year": 2024}
UNITS = [
    {"id": "kf", "name": "Fullmäktige", "kind": "fullmäktige"},
    {"id": "n", "name": "Nämnden", "kind": "nämnd", "parent": "kf"},
    {"id": "m", "name": "Andra nämnden", "kind": "nämnd", "parent": "kf"},
    {"id": "e", "name": "Enheten", "kind": "enhet", "parent": "n"},
    {"id": "h", "name": "Nämnden som lämnar vidare", "kind": "nämnd", "parent": "kf"},
    {"id": "he", "name": "Enheten som tar vid", "kind": "enhet", "parent": "h"},
    {"id": "x", "name": "Nämnden utan mål", "kind": "nämnd", "parent": "kf"},
    {"id": "y", "name": "Nämnden utan mål i b", "kind": "nämnd", "parent": "kf"},
]


def goal(name: str, level: str, unit: str, *links: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "level": level, "unit": unit,
            "contributes_to": list(links), **more}  # fmt: skip


GOALS = [
    {"id": "v", "title": "v", "level": "vision"},
    goal("k1", "fullmaktige", "kf", "v", areas=["a"], addressed_to=["n"]),
    goal("k2", "fullmaktige", "kf", "v", areas=["b"], addressed_to=["m", "x", "y"]),
    goal("n1", "namnd", "n", "k1", areas=["a"]),
    goal("n2", "namnd", "n", "gone", areas=["c"]),
    goal("n3", "namnd", "n", "n2", "e2"),
    goal("n4", "namnd", "n", "k1", areas=["b"]),
    goal("e1", "enhet", "e", "n1", {"to": "k2", "status": "rejected"}),
    goal("e2", "enhet", "e", "n3"),
    goal("e3", "enhet", "e"),
    goal("e4", "enhet", "e", "n2", exempt={"reason": "Ny", "until": "2024-12-31"}),
    goal("e5", "enhet", "e", "n1", exempt={"reason": "Behövdes inte"}),
    goal("r1", "enhet", "e", "r2"),
    goal("r2", "enhet", "e", "r1"),
    goal("k3", "fullmaktige", "kf", "v", areas=["f"], addressed_to=["h", "y"]),
    goal("k4", "fullmaktige", "kf", "v", areas=["g"]),
    goal("h1", "enhet", "he", "k3"),
    goal("h2", "enhet", "he", "k4"),
    goal("h3", "namnd", "h", "k4"),
    goal("g1", "grupp", "e", "e1"),
    goal("k5", "fullmaktige", "kf"),
    goal("s1", "namnd", "n", "s2"),
    goal("s2", "enhet", "e", "s1"),
    goal("old", "enhet", "e", "k1", "gone", valid_to="2023-12-31"),
]
DOC = {
    "rodtrad": 1,
    "source": {"id": "s"},
    "units": UNITS,
    "areas": [{"id": name, "name": name} for name in "abcdfg"],
    "goals": GOALS,
    "exemptions": [
        {"unit": "m", "area": "a", "reason": "Inget uppdrag", "until": "2024-06-30"},
        {"unit": "x", "reason": "Under avveckling"},
        {"unit": "y", "area": "b", "reason": "Inget uppdrag"},
    ],
    "forwards": [
        {"goal": name, "unit": "h", "level": "namnd", "reason": "Rör skolan"}
        for name in ("k1", "k3", "k4")
    ],
    "indicators": [{"id": "i", "name": "Antal", "measures": ["n1"]}],
}
DATA = data_of(audit_of(DOC, VIEW))
PROOFS = [read(said) for said in proofs_of(audit_of(DOC, VIEW))]


def proof_of(*subject: str, rule: str | None = None) -> Proof:
    """A proof of the little chain by the words of its subject, to be tampered with."""
    (found,) = (
        each
        for each in PROOFS
        if set(map(str, each["subject"].values())) == set(subject) and each.get("rule") == rule
    )
    proof: Proof = json.loads(json.dumps(found))
    return proof


def fault(proof: Any, data: bytes = DATA) -> str | None:
    return Checker(data).check(json.dumps(proof).encode())[1]


def rejected(proof: Proof, reason: str, data: bytes = DATA) -> None:
    assert reason in (fault(proof, data) or "accepted")


def changed(change: Callable[[dict[str, Any]], None], proof: Proof) -> bytes:
    """Other data, and a proof that owns to its digest."""
    data = json.loads(DATA)
    change({item["id"]: item for item in data["goals"] + data["units"]})
    said = json.dumps(data).encode()
    proof["data"] = "sha256:" + sha256(said).hexdigest()
    return said


def test_every_proof_of_the_little_chain_holds() -> None:
    assert [proof for proof in PROOFS if fault(proof)] == []
    verdicts = {proof["verdict"] for proof in PROOFS}
    states = {"vision", "root", "rooted", "exempt", "orphan", "broken", "detached"}
    assert verdicts >= states | {"covered", "weak", "tag_only", "empty", "no_plan", "missing"}


def test_changed_data_is_noticed() -> None:
    said = DATA.replace(b'"title":"n1"', b'"title":"n9"')
    assert said != DATA
    rejected(proof_of("goal", "e1"), "of other data", said)


def test_a_changed_digest_is_noticed() -> None:
    rejected({**proof_of("goal", "e1"), "data": "sha256:" + 64 * "0"}, "of other data")


def test_a_link_taken_out_of_the_data_carries_no_more() -> None:
    proof = proof_of("goal", "e1")
    said = changed(lambda items: items["n1"]["contributes_to"].clear(), proof)
    rejected(proof, "it is detached", said)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (["e1", "k1"], "no link carries from e1 to k1"),
        (["e1", "k2"], "no link carries from e1 to k2"),
        (["e1", "n1"], "the path ends at n1"),
        (["e1", "n1", "k1", "v"], "the path ends at v"),
        (["n1", "k1"], "starts somewhere else"),
        (["e1"], "the path ends at e1"),
        ([], "no path"),
        ("e1", "no path"),
        ([["e1"]], "not of the shape"),
    ],
    ids=["edge removed", "rejected link", "no root", "wrong root", "other start", "too short",
         "empty", "no list", "nested"],
)  # fmt: skip
def test_a_path_must_carry_from_the_goal_to_a_root(path: Any, reason: str) -> None:
    proof = proof_of("goal", "e1")
    proof["witness"]["path"] = path
    rejected(proof, reason)


@pytest.mark.parametrize("member", ["e2", "n3", "n2"])
def test_a_closed_set_must_hold_every_goal_that_is_led_to(member: str) -> None:
    proof = proof_of("goal", "e2")
    proof["witness"]["closed"].remove(member)
    rejected(proof, "closed holds something else")


def test_a_closed_set_must_hold_no_root() -> None:
    proof = proof_of("goal", "e2")
    proof["subject"]["id"] = "e1"
    proof["witness"]["closed"] = ["e1", "n1", "k1", "v"]
    rejected(proof, "it is rooted")


def test_a_closed_set_must_hold_goals_in_force_alone() -> None:
    proof = proof_of("goal", "e2")
    proof["witness"]["closed"].append("gone")
    rejected(proof, "closed holds something else")


def test_an_orphan_has_no_link() -> None:
    proof = proof_of("goal", "e3", rule="T001")
    proof["subject"]["id"] = "n2"
    rejected(proof, "it is broken")


@pytest.mark.parametrize(
    "links",
    [[], [{"to": "gone", "why": "rejected"}], [{"to": "k1", "why": "target_missing"}]],
    ids=["left out", "another reason", "another link"],
)
def test_a_broken_goal_shows_all_its_links_and_what_is_wrong_with_each(links: Any) -> None:
    proof = proof_of("goal", "n2")
    proof["witness"]["links"] = links
    rejected(proof, "links holds something else")


@pytest.mark.parametrize(("name", "verdict"), [
    ("e1", "root"), ("k1", "rooted"), ("k1", "vision"), ("v", "root"), ("e2", "exempt"),
    ("e4", "detached"), ("e3", "broken"), ("n2", "detached"), ("n2", "orphan"), ("e2", "lost"),
])  # fmt: skip
def test_a_state_by_another_name_is_rejected(name: str, verdict: str) -> None:
    assert fault({**proof_of("goal", name), "verdict": verdict})


def test_another_view_must_give_the_same() -> None:
    proof = proof_of("goal", "e4")
    proof["view"]["year"] = 2025
    rejected(proof, "it is detached")
    proof["view"].update(year=2024, through="namnd")
    rejected(proof, "the goal isn't in force")
    proof["view"].update(through=None, as_of="2024-05-01")
    rejected(proof, "of a year, a day or all")


def test_an_exemption_that_has_ended_exempts_nobody() -> None:
    proof = proof_of("goal", "e4")
    proof["witness"]["decision"]["until"] = "2023-12-31"
    rejected(proof, "no such decision")
    said = changed(lambda items: items["e4"]["exempt"].update(until="2023-12-31"), proof)
    rejected(proof, "it is detached", said)


def test_a_decision_makes_no_rooted_goal_exempt() -> None:
    proof = {**proof_of("goal", "e4"), "subject": {"kind": "goal", "id": "e5"}}
    proof["witness"]["decision"] = json.loads(DATA)["goals"][4]["exempt"]
    assert proof["witness"]["decision"]["reason"] == "Behövdes inte"
    proof["witness"]["closed"] = ["e5", "n1", "k1", "v"]
    rejected(proof, "it is rooted")


def test_nothing_is_said_twice_or_besides() -> None:
    proof = proof_of("goal", "e1")
    said = json.dumps(proof).replace('"verdict": "rooted"', '"verdict": "x", "verdict": "rooted"')
    assert Checker(DATA).check(said.encode())[1] == "a key is written twice"
    rejected({**proof, "note": "sant"}, "other parts")
    rejected({**proof, "format": "rodtrad.proof/2"}, "a known format")
    rejected({**proof, "view": {**proof["view"], "month": 3}}, "no such view")


def test_a_rule_stands_for_its_own_verdict_alone() -> None:
    assert fault(proof_of("goal", "e2", rule="T003")) is None
    rejected({**proof_of("goal", "e2"), "rule": "T001"}, "another verdict")
    rejected({**proof_of("goal", "e2"), "rule": "K1"}, "another verdict")


def test_a_link_that_carries_is_not_broken() -> None:
    proof = proof_of("link", "n2", "gone")
    rejected({**proof, "verdict": "outdated"}, "it is broken")
    rejected({**proof, "witness": {"why": "rejected"}}, "why holds something else")
    proof["subject"].update({"from": "n1", "to": "k1"})
    rejected(proof, "it is valid")


def test_all_that_contributes_is_counted() -> None:
    proof = proof_of("needs", "n1")
    assert [each["goal"] for each in proof["witness"]["from"]] == ["e1", "e5"]
    rejected({**proof, "verdict": "barren"}, "it is answered")
    rejected({**proof, "witness": {**proof["witness"], "missing": ["enhet"]}}, "missing holds")
    rejected({**proof, "witness": {"from": [], "missing": []}}, "from holds something else")


def test_a_cell_is_covered_by_a_way_to_its_own_area_from_its_own_row() -> None:
    proof = proof_of("cell", "namnd", "n", "a")
    for path, reason in ((["n4", "k1"], None), (["n4"], "ends at n4"), (["e1"], "starts")):
        proof["witness"]["path"] = path
        if reason is None:
            assert fault(proof) is None
        else:
            rejected(proof, reason)
    proof["subject"]["area"] = "b"
    rejected(proof, "it is tag_only")
    proof["subject"].update(area="a", unit="m")
    rejected(proof, "it is exempt")


def test_a_cell_is_no_emptier_than_it_is() -> None:
    proof = proof_of("cell", "namnd", "n", "d")
    closed = proof["witness"]
    assert fault(proof) is None
    for verdict in ("no_plan", "weak", "exempt"):
        rejected({**proof, "verdict": verdict}, "it is empty")
    for area, reason in (("a", "is covered"), ("b", "is tag_only"), ("c", "is weak")):
        rejected({**proof, "subject": {**proof["subject"], "area": area}}, reason)
    closed["closed"].remove("n4")
    rejected(proof, "closed holds something else")


def test_a_cell_is_forwarded_where_the_goal_leads_and_nothing_covers() -> None:
    proof = proof_of("cell", "namnd", "h", "f")
    assert (proof["verdict"], proof["witness"]) == ("forwarded", {"path": ["k3"], "closed": [
        "h3", "k4", "v"]})  # fmt: skip
    rejected({**proof, "subject": {**proof["subject"], "unit": "n"}}, "it is empty")
    rejected({**proof, "verdict": "empty"}, "it is forwarded")
    rejected({**proof, "witness": {**proof["witness"], "path": ["k4"]}}, "the path ends at k4")
    rejected({**proof, "subject": {**proof["subject"], "area": "g"}}, "it is covered")
    assert proof_of("cell", "namnd", "h", "g")["verdict"] == "covered"


def test_a_matrix_has_its_own_rows_and_columns_alone() -> None:
    proof = proof_of("cell", "namnd", "n", "d")
    for name, other in (("unit", "e"), ("unit", "kf"), ("level", "enhet"), ("area", "z")):
        assert fault({**proof, "subject": {**proof["subject"], name: other}}), other


def test_nothing_is_proved_of_goals_that_arent_in_force() -> None:
    for kind, names, like in (
        ("goal", {"id": "old"}, proof_of("goal", "e1")),
        ("needs", {"id": "old"}, proof_of("needs", "n1")),
        ("link", {"from": "old", "to": "gone"}, proof_of("link", "n2", "gone")),
    ):
        rejected({**like, "subject": {"kind": kind, **names}}, "the goal isn't in force")


def test_a_row_is_excused_by_its_own_decisions_alone() -> None:
    proof = proof_of("cell", "namnd", "m", "a")
    assert proof["verdict"] == "exempt"
    rejected({**proof, "subject": {**proof["subject"], "area": "b"}}, "it is no_plan")
    proof["witness"]["decision"]["reason"] = "Annat"
    rejected(proof, "no such decision")
    proof["view"].update(year=None, as_of="2024-07-01")
    rejected(proof, "it is no_plan")


def test_nobody_fails_to_answer_who_wasnt_asked_or_did() -> None:
    proof = proof_of("answer", "m", "k2", rule="T025")
    rejected({**proof, "subject": {**proof["subject"], "goal": "k1"}}, "nobody asked it")
    proof["witness"]["chain"] = ["k2"]
    rejected(proof, "chain holds something else")


def answer_of(unit: str, goal: str) -> Proof:
    return proof_of("answer", unit, goal)


def test_a_unit_answers_by_a_way_from_its_own_row_to_the_goal() -> None:
    proof = answer_of("n", "k1")
    rejected({**proof, "subject": {**proof["subject"], "goal": "k2"}}, "nobody asked it")
    rejected({**proof, "subject": {**proof["subject"], "unit": "m"}}, "nobody asked it")
    rejected({**proof, "witness": {"path": ["h1", "k3"]}}, "starts somewhere else")
    assert answer_of("h", "k3")["witness"]["path"] == ["h1", "k3"]


def test_what_is_answered_cant_be_called_missing() -> None:
    row = ["k1", "n1", "n2", "n3", "n4", "v"]
    shown = {"closed": row, "chain": ["k1", "v"]}
    rejected({**answer_of("n", "k1"), "verdict": "missing", "witness": shown}, "it is answered")
    shown = {"closed": ["h3", "k4", "v"], "chain": ["k3", "v"]}
    handed = {**answer_of("h", "k3"), "verdict": "missing", "witness": shown}
    rejected(handed, "it is answered")


def test_a_unit_is_excused_from_an_answer_by_its_own_decision_on_the_area() -> None:
    whole, area = answer_of("x", "k2"), answer_of("y", "k2")
    assert (whole["verdict"], area["verdict"]) == ("exempt", "exempt")
    shown = {"closed": [], "chain": ["k2", "v"]}
    for each in (whole, area):
        rejected({**each, "verdict": "missing", "witness": shown}, "it is exempt")
    rejected({**area, "witness": whole["witness"]}, "no such decision")
    elsewhere = {**area["witness"], "path": ["k3"]}
    other = {**answer_of("y", "k3"), "verdict": "exempt", "witness": elsewhere}
    rejected(other, "it is missing")


def test_a_unit_has_no_rooted_goal_only_where_none_is_and_none_is_excused() -> None:
    proof = proof_of("unit", "m", "namnd", rule="T020")
    del proof["rule"]
    assert fault(proof) is None
    rejected({**proof, "verdict": "none"}, "nothing is known of such a claim")
    for name, closed, reason in (
        ("x", [], "a decision in force exempts"),
        ("n", ["k1", "n1", "n2", "n3", "n4", "v"], "it isn't so"),
    ):
        subject = {**proof["subject"], "id": name}
        rejected({**proof, "subject": subject, "witness": {"closed": closed}}, reason)


def test_a_view_with_a_root_goal_isnt_without() -> None:
    view = {"subject": {"kind": "view"}, "verdict": "no_root", "witness": {}}
    proof = {**proof_of("goal", "v"), **view}
    rejected(proof, "it isn't so")
    proof["view"].update(year=None, all=True, through="vision")
    assert fault(proof) is None


def test_a_ring_closes() -> None:
    proof = proof_of("ring", "r1", rule="T012")
    for path in (["r1", "r2"], ["r1"], ["r2", "r1", "r2"]):
        assert fault({**proof, "witness": {"path": path}})


def depth_of(kind: str, name: str) -> Proof:
    proof = proof_of(kind, name)
    assert fault(proof) is None
    return proof


def test_a_covered_goal_stands_on_goals_that_come_before_it() -> None:
    proof = depth_of("deep_any", "n1")
    assert (proof["verdict"], proof["witness"]) == ("covered", {"order": ["g1", "e1", "n1"]})
    for order, reason in (
        (["n1", "e1", "g1"], "n1 lacks"), (["e1", "n1"], "e1 lacks"), (["g1", "e1"], "isn't shown"),
        (["g1", "e1", "gone", "n1"], "'gone' is missing"),
    ):  # fmt: skip
        rejected({**proof, "witness": {"order": order}}, reason)
    rejected({**proof, "subject": {"kind": "deep_all", "id": "n1"}}, "n1 lacks")


def test_what_justifies_itself_alone_is_uncovered() -> None:
    for kind in ("deep_any", "deep_all"):
        proof = depth_of(kind, "s1")
        assert (proof["verdict"], proof["witness"]) == ("uncovered", {"set": ["s1", "s2"]})
        rejected({**proof, "witness": {"set": ["s1"]}}, "s1 has" if kind == "deep_any" else "s1")
        for order in (["s1", "s2"], ["s2", "s1"]):
            assert "lacks" in (fault({**proof, "verdict": "covered", "witness": {"order": order}})
                               or "accepted")  # fmt: skip


def test_an_uncovered_goal_has_no_support_outside_the_set() -> None:
    proof = depth_of("deep_all", "n1")
    assert proof["verdict"] == "uncovered"
    for shown, reason in ((["n1"], "n1 has"), (["e1", "n1"], "e1 has"), (["e5"], "isn't shown")):
        rejected({**proof, "witness": {"set": shown}}, reason)


def test_the_score_is_counted_again() -> None:
    proof = proof_of("score")
    assert fault(proof) is None
    up, *rest = proof["verdict"].split(", ")
    assert up.startswith("up ")
    rejected({**proof, "verdict": ", ".join(["up 99/99", *rest])}, "by the data it is up ")
    for part in ("unrooted", "missing", "exempt"):
        fewer = {**proof["witness"], part: proof["witness"][part][1:]}
        rejected({**proof, "witness": fewer}, f"{part} holds something else")


def test_a_link_is_suspect_only_if_an_end_was_reworded() -> None:
    proof = proof_of("link", "n1", "k1")
    assert proof["verdict"] == "valid"
    for verdict in ("suspect", "predated", "unwanted"):
        rejected({**proof, "verdict": verdict}, "it is valid")
    said = changed(lambda items: items["n1"].update(title="Ett annat mål"), proof)
    rejected(proof, "it is suspect", said)
    rejected({**proof_of("link", "g1", "e1"), "verdict": "unwanted"}, "it is valid")


def test_a_forward_that_was_taken_up_isnt_idle() -> None:
    proof = proof_of("forward", "k1", "h", "namnd", rule="T017")
    assert fault(proof) is None
    rejected({**proof, "subject": {**proof["subject"], "goal": "k3"}}, "it isn't so")
    rejected({**proof, "witness": {"decision": {"goal": "k3"}}}, "no such decision")


def test_a_root_goal_reaches_the_vision_or_doesnt() -> None:
    proof = proof_of("vision", "k5", rule="T016")
    assert fault(proof) is None
    proof["subject"]["id"], proof["witness"]["closed"] = "k1", ["k1", "v"]
    rejected(proof, "it isn't so")


def test_a_tag_has_drifted_only_where_the_chain_doesnt_lead() -> None:
    proof = proof_of("tag", "n4", "b", rule="T068")
    assert fault(proof) is None
    rejected({**proof, "subject": {"kind": "tag", "id": "n4", "area": "a"}}, "it isn't so")
    rejected({**proof, "subject": {"kind": "tag", "id": "n1", "area": "a"}}, "it isn't so")
    rejected({**proof, "witness": {**proof["witness"], "path": ["n4"]}}, "the path ends at n4")


def test_a_link_leads_down_only_to_a_lower_level() -> None:
    proof = proof_of("slope", "n3", "e2", rule="T009")
    assert fault(proof) is None
    rejected({**proof, "subject": {"kind": "slope", "from": "e1", "to": "n1"}}, "it isn't so")


def test_an_area_lacks_a_root_goal_only_if_none_is_in_it() -> None:
    proof = proof_of("area", "c", rule="T080")
    assert fault(proof) is None
    rejected({**proof, "subject": {"kind": "area", "id": "a"}}, "it isn't so")


@pytest.mark.parametrize("rule", ["T047", "T075", "T077"])
def test_an_item_lacks_only_what_its_fields_leave_out(rule: str) -> None:
    proof = next(each for each in PROOFS if each.get("rule") == rule)
    assert fault(proof) is None
    rejected({**proof, "subject": {**proof["subject"], "field": "reason"}}, "another verdict")
    free = {key: value for key, value in proof.items() if key != "rule"}
    named = {**free, "subject": {**proof["subject"], "field": "note"}}
    assert fault(named) is None
    named["subject"]["field"] = next(key for key, value in proof["witness"]["written"].items()
                                     if isinstance(value, str))  # fmt: skip
    rejected(named, "it isn't so")
    rejected({**proof, "witness": {"written": {"id": "x"}}}, "no such decision or item")


def test_what_something_names_isnt_unnamed() -> None:
    unnamed = {"kind": "unnamed", "section": "goals", "field": "level", "id": "nam"}
    part = {**proof_of("goal", "v"), "subject": unnamed, "verdict": "so", "witness": {}}
    assert fault(part) is None
    rejected({**part, "subject": {**unnamed, "id": "namnd"}}, "it isn't so")
    proof = next(each for each in PROOFS if each.get("rule") == "T049")
    assert fault(proof) is None
    rejected({**proof, "subject": {**proof["subject"], "id": "n1"}}, "it isn't so")


def test_malformed_data_is_told_in_words() -> None:
    proof = proof_of("goal", "e1")
    for gone in ("goals", "forwards", "model"):
        data = json.loads(DATA)
        del data[gone]
        said = json.dumps(data).encode()
        proof["data"] = "sha256:" + sha256(said).hexdigest()
        rejected(proof, f"the data or the view isn't whole: '{gone}' is missing", said)
    said = changed(lambda items: items["e1"].pop("contributes_to"), proof)
    rejected(proof, "isn't whole: 'contributes_to' is missing", said)


@pytest.mark.parametrize(
    "said",
    [b"", b"null", b"[]", b"{}", b'"x"', b"{", b"\xff", b"[" * 100_000, b'{"format":1,"format":2}',
     json.dumps({**proof_of("goal", "v"), "more": 1}).encode(),
     json.dumps({**proof_of("goal", "v"), "subject": []}).encode(),
     json.dumps({**proof_of("goal", "v"), "subject": {"kind": "cat"}}).encode(),
     json.dumps({**proof_of("goal", "v"), "subject": {"kind": []}}).encode(),
     json.dumps({**proof_of("goal", "v"), "witness": None}).encode(),
     json.dumps({**proof_of("goal", "v"), "view": {"year": "2024"}}).encode()],
    ids=range(15),
)  # fmt: skip
def test_what_is_no_proof_is_rejected_and_stops_nothing(said: bytes) -> None:
    assert Checker(DATA).check(said)[1]


@pytest.mark.parametrize("text", [
    "2024", "2024-2027", "2024-03", "2024-02", "2023-12", "2024-T1", "2024-T3", "2024-Q1",
    "2024-Q4", "2024-05-17", "2024-01-01/2024-06-30", "9999", "0001",
])  # fmt: skip
def test_a_period_is_read_as_the_reader_reads_it(text: str) -> None:
    known = parse_period(text)
    assert period(known.text) == (known.first.toordinal(), known.last.toordinal())


def test_an_open_period_has_no_end() -> None:
    assert period("/2024-06-30")[0] == NEVER
    assert period("2024-06-30/")[1] == FOREVER
    assert period(None) == (NEVER, FOREVER)


# --- The command, in a Python with nothing in it ------------------------------------------------


def run(*words: object) -> tuple[int, str]:
    """Run it alone: no environment, no installed packages, not even the folder it lies in."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={})
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The proofs of the sample, as the command writes them."""
    chain, _ = read_chain(sorted((ROOT / "samples" / "tyreso").glob("*.yaml")))
    found = audit(project(chain), View())
    folder = tmp_path_factory.mktemp("prov") / "bevis å"
    write_proofs(found, chain, findings(found), builtin().digest, folder)
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return Path(shutil.copytree(sample, tmp_path / "bevis"))


def indexed(folder: Path) -> None:
    """Make the index own to whatever the files hold now."""
    index = json.loads((folder / "index.json").read_text("utf-8"))
    for each in index["files"]:
        digest = sha256((folder / each["name"]).read_bytes()).hexdigest()
        each["sha256"] = f"sha256:{digest}"
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")


def test_the_script_imports_nothing_but_the_standard_library() -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").split(".")[0])
    assert imported <= sys.stdlib_module_names
    assert "importlib" not in imported


def test_every_proof_of_the_sample_is_accepted(sample: Path) -> None:
    code, told = run(sample)
    lines = told.splitlines()
    assert code == 0
    assert len(lines) > 500 and all(line.startswith("ok  ") for line in lines[:-1])
    assert sha256((sample / "data.json").read_bytes()).hexdigest() in lines[-1]
    assert run(sample, "--quiet")[1].splitlines() == lines[-1:]


def test_one_proof_can_be_checked_by_itself(sample: Path, tmp_path: Path) -> None:
    line = (sample / "goals.jsonl").read_text("utf-8").splitlines()[3]
    alone = tmp_path / "ett.json"
    alone.write_text(json.dumps(json.loads(line), indent=2), encoding="utf-8")
    assert run(sample / "data.json", alone)[0] == 0
    alone.write_text(line.replace("sha256:", "sha256:0"), encoding="utf-8")
    code, told = run(sample / "data.json", alone)
    assert code == 1 and "of other data" in told


@pytest.mark.parametrize("kind", ["goals", "links", "cells"])
def test_a_verdict_that_is_kept_back_is_missed(folder: Path, kind: str) -> None:
    file = folder / f"{kind}.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))
    assert "isn't a file that the index names" in run(folder, "--quiet")[1]
    indexed(folder)
    code, told = run(folder, "--quiet")
    assert code == 1 and told.count("no proof holds of") == 1


def test_a_file_too_many_is_told(folder: Path) -> None:
    (folder / "mer.jsonl").write_text("", encoding="utf-8")
    code, told = run(folder, "--quiet")
    assert code == 1 and "mer.jsonl isn't a file that the index names" in told


def test_proofs_of_another_view_than_the_index_are_rejected(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text("utf-8"))
    index["view"]["year"] = 2023
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    code, told = run(folder, "--quiet")
    assert code == 1 and "of another view" in told


def test_other_data_under_the_same_name_is_told(folder: Path) -> None:
    data = folder / "data.json"
    data.write_bytes(data.read_bytes().replace(b"Tyres", b"Tyras", 1))
    indexed(folder)
    code, told = run(folder, "--quiet")
    assert code == 1 and "the index is of other data" in told


def test_data_that_isnt_whole_is_told_in_words(folder: Path) -> None:
    data = json.loads((folder / "data.json").read_text("utf-8"))
    del data["goals"][0]["contributes_to"]
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    code, told = run(folder, "--quiet")
    assert code == 2 and "Error" not in told
    assert "isn't whole: 'contributes_to' is missing" in told


def test_what_cant_be_read_ends_with_two(folder: Path, tmp_path: Path) -> None:
    assert run()[0] == 2
    assert run(tmp_path / "saknas")[0] == 2
    assert run(folder / "goals.jsonl", folder / "goals.jsonl")[0] == 2
    (folder / "index.json").write_text("{}", encoding="utf-8")
    assert run(folder)[0] == 2
    (folder / "index.json").unlink()
    assert run(folder)[0] == 2


def test_what_a_proof_claims_cant_steer_the_terminal(sample: Path, tmp_path: Path) -> None:
    proof = json.loads((sample / "goals.jsonl").read_text("utf-8").splitlines()[0])
    proof["subject"]["id"] = "\x1b[2J\u202e\n"
    file = tmp_path / "ett.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    code, told = run(sample / "data.json", file)
    assert code == 1 and len(told.splitlines()) == 2
    assert "\x1b" not in told and "\u202e" not in told
