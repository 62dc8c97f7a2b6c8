"""What a store promises, on every engine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from graph.chain import gather
from graph.columns import Columns, columns_of
from graph.digest import digest
from graph.errors import InputError, StoreError, UsageError
from graph.model import Link, Unit
from graph.store import Store
from graph.store.migrations import steps
from tests.graph.store.content import everything, file, goal, nasty, places, reworded

Cypher = Callable[[str], list[Any]]


def test_an_empty_store_says_so(store: Store) -> None:
    info = store.info()
    assert (info.revision, info.sources, info.digest) == (0, (), digest(gather(())))
    assert info.engine in ("ArcadeDB", "Neo4j")
    assert info.schema_version == steps()[-1][0]
    assert store.files() == ()


def test_everything_comes_back_as_it_was_written(store: Store) -> None:
    given = (everything(), file("tom"))
    report = store.import_files(given)
    assert report.digest == digest(gather(given)) == digest(store.chain()) == store.info().digest
    assert store.files() == given
    assert places(store.files()) == places(given)
    assert (report.new["goals"], report.new["exemptions"], report.revision) == (3, 3, 1)
    assert store.info().counts["links"] == 3
    assert store.info().sources == ("allt", "tom")


def test_nasty_ids_and_texts_are_only_texts(store: Store) -> None:
    given = nasty()
    assert store.import_files([given]).digest == digest(gather([given]))
    assert store.files() == (given,)


def test_unchanged_input_writes_nothing(store: Store) -> None:
    store.import_files([everything()])
    again = store.import_files([everything()])
    assert again.unchanged
    assert (again.new, again.changed, again.removed) == ({}, {}, {})
    assert store.revision() == again.revision == 1


def test_a_dry_run_tells_and_writes_nothing(store: Store) -> None:
    report = store.import_files([file("a", goal("g"))], dry_run=True)
    assert (report.new, report.unchanged, report.revision) == ({"goals": 1}, False, 0)
    assert report.digest == digest(gather([file("a", goal("g"))]))
    assert store.files() == ()


def test_import_replaces_a_source_and_leaves_the_others(store: Store) -> None:
    other = file("b", goal("b1", "a1"), goal("b2"))
    store.import_files([file("a", goal("a1"), goal("a2", "a1"), goal("a3")), other])
    now = file("a", goal("a1", title="Nytt"), goal("a4", "b1"), goal("a3"))
    report = store.import_files([now])
    assert report.new == {"goals": 1}
    assert report.changed == {"goals": 1}
    assert report.removed == {"goals": 1}
    assert gather(store.files()).by_id("goals").keys() == {"a1", "a3", "a4", "b1", "b2"}
    assert store.revision() == 2


def test_items_without_ids_and_nested_ones_are_replaced_too(store: Store) -> None:
    before = everything()
    store.import_files([before])
    plan = dataclasses.replace(before.plans[0], decisions=before.plans[0].decisions[1:])
    measure = before.indicators[0]
    after = dataclasses.replace(
        before,
        plans=(plan, *before.plans[1:]),
        indicators=(dataclasses.replace(measure, readings=measure.readings[::-1]),),
        exemptions=before.exemptions[1:],
        governance=None,
    )
    report = store.import_files([after])
    assert store.files() == (after,)
    assert report.removed == {"exemptions": 1}
    assert store.info().digest == digest(gather([after]))


def test_a_source_can_be_emptied(store: Store, run_cypher: Cypher) -> None:
    store.import_files([everything()])
    store.import_files([file("allt")])
    assert store.files() == (file("allt"),)
    (row,) = run_cypher("MATCH (n) WHERE n.source_id IS NOT NULL RETURN count(n) AS n")
    assert row["n"] == 1


def test_an_item_may_move_to_another_source(store: Store) -> None:
    store.import_files([file("a", goal("g")), file("b")])
    store.import_files([file("a"), file("b", goal("g", title="Flyttat"))])
    assert store.files() == (file("a"), file("b", goal("g", title="Flyttat")))


def test_faults_with_stored_sources_are_found_and_nothing_is_written(store: Store) -> None:
    unit = Unit(id="u", name="Enheten", kind="enhet")
    store.import_files([file("a", units=(unit,)), file("b", goal("g", unit=("u",)))])
    before = store.info()
    with pytest.raises(InputError):
        store.import_files([file("c", goal("g"))])
    with pytest.raises(InputError):
        store.import_files([file("a")])
    assert store.info() == before


def test_a_missing_goal_is_a_placeholder_until_it_comes(store: Store) -> None:
    absent = "MATCH (g:Goal) WHERE g.absent RETURN g.id AS id ORDER BY id"
    store.import_files([file("a", goal("a1", "b1", "b2"))])
    assert store.ask(absent) == [{"id": "b1"}, {"id": "b2"}]
    assert store.info().counts["goals"] == 1
    store.import_files([file("b", goal("b1", title="Finns nu"))])
    assert store.ask(absent) == [{"id": "b2"}]
    assert store.columns().goals.id.count("b1") == 1
    store.import_files([file("b")])
    assert store.ask(absent) == [{"id": "b1"}, {"id": "b2"}]
    assert sorted(store.columns().links.target) == ["b1", "b2"]
    assert store.ask("MATCH (g:Goal {id: 'b1'}) RETURN properties(g) AS p") == [
        {"p": {"id": "b1", "absent": True}}
    ]
    store.import_files([file("a", goal("a1", "b2"))])
    assert store.ask(absent) == [{"id": "b2"}]


def test_a_link_is_suspect_until_the_wording_returns(store: Store) -> None:
    given = file("a", goal("upp"), goal("ner", "upp"))
    store.import_files([given])
    assert store.columns().links.suspect == [False]
    store.import_files([reworded(given, "upp", "Andra ord")])
    assert store.columns().links.suspect == [True]
    stated = store.files()[0].goals[1].contributes_to[0]
    assert stated.fingerprint_to is not None
    assert stated.fingerprint_from is None
    assert columns_of(store.chain()).links.suspect == [True]
    store.import_files([given])
    assert store.columns().links.suspect == [False]
    assert store.files() == (given,)
    assert store.info().digest == digest(gather([given]))


def test_a_goal_that_comes_later_is_reviewed_when_it_comes(store: Store) -> None:
    store.import_files([file("a", goal("ner", "upp"))])
    store.import_files([file("b", goal("upp"))])
    assert store.columns().links.suspect == [False]
    store.import_files([file("b", goal("upp", title="Andra ord"))])
    assert store.columns().links.suspect == [True]


def test_a_stated_review_wins_and_comes_back(store: Store) -> None:
    link = Link(to="upp", fingerprint_from="sha256:" + "0" * 64)
    given = file("a", goal("upp"), goal("ner", link))
    store.import_files([given])
    assert store.columns().links.suspect == [True]
    assert store.files() == (given,)


def test_export_and_import_elsewhere_says_the_same(store: Store) -> None:
    given = file("a", goal("upp"), goal("ner", "upp", "borta"))
    store.import_files([given, everything()])
    store.import_files([reworded(given, "upp", "Andra ord")])
    exported, said = store.files(), store.info().digest
    store.import_files([file("a"), file("allt")])
    store.import_files(exported)
    assert store.info().digest == said
    assert store.files() == exported


def test_the_columns_are_those_of_the_documents(store: Store) -> None:
    given = (everything(), nasty())
    store.import_files(given)
    found, expected = store.columns(), columns_of(gather(given))
    assert _comparable(found) == _comparable(expected)
    assert (found.digest, found.sources, found.revision) == (expected.digest, expected.sources, 1)
    assert found.frame.governance == expected.frame.governance
    for section in ("units", "plans", "areas", "exemptions", "forwards", "indicators"):
        assert found.frame.section(section) == expected.frame.section(section)


def _comparable(columns: Columns) -> list[Any]:
    """Columns as sorted rows: their order isn't promised."""
    sides = []
    for side in (columns.goals, columns.links):
        names = [field.name for field in dataclasses.fields(side)]
        rows = zip(*(getattr(side, name) for name in names), strict=True)
        plain = [tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in rows]
        sides.append(sorted(plain, key=repr))
    return sides


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) DETACH DELETE n",
        "CREATE (:Goal {id: 'x'})",
        "CREATE INDEX x FOR (n:Goal) ON (n.title)",
        "MATCH (g:Goal) CALL (g) { SET g.title = 'x' } IN TRANSACTIONS OF 1 ROWS",
        "MATCH (g:Goal) WHERE g.title = '//' SET g.title = 'x'",
        "CALL dbms.listConfig()",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    ],
)
def test_a_question_leaves_no_trace(store: Store, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        store.ask(text)
    assert caught.value.code == "store.writes"
    assert store.files() == ()


def test_words_of_writing_may_stand_in_texts_and_names(store: Store) -> None:
    text = "/* SET */ WITH {set: 'CREATE', `DELETE`: 1} AS m RETURN m.set AS x, m.`DELETE` AS y"
    assert store.ask(text) == [{"x": "CREATE", "y": 1}]


def test_a_question_that_cannot_be_read_is_the_askers_fault(store: Store) -> None:
    with pytest.raises(UsageError) as caught:
        store.ask("MATCH (g:Goal RETURN g")
    assert caught.value.exit_code == 2


def test_a_question_gets_parameters_and_a_limit(store: Store) -> None:
    assert store.ask("UNWIND $n AS x RETURN x", {"n": [3, 2, 1]}, limit=2) == [{"x": 3}, {"x": 2}]


def test_progress_ends_at_the_whole(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    store.import_files([everything()], progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == seen[-1][1]


def test_a_write_refused_by_the_engine_leaves_the_old_content(
    store: Store, run_cypher: Cypher
) -> None:
    store.import_files([file("a", goal("gammal"))])
    # A node the store doesn't know of, past its own door, makes a real constraint refuse.
    run_cypher("CREATE (:Source {id: 'b', absent: true})")
    with pytest.raises(StoreError) as caught:
        store.import_files([file("a", goal("ny")), file("b", goal("annan"))])
    # No race: nobody else is writing, so it isn't called one.
    assert caught.value.code == "store.failed"
    run_cypher("MATCH (s:Source {id: 'b'}) DELETE s")
    assert store.files() == (file("a", goal("gammal")),)
    assert store.revision() == 1
    store.import_files([file("a", goal("ny")), file("b", goal("annan"))])
    assert store.revision() == 2
