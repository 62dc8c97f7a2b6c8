"""`--rules FILE`: the municipality's own rules on the command line and on the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from queries.rules.municipal import read_book
from service.app import create_app
from service.data import from_files
from tests.service.cli.conftest import Run

CHAIN = """
rodtrad: 1
source: {id: t}
model: {current_year: 2024}
units: [{id: kf, name: KF, kind: fullmäktige}]
areas: [{id: a, name: A}]
goals:
- {id: k, title: Målet, level: fullmaktige, unit: kf, areas: [a]}
- {id: o, title: Ett löst mål, level: namnd, unit: kf}
"""
RULES = """
rodtrad_rules: 1
switch_off: [T001]
grade: {T016: advice}
rules:
- id: K1
  severity: error
  title: Löst mål
  message: "Målet {id} <b> är löst i {unit}."
  select: {goals: {state: orphan}}
  require: {up: {state: root, steps: any}}
- {id: K2, severity: error, title: I databasen, message: "{id}", cypher: RETURN 1 AS id}
"""


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    return written(tmp_path / "kedja.yaml", CHAIN)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return written(tmp_path / "regler å.yaml", RULES)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_check_audits_by_the_rule_file(run: Run, chain: Path, rules: Path) -> None:
    told = run("check", chain, "--rules", rules)
    assert told.code == 1
    assert "K1  Löst mål (fel, 1 av 1 mål)" in told.out
    assert "Målet o <b> är löst i KF." in told.out
    assert "T001" not in told.out
    assert "K2  I databasen: inte körd" in told.out


def test_json_names_every_rule_that_was_asked(run: Run, chain: Path, rules: Path) -> None:
    told = run("check", chain, "--rules", rules, "--format", "json").json()
    asked = {each["rule"]: each for each in told["rules"]}
    assert list(asked) == sorted(asked) and "T001" not in asked
    assert asked["T016"]["severity"] == "advice"
    assert asked["K1"] == {
        "rule": "K1", "severity": "error", "version": 1, "ran": True, "of": 1, "found": 1,
    }  # fmt: skip
    assert (asked["K2"]["ran"], asked["K2"]["of"]) == (False, 0)
    assert told["rules_digest"] == read_book(rules).digest
    found = {each["rule"] for each in told["findings"]}
    assert found == {rule for rule, each in asked.items() if each["found"]}


def test_audit_runs_cypher_where_there_is_a_store(
    run: Run, chain: Path, tmp_path: Path
) -> None:
    store = f"embedded:{tmp_path / 'lager'}"
    text = "MATCH (g:Goal) WHERE g.title CONTAINS 'löst' RETURN g.id AS id"
    rule = {"id": "K2", "severity": "error", "title": "Löst", "message": "{id}", "cypher": text}
    file = written(tmp_path / "r.json", json.dumps({"rodtrad_rules": 1, "rules": [rule]}))
    assert run("import", chain, "--store", store).code == 0
    told = run("audit", "--store", store, "--rules", file, "--format", "json").json()
    assert [each["subject"]["id"] for each in told["findings"] if each["rule"] == "K2"] == ["o"]


def test_faults_of_rules_and_plans_are_told_together(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path / "p.yaml", CHAIN.replace("title: Målet", "titel: Målet"))
    rules = written(tmp_path / "r.yaml", RULES.replace("grade:", "graed:"))
    told = run("check", plan, "--rules", rules)
    assert told.code == 2
    assert "r.yaml:4:1: Okänd nyckel 'graed'. Menade du 'grade'?" in told.err
    assert "Okänd nyckel 'titel'. Menade du 'title'?" in told.err


def test_a_name_that_the_data_does_not_have_is_told_with_its_place(
    run: Run, chain: Path, tmp_path: Path
) -> None:
    rules = written(tmp_path / "r.yaml", RULES.replace("state: orphan", "level: nemnd"))
    told = run("check", chain, "--rules", rules, "--format", "json")
    assert told.code == 2
    (fault,) = told.json()["errors"]
    assert (fault["line"], fault["column"], fault["code"]) == (10, 27, "unknown_level")


def test_such_a_name_is_told_together_with_what_is_misshapen_elsewhere(
    run: Run, chain: Path, tmp_path: Path
) -> None:
    text = RULES.replace("state: orphan", "level: nemnd").replace("grade:", "graed:")
    told = run("check", chain, "--rules", written(tmp_path / "r.yaml", text), "--format", "json")
    assert [each["code"] for each in told.json()["errors"]] == ["unknown_key", "unknown_level"]


def test_pages_and_api_use_the_same_book(chain: Path, rules: Path) -> None:
    data, _ = from_files([chain])
    client = create_app(data, book=read_book(rules)).test_client()
    page = client.get("/granskning?rule=K1")
    assert page.status_code == 200
    assert "Målet o &lt;b&gt; är löst i KF." in page.get_data(as_text=True)
    assert client.get("/granskning?rule=T001").status_code == 404
    told = client.get("/api/v1/audit").get_json()
    assert told["rules_digest"] == read_book(rules).digest
