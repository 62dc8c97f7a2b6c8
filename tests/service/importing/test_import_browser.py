"""Import in a real browser: the whole task, by keys alone, narrow, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from graph.chain import PlanFile
from graph.store import Store
from tests.service.answering import answering
from tests.service.importing.doing import book, sample
from tests.service.in_browser import axe, fits_a_phone
from tests.service.signing import PASSWORD, person, service

pytestmark = pytest.mark.browser

SHOTS: Path | None = None
NEW_TITLE = "Varje elev läser en hel bok i veckan"


@pytest.fixture
def served(embedded_store: Store) -> Iterator[str]:
    """The address of a real server on a store with the sample and an editor."""
    from tests.conftest import wipe

    wipe(embedded_store.url)
    embedded_store.import_files(sample())
    person(embedded_store, "editor", password=PASSWORD)
    with answering(service(embedded_store)) as found:
        yield found


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A spreadsheet of the sample in which a goal is reworded and another loses its links."""
    file = _school()
    goals = [replace(file.goals[0], title=NEW_TITLE), *file.goals[1:]]
    goals[1] = replace(goals[1], contributes_to=())
    path = tmp_path / "mål för skolan.xlsx"
    path.write_bytes(book(replace(file, goals=tuple(goals))))
    return path


def _school() -> PlanFile:
    return next(file for file in sample() if file.source.id == "tyreso-bun")


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    """A browser that must send no message and ask nobody else."""
    opened = browser.new_context(base_url=served, viewport={"width": 1280, "height": 900})
    said: list[str] = []
    opened.on("console", lambda each: said.append(each.text))
    opened.on("weberror", lambda each: said.append(str(each.error)))

    def request(url: str) -> None:
        if not url.startswith(served):
            said.append(url)

    opened.on("request", lambda each: request(each.url))
    yield opened
    opened.close()
    assert said == []


def sign_in(page: Page) -> None:
    page.goto("/logga-in?next=/las-in")
    page.get_by_label("Namn").fill("editor")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(re.compile("/las-in$"))


def looked_at(page: Page, name: str) -> None:
    """Nothing for axe to say, and no page wider than a phone."""
    axe(page)
    shoot(page, f"{name}-bred")
    fits_a_phone(page)
    shoot(page, f"{name}-smal")
    page.set_viewport_size({"width": 1280, "height": 900})


def shoot(page: Page, name: str) -> None:
    if SHOTS is not None:
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_a_changed_spreadsheet_from_sign_in_to_undo(
    context: BrowserContext, changed: Path, tmp_path: Path
) -> None:
    page = context.new_page()
    sign_in(page)
    looked_at(page, "start")
    broken = tmp_path / "trasig.csv"
    broken.write_text("Id;Mål;Nivå\na;Läsa;ingen nivå\n;Räkna;nämnd\n", encoding="utf-8")
    page.get_by_label("Filer", exact=True).set_input_files(broken)
    page.get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_role("link", name="Hämta kalkylbladet med felen")).to_be_visible()
    looked_at(page, "fel")
    page.goto("/las-in")
    page.get_by_label("Filer", exact=True).set_input_files(changed)
    page.get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_text("2 ändrade. Inget är sparat än.")).to_be_visible(timeout=30_000)
    expect(page.locator("ins", has_text=NEW_TITLE)).to_be_visible()
    looked_at(page, "jamforelse")
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_text("Inläst.")).to_be_visible(timeout=30_000)
    looked_at(page, "inlast")
    page.goto(f"/mal/{_school().goals[0].id}")
    expect(page.get_by_role("heading", name=NEW_TITLE)).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Ångra inläsningen").click()
    expect(page.get_by_text("Inläsningen är ångrad")).to_be_visible()
    page.goto(f"/mal/{_school().goals[0].id}")
    expect(page.get_by_role("heading", name=_school().goals[0].title)).to_be_visible()


def test_the_same_by_keys_alone(context: BrowserContext, changed: Path) -> None:
    page = context.new_page()
    # Told from the start: a listener set with the key press may come too late.
    page.on("filechooser", lambda chooser: chooser.set_files(changed))
    sign_in(page)

    def tab_to(role: str, name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.get_by_role(role, name=name).and_(page.locator(":focus")).count():  # type: ignore[arg-type]
                return
        raise AssertionError(f"{name} isn't reached by tab")

    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator("input[type=file]:focus").count():
            break
    with page.expect_file_chooser():
        page.keyboard.press("Space")
    tab_to("button", "Ladda upp")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 ändrade")).to_be_visible(timeout=30_000)
    tab_to("button", "Läs in")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Inläst.")).to_be_visible(timeout=30_000)
    tab_to("button", "Ångra")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Inläsningen är ångrad")).to_be_visible()


def test_a_file_dropped_on_the_form_is_chosen(context: BrowserContext) -> None:
    page = context.new_page()
    sign_in(page)
    page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File(["rodtrad: 1"], "släppt.yaml"));
            document.querySelector("form[data-drop]").dispatchEvent(
                new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }"""
    )
    chosen = page.evaluate("document.querySelector('input[type=file]').files[0].name")
    assert chosen == "släppt.yaml"


def test_a_list_is_confirmed_row_by_row(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    sign_in(page)
    target = _school().goals[0]
    path = tmp_path / "lista.csv"
    path.write_text(f"Mål;Enhet;Bidrar till\nLäsa mer;Stimmets skola;{target.title}\n", "utf-8")
    page.get_by_label("Filer", exact=True).set_input_files(path)
    page.get_by_label("En enkel lista utan id").check()
    page.get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_label("Ingen koppling")).to_be_checked(timeout=30_000)
    looked_at(page, "lista")
    page.get_by_label(re.compile("likhet 100 av 100")).first.check()
    page.get_by_role("button", name="Visa vad som ändras").click()
    expect(page.get_by_text("2 nya. Inget är sparat än.")).to_be_visible(timeout=30_000)


def test_all_of_it_works_without_scripts(browser: Browser, served: str, changed: Path) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.get_by_label("Filer", exact=True).set_input_files(changed)
    page.get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_text("2 ändrade")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_text("Inläst.")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Ångra inläsningen").click()
    expect(page.get_by_text("Inläsningen är ångrad")).to_be_visible()
    context.close()
