"""The pages in a real browser, against a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from graph.messages import LANGUAGES
from tests.service.in_browser import Tab, axe
from tests.service.walking import UNLIKE

PAGES = (*UNLIKE, "/mal/nope")

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tab: Tab, address: str) -> Iterator[Page]:
    with tab.at(address) as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, path: str) -> None:
    page.goto(path)
    # Each element takes its time, and the rows of a long table are made alike.
    few = {"exclude": [["tr:nth-child(n+6)"], ["li:nth-child(n+6)"]]}
    axe(page, few)
    page.emulate_media(color_scheme="dark")
    axe(page, few, runOnly=["color-contrast"])


@pytest.mark.parametrize("path", PAGES)
def test_pages_reflow_at_320_pixels(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for language in LANGUAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_menu_is_folded_on_a_phone_and_opened_by_a_key(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/matris")
    where = page.locator("nav a", has_text="Karta")
    assert not where.is_visible()
    page.locator("nav summary").focus()
    page.keyboard.press("Enter")
    assert where.is_visible()
    page.set_viewport_size({"width": 1280, "height": 640})
    page.reload()
    assert where.is_visible() and not page.locator("nav summary").is_visible()


def test_matrix_cells_are_reached_and_opened_by_keys(page: Page) -> None:
    page.goto("/matris")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "summary":
            break
    cell = "document.activeElement.closest('td')"
    assert page.evaluate(f"{cell}.cellIndex") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{cell}.cellIndex") == 2
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{cell}.parentElement.rowIndex") > 1
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.localName") == "a"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_an_open_cell_is_shut_by_escape_and_leads_to_its_map(page: Page) -> None:
    page.goto("/matris")
    first = page.locator("td details summary").first
    first.focus()
    page.keyboard.press("End")
    cell = "document.activeElement.closest('td')"
    last = page.evaluate(f"{cell}.cellIndex")
    assert last > 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.localName") == "a"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.localName") == "summary"
    assert not page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.closest('th') !== null")
    first.focus()
    page.keyboard.press("Enter")
    axe(page, runOnly=["wcag2a", "wcag2aa", "best-practice"])
    page.click("td details[open] >> text=Se rutan som karta")
    assert "/karta?level=namnd&unit=" in page.url
    assert page.inner_text("h1") == "Karta: ett urval av mål"


def test_the_view_is_chosen_and_kept(page: Page) -> None:
    page.goto("/matris")
    page.click(".view summary")
    page.fill("#v-year", "")
    page.fill("#v-day", "2024-03-01")
    page.click(".view button")
    assert page.url.endswith("/matris?as_of=2024-03-01")
    page.click("nav >> text=Granskning")
    assert page.url.endswith("/granskning?as_of=2024-03-01")
    assert "1 mars 2024" in page.inner_text(".view summary")


def test_everything_is_read_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/matris")
    page.click("td details summary >> nth=0")
    assert page.is_visible("td details[open] li a")
    page.goto("/karta")
    assert page.is_visible("svg.rt-svg")
    context.close()


def test_what_if_is_asked_by_keys_with_suggestions(page: Page) -> None:
    page.goto("/om")
    page.focus("#w-find")
    page.keyboard.type("boll24")
    page.wait_for_selector("#w-find-list li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/om?drop=goal*")
    assert "boll24-1" in page.url
    assert page.is_visible("#h-last") and page.is_visible("#h-map")


def test_what_if_is_asked_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/om")
    page.select_option("#w-unit", "tyr-aon")
    page.click("button >> text=Lägg till och visa >> nth=0")
    assert page.url.endswith("/om?drop=unit%3Atyr-aon")
    assert "enheten Äldre- och omsorgsnämnden" in page.inner_text(".chips")
    page.click(".chips a >> nth=0")
    assert page.url.endswith("/om")
    context.close()


@pytest.mark.parametrize("path", ["/matris", "/granskning", "/mal/bun24-2"])
def test_pages_print(page: Page, path: str) -> None:
    page.goto(path)
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.is_visible("header nav")
    assert page.is_visible("main h1")
