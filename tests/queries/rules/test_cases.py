"""
Every built-in rule against its own cases: what it must find, and what it must let be.

A case starts from `chain.yaml` (or its own `plan_file`), takes away what `without` names, changes
items by id (`change`) and adds others (`add`), per section. `finds` are the subjects expected, with
`of`, `witness` and `message` where they are told. `parameters` set the rule's thresholds.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.checking import join
from graph.projection import project
from graph.reading import read_text
from queries.audit import Audit, audit
from queries.rules.book import RuleBook, builtin
from queries.rules.check import Outcome, check
from tests.asking import view_of

HERE = Path(__file__).parent
Doc = dict[str, Any]


def load(path: Path) -> Any:
    # Texts stay texts, as the project's own reader has it.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


CHAIN: Doc = load(HERE / "chain.yaml")
FILES = {path.stem: load(path) for path in sorted((HERE / "cases").glob("*.yaml"))}
CASES = [
    pytest.param(rule, case, id=f"{rule}-{n}")
    for rule, cases in FILES.items()
    for n, case in enumerate(cases)
]


def made(case: Doc) -> Doc:
    """The plan file of a case."""
    doc: Doc = deepcopy(case.get("plan_file") or CHAIN)
    for section, ids in case.get("without", {}).items():
        doc[section] = [item for item in doc[section] if item["id"] not in ids]
    for section, changes in case.get("change", {}).items():
        assert changes.keys() <= {item["id"] for item in doc[section]}
        doc[section] = [{**item, **changes.get(item["id"], {})} for item in doc[section]]
    for section, items in case.get("add", {}).items():
        if isinstance(items, dict):
            doc[section] = items
        else:
            doc[section] = [*doc.get(section, []), *items]
    return doc


def asked(case: Doc) -> Audit:
    text = yaml.safe_dump(made(case), allow_unicode=True, default_style='"')
    # Quoted numbers are put right by the reader, which is not what is tried here.
    view = {key: _plain(value) for key, value in case.get("view", {"year": "2024"}).items()}
    return audit(project(join(read_text(text, "case.yaml").files)), view_of(view))


def _plain(value: str) -> Any:
    return {"true": True, "false": False}.get(value, int(value) if value.isdigit() else value)


def outcome(rule: str, case: Doc) -> Outcome:
    found = builtin()[rule]
    given = {key: yaml.safe_load(value) if isinstance(value, str) else tuple(value)
             for key, value in case.get("parameters", {}).items()}  # fmt: skip
    assert given.keys() <= found.parameters.keys()
    book = RuleBook((replace(found, parameters={**found.parameters, **given}),))
    return check(asked(case), book)[0]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_rule_finds_what_its_case_says_and_nothing_else(rule: str, case: Doc) -> None:
    told = outcome(rule, case)
    assert [each.subject for each in told.findings] == case["finds"], case["says"]
    assert {each.kind for each in told.findings} <= {builtin()[rule].kind}
    for each in told.findings:
        assert all(each.message(language) for language in ("sv", "en"))
    assert told.of >= len({each.subject for each in told.findings})
    if "of" in case:
        assert told.of == int(case["of"])
    if "witness" in case:
        assert [list(each.witness) for each in told.findings] == case["witness"]
    if "message" in case:
        assert told.findings[0].message("sv") == case["message"]


@pytest.mark.parametrize("rule", builtin().ids)
def test_every_rule_has_cases_that_pass_and_cases_that_fail(rule: str) -> None:
    assert rule in FILES, f"tests/queries/rules/cases/{rule}.yaml is missing"
    assert any(case["finds"] for case in FILES[rule])
    assert any(not case["finds"] for case in FILES[rule])
    assert all(set(case) <= KEYS for case in FILES[rule])


KEYS = {
    *("says", "view", "plan_file", "without", "change", "add", "parameters"),
    *("finds", "of", "witness", "message"),
}
