"""The log of changes, and changes taken back, on every engine."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from graph.chain import PlanFile
from graph.editing import Clash, drop_item, find_item, item_key, item_tag, put_item
from graph.errors import InputError, RodtradError, UsageError
from graph.model import Exemption, Link, Unit
from graph.plain import written_item
from graph.store import Overtaken, Signature, Store, open_store
from graph.store.recording import FEW
from graph.writing import write_yaml
from tests.graph.store.content import NASTY, everything, file, goal, nasty, places, reworded

Cypher = Callable[[str], list[Any]]
EDIT = Signature("åsa", "page", "goal.put", "för att")
UNDO = Signature("bo", "api", "undo")


def edit(store: Store, id: str, **said: Any) -> int:
    """Give a goal other words, as an editor who has just read it."""

    def work(files: tuple[PlanFile, ...]) -> Sequence[PlanFile]:
        found = find_item(files, "goals", id)
        assert found is not None
        whole = written_item(found[1]) | said
        return put_item(files, "goals", whole, id=id, tag=item_tag("goals", found[1]))

    number = store.change(work, EDIT).number
    assert number is not None
    return number


def export(store: Store) -> list[str]:
    """All that the store says, to the byte; read by a client that has kept nothing."""
    with open_store(store.url) as fresh:
        files = fresh.files()
    assert files == store.files()
    assert places(files) == places(store.files())
    return [write_yaml(each) for each in files]


def test_every_import_is_signed_and_tells_what_it_did(store: Store) -> None:
    one = file("a", goal("g1"), goal("g2", "g1"))
    store.import_files([one], signature=Signature("åsa", "cli", "import"))
    store.import_files([reworded(one, "g1", "Nytt"), file("b", goal("b1"))])
    store.import_files([reworded(one, "g1", "Nytt")])
    second, first = store.changes()
    assert (first.number, first.by, first.via, first.action) == (1, "åsa", "cli", "import")
    assert (first.new, first.changed, first.removed) == ({"sources": 1, "goals": 2}, {}, {})
    assert (second.number, second.revision, second.sources) == (2, 2, ("a", "b"))
    assert (second.new, second.changed) == ({"sources": 1, "goals": 1}, {"goals": 1})
    assert (second.previous, second.digest) == (first.hash, store.info().digest)
    assert (first.undoes, first.undone_by) == (None, None)
    told = {(each.section, each.id): each for each in store.alterations(2)}
    assert sorted(told) == [("goals", "b1"), ("goals", "g1"), ("sources", "b")]
    assert told["goals", "g1"].before == {"id": "g1", "title": "Mål g1", "level": "grupp"}
    assert told["goals", "g1"].after == {"id": "g1", "title": "Nytt", "level": "grupp"}
    assert told["sources", "b"].before is None
    assert told["sources", "b"].after == {"id": "b"}
    assert store.verify_log() is None


def test_after_a_change_is_before_the_next(store: Store) -> None:
    store.import_files([file("a", goal("g"), goal("h"))])
    for title in ("ett", "två", "tre"):
        edit(store, "g", title=title)
    store.change(
        lambda files: drop_item(files, "goals", "g", tag=item_tag("goals", files[0].goals[0])),
        EDIT,
    )
    titles = [
        tuple(said and said["title"] for said in (each.before, each.after))
        for number in range(1, 6)
        for each in store.alterations(number)
        if each.id == "g"
    ]
    assert titles == [
        (None, "Mål g"), ("Mål g", "ett"), ("ett", "två"), ("två", "tre"), ("tre", None)
    ]  # fmt: skip


def test_changes_are_found_by_item_and_page(store: Store) -> None:
    many = [goal(f"g{n}") for n in range(FEW + 1)]
    store.import_files([file("a", *many, goal('ci"tat'))])
    edit(store, "g7", title="Nytt")
    store.import_files([file("b", goal("b1"), exemptions=(Exemption(goal="g7", reason="r"),))])
    edit(store, "g7", note="igen")
    numbers = [change.number for change in store.changes(about=("goals", "g7"))]
    assert numbers == [4, 2, 1]
    assert [c.number for c in store.changes(about=("goals", "g7"), before=4, limit=1)] == [2]
    assert [c.number for c in store.changes(about=("goals", 'ci"tat'))] == [1]
    assert [c.number for c in store.changes(about=("goals", "b1"))] == [3]
    key = item_key("exemptions", Exemption(goal="g7", reason="r"))
    assert [c.number for c in store.changes(about=("exemptions", key))] == [3]
    assert store.changes(about=("units", "g7")) == store.changes(about=("goals", "g")) == []
    assert [c.number for c in store.changes(limit=2)] == [4, 3]
    assert [c.number for c in store.changes(before=3, limit=5)] == [2, 1]
    assert len(store.alterations(1)) == FEW + 3
    assert all(each.before is None for each in store.alterations(1))


def test_an_edit_keeps_the_rest_and_loses_its_own_line(store: Store) -> None:
    store.import_files([everything()])
    edit(store, "n", title="Nytt")
    (now,) = store.files()
    assert now.goals[2].title == "Nytt"
    assert (now.goals[2].place, now.goals[1].place) == (None, everything().goals[1].place)
    assert now.source.place == everything().source.place
    export(store)
    # The file as it was is no longer what is stored.
    assert not store.import_files([everything()]).unchanged
    assert store.files() == (everything(),)


def test_a_change_of_nothing_is_not_logged(store: Store) -> None:
    store.import_files([everything()])
    changed = store.change(lambda files: files, EDIT)
    assert (changed.report.unchanged, changed.number) == (True, None)
    dry = store.change(lambda files: [file("x"), *files], EDIT, dry_run=True)
    assert (dry.report.unchanged, dry.number, dry.report.revision) == (False, None, 1)
    assert [change.number for change in store.changes()] == [1]


def test_what_does_not_hold_together_is_neither_stored_nor_logged(store: Store) -> None:
    store.import_files([file("a", goal("g"), units=(Unit(id="u", name="U", kind="enhet"),))])
    with pytest.raises(InputError):
        edit(store, "g", unit=["borta"])
    with pytest.raises(InputError) as caught:
        edit(store, "g", nonsense=1)
    assert caught.value.faults[0].code == "unknown_key"
    assert len(store.changes()) == store.revision() == 1


def test_a_suspect_link_stays_so_through_an_edit(store: Store) -> None:
    given = file("a", goal("upp"), goal("ner", "upp"), goal("sida", "upp"))
    store.import_files([given])
    edit(store, "upp", title="Andra ord")
    assert store.columns().links.suspect == [True, True]
    edit(store, "ner", code="1")
    edit(store, "sida", note="x")
    assert store.columns().links.suspect == [True, True]
    said = "MATCH ()-[e:CONTRIBUTES_TO]->() WHERE e.stated_to RETURN count(e) AS n"
    assert store.ask(said) == [{"n": 0}]
    edit(store, "upp", title="Mål upp")
    assert store.columns().links.suspect == [False, False]


def changing(store: Store) -> list[Callable[[], Any]]:
    """Changes of every sort, for a store that holds `everything` and a little more."""
    whole = everything()
    shuffled = dataclasses.replace(
        whole, goals=whole.goals[::-1], exemptions=whole.exemptions[::-1], governance=None
    )
    moved = dataclasses.replace(whole, goals=whole.goals[:2])
    little = file("lite", goal("l1", "k"), goal("l2", "l1", "kommer"), goal("l3", "l2"))
    return [
        lambda: edit(store, "k", title="Andra ord", exempt=None),
        lambda: store.import_files([file("allt")]),
        lambda: store.import_files([shuffled]),
        lambda: store.import_files([moved, file("ny", whole.goals[2], goal("kommer"))]),
        lambda: store.change(lambda files: [files[0]], EDIT),
        lambda: store.import_files([dataclasses.replace(little, goals=little.goals[1:2])]),
        lambda: store.import_files([file("ny", *(goal(f"x{n}") for n in range(FEW + 1)))]),
    ]


@pytest.mark.parametrize("which", range(7))
def test_a_change_taken_back_leaves_no_trace(store: Store, which: int) -> None:
    little = file("lite", goal("l1", "k"), goal("l2", "l1", "kommer"), goal("l3", "l2"))
    store.import_files([everything(), little])
    edit(store, "l1", title="Omskrivet")
    before, said = export(store), store.info()
    changing(store)[which]()
    between, digest = export(store), store.info().digest
    assert between != before
    assert store.undo(3, UNDO).number == 4
    assert export(store) == before
    now = store.info()
    assert (now.digest, now.counts, now.sources) == (said.digest, said.counts, said.sources)
    assert [(c.undoes, c.undone_by) for c in store.changes(limit=2)] == [(3, None), (None, 4)]
    assert store.undo(4, UNDO).number == 5
    assert (export(store), store.info().digest) == (between, digest)
    store.undo(3, UNDO)
    assert export(store) == before
    assert store.verify_log() is None


def test_undoing_an_import_that_made_a_source_takes_it_away(store: Store) -> None:
    store.import_files([nasty()])
    store.undo(1, UNDO)
    assert (store.files(), store.info().sources) == ((), ())
    store.undo(2, UNDO)
    assert store.files() == (nasty(),)
    assert places(store.files()) == places((nasty(),))
    assert {each.id for each in store.alterations(3)} > set(NASTY)


def test_a_change_that_was_overtaken_stays(store: Store) -> None:
    store.import_files([file("a", goal("g"), goal("h")), file("b", goal("b1"))])
    first = edit(store, "g", title="Ett")
    edit(store, "h", title="Annat")
    last = edit(store, "g", title="Två")
    with pytest.raises(Overtaken) as caught:
        store.undo(first, UNDO)
    later = caught.value.change
    assert (caught.value.code, later.number, later.by) == ("overtaken", last, "åsa")
    assert f"ändring {last} av åsa {later.at[:10]}" in str(caught.value)
    store.undo(3, UNDO)
    store.undo(last, UNDO)
    store.undo(first, UNDO)
    assert store.files()[0] == file("a", goal("g"), goal("h"))
    store.undo(1, UNDO)
    assert store.files() == ()
    with pytest.raises(UsageError) as unknown:
        store.undo(99, UNDO)
    assert unknown.value.code == "no_change"


def test_a_source_that_others_have_added_to_is_not_taken_away(store: Store) -> None:
    store.import_files([file("a", goal("g"))])
    new = {"id": "h", "title": "H", "level": "grupp"}
    store.change(lambda files: put_item(files, "goals", new, id=None), EDIT)
    with pytest.raises(Overtaken):
        store.undo(1, UNDO)
    assert len(store.files()[0].goals) == 2


def test_undoing_what_others_lean_on_is_refused_whole(store: Store) -> None:
    store.import_files([file("a", units=(Unit(id="u", name="U", kind="enhet"),))])
    store.import_files([file("b", goal("g", unit=("u",)))])
    with pytest.raises(InputError):
        store.undo(1, UNDO)
    assert store.revision() == 2


def test_a_reviewed_link_comes_back_as_it_was_reviewed(store: Store) -> None:
    given = file("a", goal("upp"), goal("ner", Link(to="upp", how="så")))
    store.import_files([given])
    edit(store, "upp", title="Andra ord")
    before = export(store)
    edit(store, "ner", contributes_to=[])
    assert store.columns().links.suspect == []
    store.undo(3, UNDO)
    assert store.columns().links.suspect == [True]
    assert export(store) == before


def test_a_goal_that_came_and_went_leaves_reviews_as_they_were(store: Store) -> None:
    store.import_files([file("a", goal("ner", "upp"), goal("sida", "upp"))])
    edit(store, "ner", title="Omskrivet")
    before = store.files()
    store.import_files([file("b", goal("upp"))])
    edit(store, "sida", contributes_to=[])
    store.undo(3, UNDO)
    assert store.files() == (file("a", before[0].goals[0], goal("sida")),)


TAMPERING = {
    "who": ("MATCH (c:Change) WHERE c.id = '2' SET c.signed = 'någon'", 2),
    "when": ("MATCH (c:Change) WHERE c.id = '2' SET c.at = '2020'", 2),
    "why": ("MATCH (c:Change) WHERE c.id = '2' SET c.reason = ''", 2),
    "digest": ("MATCH (c:Change) WHERE c.id = '3' SET c.digest = 'sha256:0'", 3),
    "counts": ("MATCH (c:Change) WHERE c.id = '1' SET c.counts = '{}'", 1),
    "arrived": ("MATCH (c:Change) WHERE c.id = '1' SET c.arrived = '{}'", 1),
    "undoes": ("MATCH (c:Change) WHERE c.id = '3' SET c.undoes = '1'", 3),
    "hash": ("MATCH (c:Change) WHERE c.id = '2' SET c.hash = 'x'", 2),
    "chain": ("MATCH (c:Change) WHERE c.id = '3' SET c.previous = 'x'", 3),
    "before": ("MATCH (a:Alteration) WHERE a.id = '2.0' SET a.was = '{}'", 2),
    "subject": ("MATCH (a:Alteration) WHERE a.id = '2.0' SET a.subject = 'goals:g8'", 2),
    "kind": ("MATCH (a:Alteration) WHERE a.id = '3.0' SET a.kind = 'new'", 3),
    "alteration away": ("MATCH (a:Alteration) WHERE a.id = '2.0' DELETE a", 2),
    "alteration more": ("CREATE (:Alteration {id: '2.9', subject: 'x', kind: 'new'})", 2),
    "change away": ("MATCH (c:Change) WHERE c.id = '2' DELETE c", 2),
    "first away": ("MATCH (c:Change) WHERE c.id = '1' DELETE c", 2),
    "last away": ("MATCH (c:Change) WHERE c.id = '3' DELETE c", 3),
    "all away": ("MATCH (c:Change) DELETE c", 3),
    "change more": ("CREATE (:Change {id: '4', previous: '', touched: 0})", 4),
}


def test_tampering_is_found_where_it_was_done(store: Store, run_cypher: Cypher) -> None:
    text = (
        "MATCH (c:Change) RETURN c.id AS id, properties(c) AS p UNION ALL "
        "MATCH (c:Alteration) RETURN c.id AS id, properties(c) AS p"
    )
    found = {}
    for name, (cypher, number) in TAMPERING.items():
        run_cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n")
        run_cypher("MATCH (m:Meta) SET m.revision = 0, m.head = '', m.counts = '{}'")
        store.import_files([file("a", *(goal(f"g{n}") for n in range(FEW + 1)))])
        edit(store, "g7", title="Nytt")
        edit(store, "g8", title="Nytt")
        assert store.verify_log() is None, run_cypher(text)
        run_cypher(cypher)
        found[name] = store.verify_log() == number or store.verify_log()
    assert found == dict.fromkeys(TAMPERING, True)


def at_once(store: Store, works: Sequence[Callable[[Store], Any]]) -> list[Any]:
    """What each of several clients got, or was told, at the same moment."""
    barrier, told = threading.Barrier(len(works)), []

    def one(work: Callable[[Store], Any]) -> None:
        with open_store(store.url) as client:
            barrier.wait()
            try:
                told.append(work(client))
            except RodtradError as error:
                told.append(error)

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_edits_of_different_goals_at_once_all_land(store: Store) -> None:
    store.import_files([file("a", *(goal(f"g{n}") for n in range(3)))])
    told = at_once(store, [lambda s, n=n: edit(s, f"g{n}", title="Nytt") for n in range(3)])  # type: ignore[misc]
    assert sorted(told) == [2, 3, 4]
    assert {each.title for each in store.files()[0].goals} == {"Nytt"}
    assert store.verify_log() is None


def test_of_edits_of_the_same_goal_one_lands_and_one_is_told(store: Store) -> None:
    store.import_files([file("a", goal("g"))])
    tag = item_tag("goals", goal("g"))

    def put(client: Store, title: str) -> Any:
        said = {"id": "g", "title": title, "level": "grupp"}
        return client.change(lambda f: put_item(f, "goals", said, id="g", tag=tag), EDIT).number

    told = at_once(store, [lambda s: put(s, "ett"), lambda s: put(s, "två")])
    assert 2 in told
    clash = next(each for each in told if each != 2)
    assert isinstance(clash, Clash)
    now = store.files()[0].goals[0].title
    assert clash.item == {"id": "g", "title": now, "level": "grupp"}
    assert now in ("ett", "två")


def test_what_is_kept_between_changes_is_not_trusted_when_others_write(store: Store) -> None:
    store.import_files([file("a", goal("g"))])
    store.files()
    with open_store(store.url) as other:
        edit(other, "g", title="Annat")
    assert store.files()[0].goals[0].title == "Annat"
    edit(store, "g", note="x")
    assert store.files()[0].goals[0].title == "Annat"


def test_a_store_from_before_the_log_gets_one(store: Store, run_cypher: Cypher) -> None:
    store.import_files([file("a", goal("g"))])
    store.import_files([file("a", goal("g"), goal("h"))])
    run_cypher("MATCH (n) WHERE n:Change OR n:Alteration DELETE n")
    run_cypher("MATCH (m:Meta) SET m.schema_version = 1 REMOVE m.head")
    with open_store(store.url) as now:
        assert (now.changes(), now.verify_log()) == ([], None)
        edit(now, "g", title="Nytt")
        assert [change.number for change in now.changes()] == [3]
        assert now.verify_log() is None
        with pytest.raises(UsageError):
            now.undo(2, UNDO)
        now.undo(3, UNDO)
        assert now.files() == (file("a", goal("g"), goal("h")),)
