"""What if, plans, indicators and areas, on the Tyresö sample."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from queries.impact import impact
from queries.view import View
from service.data import Data


def words_of(page: str) -> str:
    """The words of a page between its tags, as one line."""
    return " ".join(unescape(re.sub("<[^>]*>", "", page)).split())


def part(page: str, ident: str) -> str:
    """A section by the id of its heading."""
    return page[page.index(f'id="{ident}"'):].partition("</section>")[0]


def test_a_drop_tells_three_lists_that_are_the_impact(client: FlaskClient, sample: Data) -> None:
    page = client.get("/om?drop=kf24-3").text
    found = impact(sample.audit(View()), ["kf24-3"])
    last, one = len(found.loses_last), len(found.loses_one)
    whole = len(sample.audit(View()).goals_in_force) - 1
    touched = {*found.loses_last, *found.loses_one, *found.loses_answer, *found.loses_deep_any}
    rest = whole - len(touched)
    assert (
        f"{last} mål mister sitt sista stöd, {one} mister ett av flera och {rest} påverkas inte."
    ) in words_of(page)
    assert f"{rest} av {whole} mål påverkas inte." in page
    assert f"… och {last - 15} till." in part(page, "h-last")
    ids = sample.projection().ids
    assert f"/mal/{ids[found.loses_last[0]]}" in part(page, "h-last")
    assert f"/mal/{ids[found.loses_one[0]]}" in part(page, "h-one")
    assert '<svg xmlns' in part(page, "h-map") and "/karta?drop=kf24-3" in page


def test_a_goal_that_loses_its_support_is_offered_others(client: FlaskClient) -> None:
    told = part(client.get("/om?drop=hem24-1").text, "h-last")
    assert "Kan i stället bäras av:" in told


def test_the_form_leads_to_an_address_that_bears_it_all(client: FlaskClient) -> None:
    sent = "/om?set=1&find=boll24-1&unit=tyr-aon&plan=&drop=kf24-3&year=2024"
    answer = client.get(sent)
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked == {"drop": ["goal:boll24-1", "kf24-3", "unit:tyr-aon"], "year": ["2024"]}
    page = client.get(answer.location).text
    # Each is told by name, with the way to the same without it.
    chips = page.partition('class="chips"')[2].partition("</ul>")[0]
    assert "enheten Äldre- och omsorgsnämnden" in words_of(chips)
    assert chips.count("/om?drop=") == 3


def test_a_link_is_chosen_among_those_of_a_goal(client: FlaskClient) -> None:
    hits = client.get("/om?set=1&find_link=trygg").text
    ways = re.findall(r'href="(/om\?drop=[^"]*-%3E[^"]*)"', hits)
    assert len(ways) == 3
    page = client.get(unescape(ways[0])).text
    assert "kopplingen ”" in page and "Tas bort: 1 koppling." in words_of(page)
    one = client.get("/om?set=1&find_link=boll24-1")
    assert one.location == "/om?drop=boll24-1-%3Ehem24-1"


def test_words_that_mean_no_goal_are_told_beside_the_field(client: FlaskClient) -> None:
    page = client.get("/om?set=1&find=zzzqqq").text
    assert "Inget mål passar ”zzzqqq”" in page
    assert 'value="zzzqqq" aria-describedby="w-hits"' in page


def test_units_can_be_merged_and_moved(client: FlaskClient) -> None:
    merged = "/om?set=1&merge=tyr-kfn&into=tyr-bun&merge=&into=&move=&under="
    assert client.get(merged).location == "/om?merge=tyr-kfn&into=tyr-bun"
    page = words_of(client.get("/om?merge=tyr-kfn&into=tyr-bun").text)
    assert "Kultur- och fritidsnämnden slås ihop med Barn- och utbildningsnämnden." in page
    assert "6 av 8" in page and "5 av 7" in page
    moved = words_of(client.get("/om?move=tyr-hr-rek&under=tyr-bun").text)
    assert "flyttas till Barn- och utbildningsnämnden" in moved


@pytest.mark.parametrize(
    ("query", "status"),
    [("drop=nope", 404), ("drop=kf24-3&merge=tyr-kfn&into=tyr-bun", 400), ("merge=tyr-kfn", 400),
     ("merge=tyr-kfn&into=", 400), ("merge=tyr-kfn&into=tyr-kfn", 400), ("move=a&under=b", 404),
     ("move=tyr-bun&under=tyr-bun", 400)],
)
def test_what_cant_be_tried_is_a_page_that_says_why(
    client: FlaskClient, query: str, status: int
) -> None:
    answer = client.get(f"/om?{query}")
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_the_lists_are_fetched_whole_as_csv(client: FlaskClient, sample: Data) -> None:
    answer = client.get("/om.csv?drop=kf24-3")
    assert answer.content_type.startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    found = impact(sample.audit(View()), ["kf24-3"])
    told = [row for row in rows if row[0] == "Mister sista stödet"]
    assert len(told) == len(found.loses_last)
    assert client.get("/om.csv?merge=tyr-kfn&into=tyr-bun").status_code == 200
    assert client.get("/om.csv").status_code == 400


def test_pages_lead_to_what_if(client: FlaskClient) -> None:
    for page, drop in (("/mal/kf24-3", "goal%3Akf24-3"), ("/enhet/tyr-aon", "unit%3Atyr-aon"),
                       ("/plan/np-kfn-2024", "plan%3Anp-kfn-2024")):
        assert f'href="/om?drop={drop}"' in client.get(page).text


def test_plans_stand_by_kind_and_time_and_those_of_other_times_apart(client: FlaskClient) -> None:
    page = client.get("/plan").text
    kinds = re.findall(r'class="kind"><bdi>([^<]*)', page)
    assert kinds == ["kommunplan", "nämndplan", "enhetsplan", "gruppplan"]
    names = re.findall(r'href="/plan/ep-[^"]*"><bdi>([^<]*)', page)
    assert names.index("Enhetsplan 2024, barn och ungdom") < names.index("Enhetsplan 2024, ekonomi")
    assert 'href="/plan/kp2022"' not in page
    assert 'href="/plan/kp2022"' in client.get("/plan?others=1").text
    assert "<h1><bdi>Kommunplan 2024" in client.get("/plan?id=kp2024").text


def test_a_plan_tells_its_decision_goals_areas_and_what_is_tied_to_it(client: FlaskClient) -> None:
    page = client.get("/plan/np-kfn-2024").text
    said = words_of(page)
    assert "3 av 3 mål under fullmäktige leder dit (100\xa0%).".replace("\xa0", " ") in said
    assert "Beslutad23 oktober 2023Kultur- och fritidsnämnden2023/KFN 0111 010" in said
    assert "Nämndmål 3: rotad 3" in said
    lacking = page[page.index("Områden utan mål i planen"):].partition("</dl>")[0]
    assert "/omrade/mo1" in lacking and "/omrade/mo3" not in lacking
    assert "Gavs 23 oktober 2023, klart 2024-Q3" in said and "Svar på inköpsförslag" in said
    assert "/plan/kp2024" in page[page.index("Bygger på"):]
    old = words_of(client.get("/plan/kp2022").text)
    assert "Planen gäller inte i den här vyn." in old and "Ersatt av" in old


def test_an_indicator_tells_its_outcomes_targets_and_assessments(client: FlaskClient) -> None:
    page = client.get("/indikator/ind-behoriga").text
    said = words_of(page)
    assert "Det senaste utfallet, 90,2 %, når inte målvärdet: minst 92 %." in said
    assert page.count("<rect ") == 2 and 'class="aim"' in page
    assert "2024-T1: kan inte bedömas" in said and "/mal/bun24-1" in page
    assert "Definition saknas." in said and "N15428" in said
    # What had not begun when the view ends isn't told as the last.
    assert "Det senaste utfallet, 89,4 %" in words_of(
        client.get("/indikator/ind-behoriga?year=2022").text
    )


def test_indicators_are_listed_by_name_with_how_many_reach_their_target(
    client: FlaskClient,
) -> None:
    page = client.get("/indikator").text
    names = re.findall(r'<th scope="row"><a href="/indikator/[^"]*"><bdi>([^<]*)', page)
    assert len(names) == 32
    # Årets after Väntetid, and Ärenden last.
    assert names[-1].startswith("Ärenden") and names[-2].startswith("Årets")
    told = re.search(r"32 indikatorer\. (\d+) når sitt målvärde, (\d+) når det inte, (\d+)", page)
    assert told and sum(map(int, told.groups())) == 32
    assert page.count('<svg class="chart"') == 32


def test_an_area_tells_its_score_up_and_down_and_each_unit(client: FlaskClient) -> None:
    page = client.get("/omrade/mo3").text
    said = words_of(page)
    assert "74 av 74 mål som rör området leder hit" in said
    assert "Nedåt är 42 av 44 behov besvarade" in said
    assert "Svagast är Byggnadsnämnden plan saknas" in said
    units = re.findall(r'<th scope="row"><a href="/enhet/[^"]*"><bdi>([^<]*)', page)
    assert units[0].startswith("Arbetsmarknads") and units[-1].startswith("Äldre")
    assert "/mal/kf24-3" in part(page, "h-roots")
    assert "gäller inte i den här vyn" in client.get("/omrade/fo1").text


@pytest.mark.parametrize("page", ["/plan/nope", "/indikator/nope", "/omrade/nope"])
def test_what_isnt_there_is_not_found(client: FlaskClient, page: str) -> None:
    assert client.get(page).status_code == 404


