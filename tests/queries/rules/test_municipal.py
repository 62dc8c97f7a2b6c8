"""A municipality's rule file does what it says, or is refused with every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import InputError
from queries.findings import findings
from queries.rules.book import builtin
from queries.rules.check import check
from queries.rules.municipal import book_of, read_book
from queries.rules.naming import hold_against
from tests.asking import audit_of, projection_of
from tests.oracle import Doc

CHAIN: Doc = {
    "rodtrad": 1,
    "source": {"id": "t"},
    "units": [
        {"id": "kf", "name": "KF", "kind": "fullmäktige"},
        {"id": "n", "name": "Nämnden", "kind": "nämnd", "parent": "kf"},
    ],
    "areas": [{"id": "a", "name": "A"}],
    "goals": [
        {"id": "k", "title": "K", "level": "fullmaktige", "unit": "kf", "areas": ["a"]},
        {"id": "n1", "title": "Vi arbetar för trygghet", "level": "namnd", "unit": "n",
         "contributes_to": ["k"]},
        {"id": "n2", "title": "Tryggare skolvägar", "level": "namnd", "unit": "n"},
    ],
}  # fmt: skip
OWN = {
    "id": "K1",
    "severity": "warning",
    "title": "Ord som säger för lite",
    "message": "Målet {id} ({title}) i {unit} säger för lite.",
    "select": {"goals": {"level": "namnd"}},
    "require": {"must_not_be": {"contains": ["arbetar för"]}},
}


def book(**told: Any) -> Any:
    return book_of(json.dumps({"rodtrad_rules": 1, **told}), "regler.json")


def faults(text: str, name: str = "regler.yaml") -> list[str]:
    with pytest.raises(InputError) as refused:
        book_of(text, name)
    return [fault.text("en") for fault in refused.value.faults]


def test_a_file_that_says_nothing_leaves_the_rules_as_they_are() -> None:
    assert book().digest == builtin().digest


def test_rules_are_switched_off() -> None:
    assert [each for each in builtin().ids if each not in book(switch_off=["T001", "T007"])] == [
        "T001", "T007",
    ]  # fmt: skip
    assert "T001" not in book(switch_off="T001", grade={"T001": "advice"})


def test_a_rule_is_graded_otherwise() -> None:
    graded = book(grade={"T001": "advice"})
    found = findings(audit_of(CHAIN, {"year": 2024}), graded)
    assert [each.severity for each in found if each.rule == "T001"] == ["advice"]
    assert builtin()["T001"].severity == "error"


def test_a_threshold_is_set() -> None:
    assert book(thresholds={"T070": {"days": 90}})["T070"].parameters == {"days": 90}
    assert builtin()["T070"].parameters == {"days": 60}


def test_an_own_rule_finds_and_says_what_it_was_told_to() -> None:
    outcome = check(audit_of(CHAIN, {"year": 2024}), book(rules=[OWN]))
    (own,) = (each for each in outcome if each.rule.id == "K1")
    assert (own.of, [each.subject for each in own.findings]) == (2, ["n1"])
    assert own.findings[0].message("sv") == (
        "Målet n1 (Vi arbetar för trygghet) i Nämnden säger för lite."
    )
    assert own.findings[0].message("en") == own.findings[0].message("sv")
    assert own.findings[0].severity == "warning" and own.findings[0].kind == "goal"


def test_own_rules_may_be_graded_and_switched_off_in_the_same_file() -> None:
    assert book(rules=[OWN], grade={"K1": "error"})["K1"].severity == "error"
    assert "K1" not in book(rules=[OWN], switch_off=["K1"])


def test_a_rule_file_is_read_from_a_file_in_any_encoding(tmp_path: Path) -> None:
    text = "rodtrad_rules: 1\nrules:\n- {id: Ä1, severity: advice, title: Mål, message: Åh, "
    text += "select: {units: {kind: nämnd}}, require: {goals: {max: 1}}}\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        file = tmp_path / "regler.yaml"
        file.write_bytes(text.encode(encoding))
        found = read_book(file)
        outcome = check(audit_of(CHAIN, {"year": 2024}), found)[-1]
        assert [each.message() for each in outcome.findings] == ["Åh"]


def test_every_fault_is_told_at_once_with_its_place_and_what_would_be_right() -> None:
    told = faults(
        """rodtrad_rules: 1
