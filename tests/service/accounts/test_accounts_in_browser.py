"""Whole tasks of signing in and of those who keep the accounts, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from graph.store import Store
from service.accounts.people import People
from service.accounts.sessions import Sessions
from service.accounts.tokens import Tokens
from service.settings import Settings, SettingsKeeper
from tests.conftest import wipe
from tests.service import signing
from tests.service.answering import answering
from tests.service.editing.small import fill
from tests.service.in_browser import Tab, axe, fits_a_phone, tab_to

pytestmark = pytest.mark.browser

PATHS = ["/logga-in", "/konto", "/anvandare", "/anvandare/konto?namn=editor", "/installningar"]
CHOSEN = "tolv blåa cyklar"


@pytest.fixture
def filled(embedded_store: Store, tmp_path: Path) -> Store:
    wipe(embedded_store.url)
    fill(embedded_store, tmp_path)
    signing.person(embedded_store, "admin", password=signing.PASSWORD)
    signing.person(embedded_store, "editor", units=["bun"])
    return embedded_store


@pytest.fixture
def address(filled: Store) -> Iterator[str]:
    """Where the service answers."""
    with answering(signing.service(filled)) as found:
        yield found


@pytest.fixture
def page(tab: Tab, address: str) -> Iterator[Page]:
    with tab.at(address) as opened:
        yield opened


def sign_in(page: Page, path: str = "/logga-in") -> None:
    page.goto(path)
    page.fill("#f-name", "admin")
    page.fill("#f-password", signing.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".me bdi")


def check(page: Page) -> None:
    """Nothing for axe to say, light and dark, and nothing wider than a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    fits_a_phone(page)


def test_a_wrong_password_is_told_and_the_right_one_signs_in_by_the_keyboard_alone(
    page: Page,
) -> None:
    page.goto("/mal/bun-1")
    tab_to(page, "a[href*='/logga-in']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-name")
    for password in ("fel lösenord", signing.PASSWORD):
        tab_to(page, "#f-name")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type("admin")
        tab_to(page, "#f-password")
        page.keyboard.type(password)
        tab_to(page, ".form button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".faults, .me bdi")
        if password != signing.PASSWORD:
            assert "hör inte ihop" in page.inner_text("[role=alert]")
            check(page)
            page.click(".faults a")
            assert page.evaluate("document.activeElement.id") == "f-name"
            assert page.input_value("#f-password") == ""
            page.reload()
    assert page.inner_text(".me bdi") == "Admin Öberg"


def test_a_token_is_shown_once_and_another_session_is_ended(page: Page, filled: Store) -> None:
    elsewhere = Sessions(filled).begin(
        People(filled).known("admin"), "password", "10.0.0.7", Settings()
    )
    sign_in(page)
    page.goto("/konto")
    page.click("details:has(#f-label) summary")
    page.fill("#f-label", "Läsplattan")
    page.click("form[action$='/konto/nyckel'] button")
    text = page.inner_text(".secret code")
    assert Tokens(filled).get(text) is not None
    check(page)
    page.goto("/konto")
    assert "Läsplattan" in page.inner_text("main") and text not in page.content()
    page.click("li:has-text('10.0.0.7') button")
    page.wait_for_selector(".done")
    assert "10.0.0.7" not in page.inner_text("main .rows >> nth=0")
    assert Sessions(filled).get(elsewhere, Settings()) is None


def test_an_admin_adds_somebody_who_chooses_a_password_by_a_link(
    page: Page, browser: Browser, address: str
) -> None:
    sign_in(page)
    page.goto("/anvandare")
    page.fill("#f-name", "ny@kommun.se")
    page.fill("#f-title", "Ny Redaktör")
    page.check("input[name=units][value=bun]")
    page.click("form:has(#f-title) button")
    link = page.inner_text(".secret code")
    assert link.startswith(f"{address}/losenord/")
    check(page)
    context = browser.new_context(java_script_enabled=False)
    theirs = context.new_page()
    theirs.goto(link)
    for again in ("något annat än så", CHOSEN):
        theirs.fill("#f-password", CHOSEN)
        theirs.fill("#f-again", again)
        theirs.click(".form button")
        assert theirs.locator(".faults").count() == (again != CHOSEN)
    assert "Ny Redaktör" in theirs.inner_text(".answer")
    theirs.goto(link)
    assert "gäller inte längre" in theirs.inner_text("main")
    context.close()


def test_settings_saved_by_two_at_once_are_told_and_compared(page: Page, filled: Store) -> None:
    sign_in(page)
    page.goto("/installningar")
    SettingsKeeper(filled).save(Settings(title="Den andras"))
    page.fill("#f-title", "Min egen")
    page.click("form:has(#f-title) button")
    told = page.inner_text("main")
    assert "Den andras" in told and page.input_value("#f-title") == "Min egen"
    check(page)
    page.click("form:has(#f-title) button")
    page.wait_for_selector(".done")
    assert SettingsKeeper(filled).anew().title == "Min egen"


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_accounts_fit_a_phone_and_satisfy_axe(page: Page, path: str) -> None:
    if path != "/logga-in":
        sign_in(page)
    page.goto(path)
    check(page)


def test_the_page_of_a_link_fits_a_phone_and_satisfies_axe(page: Page, filled: Store) -> None:
    page.goto(f"/losenord/{Tokens(filled).make_link(People(filled).known('editor'))}")
    check(page)
    page.goto("/losenord/x")
    check(page)


def test_everything_works_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/anvandare/konto?namn=editor")
    page.click("form[action$='/stang'] button")
    assert "stängt" in page.inner_text(".answer")
    page.goto("/installningar")
    page.check("input[name=reading][value=signed-in]")
    page.click("form:has(#f-title) button")
    assert page.locator(".done").count() == 1
    page.click("form[action*='/logga-ut'] button")
    page.goto("/mal")
    assert "/logga-in" in page.url
    context.close()


def test_under_a_path_all_that_the_browser_asks_for_lies_there(
    page: Page, filled: Store, address: str
) -> None:
    home = f"{address}/rodtrad"
    SettingsKeeper(filled).save(Settings(public_address=home))
    astray: list[str] = []

    def note(url: str, expected: bool) -> None:
        if not expected:
            astray.append(url)

    page.on("request", lambda each: note(each.url, each.url.startswith(f"{home}/")))
    page.on("response", lambda each: note(each.url, each.status < 400))
    sign_in(page, f"{home}/logga-in")
    page.goto(f"{home}/karta?centrum=bun-1")
    page.wait_for_selector("canvas")
    page.goto(f"{home}/mal/skola-1")
    page.click("form[action*='/koppla'] button >> nth=0")
    page.click(".saved button")
    page.wait_for_url(f"{home}/andringar/*")
    page.goto(f"{home}/andra/goals?id=bun-1")
    page.fill("#f-title", "Under en sökväg")
    page.click(".fields .buttons button")
    page.wait_for_selector(".saved")
    assert page.inner_text("h1") == "Under en sökväg"
    for path in ("/las-in", "/inbaddning", "/inbaddning/ny?kind=goal&subject=bun-1", "/konto"):
        page.goto(home + path)
        page.wait_for_load_state("networkidle")
    assert astray == []
