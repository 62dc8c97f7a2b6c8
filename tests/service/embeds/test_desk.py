"""Building embeds, keeping the register, and being told of what has changed."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from graph.store import Store
from service.commands.embed import command
from service.embeds import keeping
from service.embeds.warnings import warnings_of
from service.reading import Readings
from tests.service.embeds.placing import BOTH, add, filled, placed_now, remove, reword
from tests.service.embeds.test_answers import filled_client
from tests.service.signing import bearer, browser_of, form, person, signed_in

ASKED = {"kind": "sight", "subject": "bun1", "sprak": "sv", "picture": "still"}


def post(client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
    """Send a form; the status and the page, or where it leads."""
    answer = client.post(path, data=form(client, **fields))
    return answer.status_code, answer.headers.get("Location") or answer.text


@BOTH
@pytest.mark.both
def test_an_editor_finds_a_goal_and_saves_an_embed_without_script(store: Store) -> None:
    app = filled(store)
    editor = signed_in(store, "editor", app=app)
    offered = editor.get("/inbaddning/ny?kind=sight&find=elever").text
    # A single hit is taken at once, and shown.
    assert 'value="kf1" checked' in offered
    assert 'sandbox="allow-same-origin"' in offered and "subject=kf1" in offered
    status, place = post(
        editor, "/inbaddning/ny", **ASKED, name="fler-larare", page="https://a.se/skola?x=1#y"
    )
    assert (status, place) == (303, "/inbaddning/fler-larare")
    embed = keeping.kept(store, "fler-larare")
    assert embed is not None
    assert embed.made_by == "editor" and embed.pages == ("https://a.se/skola?x=1#y",)
    assert set(embed.placed) == {"bun1", "kf1"}
    page = editor.get(place).text
    assert "&lt;iframe src=&#34;http://localhost/embed/fler-larare&#34;" in page
    status, place = post(editor, "/inbaddning/ny", **ASKED)
    assert status == 303 and len(place.rpartition("/")[2]) == 8


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Åsas mål"}, "små bokstäver"),
        ({"name": "../x"}, "små bokstäver"),
        ({"name": "larare"}, "redan använd"),
        ({"page": "javascript:alert(1)"}, "ska börja med http"),
        ({"page": "https://a.se/\u202eb"}, "ska börja med http"),
        ({"subject": "finns-inte"}, "Välj vad inbäddningen"),
    ],
)
def test_faults_are_told_at_their_fields_and_nothing_is_kept(
    store: Store, fields: dict[str, str], said: str
) -> None:
    app = filled(store)
    placed_now(app, "larare")
    editor = signed_in(store, "editor", app=app)
    status, page = post(editor, "/inbaddning/ny", **{**ASKED, **fields})
    assert status == 422 and said in page
    assert [embed.id for embed in keeping.all_kept(store)] == ["larare"]


def test_only_an_admin_makes_an_embed_public(store: Store) -> None:
    app = filled(store, reading="signed-in")
    editor = signed_in(store, "editor", app=app)
    assert "Läsningen kräver inloggning" in editor.get("/inbaddning/ny?kind=score").text
    post(editor, "/inbaddning/ny", **ASKED, name="larare", public="1")
    assert not getattr(keeping.kept(store, "larare"), "public", True)
    change = {"do": "public", "public": "1", "version": "1"}
    assert post(editor, "/inbaddning/larare", **change)[0] == 403
    assert post(signed_in(store, "admin", app=app), "/inbaddning/larare", **change)[0] == 303
    assert app.test_client().get("/embed/larare").status_code == 200


@BOTH
@pytest.mark.both
def test_every_change_since_it_was_placed_is_told_with_who_and_when(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    placed_now(app, "kedjan", kind="chain", subject="kf1")
    placed_now(app, "talet", kind="score", subject="")
    editor = signed_in(store, "editor", app=app)
    assert "Antal: 3. Alla visar samma sak" in editor.get("/inbaddning").text
    reword(store, "bun1", title="Ännu fler <b>lärare</b>")
    assert found(app, store) == {
        "kedjan": [("reworded", "bun1")], "larare": [("reworded", "bun1")], "talet": []
    }
    editor = signed_in(store, "editor", app=app)
    assert "2 av 3 inbäddningar visar något annat" in editor.get("/inbaddning").text
    page = editor.get("/inbaddning/larare").text
    assert "Ännu fler &lt;b&gt;lärare" in page and "Fler behöriga lärare" in page
    assert "av åsa: <bdi>Ny formulering</bdi>" in page
    # Reviewed: what is shown now counts as placed.
    assert post(editor, "/inbaddning/larare", do="review", version="1")[0] == 303
    assert found(app, store)["larare"] == []
    # Who saw an older version is told, and nothing is written over.
    assert post(editor, "/inbaddning/larare", do="drop", version="1")[0] in (400, 409)
    assert not getattr(keeping.kept(store, "larare"), "dropped", "x")


def test_dropped_replaced_and_lost_goals_are_told_apart(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    reword(store, "bun1", contributes_to=[])
    assert found(app, store)["larare"] == [("state", "bun1"), ("unlinked", "bun1")]
    reword(store, "bun1", status="dropped")
    assert found(app, store)["larare"] == [("not_in_force", "bun1")]
    add(store, id="bun2", title="Lärare som stannar", level="namnd", plan="np",
        replaces=["bun1"], contributes_to=["kf1"])  # fmt: skip
    assert found(app, store)["larare"] == [("replaced", "bun1")]
    remove(store, "bun2")
    remove(store, "bun1")
    assert found(app, store)["larare"] == [("gone", "bun1")]


def found(app: object, store: Store) -> dict[str, list[tuple[str, str]]]:
    """The warnings of each embed, with the data as it is now."""
    from service.data import from_store

    readings = Readings(from_store(store))
    return {
        embed.id: [(each.kind, each.id) for each in warnings_of(embed, readings.of(embed.view))]
        for embed in keeping.all_kept(store)
    }


def test_command_and_api_tell_the_same_and_the_command_ends_with_one(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare", pages=("https://a.se/skola",))
    run = CliRunner().invoke
    fine = run(command, ["check", "--store", store.url])
    assert (fine.exit_code, "samma sak" in fine.output) == (0, True)
    reword(store, "bun1", title="Ännu fler behöriga lärare")
    told = run(command, ["check", "--store", store.url])
    assert told.exit_code == 1 and "Omformulerat" in told.output
    assert "larare: https://a.se/skola" in told.output
    listed = run(command, ["list", "--store", store.url, "--format", "json"])
    assert listed.exit_code == 0
    client = filled_client(app)
    answer = client.get("/api/v1/embeds", headers=bearer(store, "editor"))
    assert answer.json == json.loads(listed.output)
    assert client.get("/api/v1/embeds").status_code == 401


def test_what_is_said_otherwise_of_the_subject_and_its_links_is_told(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    placed_now(app, "kedjan", kind="chain", subject="kf1")
    placed_now(app, "enheten", kind="unit", subject="bun")
    same: dict[str, list[tuple[str, str]]] = {"enheten": [], "kedjan": [], "larare": []}
    reword(store, "bun1", description="Så här menar vi")
    assert found(app, store) == {**same, "larare": [("described", "bun1")]}
    reword(store, "bun1", contributes_to=[{"to": "kf1", "how": "Genom  stöd i tid "}])
    assert found(app, store) == same
    reword(store, "bun1", contributes_to=[{"to": "kf1", "how": "Genom <b>annat</b>"}])
    linked = [("how", "bun1")]
    assert found(app, store) == {**same, "kedjan": linked, "larare": linked}
    page = signed_in(store, "editor", app=app).get("/inbaddning/larare").text
    assert "Fler behöriga lärare</bdi> → <bdi>Alla elever når målen" in page
    assert "Genom stöd i tid" in page and "Genom &lt;b&gt;annat" in page
    add(store, id="kf2", title="Ett annat", level="fullmaktige", unit="kf", areas=["mo1"])
    reword(store, "bun1", contributes_to=["kf2"])
    assert found(app, store)["larare"] == [("unlinked", "bun1")]


def test_an_embed_may_show_something_else_at_the_same_address(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare", pages=("https://a.se/",))
    editor = signed_in(store, "editor", app=app)
    start = editor.get("/inbaddning/larare/andra")
    assert start.status_code == 303
    assert "Fler behöriga lärare" in editor.get(start.headers["Location"]).text
    wanted = {"kind": "indicator", "subject": "i1", "sprak": "en", "picture": "none"}
    place = "/inbaddning/larare/andra"
    assert post(editor, place, **{**wanted, "subject": "x"}, version="1")[0] == 422
    assert post(editor, place, **wanted, version="0")[0] in (400, 409)
    status, led = post(editor, f"{place}?year=2024", **wanted, version="1")
    assert (status, led) == (303, "/inbaddning/larare")
    embed = keeping.kept(store, "larare")
    assert embed is not None
    assert (embed.kind, embed.subject, embed.year, embed.title) == (
        "indicator", "i1", 2024, "Behörighet"
    )
    assert set(embed.placed) == {"kf1"} and embed.pages == ("https://a.se/",)
    assert "Behörighet" in app.test_client().get("/embed/larare").text
    assert [each.id for each in keeping.all_kept(store, about="indicators:i1")] == ["larare"]
    assert not list(keeping.all_kept(store, about="goals:bun1"))


def test_who_answers_for_another_unit_changes_nothing(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    placed_now(app, "talet", kind="score", subject="")
    mine = browser_of(app, person(store, "editor", name="anna", units=["bun"]))
    other = browser_of(app, person(store, "editor", name="bo", units=["ks"]))
    for editor, ident in ((other, "larare"), (other, "talet"), (mine, "talet")):
        page = editor.get(f"/inbaddning/{ident}").text
        assert "någon annan svarar för" in page and 'name="do"' not in page
        for do in ("pages", "review", "drop"):
            assert post(editor, f"/inbaddning/{ident}", do=do, version="1")[0] == 403
    assert post(other, "/inbaddning/ny", **ASKED)[0] == 403
    # Nor is one's own embed turned into one about what others answer for, or theirs into one's own.
    about = {"kind": "sight", "sprak": "sv", "picture": "none", "version": "1"}
    assert post(mine, "/inbaddning/larare/andra", **about, subject="kf1")[0] == 403
    assert post(mine, "/inbaddning/talet/andra", **about, subject="bun1")[0] == 403
    assert [embed.version for embed in keeping.all_kept(store)] == [1, 1]
    assert post(mine, "/inbaddning/larare", do="review", version="1")[0] == 303


def test_the_menu_counts_what_there_is_to_look_into(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    due = '<span class="count">1<span class="unseen"> inbäddningar att se över'
    editor = signed_in(store, "editor", app=app)
    assert due not in editor.get("/mal").text
    reword(store, "bun1", title="Ännu fler lärare")
    editor = signed_in(store, "editor", app=app)
    time.sleep(0.25)
    assert due in editor.get("/mal").text
    assert due not in signed_in(store, "reader", app=app).get("/mal").text
    assert post(editor, "/inbaddning/larare", do="review", version="1")[0] == 303
    assert due not in editor.get("/mal").text


def test_one_taken_away_leaves_the_register_and_its_name_is_not_given_again(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    editor = signed_in(store, "editor", app=app)
    assert post(editor, "/inbaddning/larare", do="drop", version="1") == (303, "/inbaddning")
    assert editor.get("/inbaddning/larare").status_code == 404
    assert "Inga inbäddningar finns ännu" in editor.get("/inbaddning").text
    status, page = post(editor, "/inbaddning/ny", **ASKED, name="larare")
    assert status == 422 and "redan använd" in page