switch_of: [T001]
switch_off: [T007, T999]
grade: {T021: eror}
thresholds: {T070: {day: 3}, T001: {days: 3}}
rules:
  - id: K1
    severity: warning
    title: Mål
    message: "{id} {titel}"
    select: {goals: {stat: orphan}}
    require: {up: {steps: any, max: 3}}
  - id: K1
    severity: warning
    title: Mål
    message: "{id}"
    cypher: "MATCH (g:Goal) DETACH DELETE g"
  - {id: T5, severity: warning, title: Mål, message: "{id}", select: {goals: {level: []}},
     require: {up: {min: 3, max: 2}, indicators: {min: -1}}}
  - {id: K3, severity: advice, title: Mål, message: "{id}", require: {has: code}}
  - {id: K4, severity: advice, title: Mål, message: "{id}", select: {goals: {}, plans: {}}}
  - {id: K5, severity: advice, message: "{id", select: {plans: {}}, require: {}}
"""
    )
    assert told == [
        "regler.yaml:2:1: Unknown key 'switch_of'. Did you mean 'switch_off'?",
        f"regler.yaml:3:20: There is no rule 'T999'. The rules are: T001–{builtin().ids[-1]}, K1.",
        "regler.yaml:4:15: 'eror' is not one of the choices. Did you mean 'error'? Choose among: "
        "error, warning, advice.",
        "regler.yaml:5:21: Unknown key 'day'. Did you mean 'days'?",
        "regler.yaml:5:36: The rule T001 has no thresholds. Remove it from 'thresholds'.",
        "regler.yaml:10:14: 'titel' is not one of the choices. Did you mean 'title'? Choose among: "
        "id, title, level, unit, plan, count.",
        "regler.yaml:11:22: Unknown key 'stat'. Did you mean 'state'?",
        "regler.yaml:12:27: Beyond one step only whether there is one or none can be asked. "
        "Remove min and max, or write max: 0.",
        "regler.yaml:13:9: The id 'K1' is already in rules, at regler.yaml:7. An id may stand once "
        "in each section.",
        "regler.yaml:17:13: A question may only read; this one holds DELETE.",
        "regler.yaml:18:10: The id 'T5' may be that of a built-in rule. Own rules may not be "
        "called T and digits; write K1, for example.",
        "regler.yaml:18:86: The list is empty and would leave nothing out. Put something in it, or "
        "remove the key.",
        "regler.yaml:19:26: 'min' (3) is more than 'max' (2).",
        "regler.yaml:19:56: 'min' can't be -1.",
        "regler.yaml:20:5: One of these is missing: select, cypher.",
        "regler.yaml:20:70: 'require' may only stand together with 'select'.",
        "regler.yaml:21:5: 'require' is missing here.",
        "regler.yaml:21:69: Only one of these may stand: goals, units, plans, indicators.",
        "regler.yaml:22:5: 'title' is missing here.",
        "regler.yaml:22:41: The text (sv, en) has a brace that isn't a place for a value. Write "
        "{name} for a place, {{ and }} for braces.",
        "regler.yaml:22:78: The rule requires nothing. Write under 'require' what must hold.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty or does not begin as a rule file."),
        ("- a\n", "The file is empty or does not begin as a rule file."),
        ("rodtrad: 1\n", "The file has no 'rodtrad_rules'."),
        ("rodtrad_rules: 2\n", "The format version 2 is not known."),
        ("rodtrad_rules: 1\nrules: {a: 1}\n", "A list belongs here, not {…}."),
        ("rodtrad_rules: 1\nrules: [3]\n", "Keys with values belong here, not 3."),
        ("rodtrad_rules: 1\ngrade: [T001]\n", "Keys with values belong here, not […]."),
        ("rodtrad_rules: 1\nthresholds: {T070: 3}\n", "Keys with values belong here, not 3."),
        ("rodtrad_rules: 1\nthresholds: {T070: {days: x}}\n", "must be a number, not 'x'."),
        ("rodtrad_rules: 1\nthresholds: {T070: {days: -4}}\n", "It may be from 0 to 3660."),
        ("rodtrad_rules: 1\nthresholds: {T070: {days: 90.5}}\n", "be a whole number, not 90.5."),
        ("rodtrad_rules: 1\nthresholds: {T065: {most: 1.5}}\n", "be a whole number, not 1.5."),
        ("rodtrad_rules: 1\nswitch_off: [T007,\n T007]\n",
         "regler.yaml:3:2: The rule T007 is switched off twice, first at regler.yaml:2."),
        ("rodtrad_rules: 1\nswitch_off: *x\n", "Anchors and aliases"),
        ("rodtrad_rules: 1\nswitch_off: [" + "[" * 200_000, "nested in more than 20 levels"),
        ("rodtrad_rules: 1\nrodtrad_rules: 1\n", "The key 'rodtrad_rules' is already on line 1."),
        ("rodtrad_rules: 1\n---\nrodtrad_rules: 1\n", "more than one document"),
        ("rodtrad_rules: 1\nrules: [{id: K1, cypher: 'RETURN <secret g> AS id', title: a, "
         "severity: advice, message: a}]\n", "uses the part 'secret', which isn't there."),
        ("rodtrad_rules: 1\nrules: [{id: K1, select: {goals: {}}, require: {up: {steps: 0}}, "
         "severity: advice, title: a, message: a}]\n", "The number of steps can't be '0'."),
    ],
)  # fmt: skip
def test_what_is_no_rule_file_is_refused(text: str, said: str) -> None:
    assert any(said in each for each in faults(text))


def test_a_file_that_is_not_there_is_told_as_any_other(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="finns inte"):
        read_book(tmp_path / "regler.yaml")


def test_names_that_the_data_does_not_have_are_faults_of_the_rule_file() -> None:
    rule = {
        **OWN,
        "select": {"goals": {"level": ["namd", "namnd"], "unit": "m", "area": "a"}},
        "require": {"up": {"level": "fullmaktige", "plan": ["p"]}},
    }
    with pytest.raises(InputError) as refused:
        hold_against(book(rules=[rule]), projection_of(CHAIN))
    assert [(fault.code, dict(fault.values)["value"]) for fault in refused.value.faults] == [
        ("unknown_level", "namd"), ("unknown_reference", "m"), ("unknown_reference", "p"),
    ]  # fmt: skip
    assert all(fault.line and fault.column for fault in refused.value.faults)
    hold_against(book(rules=[OWN]), projection_of(CHAIN))


def refused(**told: Any) -> list[str]:
    with pytest.raises(InputError) as refusal:
        hold_against(book(**told), projection_of(CHAIN))
    return [fault.text("en").split(": ", 1)[1] for fault in refusal.value.faults]


@pytest.mark.parametrize("rule", [rule.id for rule in builtin() if "levels" in rule.tunable])
def test_levels_of_a_threshold_are_held_against_the_data(rule: str) -> None:
    (told,) = refused(thresholds={rule: {"levels": ["namnd", "nämnd"]}})
    assert told.startswith("There is no level 'nämnd'. The levels are: vision, fullmaktige, namnd")
    hold_against(book(thresholds={rule: {"levels": ["namnd", "enhet"]}}), projection_of(CHAIN))


@pytest.mark.parametrize(
    ("select", "require", "near"),
    [
        ({"units": {"kind": "nämd"}}, {"goals": {"min": 1}}, "nämnd"),
        ({"plans": {"kind": "nämndplann"}}, {"has": "name"}, "nämndplan"),
        ({"goals": {"plan_kind": ["nämndplan", "enhetplan"]}}, {"has": "code"}, "enhetsplan"),
        ({"units": {"kind": "nämnd"}}, {"plans": {"kind": "enhetplan"}}, "enhetsplan"),
    ],
)
def test_a_kind_that_nothing_of_the_data_has_is_a_fault(
    select: Doc, require: Doc, near: str
) -> None:
    own = {**OWN, "message": "{id}", "select": select, "require": require}
    (told,) = refused(rules=[own])
    assert f"Did you mean '{near}'?" in told


def test_local_kinds_and_those_they_count_as_are_known() -> None:
    model = {"unit_kinds": {"skola": "enhet"}}
    own = {**OWN, "message": "{id}", "select": {"units": {"kind": ["skola", "enhet", "nämnd"]}}}
    own["require"] = {"goals": {"min": 1}}
    hold_against(book(rules=[own]), projection_of({**CHAIN, "model": model}))


def test_a_threshold_may_be_a_fraction_where_that_makes_sense() -> None:
    assert book(thresholds={"T041": {"tolerance": 0.5}})["T041"].parameters == {"tolerance": 0.5}
    assert book(thresholds={"T079": {"share": 1}})["T079"].parameters["share"] == 1


def test_an_own_rule_has_one_message() -> None:
    own = {**OWN, "otherwise": {"sv": "Annat", "en": "Else"}}
    (told,) = faults(json.dumps({"rodtrad_rules": 1, "rules": [own]}))
    assert "'otherwise' may only stand together with 'verdict'" in told


def test_an_own_rule_with_a_fault_is_not_said_to_be_missing() -> None:
    own = {**OWN, "severity": "eror"}
    (told,) = faults(json.dumps({"rodtrad_rules": 1, "rules": [own], "grade": {"K1": "error"}}))
    assert "'eror' is not one of the choices" in told


def test_a_rule_in_cypher_is_told_as_not_run_where_there_is_no_database() -> None:
    asking = {**OWN, "cypher": "MATCH (g:Goal) RETURN g.id AS id"}
    del asking["select"], asking["require"]
    outcome = check(audit_of(CHAIN, {"year": 2024}), book(rules=[asking]))
    (own,) = (each for each in outcome if each.rule.id == "K1")
    assert (own.ran, own.of, own.findings) == (False, 0, ())
    assert all(each.ran for each in outcome if each is not own)


def test_a_shape_with_many_stars_takes_no_time() -> None:
    doc = {**CHAIN, "goals": [{**CHAIN["goals"][0], "title": "a" * 50_000}]}
    shape = {**OWN, "select": {"goals": {"like": "*a" * 2_000 + "*b"}}}
    outcome = check(audit_of(doc, {"year": 2024}), book(rules=[shape]))
    assert next(each for each in outcome if each.rule.id == "K1").of == 0


def test_a_number_in_quotes_is_told_with_its_quotes() -> None:
    (told,) = faults("rodtrad_rules: 1\nthresholds: {T070: {days: '3'}}\n")
    assert "must be a number, not '3'." in told


def test_tags_and_anchors_are_told_as_those_of_rule_files() -> None:
    (tag,) = faults("rodtrad_rules: 1\nswitch_off: !!str T001\n")
    (alias,) = faults("rodtrad_rules: 1\nswitch_off: &a T001\n")
    assert "in rule files" in tag and "in rule files" in alias


def test_what_is_required_is_read_though_what_is_selected_is_misshapen() -> None:
    own = {**OWN, "select": {"goals": 3}, "require": {"up": {"min": 3, "max": 2}}}
    told = faults(json.dumps({"rodtrad_rules": 1, "rules": [own]}), "regler.json")
    assert len(told) == 2 and "'min' (3) is more than 'max' (2)." in told[1]
