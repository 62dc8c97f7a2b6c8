"""From the whole municipality and from the matrix down to single goals, without JavaScript."""

import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from service.app import create_app
from service.data import from_files
from service.maps import focus_map, map_request_from_args
from tests.visualizations.chains_to_draw import tyreso


def links_in(page: str, begin: str, end: str) -> list[str]:
    part = page[page.index(begin):]
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', part[: part.index(end)])]


def test_the_overview_draws_the_whole_and_says_it_in_words(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Översikten räknar 169 mål år 2024" in page
    assert page.count("<svg xmlns") == 1
    assert 'href="/karta?groups=unit"' in page
    boxes = page.count('class="rt-box')
    links = links_in(page, 'id="h-map"', "</section>")[2:]
    assert len(links) == boxes > 15
    for link in links:
        assert client.get(link).status_code == 200, link
    assert "1 föräldralös" in page


def test_the_overview_of_no_goals_draws_nothing(client: FlaskClient) -> None:
    page = client.get("/?year=1900").text
    assert 'id="h-map"' not in page
    assert "<svg xmlns" not in page


def test_a_cell_of_the_matrix_leads_to_its_goals_and_its_map(client: FlaskClient) -> None:
    page = client.get("/matris?year=2024&lang=en").text
    maps = [link for link in links_in(page, "data-matrix", "</table>") if "/karta" in link]
    assert len(maps) > 15
    found = 0
    for link in maps:
        asked = parse_qs(urlsplit(link).query)
        assert asked["lang"] == ["en"] and asked["year"] == ["2024"]
        assert asked["level"] == ["namnd"]
        model = focus_map(tyreso(), map_request_from_args(asked))
        found += model.counts.goals_total
        cell = page[: page.index(html.escape(link))].rsplit("<details", 1)[1]
        for goal in re.findall(r'href="/mal/([^"?]*)', cell):
            assert goal in {node.goal for node in model.nodes}
    assert found >= len(maps)


def test_a_cell_with_many_goals_lists_those_of_its_level(tmp_path: Path) -> None:
    many = [("n", k, "namnd", "f") for k in range(20)] + [("e", k, "enhet", "n0") for k in range(5)]
    doc = {
        "rodtrad": 1,
        "source": {"id": "s"},
        "model": {"current_year": 2024},
        "areas": [{"id": "a", "name": "Trygghet", "period": "2024"}],
        "units": [{"id": "u", "name": "Nämnden", "kind": "nämnd"}],
        "goals": [
            {"id": "f", "title": "Målet", "level": "fullmaktige", "areas": ["a"]},
            *(
                {"id": f"{kind}{k}", "title": "M", "level": level, "unit": "u",
                 "contributes_to": [above]}
                for kind, k, level, above in many
            ),
        ],
    }
    path = tmp_path / "chain.json"
    path.write_text(json.dumps(doc), encoding="utf-8")
    client = create_app(from_files([path])[0]).test_client()
    lists = [
        link
        for link in links_in(client.get("/matris").text, "data-matrix", "</table>")
        if link.startswith("/mal?")
    ]
    assert lists == ["/mal?level=namnd&unit=u&area=a"]
    assert "20 av 26 mål visas" in client.get(lists[0]).text
