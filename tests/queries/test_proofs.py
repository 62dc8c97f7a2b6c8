"""Every verdict can be proved to somebody who has nothing but the data."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.digest import canonical_chain
from graph.errors import UsageError
from graph.model import Goal
from queries.contract import data_json
from queries.findings import findings
from queries.lacks import LACKS
from queries.proofs import Prover, lines
from queries.proved import PROVED, UNPROVED, proved
from queries.rules.book import builtin
from queries.witnesses import Witnesses
from tests.asking import audit_of
from tests.chains import random_chain
from tests.proving import data_of, proofs_of, read, wrong_with
from tests.queries.rules.test_cases import FILES, asked, outcome
from tools.check_proof import RULES, Checker

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))


def case_of(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return case


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_verdict_of_a_worked_case_is_proved(path: Path) -> None:
    case = case_of(path)
    assert wrong_with(audit_of(case["plan_file"], case["view"])) == []


def test_every_verdict_and_finding_of_a_random_chain_is_proved() -> None:
    met = set()
    for seed in range(60):
        audit = audit_of(*random_chain(seed))
        assert wrong_with(audit) == [], seed
        found = findings(audit)
        told = [proof["rule"] for proof in proved(Prover(audit, audit.projection.frame), found)]
        expected = [each.rule for each in found if each.rule in PROVED]
        assert set(expected) - set(told) <= set(LACKS)
        assert [rule for rule in told if rule not in LACKS] == [
            rule for rule in expected if rule not in LACKS
        ]
        met.update(told)
    assert met >= PROVED - set(LACKS)


def test_every_finding_of_a_rules_own_cases_that_can_be_proved_is_accepted() -> None:
    met = set()
    tried = [(rule, case) for rule in sorted(PROVED) for case in FILES[rule]]
    for rule, case in tried:
        audit = asked(case)
        checker, prover = Checker(data_of(audit)), Prover(audit, audit.projection.frame)
        for proof in lines(proved(prover, outcome(rule, case).told)):
            assert checker.check(proof.encode())[1] is None, proof
            met.add(rule)
    assert met == PROVED


def test_every_built_in_rule_is_proved_or_it_is_said_why_not() -> None:
    assert set(builtin().ids) == PROVED | set(UNPROVED)
    assert not PROVED & set(UNPROVED)


def test_only_the_true_verdict_can_be_proved() -> None:
    """Whoever lends a verdict, a witness or both from another proof is found out."""
    tried = 0
    for seed in range(8):
        audit = audit_of(*random_chain(seed, "tiny"))
        checker = Checker(data_of(audit))
        told = [read(said) for said in proofs_of(audit)]
        true = {(json.dumps(each["subject"]), each["verdict"]) for each in told}
        for own, other in itertools.product(told[:40], told):
            if own["subject"]["kind"] != other["subject"]["kind"]:
                continue
            lent = {**own, "verdict": other["verdict"], "witness": other["witness"]}
            holds = checker.check(json.dumps(lent).encode())[1] is None
            so = (json.dumps(own["subject"]), other["verdict"]) in true
            assert so or not holds, lent
            tried += not so
    assert tried > 500


def test_the_rules_that_are_proved_are_those_the_checker_knows() -> None:
    assert set(RULES) == PROVED


def test_cells_whose_names_run_together_have_a_proof_each() -> None:
    units = [{"id": "kf", "name": "KF", "kind": "fullmäktige"}]
    units += [{"id": name, "name": name, "kind": "nämnd", "parent": "kf"} for name in ("n", "n/a")]
    areas = [{"id": name, "name": name} for name in ("b", "a/b")]
    goals = [{"id": "k", "title": "K", "level": "fullmaktige", "unit": "kf", "areas": ["b"]}]
    doc = {"rodtrad": 1, "source": {"id": "s"}, "units": units, "areas": areas, "goals": goals}
    audit = audit_of(doc, {"year": 2024})
    found = [each for each in findings(audit) if each.subject == "namnd/n/a/b"]
    subjects = [proof["subject"] for proof in proved(Prover(audit, audit.projection.frame), found)]
    assert len(found) == len({json.dumps(each) for each in subjects}) == 2
    assert wrong_with(audit) == []


def test_the_digest_is_that_of_the_exported_bytes() -> None:
    audit = audit_of(*random_chain(3))
    assert Checker(data_of(audit)).digest == data_json(audit)["digest"]


def test_a_proof_is_one_line_of_its_own_whatever_the_ids_are() -> None:
    strange = ["c d", "‮tfel", '"<script>', "=1+1", "å/ä", "😀"]
    goals: list[dict[str, Any]] = [
        {"id": name, "title": name, "level": "enhet"} for name in strange
    ]
    goals += [{"id": "x", "title": "x", "level": "enhet", "contributes_to": strange[1:3]}]
    audit = audit_of({"rodtrad": 1, "source": {"id": "s"}, "goals": goals}, {"year": 2024})
    told = list(proofs_of(audit))
    assert all(said.endswith(b"\n") and said.count(b"\n") == 1 for said in told)
    assert "\u202e" not in b"".join(told).decode()
    assert {read(said)["subject"].get("id") for said in told} >= set(strange)
    assert wrong_with(audit) == []


def test_the_same_audit_gives_the_same_bytes() -> None:
    doc, view = random_chain(5)
    turned = {**doc, "goals": doc["goals"][::-1], "units": doc["units"][::-1]}
    one, other = audit_of(doc, view), audit_of(turned, view)
    assert list(proofs_of(one)) == list(proofs_of(other))
    assert list(canonical_chain(one.projection.frame)) == list(
        canonical_chain(other.projection.frame)
    )


def test_other_data_than_was_audited_is_refused() -> None:
    one, other = audit_of(*random_chain(1)), audit_of(*random_chain(2))
    with pytest.raises(UsageError):
        Prover(one, other.projection.frame)


def test_long_chains_need_no_deep_stack() -> None:
    count = 1500
    goals = [
        {"id": f"g{n:05}", "title": "G", "level": "enhet", "contributes_to": [f"g{n + 1:05}"]}
        for n in range(count)
    ]
    audit = audit_of({"rodtrad": 1, "source": {"id": "s"}, "goals": goals}, {"year": 2024})
    prover = Prover(audit, audit.projection.frame)
    first = next(iter(lines(prover.goals())))
    assert len(read(first.encode())["witness"]["closed"]) == count
    assert Checker(data_of(audit)).check(first.encode())[1] is None


def test_the_decision_that_exempts_a_goal_is_its_own_and_in_force() -> None:
    doc = {
        "rodtrad": 1,
        "source": {"id": "s"},
        "goals": [{"id": name, "title": name, "level": "namnd"} for name in ("g", "h")],
        "exemptions": [
            {"goal": "g", "reason": "Har upphört", "until": "2023-12-31"},
            {"goal": "h", "reason": "Gäller ett annat mål"},
            {"goal": "g", "reason": "Gäller"},
        ],
    }
    audit = audit_of(doc, {"year": 2024})
    goal = Goal(id="g", title="g", level="namnd")
    assert Witnesses(audit).exempting_goal(goal).reason == "Gäller"
