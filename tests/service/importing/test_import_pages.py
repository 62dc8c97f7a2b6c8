"""Import by the pages: from the form to the store and back."""

from __future__ import annotations

import io
import re
import zipfile
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graph.chain import PlanFile
from graph.store import Store
from graph.store.log import Signature
from tests.service.importing.doing import (
    CHAIN,
    apply,
    book,
    chain,
    page,
    send,
    titles,
    upload,
    wait,
)
from tests.service.signing import browser_of, form, person, service, signed_in


@pytest.fixture
def editor(store: Store) -> FlaskClient:
    """An editor's browser, on a store with a small chain."""
    store.import_files([chain()])
    return signed_in(store, "editor")


@pytest.mark.both
def test_a_changed_spreadsheet_is_shown_written_and_undone(
    editor: FlaskClient, store: Store
) -> None:
    changed = chain(CHAIN.replace(b"Fler larare", b"Fler pedagoger"))
    address = upload(editor, ("mal.xlsx", book(changed)))
    said = page(editor, address)
    assert "1 ändrad. Inget är sparat än." in said
    assert "<del><bdi>Fler larare" in said and "<ins><bdi>Fler pedagoger" in said
    assert titles(store)["b1"] == "Fler larare"
    apply(editor, address)
    assert titles(store)["b1"] == "Fler pedagoger"
    assert "/andringar/2" in page(editor, address)
    answer = editor.post(f"{address}/angra", data=form(editor))
    assert answer.status_code == 303, answer.text
    assert "ångrad" in page(editor, address)
    assert titles(store)["b1"] == "Fler larare"


def test_the_change_is_signed_by_who_imported(editor: FlaskClient, store: Store) -> None:
    changed = CHAIN.replace(b"Fler larare", b"Fler pedagoger")
    apply(editor, upload(editor, ("s.yaml", changed)))
    (change, _) = store.changes()
    assert (change.by, change.via, change.action) == ("editor", "page", "import")


def test_a_preview_says_what_becomes_of_the_verdicts(editor: FlaskClient) -> None:
    lost = CHAIN.replace(b", contributes_to: [kf1]", b"")
    said = page(editor, upload(editor, ("s.yaml", lost)))
    assert "Mål vars läge ändras" in said and "rotad" in said and "föräldralös" in said
    assert "1 av 1 (100" in said and "0 av 1 (0" in said


def test_every_fault_is_told_and_nothing_is_written(editor: FlaskClient, store: Store) -> None:
    broken = CHAIN.replace(b"unit: bun", b"unit: nowhere").replace(b"level: vision", b"level: x")
    address = upload(editor, ("s.yaml", broken))
    said = page(editor, address)
    assert "2 fel att rätta" in said and "nowhere" in said
    assert "verkstall" not in said
    assert store.revision() == 1


def test_a_spreadsheet_comes_back_with_its_faults_marked(editor: FlaskClient) -> None:
    good = chain()
    bad = PlanFile(source=good.source, units=good.units, goals=(good.goals[2],))
    data = book(bad)
    opened = load_workbook(BytesIO(data))
    opened["Mål"]["C2"] = "nivå som inte finns"
    changed = BytesIO()
    opened.save(changed)
    address = upload(editor, ("mål.xlsx", changed.getvalue()))
    assert "C2" in page(editor, address)
    answer = editor.get(f"{address}/markerad.xlsx")
    assert load_workbook(BytesIO(answer.data)).sheetnames[0] == "Fel"


def test_what_was_edited_here_is_named_first_and_needs_a_tick(
    editor: FlaskClient, store: Store
) -> None:
    edited = chain(CHAIN.replace(b"Fler larare", b"Andrat har"))
    store.change(lambda _: [edited], Signature("åsa", "page", "put"))
    address = upload(editor, ("s.yaml", CHAIN))
    said = page(editor, address)
    assert said.index("Ändrat här sedan förra inläsningen") < said.index("Vad det gör med svaren")
    assert "Andrat har" in said and "åsa" in said
    revision = re.search(r'name="revision" value="(\d+)"', said)
    assert revision
    answer = editor.post(f"{address}/verkstall", data=form(editor, revision=revision[1]))
    assert answer.status_code == 400 and 'href="#skriv-over"' in answer.text
    assert titles(store)["b1"] == "Andrat har"
    apply(editor, address, **{"skriv-over": "1"})
    assert titles(store)["b1"] == "Fler larare"


def test_what_was_edited_and_undone_needs_no_tick(editor: FlaskClient, store: Store) -> None:
    edited = chain(CHAIN.replace(b"Fler larare", b"Andrat har"))
    done = store.change(lambda _: [edited], Signature("åsa", "page", "put"))
    assert done.number
    store.undo(done.number, Signature("åsa", "page", "undo"))
    said = page(editor, upload(editor, ("s.yaml", CHAIN.replace(b"Fler", b"Flera"))))
    assert "skriv-over" not in said


@pytest.mark.both
def test_a_store_that_moved_makes_the_comparison_anew(editor: FlaskClient, store: Store) -> None:
    address = upload(editor, ("s.yaml", CHAIN.replace(b"Fler larare", b"Fler pedagoger")))
    revision = re.search(r'name="revision" value="(\d+)"', page(editor, address))
    assert revision
    store.import_files([chain(CHAIN.replace(b"Alla elever", b"Varje elev"))])
    answer = editor.post(f"{address}/verkstall", data=form(editor, revision=revision[1]))
    assert answer.status_code == 303
    said = page(editor, wait(editor, address))
    assert "Jämförelsen är gjord på nytt" in said and "Varje elev" in said
    assert titles(store) == {"v": "Vision", "kf1": "Varje elev", "b1": "Fler larare"}


