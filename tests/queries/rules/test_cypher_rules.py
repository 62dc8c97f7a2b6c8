"""Rules in Cypher are asked of the database, on both engines, and can't change it."""

from __future__ import annotations

import json

import pytest

from graph.errors import InputError
from graph.reading import read_text
from graph.store import Store
from queries.audit import audit
from queries.rules.check import Outcome, check
from queries.rules.municipal import book_of
from queries.view import View
from service.data import from_store

CHAIN = """
rodtrad: 1
source: {id: t}
units: [{id: kf, name: KF, kind: fullmäktige}]
goals:
  - {id: k, title: Målet, level: fullmaktige, unit: kf, tags: [barn, trygg], code: "1"}
  - {id: k2, title: Utkastet, level: fullmaktige, unit: kf, status: draft}
  - {id: o, title: Ett annat, level: namnd, unit: kf}
"""


def told(store: Store, text: str, view: View | None = None) -> Outcome:
    store.import_files(read_text(CHAIN, "t.yaml").files)
    rule = {"id": "K1", "severity": "warning", "title": "Regel", "cypher": text,
            "message": "{id} {title} {level} {unit} {plan}"}  # fmt: skip
    book = book_of(json.dumps({"rodtrad_rules": 1, "rules": [rule]}), "r.json")
    data = from_store(store)
    found = check(audit(data.projection(), view or View(year=2024)), book, data.ask)
    return next(each for each in found if each.rule.id == "K1")


def test_rows_become_findings_of_goals_in_force(store: Store) -> None:
    outcome = told(store, "MATCH (g:Goal) RETURN g.id AS id")
    assert [each.subject for each in outcome.findings] == ["k", "o"]
    assert (outcome.of, outcome.ran) == (2, True)
    assert outcome.findings[0].message() == "k Målet Fullmäktigemål KF "


def test_the_view_and_the_parts_of_the_catalogue_can_be_used(store: Store) -> None:
    text = "MATCH (g:Goal) WHERE <in_force g> AND g.level = $model.root RETURN g.id AS id"
    assert [each.subject for each in told(store, text, View(all=True)).findings] == ["k"]
    drafts = told(store, text, View(year=2024, drafts=True))
    assert [each.subject for each in drafts.findings] == ["k", "k2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MATCH (g:Goal RETURN g", "rule_cypher_failed"),
        ("MATCH (g:Goal) RETURN g.id AS goal", "rule_cypher_column"),
    ],
)
def test_a_text_that_can_not_be_run_is_a_fault_of_the_rule_file(
    store: Store, text: str, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        told(store, text)
    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.code) == ("r.json", 1, code)
    # What says nothing isn't quoted, in a language that nobody asked for.
    assert "K1" in fault.text("sv") and "server log" not in fault.text("sv")


def test_tags_of_goals_come_from_the_store_too(store: Store) -> None:
    store.import_files(read_text(CHAIN, "t.yaml").files)
    rule = {"id": "K1", "severity": "advice", "title": "x", "message": "{id}",
            "select": {"goals": {"tags": "trygg"}}, "require": {"has": "plan"}}  # fmt: skip
    book = book_of(json.dumps({"rodtrad_rules": 1, "rules": [rule]}), "r.json")
    found = check(audit(from_store(store).projection(), View(year=2024)), book)
    (own,) = (each for each in found if each.rule.id == "K1")
    assert [each.subject for each in own.findings] == ["k"]
