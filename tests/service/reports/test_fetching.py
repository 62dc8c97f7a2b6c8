"""Reports fetched from the service."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from service.reports.filed.forms import FORMS, written
from service.reports.filed.selection import Selection
from tests.service.reports.conftest import Make


@pytest.mark.parametrize("form", FORMS)
def test_what_is_fetched_is_the_report_with_links_back(
    client: FlaskClient, make: Make, form: str
) -> None:
    answer = client.get(f"/api/v1/report.{form}")
    assert answer.status_code == 200
    assert answer.content_type == FORMS[form].content_type
    named = f'attachment; filename="rodtrad-granskning-2024.{form}"'
    assert answer.headers["Content-Disposition"] == named
    assert answer.data == written(make(base="http://localhost/"), form)


def test_a_part_is_fetched_in_the_language_and_view_of_the_page(client: FlaskClient) -> None:
    answer = client.get("/api/v1/report.json?unit=tyr-bun&severity=error&lang=en&as_of=2024-03-01")
    assert answer.json is not None
    assert answer.json["selection"]["unit"] == "tyr-bun"
    assert answer.json["view"]["as_of"] == "2024-03-01"
    assert "2024-03-01.json" in answer.headers["Content-Disposition"]
    assert {each["severity"] for each in answer.json["findings"]} == {"error"}


def test_the_page_hands_out_what_it_shows(client: FlaskClient, make: Make) -> None:
    page = client.get("/granskning?area=mo4&year=2024").text
    links = re.findall(r'href="(/api/v1/report\.\w+[^"]*)"', page)
    assert len(links) == len(FORMS)
    fetched = client.get(next(link for link in links if ".csv" in link).replace("&amp;", "&"))
    chosen = make(selection=Selection(area="mo4"), base="http://localhost/")
    assert fetched.data == written(chosen, "csv")
    assert "målområdet Hållbar ekonomi" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [("report.exe", 404), ("report.pdf?rule=T999", 404), ("report.pdf?unit=nope", 404),
     ("report.pdf?area=nope", 404), ("report.pdf?severity=nope", 400),
     ("report.pdf?level=nope", 400)],
)
def test_what_cant_be_fetched_is_a_problem(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_the_page_of_one_rule_leafs_through_its_findings(client: FlaskClient) -> None:
    page = client.get("/granskning?rule=T023").text
    assert page.count("har ingen nämndplan som gäller") == 8
    assert "Bilaga" not in page and "Bara regel T023." in page
