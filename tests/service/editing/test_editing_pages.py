"""Changing things on the pages: who may, what is saved, and what happens when two do it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.model import Goal
from graph.store import Store
from service.editing.forms import flat
from tests.service import signing
from tests.service.editing.small import fill


@pytest.fixture
def app(store: Store, tmp_path: Path) -> Iterator[Flask]:
    fill(store, tmp_path)
    yield signing.service(store)


@pytest.fixture
def editor(app: Flask, store: Store) -> FlaskClient:
    """The browser of an editor of the whole municipality."""
    return signing.signed_in(store, "editor", app=app)


def goal(store: Store, id: str) -> Goal:
    return next(goal for goal in store.chain().goals if goal.id == id)


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text[:2000]
    return found[1]


def boxes(store: Store, id: str, **more: str) -> dict[str, str]:
    values = flat(goal(store, id), "sv") | {k.replace("__", "."): v for k, v in more.items()}
    return {f"f.{name}": value for name, value in values.items()}


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data=signing.form(client, **fields))


def tag_of(client: FlaskClient, id: str) -> str:
    return hidden(client.get(f"/andra/goals?id={id}"), "tag")


@pytest.mark.both
def test_a_saved_change_is_in_the_store_in_the_log_and_on_the_page(
    editor: FlaskClient, store: Store
) -> None:
    tag = tag_of(editor, "bun-1")
    answer = send(editor, "/andra/goals?id=bun-1", tag=tag,
                  **boxes(store, "bun-1", title="Alla når målen"))
    assert answer.status_code == 303
    assert goal(store, "bun-1").title == "Alla når målen"
    last = store.changes(about=("goals", "bun-1"))[0]
    assert (last.by, last.via, last.action) == ("editor", "page", "put")
    page = editor.get(answer.location)
    assert "Alla når målen" in page.text
    assert "Ändringen är sparad" in page.text
    assert f"Ändring {last.number}" in page.text


def test_what_is_read_next_is_what_was_written(editor: FlaskClient, store: Store) -> None:
    for title in ("ett", "två", "tre"):
        send(editor, "/andra/goals?id=bun-1", tag=tag_of(editor, "bun-1"),
             **boxes(store, "bun-1", title=title))
        assert f"<bdi>{title}</bdi></h1>" in editor.get("/mal/bun-1").text


@pytest.mark.both
def test_two_who_change_the_same_thing_are_told_and_nothing_is_lost(
    app: Flask, editor: FlaskClient, store: Store
) -> None:
    other = signing.signed_in(store, "admin", app=app)
    seen = tag_of(editor, "bun-1")
    send(other, "/andra/goals?id=bun-1", tag=tag_of(other, "bun-1"),
         **boxes(store, "bun-1", title="Deras"))
    mine = boxes(store, "bun-1", title="Mitt")
    answer = send(editor, "/andra/goals?id=bun-1", tag=seen, **mine)
    assert answer.status_code == 409
    assert "admin sparade" in answer.text
    assert "Sparat är nu: Deras" in answer.text
    assert 'name="f.title" value="Mitt"' in answer.text
    assert goal(store, "bun-1").title == "Deras"
    again = send(editor, "/andra/goals?id=bun-1", tag=hidden(answer, "tag"), **mine)
    assert again.status_code == 303
    assert goal(store, "bun-1").title == "Mitt"


def test_the_same_form_sent_twice_is_saved_once(editor: FlaskClient, store: Store) -> None:
    fields = {"tag": tag_of(editor, "bun-1"), **boxes(store, "bun-1", title="En gång")}
    first = send(editor, "/andra/goals?id=bun-1", **fields)
    second = send(editor, "/andra/goals?id=bun-1", **fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(store.changes(about=("goals", "bun-1"))) == 1 + 1


def test_a_new_goal_gets_an_id_of_its_title_and_is_made_once(
    editor: FlaskClient, store: Store
) -> None:
    page = editor.get("/ny/goals?contributes_to=bun-1")
    assert 'value="bun-1"' in page.text
    fields = {
        "once": hidden(page, "once"), "f.title": "Läsning på väg hem, åh!", "f.level": "enhet",
        "f.plan": "ep-skola", "f.contributes_to.0.to": "bun-1",
    }  # fmt: skip
    first, second = (send(editor, "/ny/goals", **fields) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert goal(store, "lasning-pa-vag-hem-ah").contributes_to[0].to == "bun-1"
    assert len(store.chain().goals) == 6


def test_a_faulty_form_comes_back_as_it_was_sent_with_every_fault(
    editor: FlaskClient, store: Store
) -> None:
    before = store.revision()
    answer = send(editor, "/andra/goals?id=bun-1", tag=tag_of(editor, "bun-1"),
                  **boxes(store, "bun-1", title="", plan="np-bum", note="<b>kvar</b>"))
    assert answer.status_code == 422
    assert "2 saker behöver rättas" in answer.text
    assert 'href="#f-title"' in answer.text and 'href="#f-plan"' in answer.text
    assert "&lt;b&gt;kvar&lt;/b&gt;" in answer.text
    assert store.revision() == before


def test_a_goal_that_is_referred_to_is_not_taken_out(editor: FlaskClient, store: Store) -> None:
    answer = send(editor, "/ta-bort/goals?id=bun-1", tag=tag_of(editor, "bun-1"))
    assert answer.status_code == 409
    assert "i-1" in answer.text or "bun-1" in answer.text
    assert goal(store, "bun-1").title == "Fler når målen"


@pytest.mark.both
def test_a_goal_taken_out_comes_back_by_undoing_it(editor: FlaskClient, store: Store) -> None:
    digest = store.state().digest
    asked = editor.get("/ta-bort/goals?id=kfn-1")
    assert "Fler läser" in asked.text
    answer = send(editor, "/ta-bort/goals?id=kfn-1", tag=hidden(asked, "tag"))
    assert answer.status_code == 303
    assert all(goal.id != "kfn-1" for goal in store.chain().goals)
    number = store.changes()[0].number
    assert "Fler läser" in editor.get(f"/andringar/{number}").text
    assert send(editor, f"/andringar/{number}/angra").status_code == 303
    assert store.state().digest == digest


def test_a_change_that_was_built_upon_is_not_undone(editor: FlaskClient, store: Store) -> None:
    for title in ("ett", "två"):
        send(editor, "/andra/goals?id=bun-1", tag=tag_of(editor, "bun-1"),
             **boxes(store, "bun-1", title=title))
    last, first = store.changes()[:2]
    answer = send(editor, f"/andringar/{first.number}/angra")
    assert answer.status_code == 409
    assert str(last.number) in answer.text
    assert goal(store, "bun-1").title == "två"


@pytest.mark.both
def test_an_orphan_is_linked_by_what_its_page_offers(editor: FlaskClient, store: Store) -> None:
    page = editor.get("/mal/skola-1")
    assert "föräldralös" in page.text
    offered = re.search(r'name="tag" value="(\w+)"><input type="hidden" name="to" value="([^"]+)"',
                        page.text)  # fmt: skip
    assert offered
    tag, to = offered.groups()
    answer = send(editor, "/koppla", id="skola-1", tag=tag, to=to, how="varje kväll")
    assert answer.status_code == 303
    assert goal(store, "skola-1").contributes_to[0].how == "varje kväll"
    assert "rotad" in editor.get("/mal/skola-1").text


@pytest.mark.both
def test_a_suspect_link_is_valid_again_when_somebody_has_read_both(
    editor: FlaskClient, store: Store
) -> None:
    send(editor, "/andra/goals?id=kf-1", tag=tag_of(editor, "kf-1"),
         **boxes(store, "kf-1", title="Alla lär sig mer"))
    page = editor.get("/mal/bun-1")
    assert "Kopplingen är misstänkt" in page.text
    answer = send(editor, "/granskad", id="bun-1", to="kf-1", tag=hidden(page, "tag"))
    assert answer.status_code == 303
    assert "Kopplingen är misstänkt" not in editor.get("/mal/bun-1").text
    link = goal(store, "bun-1").contributes_to[0]
    assert link.reviewed_by == "Editor Öberg"
    assert link.how == "genom läsning"


def test_an_editor_of_another_namnd_changes_nothing_here(app: Flask, store: Store) -> None:
    theirs = signing.browser_of(app, signing.person(store, "editor", name="kalle", units=["kfn"]))
    assert theirs.get("/andra/goals?id=kfn-1").status_code == 200
    assert theirs.get("/andra/goals?id=bun-1").status_code == 403
    tag = tag_of(signing.signed_in(store, "admin", app=app), "bun-1")
    before = store.revision()
    for path, fields in (
        ("/andra/goals?id=bun-1", boxes(store, "bun-1", title="Mitt nu")),
        ("/ta-bort/goals?id=bun-1", {}),
        ("/koppla", {"id": "bun-1", "to": "v"}),
        ("/granskad", {"id": "bun-1", "to": "kf-1"}),
        ("/ny/goals", {"f.title": "A", "f.level": "namnd", "f.plan": "np-bun"}),
    ):
        assert send(theirs, path, tag=tag, **fields).status_code == 403, path
    assert store.revision() == before


def test_nobody_gives_a_goal_away_to_a_namnd_that_isn_t_theirs(app: Flask, store: Store) -> None:
    theirs = signing.browser_of(app, signing.person(store, "editor", name="kalle", units=["kfn"]))
    tag = tag_of(theirs, "kfn-1")
    answer = send(theirs, "/andra/goals?id=kfn-1", tag=tag, **boxes(store, "kfn-1", plan="np-bun"))
    assert answer.status_code == 403


def test_those_who_may_not_change_are_offered_no_way_to(app: Flask, store: Store) -> None:
    for browser in (signing.browser_of(app), signing.signed_in(store, "reader", app=app)):
        page = browser.get("/mal/skola-1").text
        assert "/koppla" not in page
        assert "/andra/" not in page


@pytest.mark.parametrize(
    ("path", "edit", "make"),
    [("/mal/bun-1", "goals?id=bun-1", "goals?contributes_to=bun-1"),
     ("/plan/np-bun", "plans?id=np-bun", "goals?plan=np-bun"),
     ("/enhet/skola", "units?id=skola", "participation?unit=skola"),
     ("/indikator/i-1", "indicators?id=i-1", None),
     ("/omrade/mo1", "areas?id=mo1", "assessments?area=mo1")],
)  # fmt: skip
def test_the_page_of_a_thing_leads_to_its_form_and_to_what_belongs_there(
    editor: FlaskClient, path: str, edit: str, make: str | None
) -> None:
    page = editor.get(path).text
    assert f'href="/andra/{edit}"' in page
    assert "Historik" in page
    assert editor.get(f"/andra/{edit}").status_code == 200
    if make:
        assert f'href="/ny/{make}"' in page
        assert editor.get(f"/ny/{make}").status_code == 200


def test_an_indicator_gets_a_reading(editor: FlaskClient, store: Store) -> None:
    page = editor.get("/andra/indicators?id=i-1")
    indicator = store.chain().indicators[0]
    values = {f"f.{name}": said for name, said in flat(indicator, "sv").items()}
    values |= {"f.readings.1.period": "2024", "f.readings.1.value": "81,5"}
    answer = send(editor, "/andra/indicators?id=i-1", tag=hidden(page, "tag"), **values)
    assert answer.status_code == 303
    assert store.chain().indicators[0].readings[1].value == 81.5


def test_exemptions_forwards_and_participation_are_made_changed_and_shown(
    editor: FlaskClient, store: Store
) -> None:
    made = {
        "exemptions": {"f.unit": "kfn", "f.area": "mo1", "f.reason": "vilar i år",
                       "f.until": "2024-12-31"},
        "forwards": {"f.goal": "kf-1", "f.unit": "bun", "f.level": "namnd",
                     "f.reason": "lämnas vidare"},
        "participation": {"f.unit": "skola", "f.date": "2023-11-14", "f.took_part": "9",
                          "f.of": "11"},
    }  # fmt: skip
    for section, fields in made.items():
        page = editor.get(f"/ny/{section}")
        answer = send(editor, f"/ny/{section}", once=hidden(page, "once"), **fields)
        assert answer.status_code == 303
    page = editor.get("/undantag")
    assert "vilar i år" in page.text and "lämnas vidare" in page.text
    found = re.search(r'/andra/exemptions\?id=(\w+)', page.text)
    assert found
    form = editor.get(f"/andra/exemptions?id={found[1]}")
    answer = send(editor, f"/andra/exemptions?id={found[1]}", tag=hidden(form, "tag"),
                  **{**made["exemptions"], "f.reason": "vilar också nästa år"})
    assert answer.status_code == 303
    assert [each.reason for each in store.chain().exemptions] == ["vilar också nästa år"]
    assert store.chain().participation[0].took_part == 9


def test_what_isn_t_there_is_told_calmly(editor: FlaskClient) -> None:
    assert editor.get("/andra/goals?id=nix").status_code == 404
    assert editor.get("/andra/goals").status_code == 400
    assert editor.get("/andra/nix?id=x").status_code == 404
    assert editor.get("/andringar/999").status_code == 404
    assert editor.get("/ny/nix").status_code == 404


def test_the_log_tells_names_to_those_who_are_signed_in_only(
    app: Flask, editor: FlaskClient, store: Store
) -> None:
    send(editor, "/andra/goals?id=bun-1", tag=tag_of(editor, "bun-1"),
         **boxes(store, "bun-1", title="Nytt"))
    assert "<bdi>editor</bdi>" in editor.get("/mal/bun-1").text
    nobody = signing.browser_of(app)
    assert "<bdi>editor</bdi>" not in nobody.get("/mal/bun-1").text
    assert nobody.get("/andringar").status_code == 303


@pytest.mark.parametrize(
    ("path", "section"),
    [("/enhet", "units"), ("/plan", "plans"), ("/omrade", "areas"), ("/indikator", "indicators")],
)
def test_a_list_leads_to_a_new_one_for_who_may_make_it(
    store: Store, path: str, section: str
) -> None:
    editor = signing.signed_in(store, "editor")
    link = f'href="/ny/{section}"'
    assert link in editor.get(path).text and editor.get(f"/ny/{section}").status_code == 200
    assert link not in signing.signed_in(store, "reader").get(path).text
