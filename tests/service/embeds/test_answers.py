"""What other sites get: who may frame and read it, what is kept, and what is said of what isn't."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store
from service.embeds import keeping
from service.embeds.framing import fits, known
from service.settings import Settings
from tests.service.embeds.placing import INTRANET, add, filled, placed_now, reword
from tests.service.signing import signed_in

OTHER = "https://annan.se"


def ancestors(client: FlaskClient, path: str) -> str:
    """Who may frame an answer."""
    said = client.get(path).headers.getlist("Content-Security-Policy")
    assert len(said) == 1
    return said[0].partition("frame-ancestors ")[2].partition(";")[0]


def test_only_embeds_are_framed_and_only_by_sites_on_the_list(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare", picture="still")
    client = app.test_client()
    assert ancestors(client, "/embed/larare") == INTRANET
    assert ancestors(client, "/embed/finns-inte") == INTRANET
    for path in ("/", "/mal/bun1", "/embed/larare/fragment", "/embed/larare.json", "/oembed?url=x"):
        assert ancestors(client, path) == "'none'"
    editor = signed_in(store, "editor", app=app)
    for path in ("/inbaddning", "/inbaddning/ny", "/inbaddning/larare"):
        assert ancestors(editor, path) == "'none'"
    assert ancestors(editor, "/inbaddning/ny/prov?kind=score") == "'self'"
    app.extensions["rodtrad.settings"].save(Settings(version=1))
    assert ancestors(client, "/embed/larare") == "'none'"


def test_an_embed_neither_sets_nor_reads_a_cookie(store: Store) -> None:
    app = filled(store, reading="signed-in")
    placed_now(app, "larare")
    admin = signed_in(store, "admin", app=app)
    for path in ("/embed/larare", "/embed/larare/fragment", "/embed/larare.json"):
        answer = admin.get(path)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    placed_now(app, "oppen", public=True)
    answer = app.test_client().get("/embed/oppen")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_scripts_of_listed_sites_read_the_fragment_and_others_do_not(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    client = app.test_client()
    for path in ("/embed/larare/fragment", "/embed/larare.json"):
        listed = client.get(path, headers={"Origin": INTRANET})
        assert listed.headers["Access-Control-Allow-Origin"] == INTRANET
        assert "Origin" in listed.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in listed.headers
        for origin in (OTHER, "null", f"{INTRANET}.ond.se"):
            other = client.get(path, headers={"Origin": origin})
            assert "Access-Control-Allow-Origin" not in other.headers
    script = client.get("/embed/host.js")
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/embed/larare").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_written_origins_reach_a_header() -> None:
    good = ("https://a.se", "https://*.a.se", "http://localhost:8080")
    assert known((*good, "https://a.se; script-src *", "*", "a.se", "https://a.se/x")) == good
    assert fits("https://*.a.se", "https://b.a.se")
    for origin in ("https://a.se", "https://.a.se", "https://ond.se/.a.se", "http://b.a.se"):
        assert not fits("https://*.a.se", origin)


def test_an_answer_is_kept_until_the_data_or_the_embed_changes(store: Store) -> None:
    app = filled(store)
    embed = placed_now(app, "larare")
    client = app.test_client()
    for path in ("/embed/larare", "/embed/larare/fragment", "/embed/larare.json"):
        first = client.get(path)
        held = {"If-None-Match": first.headers["ETag"]}
        again = client.get(path, headers=held)
        assert again.status_code == 304 and again.headers["ETag"] == first.headers["ETag"]
    keeping.put(store, replace(embed, language="en"))
    english = client.get(path, headers=held)
    assert english.status_code == 200
    reword(store, "bun1", title="Ännu fler behöriga lärare")
    changed = filled_client(app).get(path, headers={"If-None-Match": english.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json is not None and changed.json["title"] == "Ännu fler behöriga lärare"
    assert "Last changed" in [each["name"] for each in changed.json["facts"]]


def filled_client(app: Flask) -> FlaskClient:
    """A client after the data's revision is looked at anew."""
    import time

    time.sleep(0.25)
    return app.test_client()


