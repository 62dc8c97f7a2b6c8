"""The report as one HTML file: strict, whole, and read in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from service.reports.filed.forms import written
from service.reports.filed.result import Report
from service.reports.filed.wording import leaves_of
from tests.service.reports.conftest import BASE, Make

CHROMIUM = "/usr/bin/chromium"


class Reader(HTMLParser):
    """Elements, attributes that lead or run, and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.leads: list[str] = []
        self.runs: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.leads.append(value or "")
            if name.startswith("on") or name == "style":
                self.runs.append(name)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(report: Report) -> Reader:
    reader = Reader()
    reader.feed(written(report, "html").decode())
    reader.close()
    return reader


@pytest.mark.parametrize("name", ["report", "odd"])
def test_the_file_asks_for_nothing_and_runs_nothing(
    name: str, request: pytest.FixtureRequest
) -> None:
    page = read(request.getfixturevalue(name))
    assert page.runs == []
    assert not page.tags & {"script", "iframe", "img", "link", "form", "object", "embed", "base"}
    assert [to for to in page.leads if not to.startswith(("#", BASE))] == []


def test_the_policy_lets_in_the_one_style_sheet_alone(report: Report) -> None:
    text = written(report, "html").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert text.count("<style>") == 1


def test_the_file_says_all_that_the_report_says(report: Report) -> None:
    said = " ".join("".join(read(report).words).split())
    leaves = leaves_of(report)
    for fact in leaves.facts:
        assert fact.value in said
    for rule in leaves.groups:
        for found in rule.findings:
            assert " ".join(found.message.split()) in said
    for goal in report.goals:
        assert goal.id in said


def test_the_file_is_in_its_language(make: Make) -> None:
    text = written(make("en"), "html").decode()
    assert text.startswith("<!doctype html>\n<html lang=\"en\">")
    assert "Audit of the goal chain" in text and "Granskning" not in text


@pytest.fixture(scope="module")
def opened(
    browser: Browser, report: Report, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The file, opened from disk; it must ask nobody for anything."""
    path = tmp_path_factory.mktemp("fil") / "rapport.html"
    path.write_bytes(written(report, "html"))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text))
    page.on("request", lambda each: said.append(each.url))
    page.goto(path.as_uri())
    assert said == [path.as_uri()]
    yield page
    assert said == [path.as_uri()]
    page.close()


@pytest.mark.browser
class TestInABrowser:
    def test_axe_finds_nothing(self, opened: Page) -> None:
        few = {"exclude": [["tr:nth-child(n+12)"], ["li:nth-child(n+12)"]]}
        found = Axe().run(opened, few, {"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()

    def test_it_reflows_at_320_pixels(self, opened: Page) -> None:
        opened.set_viewport_size({"width": 320, "height": 640})
        assert opened.evaluate("document.documentElement.scrollWidth") == 320

    def test_it_prints_on_a4_with_the_matrix_on_its_side(self, opened: Page) -> None:
        pdf = opened.pdf(prefer_css_page_size=True)
        boxes = set(re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", pdf))
        sizes = {tuple(round(float(side)) for side in box) for box in boxes}
        assert sizes <= {(595, 842), (596, 842), (842, 595), (842, 596)} and len(sizes) == 2
