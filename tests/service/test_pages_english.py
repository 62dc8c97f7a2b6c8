"""Pages in English hold no Swedish but that of the data, and some words of Swedish governance."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.data import from_files
from tests.service.walking import PAGES
from tools.catalogues import catalogues

# Names of ours, of bodies and of things that English has no word for.
KEPT = {"röda", "tråden", "på", "svenska", "fullmäktige", "fullmäktige's", "nämnd", "nämnder"}
OWN = (
    "/", "/matris", "/mal", "/mal/root", "/mal/g", "/enhet", "/enhet/u", "/plan", "/plan/p",
    "/indikator", "/indikator/i", "/omrade", "/omrade/a", "/karta", "/karta?groups=unit",
    "/om", "/om?drop=root", "/om?merge=u&into=v", "/granskning", "/sok?q=goal", "/sok?q=zzz",
    "/undantag", "/hjalp", "/tillganglighet", "/nope", "/?year=1900",
)  # fmt: skip


class Texts(HTMLParser):
    """The texts of a page and of what is said of its parts; those of users are set apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ours: list[str] = []
        self._users = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._users += tag == "bdi"
        self.ours += [value or "" for name, value in attrs
                      if name in ("aria-label", "title", "placeholder", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self._users -= tag == "bdi"

    def handle_data(self, data: str) -> None:
        if not self._users:
            self.ours.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The service on data without a Swedish letter, so that any that is seen is ours."""
    unit = {"kind": "board"}
    doc: dict[str, Any] = {
        "rodtrad": 1,
        "source": {"id": "s"},
        "model": {
            "current_year": 2024,
            "unit_kinds": {"board": "nämnd"},
            "levels": [
                {"id": "top", "name": "Top", "plan": "town plan", "root": True, "needs": ["low"]},
                {"id": "low", "name": "Low", "plan": "board plan", "owed_by": ["nämnd"],
                 "every_area": True},
            ],
        },
        "areas": [{"id": "a", "name": "Area", "kind": "theme", "period": "2024"}],
        "units": [{"id": "u", "name": "Board", **unit}, {"id": "v", "name": "Other", **unit}],
        "plans": [{"id": "p", "kind": "board plan", "unit": "u", "period": "2024"}],
        "goals": [
            {"id": "root", "title": "Root goal", "level": "top", "areas": ["a"]},
            {"id": "g", "title": "Goal", "level": "low", "plan": "p", "contributes_to": ["root"]},
            {"id": "h", "title": "Loose goal", "level": "low", "unit": "v"},
        ],
        "indicators": [{"id": "i", "name": "Measure", "measures": ["g"], "target": 2,
                        "readings": [{"period": "2024", "value": 1}]}],
        "assessments": [{"goal": "g", "period": "2024", "verdict": "met"}],
        "exemptions": [{"unit": "v", "area": "a", "reason": "Later"}],
    }
    path = tmp_path_factory.mktemp("english") / "chain.json"
    path.write_text(json.dumps(doc), encoding="utf-8")
    return create_app(from_files([path])[0]).test_client()


@pytest.mark.parametrize("page", OWN)
def test_an_english_page_has_no_swedish_letters_of_its_own(plain: FlaskClient, page: str) -> None:
    answer = plain.get(f"{page}{'&' if '?' in page else '?'}lang=en")
    assert answer.status_code == (404 if page == "/nope" else 200)
    said = " ".join(Texts(answer.text).ours)
    words = set(re.findall(r"[\w'-]*[åäö][\w'-]*", said.lower()))
    assert words <= KEPT


@pytest.fixture(scope="module")
def swedish() -> set[str]:
    """The whole texts that are Swedish alone."""
    both = [pair for texts in catalogues().values() for pair in texts.values()]
    english = {text for _, text in both}
    return {text for text, _ in both if text not in english and "{" not in text and len(text) > 3}


@pytest.mark.parametrize("page", PAGES)
def test_an_english_page_has_no_text_of_the_swedish_catalogue(
    client: FlaskClient, swedish: set[str], page: str
) -> None:
    answer = client.get(f"{page}{'&' if '?' in page else '?'}lang=en")
    said = [text for text in Texts(answer.text).ours if text]
    assert len(said) > 20
    # Names in the data may be the same words.
    names = {"nämndplan", "enhetsplan", "Fullmäktigemål"}
    assert swedish.intersection(said) <= names


def test_a_swedish_page_has_many(client: FlaskClient, swedish: set[str]) -> None:
    assert len(swedish.intersection(Texts(client.get("/om").text).ours)) > 15


def test_the_language_is_kept_and_can_be_changed(client: FlaskClient) -> None:
    page = client.get("/plan/np-kfn-2024?lang=en").text
    assert 'lang="sv" hreflang="sv">På svenska</a>' in page
    links = re.findall(r'href="(/(?:mal|plan|enhet|omrade)/[^"]*)"', page)
    kept = [link for link in links if "lang=en" in link]
    assert len(kept) > 10 and {*links} - {*kept} == {"/plan/np-kfn-2024"}