def test_pressing_twice_applies_once(editor: FlaskClient, store: Store) -> None:
    address = upload(editor, ("s.yaml", CHAIN.replace(b"Fler larare", b"Fler pedagoger")))
    fields = form(editor, revision="1")
    for _ in range(3):
        assert editor.post(f"{address}/verkstall", data=fields).status_code == 303
    wait(editor, address)
    assert editor.post(f"{address}/verkstall", data=fields).status_code == 303
    assert store.revision() == 2
    assert "Inläst." in page(editor, address)


def test_files_that_say_the_same_give_nothing_to_import(editor: FlaskClient) -> None:
    said = page(editor, upload(editor, ("s.yaml", CHAIN)))
    assert "säger samma sak" in said and "verkstall" not in said


def test_an_upload_is_its_owners_and_the_admins(editor: FlaskClient, store: Store) -> None:
    address = upload(editor, ("s.yaml", CHAIN))
    app = editor.application
    other = browser_of(app, person(store, "editor", name="annan"))
    assert other.get(address).status_code == 404
    assert browser_of(app, person(store, "admin")).get(address).status_code == 200
    assert browser_of(app).get(address).status_code == 303
    assert browser_of(app, person(store, "reader")).get(address).status_code == 403


def test_an_editor_of_some_units_imports_only_what_is_theirs(store: Store) -> None:
    store.import_files([chain()])
    app = service(store)
    own = signed_in(store, "editor", units=["bun"], app=app)
    said = page(own, upload(own, ("s.yaml", CHAIN.replace(b"Alla elever", b"Varje elev"))))
    assert "inte hör till dina enheter" in said and "verkstall" not in said
    apply(own, upload(own, ("s.yaml", CHAIN.replace(b"Fler larare", b"Fler pedagoger"))))
    assert titles(store)["b1"] == "Fler pedagoger"


def test_no_file_is_told_at_the_field(editor: FlaskClient) -> None:
    answer = send(editor)
    assert answer.status_code == 400 and 'href="#filer"' in answer.text


def test_an_upload_thrown_away_is_gone(editor: FlaskClient) -> None:
    address = upload(editor, ("s.yaml", CHAIN))
    assert editor.post(f"{address}/kasta", data=form(editor)).status_code == 303
    assert editor.get(address).status_code == 404


def test_a_form_without_its_token_is_refused(editor: FlaskClient, store: Store) -> None:
    address = upload(editor, ("s.yaml", CHAIN.replace(b"Fler", b"Flera")))
    assert editor.post(f"{address}/verkstall", data={"revision": "1"}).status_code == 400
    assert store.revision() == 1


@pytest.mark.parametrize("kind", ["xlsx", "yaml", "csv"])
def test_what_is_fetched_can_be_imported_again(editor: FlaskClient, kind: str) -> None:
    answer = editor.get(f"/las-in/hamta?kalla=s&form={kind}")
    files = [(f"s.{kind}", answer.data)]
    if kind == "csv":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            files = [(name, packed.read(name)) for name in packed.namelist()]
    assert "säger samma sak" in page(editor, upload(editor, *files))


def test_the_template_is_fetched(editor: FlaskClient) -> None:
    answer = editor.get("/las-in/mall.xlsx")
    assert answer.data.startswith(b"PK") and "mall.xlsx" in answer.headers["Content-Disposition"]


LIST = """Mål;Enhet;Bidrar till
Läsa mer;BUN;Alla elever
Räkna mer;BUN;Nagot helt annat
Simma mer;BUN;Alla eleve
"""


def test_a_plain_list_becomes_only_the_links_that_are_chosen(
    editor: FlaskClient, store: Store
) -> None:
    address = upload(editor, ("lista.csv", LIST.encode()), sort="list")
    said = page(editor, address)
    assert "likhet 100 av 100" in said and "checked" in said
    assert not re.search(r'value="mal:[^"]*" checked', said)
    answer = editor.post(f"{address}/koppla", data=form(editor, **{
        "val.0": "mal:kf1", "val.1": "annat", "annat.1": "b1", "val.2": "",
    }))
    assert answer.status_code == 303, answer.text
    wait(editor, address)
    apply(editor, address)
    goals = {goal.title: [link.to for link in goal.contributes_to] for goal in store.chain().goals}
    assert (goals["Läsa mer"], goals["Räkna mer"], goals["Simma mer"]) == (["kf1"], ["b1"], [])


def test_a_goal_that_is_not_there_is_told_and_choices_stay(editor: FlaskClient) -> None:
    address = upload(editor, ("lista.csv", LIST.encode()), sort="list")
    answer = editor.post(f"{address}/koppla", data=form(editor, **{
        "val.0": "mal:kf1", "val.1": "annat", "annat.1": "kf2",
    }))
    assert answer.status_code == 400 and "Närmast: kf1" in answer.text
    assert 'value="mal:kf1" checked' in answer.text and 'value="kf2"' in answer.text
