"""Texts and ids that are out for trouble stand there as texts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.service.conftest import hostile_ids

PAGES = (
    "/", "/matris", "/mal", "/mal?all=1", "/enhet", "/granskning", "/karta", "/sok?q=a", "/hjalp",
    "/plan", "/plan?others=1", "/indikator", "/indikator/i", "/omrade", "/om", "/om?set=1&find=a",
    "/om?drop=goal:root", "/om?set=1&find_link=a",
)
# What pages of ours may hold; anything else has come from a text.
WORDS = """
a article aside b bdi body br button caption circle dd defs desc details div dl dt
fieldset footer form g h1 h2 h3 head header html input label legend li line link main
marker meta nav noscript ol option p path polyline q rect role script section select span
style summary svg symbol table tbody td text tfoot th thead title tr tspan ul use
"""
OURS = set(WORDS.split())


class Reader(HTMLParser):
    """Collects elements, their attributes and their texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.bad: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.script = tag == "script"
        for name, value in attrs:
            link = name in ("href", "src", "action") and not re.match(r"[/?#]", value or "/")
            if name.startswith("on") or name == "style" or link:
                self.bad.append((tag, name, value))

    def handle_endtag(self, tag: str) -> None:
        self.script = False

    def handle_data(self, data: str) -> None:
        if not self.script:
            self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_markup_from_texts(hostile: FlaskClient, page: str) -> None:
    answer = hostile.get(page)
    assert answer.status_code == 200
    reader = read(answer.text)
    assert reader.tags <= OURS
    assert reader.bad == []
    assert "alert(1)</script>" not in answer.text
    assert "\u202e" not in "".join(reader.words)
    assert "49" not in {word.strip() for word in reader.words if "7 * 7" in word}


@pytest.mark.parametrize("ident", hostile_ids())
def test_any_id_has_a_page_and_an_answer(hostile: FlaskClient, ident: str) -> None:
    listed = hostile.get("/api/v1/goals?limit=1000")
    assert ident in [goal["id"] for goal in json.loads(listed.data)["goals"]]
    by_value = ident.startswith("/") or any(part in (".", "..") for part in ident.split("/"))
    for base in ("/mal", "/enhet", "/plan", "/api/v1/goals", "/api/v1/trace"):
        if not by_value:
            answer = hostile.get(f"{base}/{quote(ident, safe='/')}")
        elif base == "/api/v1/trace":
            continue
        else:
            answer = hostile.get(base, query_string={"id": ident})
        assert answer.status_code == 200, (base, ident)
        if answer.mimetype == "text/html":
            reader = read(answer.text)
            assert reader.tags <= OURS and reader.bad == []
            assert "\u202e" not in "".join(reader.words)
    for kind in ("goal", "unit", "plan"):
        drop = {"drop": f"{kind}:{ident}"}
        assert hostile.get("/api/v1/impact", query_string=drop).status_code == 200
        page = hostile.get("/om", query_string=drop)
        assert page.status_code == 200
        assert read(page.text).bad == []


def test_pages_link_to_every_odd_id_so_that_it_is_found(hostile: FlaskClient) -> None:
    page = hostile.get("/mal").text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/mal[/?][^"]+)"', page)}
    goals = [link for link in links if link.startswith("/mal/") or "id=" in link]
    assert len(goals) == len(hostile_ids()) + 1
    for link in goals:
        assert hostile.get(link).status_code == 200, link


def test_very_long_texts_are_cut(hostile: FlaskClient) -> None:
    for page in PAGES:
        assert len(hostile.get(page).data) < 300_000


def test_an_odd_question_is_answered_with_a_page(hostile: FlaskClient) -> None:
    for word in ("<script>alert(1)</script>", "\u202e", "%00", "\x00", "a" * 5000):
        answer = hostile.get("/sok", query_string={"q": word})
        assert answer.status_code == (400 if "\x00" in word else 200)
        assert "<script>alert" not in answer.text and "\x00" not in answer.text
        missing = hostile.get(f"/mal/{quote(word)}-nope")
        assert missing.status_code == 404
        assert "<script>alert" not in missing.text
