"""The pyvis network: ours in every place where pyvis would spoil a map."""

import re
from pathlib import Path

import pytest

from service.maps import focus_map
from tests.visualizations.chains_to_draw import audit_of, goals, tyreso
from visualizations import network
from visualizations.page import standalone
from visualizations.request import MapRequest


def test_a_network_holds_every_box_where_the_map_has_it() -> None:
    model = focus_map(tyreso())
    net = network(model)
    at = {node["id"]: node for node in net.nodes}
    for node in model.nodes:
        assert (at[node.key]["x"], at[node.key]["y"]) == (node.x, node.y)
        assert at[node.key]["label"] == "\n".join(node.label)
    joined = {tuple(link) for edge in net.edges for link in edge["links"]}
    assert joined == {(edge.source, edge.target) for edge in model.edges}
    assert {end for edge in net.edges for end in (edge["from"], edge["to"])} <= set(at)
    assert net.options["physics"] == {"enabled": False}


def test_a_network_writes_our_page_and_asks_nothing_of_other_hosts() -> None:
    model = focus_map(tyreso(), MapRequest(root="kf24-1"))
    page = network(model).generate_html()
    assert page == standalone(model)
    assert page.startswith("<!DOCTYPE html>")
    assert "cdn" not in page.split('id="rt-data"')[0]
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_what_a_notebook_shows_is_our_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = focus_map(tyreso(), MapRequest(root="kf24-1"))
    # pyvis takes no path, only a name in the folder it runs in.
    monkeypatch.chdir(tmp_path)
    frame = network(model).show("karta.html")
    assert frame.src == "karta.html" and capsys.readouterr().out == "karta.html\n"
    assert (tmp_path / "karta.html").read_text("utf-8") == standalone(model)


def test_titles_stay_text_even_when_they_say_href() -> None:
    doc = goals({"id": "1", "title": "<b>href</b>", "level": "fullmaktige"})
    net = network(focus_map(audit_of(doc)))
    assert net.nodes[0]["id"] == "g:1"
    assert "<b>href</b>" not in net.generate_html()


def test_two_networks_do_not_share_their_pages() -> None:
    one = network(focus_map(tyreso(), MapRequest(root="kf24-1")))
    two = network(focus_map(tyreso(), MapRequest(root="kf24-2")))
    assert one.generate_html() != two.generate_html()
    assert one.generate_html() == one.generate_html()
