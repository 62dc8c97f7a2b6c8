"""What each kind of embed says, whatever its subject is called and whatever became of it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.embeds import rendering
from service.embeds.content import Content
from service.embeds.embed import KINDS, SUBJECTS, Embed, from_body
from service.embeds.kinds import content
from service.reading import Readings
from tests.service.conftest import hostile_ids

BASE = "https://rodtrad.kommun.se"
SUBJECT = {"goals": "bun24-2", "units": "tyr-asn", "areas": "mo1", "": ""}


class Tags(HTMLParser):
    """The tags and attributes of a piece of HTML, and that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def told(app: Flask, embed: Embed) -> Content:
    """What an embed says on the sample."""
    readings: Readings = app.extensions["rodtrad"]
    return content(embed, readings.of(embed.view), BASE)


def subject(app: Flask, kind: str) -> str:
    """Something of the sample that a kind is about."""
    section = SUBJECTS[kind]
    if section != "indicators":
        return SUBJECT[section]
    readings: Readings = app.extensions["rodtrad"]
    frame = readings.of(Embed(id="x", kind=kind).view).audit.projection.frame
    return frame.indicators[0].id


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_with_its_time_and_where_to_read_on(app: Flask, kind: str) -> None:
    embed = Embed(id="x", kind=kind, subject=subject(app, kind), picture="still")
    said = told(app, embed)
    assert said.title and said.url.startswith(BASE)
    assert ("Visar", "det som gäller nu (2024)") in said.facts
    with app.test_request_context():
        tags = Tags(rendering.fragment(embed, said))
        page = rendering.page(embed, said, origins=())
    assert not tags.open
    assert not {"script", "style", "link", "svg", "iframe", "form", "img"} & tags.tags
    assert set(tags.attributes) <= {"class", "lang", "href", "rel"}
    assert all(
        name.startswith("rodtrad") for names in tags.attributes["class"] for name in names.split()
    )
    assert ("<svg" in page) == (SUBJECTS[kind] == "goals")
    assert "style=" not in page and page.count("<h1") == 1


def test_a_goal_is_told_with_its_way_its_decision_and_that_it_is_made_up(app: Flask) -> None:
    said = told(app, Embed(id="x", kind="sight", subject="bun24-2"))
    assert said.made_up and said.lines[0].made_up
    assert [line.how != "" for line in said.lines] == [False, True]
    assert ("Beslutad", "25 oktober 2023, Barn- och utbildningsnämnden") in said.facts
    english = told(app, Embed(id="x", kind="sight", subject="bun24-2", language="en", year=2024))
    assert ("Showing", "2024") in english.facts
    assert english.url == f"{BASE}/mal/bun24-2?year=2024&lang=en"


def test_the_chain_lists_all_that_its_map_draws(app: Flask) -> None:
    said = told(app, Embed(id="x", kind="chain", subject="kf24-3", picture="still"))
    assert said.map is not None
    assert [line.depth for line in said.lines] == [row.depth for row in said.map.tree]
    assert len(said.goals) == said.map.counts.goals_shown


@pytest.mark.parametrize("kind", [kind for kind in KINDS if SUBJECTS[kind]])
def test_a_subject_that_is_gone_is_told_of_calmly_by_its_old_title(app: Flask, kind: str) -> None:
    said = told(app, Embed(id="x", kind=kind, subject="borta", title="Så hette det"))
    assert said.title == "Så hette det" and said.notices[0].kind == "gone"
    assert not said.lines and said.url == f"{BASE}/"


@pytest.mark.parametrize("ident", hostile_ids())
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_only_stand_there(hostile: FlaskClient, kind: str, ident: str) -> None:
    app = hostile.application
    embed = Embed(id="x", kind=kind, subject="i" if kind == "indicator" else ident,
                  picture="still", title="<script>alert(1)</script>")  # fmt: skip
    with app.test_request_context():
        said = told(app, embed)
        for text in (rendering.page(embed, said, origins=()), rendering.fragment(embed, said)):
            assert "<script>alert" not in text and "\u202e" not in text
        tags = Tags(rendering.fragment(embed, said))
        assert all(link.startswith(f"{BASE}/") for link in tags.attributes["href"])
        assert "script" not in tags.tags


def test_what_is_stored_comes_back() -> None:
    embed = Embed(id="x", kind="unit", subject="å/ä", year=2024, pages=("https://a.se/",))
    kept = from_body("x", 3, embed.body())
    assert kept.version == 3 and kept.body() == embed.body()
