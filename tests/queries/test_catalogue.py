"""The catalogue: every question answers alike on both engines, and is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.checking import read_chain
from graph.errors import UsageError
from graph.governance import Governance
from graph.projection import project
from graph.store import Store
from queries import texts
from queries.audit import audit
from queries.catalogue import COMPOSED, ask, questions, stored_governance
from queries.trace import trace
from queries.view import View
from service.samples import tyreso_files
from tests.graph.store.content import everything, file, goal

GIVEN = {"goal": "kf24-1", "unit": "tyr-bun", "plan": "kp2024"}
IN_2024 = View(year=2024)
DOCUMENT = Path(__file__).parents[2] / "docs" / "catalogue.md"


@pytest.fixture
def sample(store: Store) -> Store:
    store.import_files(read_chain(tyreso_files())[0].files)
    return store


def test_every_question_answers_with_the_columns_it_promises(sample: Store) -> None:
    empty = []
    for question in questions():
        given = {key: GIVEN[key] for key in question.parameters}
        rows = ask(sample, question.name, IN_2024, given)
        assert all(tuple(row) == question.columns for row in rows), question.name
        if not rows:
            empty.append(question.name)
    assert empty == []


def test_answers_are_those_of_the_projection(sample: Store) -> None:
    found = audit(project(read_chain(tyreso_files())[0]), IN_2024)
    p = found.projection
    number = p.number["kf24-1"]
    seen = trace(found, number)
    rows = ask(sample, "trace", IN_2024, {"goal": "kf24-1"})
    assert [row["id"] for row in rows if row["way"] == "up"] == [p.ids[each] for each in seen.up]
    assert [row["id"] for row in rows if row["way"] == "down"] == [p.ids[x] for x in seen.down]
    below = p.ids[seen.down[0]]
    way = ask(sample, "witness", IN_2024, {"goal": below})
    assert [row["id"] for row in way] == [p.ids[x] for x in found.states.witness(seen.down[0])]
    units = {plan.id for plan, held in zip(p.frame.plans, found.scene.plans, strict=True) if held}
    assert {row["id"] for row in ask(sample, "plans-in-force", IN_2024)} == units


def test_small_questions_tell_what_is_written(store: Store) -> None:
    store.import_files([everything(), file("b", goal("ensam"), goal("pekar", "borta"))])
    view = View(all=True)
    assert {"from": "pekar", "to": "borta"} in ask(store, "missing-targets")
    assert "ensam" in {row["id"] for row in ask(store, "orphans", view)}
    assert "pekar" not in {row["id"] for row in ask(store, "orphans", view)}
    plan = everything().plans[0]
    decided = ask(store, "decisions-of-plan", view, {"plan": plan.id})
    assert len(decided) == len(plan.decisions) + 1
    measure = everything().indicators[0]
    rows = ask(store, "indicators-of-goal", view, {"goal": measure.measures[0]})
    assert [row["id"] for row in rows] == [measure.id]


def test_an_empty_store_gives_no_rows(store: Store) -> None:
    for question in questions():
        if question.parameters != ("goal",) and question.name != "score":
            given = {key: GIVEN[key] for key in question.parameters}
            assert ask(store, question.name, IN_2024, given) == []
    assert stored_governance(store) == Governance()
    assert set(ask(store, "score", IN_2024)[0].values()) == {0}


def test_a_limit_cuts_the_rows(sample: Store) -> None:
    for name in ("goals-in-force", "goal-states"):
        assert len(ask(sample, name, IN_2024, limit=5)) == 5


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("goal-state", {}, "Menade du 'goal-states'?"),
        ("zzz", {}, "Frågorna är: areas-by-chain"),
        ("trace", {}, "behöver goal"),
        ("trace", {"goal": "g", "unit": "u"}, "tar inte unit"),
        ("trace", {"goal": "finns inte"}, "gäller inte"),
        ("orphans", {"goal": "g"}, "Den tar: –"),
    ],
)
def test_a_question_put_wrongly_says_what_would_be_right(
    store: Store, name: str, given: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        ask(store, name, IN_2024, given)
    assert said in caught.value.text()
    assert caught.value.text("en")


def test_every_text_is_a_question_or_part_of_one() -> None:
    used = {name for question in questions() for name in question.texts}
    assert used | {"governance"} == set(texts.names())
    assert set(COMPOSED) <= {question.name for question in questions()}


def test_every_text_keeps_its_promises() -> None:
    for name in texts.names():
        text = texts.text(name)
        assert text.title.endswith("."), name
        assert "<" not in text.cypher.replace("<=", "").replace("<>", "").replace(
            "<-", ""
        ).replace(" < ", ""), name
        for key in text.own:
            assert f"$given.{key}" in text.cypher and key in text.notes, (name, key)
        for group in ("view", "model"):
            assert (f"${group}." in text.cypher) == (group in text.parameters), (name, group)
        assert "*" not in text.cypher and "->+" not in text.cypher, name


def test_every_question_stands_in_the_document() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    assert [q.name for q in questions() if f"| `{q.name}` |" not in said] == []