def test_what_is_replaced_keeps_its_old_text_and_leads_to_the_new(store: Store) -> None:
    app = filled(store)
    placed_now(app, "larare")
    add(store, id="bun2", title="Lärare som stannar", level="namnd", plan="np",
        replaces=["bun1"], contributes_to=["kf1"])  # fmt: skip
    reword(store, "bun1", status="dropped")
    client = filled_client(app)
    answer = client.get("/embed/larare")
    assert answer.status_code == 200
    assert "Fler behöriga lärare</bdi></h1>" in answer.text
    assert re.search('Ersatt av <a href="[^"]*/mal/bun2"[^>]*><bdi>Lärare som', answer.text)


def test_one_that_was_taken_away_says_so_for_ever(store: Store) -> None:
    app = filled(store)
    keeping.put(store, replace(placed_now(app, "larare"), dropped="2024-02-01T00:00:00Z"))
    client = app.test_client()
    answer = client.get("/embed/larare")
    assert answer.status_code == 410 and "är borttagen" in answer.text
    assert client.get("/embed/larare/fragment").status_code == 410
    assert client.get("/embed/larare.json").status_code == 410
    asked = client.get("/oembed?url=http://localhost/embed/larare")
    assert (asked.status_code, asked.content_type) == (404, "application/problem+json")


def test_oembed_tells_of_own_addresses_only_and_no_larger_than_asked(store: Store) -> None:
    app = filled(store)
    client = app.test_client()

    def asked(url: str, **more: str) -> tuple[int, dict[str, object]]:
        answer = client.get("/oembed", query_string={"url": url, **more})
        return answer.status_code, (answer.json or {}) if answer.is_json else {}

    status, link = asked("http://localhost/mal/bun1")
    assert (status, link["type"], link["title"]) == (200, "link", "Fler behöriga lärare")
    placed_now(app, "larare")
    for url in ("http://localhost/embed/larare", "http://localhost/mal/bun1"):
        status, rich = asked(url, maxwidth="300", maxheight="200", format="json")
        assert (status, rich["type"], rich["width"], rich["height"]) == (200, "rich", 300, 200)
        assert 'src="http://localhost/embed/larare"' in str(rich["html"])
    for url in ("", "http://annan.se/embed/larare", "http://localhost.annan.se/embed/larare",
                "http://localhost@annan.se/embed/larare", "http://localhost/mal/finns-inte",
                "http://localhost/", "http://[/embed/larare"):  # fmt: skip
        assert asked(url)[0] == 404
    assert asked("http://localhost/embed/larare", format="xml")[0] == 501
    assert asked("http://localhost/embed/larare", maxwidth="bred")[0] == 400
    page = client.get("/mal/bun1").text
    assert "application/json+oembed" in page and "url=http://localhost/mal/bun1" in page


def test_pages_for_the_signed_in_are_not_told_of_to_others(store: Store) -> None:
    app = filled(store, reading="signed-in")
    placed_now(app, "larare")
    client = app.test_client()
    for url in ("http://localhost/mal/kf1", "http://localhost/embed/larare"):
        assert client.get("/oembed", query_string={"url": url}).status_code == 401


@pytest.mark.parametrize("ident", ["../x", "/x", "a/./b", "."])
def test_oembed_takes_pages_of_ids_that_no_path_holds(store: Store, ident: str) -> None:
    app = filled(store)
    add(store, id=ident, title="Svårt namn", level="namnd", plan="np", contributes_to=["kf1"])
    client = filled_client(app)
    page = client.get("/mal", query_string={"id": ident})
    found = re.search('oembed" href="([^"]+)"', page.text)
    assert found is not None
    named = unescape(found[1])
    assert client.get(named).json == client.get(
        "/oembed", query_string={"url": f"http://localhost/mal?{urlencode({'id': ident})}"}
    ).json
    assert (client.get(named).json or {})["title"] == "Svårt namn"
    placed_now(app, "svart", subject=ident)
    assert 'src="http://localhost/embed/svart"' in (client.get(named).json or {})["html"]
    for other in ("/mal", "/mal?id=", "/mal?x=1", "/mal/bun1?id=x", "/plan?id=np"):
        url = {"url": f"http://localhost{other}"}
        assert client.get("/oembed", query_string=url).status_code == 404
