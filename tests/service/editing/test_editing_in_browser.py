"""Whole tasks of somebody who edits, in a real browser, also by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from graph.store import Store
from tests.conftest import wipe
from tests.service import signing
from tests.service.answering import answering
from tests.service.editing.small import fill
from tests.service.in_browser import Tab, axe, fits_a_phone, tab_to

pytestmark = pytest.mark.browser
UNFOLD = "for (const each of document.querySelectorAll('main details')) each.open = true"
WIDTHS = "[...document.querySelectorAll('main .box')].map((each) => each.offsetWidth)"


@pytest.fixture
def filled(embedded_store: Store, tmp_path: Path) -> Store:
    wipe(embedded_store.url)
    fill(embedded_store, tmp_path)
    signing.person(embedded_store, "editor", password=signing.PASSWORD)
    return embedded_store


@pytest.fixture
def address(filled: Store) -> Iterator[str]:
    """Where the service answers."""
    app: Flask = signing.service(filled)
    with answering(app) as found:
        yield found


@pytest.fixture
def page(tab: Tab, address: str) -> Iterator[Page]:
    with tab.at(address) as opened:
        yield opened


def sign_in(page: Page) -> None:
    page.goto("/logga-in")
    page.fill("input[name=name]", "editor")
    page.fill("input[type=password]", signing.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def test_an_orphan_is_found_and_linked_in_two_clicks_from_its_finding(
    page: Page, filled: Store
) -> None:
    sign_in(page)
    page.goto("/granskning")
    page.click("a[href*='/mal/skola-1'] >> nth=0")
    page.click("form[action*='/koppla'] button >> nth=0")
    page.wait_for_selector(".saved")
    assert "rotad" in page.inner_text("main")
    assert filled.changes()[0].action == "connect"
    axe(page)
    page.click(".saved button")
    page.wait_for_url("**/andringar/*")
    page.goto("/mal/skola-1")
    assert "föräldralös" in page.inner_text("main")


def test_a_goal_is_changed_by_the_keyboard_alone(page: Page, filled: Store) -> None:
    sign_in(page)
    page.goto("/mal/bun-1")
    tab_to(page, "a[href*='/andra/goals']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/andra/goals*")
    tab_to(page, "#f-title")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Alla når målen, också de små")
    tab_to(page, ".fields .buttons button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".saved")
    assert page.inner_text("h1") == "Alla når målen, också de små"
    assert next(g.title for g in filled.chain().goals if g.id == "bun-1") == (
        "Alla når målen, också de små"
    )


def test_faults_lead_from_the_summary_to_the_box(page: Page, filled: Store) -> None:
    sign_in(page)
    page.goto("/andra/goals?id=bun-1")
    page.fill("#f-title", "")
    page.click(".fields .buttons button")
    page.wait_for_selector(".summary")
    axe(page)
    page.click(".summary a[href='#f-title']")
    assert page.evaluate("document.activeElement.id") == "f-title"
    assert page.get_attribute("#f-title", "aria-invalid") == "true"


@pytest.mark.parametrize(
    "path", ["/andra/goals?id=bun-1", "/ny/goals", "/ny/indicators", "/undantag", "/andringar",
             "/andringar/1", "/ta-bort/goals?id=bun-1"],
)  # fmt: skip
def test_pages_that_change_things_fit_a_phone_and_satisfy_axe(
    page: Page, filled: Store, path: str
) -> None:
    sign_in(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        page.evaluate(UNFOLD)
        axe(page)
    fits_a_phone(page)
    widths = page.evaluate(WIDTHS)
    assert all(width > 200 for width in widths)


def test_everything_can_be_changed_without_a_script(
    browser: Browser, address: str, filled: Store
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/andra/goals?id=bun-1")
    page.fill("#f-title", "Utan skript")
    page.click(".fields .buttons button")
    page.wait_for_url("**/mal/bun-1*")
    assert page.inner_text("h1") == "Utan skript"
    context.close()
