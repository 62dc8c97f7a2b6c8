"""The pages on the Tyresö sample."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access import ACCESS, ADMIN, EDIT, OPEN, READ, SIGNED
from tests.service.conftest import hostile_ids
from tests.service.walking import PAGES


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_page_answers_in_both_languages(client: FlaskClient, page: str, lang: str) -> None:
    answer = client.get(f"{page}{'&' if '?' in page else '?'}lang={lang}")
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert answer.content_type == "text/html; charset=utf-8"
    assert len(answer.data) < 300_000


def test_every_route_has_a_declared_access(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(ACCESS)
    assert set(ACCESS.values()) <= {OPEN, READ, SIGNED, EDIT, ADMIN}


def test_the_overview_answers_first_with_numbers_and_their_whole(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "151 av 161 mål leder till fullmäktige" in page
    assert "163 av 169 mål är påhittade exempel" in page


def test_links_keep_the_view(client: FlaskClient) -> None:
    page = client.get("/matris?year=2024&through=enhet&drafts=1&lang=en").text
    links = re.findall(r'href="(/[^"]*)"', page)
    kept = [link for link in links if not link.startswith(("/static", "/karta/filer"))]
    assert len(kept) > 40
    for link in kept:
        assert "year=2024" in link and "through=enhet" in link and "drafts=1" in link, link


def test_the_views_form_leads_to_a_plain_address(client: FlaskClient) -> None:
    answer = client.get("/mal?year=2024&as_of=2024-03-01&through=&view=1&state=orphan")
    assert answer.status_code == 303
    assert answer.location == "/mal?as_of=2024-03-01&state=orphan"
    double = client.get("/mal/a//evil.example?view=1&year=2024")
    assert double.location == "/mal/a//evil.example?year=2024"


def test_a_goal_shows_its_way_and_what_leans_on_it(client: FlaskClient) -> None:
    page = client.get("/mal/boll24-1").text
    way = page[page.index('class="thread"'):]
    for title in ("/mal/hem24-1", "/mal/aon24-1", "/mal/kf24-3"):
        assert title in way
    assert "Målet leder till fullmäktige i 3 steg." in page
    assert "Om målet tas bort" in client.get("/mal/kf24-3").text
    assert 'class="example"' in page


def words_of(page: str) -> str:
    """The words of a page between its tags, as one line."""
    return " ".join(unescape(re.sub("<[^>]*>", "", page)).split())


def test_a_goal_and_a_unit_are_told_in_words_in_the_language_in_use(client: FlaskClient) -> None:
    goal, unit = client.get("/mal/boll24-1").text, client.get("/enhet/tyr-ksf-it").text
    assert "Målet i ord" in goal and "Målen i ord" in unit
    assert "Det bidrar till Hemtjänstens mål ”Den som har hjälp varje dag" in words_of(goal)
    assert words_of(unit).count("IT & digitalisering har målet ”") == 3
    assert "contributes to the goal “Den som har hjälp" in words_of(
        client.get("/mal/boll24-1?lang=en").text
    )
    assert "Målet i ord" not in client.get("/mal/kf19-3").text
    assert "Målen i ord" not in client.get("/enhet/tyr-bn").text


def test_a_goal_without_a_way_says_what_it_could_contribute_to(client: FlaskClient) -> None:
    page = client.get("/mal/webb24-2").text
    offered = page.partition("Målet kan bidra till")[2].partition("</ul>")[0]
    assert re.findall(r"/mal/([\w-]+)", offered)[:2] == ["kom24-1", "hr24-2"]
    assert "Målet kan bidra till" not in client.get("/mal/boll24-1").text


def test_the_words_of_a_hostile_chain_stay_words(hostile: FlaskClient) -> None:
    page = hostile.get("/mal/root").text
    told = page[page.index('id="h-sight"'):page.index('id="h-way"')]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told and "<script" not in told
    said = hostile.get("/mal", query_string={"id": hostile_ids()[0]}).text
    points = said[said.index('id="h-points"'):said.index('id="h-facts"')]
    assert "&lt;script&gt;" in points and "<script" not in points


def test_a_goal_shows_assessments_beside_outcomes_that_disagree(client: FlaskClient) -> None:
    page = words_of(client.get("/mal/ks24-s3").text)
    assert "2024-T1: uppfyllt" in page
    assert "Stämmer inte med utfallet." in page
    assert "64 %, målvärde minst 70 % (inte nått)".replace(" ", " ") in page
    assert "Analys: Två av fem e-tjänster" in page
    calm = words_of(client.get("/mal/ks24-v2").text)
    assert "2024-T1: inte uppfyllt" in calm and "Inget utfall." in calm
    assert "Stämmer inte" not in calm


def test_a_unit_shows_the_meeting_where_its_goals_were_set_or_that_none_is_noted(
    client: FlaskClient,
) -> None:
    def told(page: str) -> str:
        return words_of(client.get(page).text)

    met = "Målen sattes vid ett möte 7 december 2023 där 6 av 6 tog del."
    assert f"{met} Exempel" in told("/enhet/tyr-hr-rek")
    assert "inget möte noterat" in told("/enhet/tyr-bun")
    assert "no meeting noted" in told("/enhet/tyr-bun?lang=en")
    # Fullmäktige owes no goals, and nothing is noted of that time at all in 2019.
    assert "Möte om målen" not in told("/enhet/tyr-kf") + told("/enhet/tyr-bun?year=2019")


def test_a_root_goal_says_whether_it_can_be_judged_and_others_do_not(client: FlaskClient) -> None:
    assert "Kan bedömas" not in client.get("/mal/bun24-3").text
    page = client.get("/mal/kf24-3").text
    assert "<dt>Kan bedömas</dt><dd>nej: definition saknas</dd>" in page


def test_days_are_written_out(client: FlaskClient) -> None:
    assert "21 juni 2023" in client.get("/mal/kf24-1").text


def test_a_goal_not_in_force_says_so(client: FlaskClient) -> None:
    assert "gäller inte i den här vyn" in client.get("/mal/kf19-3").text


def test_an_empty_view_says_what_to_do(client: FlaskClient) -> None:
    for page in ("/?year=1900", "/matris?year=1900", "/mal?year=1900"):
        said = client.get(page).text
        assert "Välj ett annat år" in said or "Visa alla mål" in said
    assert "Inget hittades" in client.get("/sok?q=zzzzqqq").text


@pytest.mark.parametrize("words", ["VÅRDNADSHAVARE", "vardnadshavare", "bun24-3"])
def test_search_takes_any_case_and_a_for_å(client: FlaskClient, words: str) -> None:
    assert "/mal/bun24-3" in client.get("/sok", query_string={"q": words}).text


def test_lists_are_paged_with_honest_counts(client: FlaskClient) -> None:
    page = client.get("/mal?page=2").text
    assert "101–169 av 169" in page
    assert client.get("/mal?page=999").text.count("<tr>") == page.count("<tr>")


def test_the_report_names_view_selection_and_data_first(client: FlaskClient) -> None:
    page = client.get("/granskning").text
    assert page.index("Kontrollsumma") < page.index("Spårningsgrad</h2>")
    assert re.search("sha256:[0-9a-f]{64}", page)
    assert "4 av 161 mål under fullmäktige, undantagna oräknade" in page


def test_no_page_tells_where_files_lie(client: FlaskClient) -> None:
    assert "samples/tyreso" not in client.get("/granskning").text
    assert "08-namnd-asn.yaml:" in client.get("/granskning").text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nope", 404), ("/mal/nope", 404), ("/enhet/nope", 404), ("/?year=x", 400),
     ("/?year=2024&all=1", 400), ("/?as_of=2024-02-30", 400), ("/?through=nope", 400),
     ("/mal?state=nope", 400), ("/mal?page=0", 400), ("/mal?page=1e9", 400), ("/?lang=de", 400),
     ("/granskning?rule=T999", 404), ("/karta?root=nope", 404), ("/mal?area=nope", 404)],
)
def test_what_cant_be_answered_is_a_page_that_says_why(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert '<html lang="sv">' in answer.text
    assert "<h1>" in answer.text and "Till överblicken" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_can_be_changed(client: FlaskClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        answer = getattr(client, method)("/mal")
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert client.options("/mal").headers["Allow"]


def test_exemptions_and_forwards_are_told_with_who_why_and_until_when(client: FlaskClient) -> None:
    def told(page: str) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", "", client.get(page).text)).split())

    assert (
        "Undantaget: Skolpliktsbevakningen följer av skollagen och prövas inte mot kommunplanen. "
        "(Barn- och utbildningsnämnden, 25 oktober 2023) Till och med 31 december 2024."
    ) in told("/mal/bun24-6")
    reason = (
        "Nämnden vill att medarbetarskapet formas på varje enhet och har därför inget eget mål. "
        "(Kultur- och fritidsnämnden, 23 oktober 2023) Tills vidare."
    )
    root, unit = told("/mal/kf24-1"), told("/enhet/tyr-kfn")
    assert f"Vidarebefordrat av Kultur- och fritidsnämnden: {reason}" in root
    assert "Enheten har vidarebefordrat kf24-1 " in unit and reason in unit
    asn = told("/enhet/tyr-asn")
    assert "Kvalitetsarbetet byggs om under året" in asn
    assert "Till och med 31 december 2024." in asn
    assert "Undantag och vidarebefordring" not in told("/mal/kf24-3")
