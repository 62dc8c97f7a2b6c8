"""The map page in a real browser, against a real server: form, chips, actions, keys, print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page

from queries.impact import impact
from queries.view import View
from service.data import Data
from tests.service.answering import answering
from tests.service.conftest import hostile_ids

pytestmark = pytest.mark.browser
GROUP = "boll24-1"
HELD = "decodeURIComponent(location.search)"


@pytest.fixture(scope="module")
def hostile_address(hostile: FlaskClient) -> Iterator[str]:
    """The address of a server on a chain whose every text is out for trouble."""
    with answering(hostile.application) as found:
        yield found


class Map:
    """One page that must send no message, raise nothing and ask nobody else."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda each: self.said.append(each.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda each: self._request(each.url, address))

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.said.append(url)

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.page.wait_for_selector("#rt-map[data-ready]", state="attached")

    def until(self, search: str) -> None:
        """Wait until the address holds this and its map is there."""
        self.page.wait_for_function(f"() => {HELD}.includes({search!r})")
        self.settled()

    def gone(self, search: str) -> None:
        """Wait until the address doesn't."""
        self.page.wait_for_function(f"() => !{HELD}.includes({search!r})")
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_selector("#rt-map:not([aria-busy])")

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)

    def choose(self, goal: str) -> None:
        self.page.click(f"#rt-tree [data-key='g:{goal}'] .rt-name")

    def boxes(self) -> list[str]:
        """The keys of what is shown, from the top of the tree."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('#rt-tree > li')].map((each) => each.dataset.key)"
        )
        return found

    def data(self) -> Any:
        """What the page holds as data of its map."""
        return self.page.evaluate(
            "(async () => (await fetch('/api/v1/map' + location.search)).json())()"
        )


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[Map]:
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    yield Map(context, address)
    context.close()


@pytest.fixture
def seen(shared: Map) -> Iterator[Map]:
    """The shared page; nothing may have been said when a test is done with it."""
    shared.page.set_viewport_size({"width": 1440, "height": 900})
    shared.page.emulate_media(
        media="screen", color_scheme="light", forced_colors="none", reduced_motion="reduce"
    )
    yield shared
    said, shared.said[:] = list(shared.said), []
    assert said == []


def axe(seen: Map, *, contrast: bool = False) -> None:
    """Nothing is found; contrast takes long, and says nothing where the system sets colours."""
    few = {"exclude": [["#rt-rows tr:nth-child(n+6)"], ["#rt-tree li:nth-child(n+6)"]]}
    rules = {"color-contrast": {"enabled": contrast}}
    found = Axe().run(seen.page, few, {"resultTypes": ["violations"], "rules": rules})
    assert found.violations_count == 0, found.generate_report()


def all_is_told(seen: Map) -> None:
    """Every box stands in tree and table, every line in the table's row of where it begins."""
    data = seen.data()
    rows = seen.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('#rt-rows tr')]"
        ".map((row) => [row.dataset.key, row.textContent]))"
    )
    keys = {node["key"] for node in data["nodes"]}
    titles = {node["key"]: node["title"] for node in data["nodes"]}
    assert set(seen.boxes()) == set(rows) == keys
    for edge in data["edges"]:
        assert titles[edge["to"]] in rows[edge["from"]]


def test_search_suggests_and_enter_draws_around_the_goal(seen: Map) -> None:
    seen.go("/karta")
    all_is_told(seen)
    axe(seen)
    seen.page.evaluate("window.same = true")
    seen.page.fill("#rt-find", "trygg")
    seen.page.wait_for_selector("#rt-find-list li")
    assert seen.page.get_attribute("#rt-find", "aria-expanded") == "true"
    axe(seen)
    seen.page.press("#rt-find", "Escape")
    assert not seen.page.is_visible("#rt-find-list")
    seen.page.fill("#rt-find", GROUP)
    seen.page.wait_for_selector("#rt-find-list li")
    seen.page.press("#rt-find", "ArrowDown")
    active = seen.page.get_attribute("#rt-find", "aria-activedescendant")
    assert seen.page.get_attribute(f"#{active}", "aria-selected") == "true"
    seen.page.press("#rt-find", "Enter")
    seen.until(f"root={GROUP}")
    assert seen.page.evaluate("window.same")
    assert seen.text("h1") in seen.page.title()
    assert seen.page.get_by_role("link", name="Ta bort: målen kring").count() == 1
    assert seen.page.evaluate("document.activeElement.id") == "rt-find"
    seen.page.click(".rt-chip")
    seen.gone("root=")
    assert seen.page.evaluate("document.activeElement.id") == "rt-chips"


def test_keys_walk_to_a_group_ask_what_if_hide_and_open(seen: Map, sample: Data) -> None:
    seen.go(f"/karta?root={GROUP}")
    seen.page.focus("#rt-tree [tabindex='0']")
    way = []
    for _ in range(4):
        seen.page.keyboard.press("ArrowRight")
        way.append(seen.page.evaluate("document.activeElement.dataset.key"))
    assert way == ["g:kf24-3", "g:aon24-1", "g:hem24-1", f"g:{GROUP}"]
    for _ in range(2):
        seen.page.keyboard.press("ArrowUp")
    assert seen.page.evaluate("document.activeElement.dataset.key") == "g:aon24-1"
    seen.page.keyboard.press("Delete")
    seen.until("drop=goal:aon24-1")
    found = impact(sample.audit(View()), ["goal:aon24-1"])
    assert f"{len(found.loses_last)} mål mister sista stödet" in seen.text("#rt-summary")
    assert seen.text("#rt-said").startswith("Ett mål tänks bort.")
    assert seen.page.evaluate("document.activeElement.dataset.key") == "g:aon24-1"
    assert "tas bort" in seen.text("#rt-rows tr[data-key='g:aon24-1']")
    all_is_told(seen)
    axe(seen)
    seen.page.keyboard.press("Delete")
    seen.gone("drop=")
    seen.page.keyboard.press("+")
    seen.until("expanded=aon24-1")
    many = len(seen.boxes())
    seen.page.keyboard.press("-")
    seen.until("closed=aon24-1")
    assert len(seen.boxes()) < many
    seen.page.keyboard.press("Shift+Enter")
    seen.until("root=aon24-1")
    assert seen.page.evaluate("document.activeElement.dataset.key") == "g:aon24-1"


def test_a_goal_is_hidden_and_back_undoes_it_with_what_was_chosen(seen: Map) -> None:
    seen.go("/karta?root=aon24-1")
    before = seen.boxes()
    seen.choose("hem24-1")
    assert seen.page.evaluate("location.hash") == "#g%3Ahem24-1"
    assert seen.page.get_attribute("#rt-chosen a[href^='/mal/']", "href") == "/mal/hem24-1"
    axe(seen)
    seen.page.click("#rt-chosen [data-act=hide]")
    seen.until("hidden=hem24-1")
    assert "Dolda: 1 mål" in seen.text("#rt-chips")
    assert "g:hem24-1" not in seen.boxes()
    assert seen.page.evaluate("document.activeElement.id") == "rt-chips"
    seen.page.go_back()
    seen.gone("hidden=")
    assert seen.boxes() == before
    assert seen.page.get_attribute("#rt-tree [aria-selected=true]", "data-key") == "g:hem24-1"
    seen.page.go_forward()
    seen.until("hidden=hem24-1")
    seen.page.reload()
    seen.page.wait_for_selector("#rt-map[data-ready]", state="attached")
    assert "g:hem24-1" not in seen.boxes()


def test_what_is_on_screen_stays_where_it_is_when_a_goal_opens(seen: Map) -> None:
    seen.go("/karta?root=kf24-3")
    seen.page.click("[data-act=in]")
    seen.page.locator("#rt-tree li", has_text="under").nth(3).click()
    chosen = seen.page.get_attribute("#rt-tree [aria-selected=true]", "data-key")
    height = seen.page.locator("#rt-canvas").bounding_box()
    assert height
    seen.page.evaluate("scrollTo(0, 200)")
    seen.page.locator("#rt-chosen [data-act=more], #rt-chosen [data-act=shut]").first.click()
    seen.page.wait_for_function("() => /expanded|closed/.test(location.search)")
    seen.settled()
    assert seen.page.evaluate("scrollY") == 200
    box = seen.page.locator("#rt-canvas").bounding_box()
    assert box and box["height"] >= height["height"]
    seen.page.click("#rt-chosen-close")
    assert not seen.page.is_visible("#rt-chosen-box")
    # Choosing in the tree brought it to the middle.
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + height["height"] / 2)
    seen.page.wait_for_selector("#rt-tree [aria-selected=true]")
    assert seen.page.get_attribute("#rt-tree [aria-selected=true]", "data-key") == chosen


def test_filters_steps_and_drops_apply_at_once_and_stand_as_chips(seen: Map) -> None:
    seen.go("/karta")
    seen.page.click("#rt-only > summary")
    seen.page.check("#rt-level-3")
    seen.until("level=namnd")
    assert "nivå Nämndmål" in seen.text("#rt-chips")
    assert seen.page.evaluate("document.activeElement.id") == "rt-level-3"
    assert seen.page.is_visible("#rt-level-3")
    seen.page.select_option("#rt-add_unit", "tyr-aon")
    seen.until("unit=tyr-aon")
    assert "Äldre- och omsorgsnämnden" in seen.text("#rt-chips")
    all_is_told(seen)
    axe(seen)
    seen.page.click(".rt-chip >> text=nivå")
    seen.gone("level=")
    seen.page.click("#rt-drops > summary")
    seen.page.select_option("#rt-drop_unit", "tyr-aon")
    seen.until("drop=unit:tyr-aon")
    assert seen.text("#rt-summary").startswith("26 mål tänks bort.")
    seen.page.click("#rt-reach > summary")
    seen.page.select_option("#rt-down", "1")
    seen.until("down=1")
    assert "1 steg ned" in seen.text("#rt-chips")


@pytest.mark.parametrize(
    ("click", "search", "said"),
    [
        ("#rt-against-2023", "against=2023", "Från 2023 till 2024"),
        ("#rt-as-weight", "lens=weight", "Ju tjockare linje"),
        ("#rt-as-indicators", "lens=indicators", "mål har en indikator"),
        ("#rt-as-groups-unit", "groups=unit", "Översikten räknar"),
        ("#rt-year-2023", "year=2023", "år 2023"),
    ],
)
def test_the_map_is_asked_in_other_ways(seen: Map, click: str, search: str, said: str) -> None:
    seen.go("/karta?root=kf24-3")
    seen.page.click(click)
    seen.until(search)
    assert said in seen.text("#rt-said")
    assert seen.page.get_attribute(click, "aria-current") == "true"
    assert seen.page.evaluate("document.activeElement.id") == click[1:]
    all_is_told(seen)
    axe(seen)


def test_the_way_between_two_goals_is_shown(seen: Map) -> None:
    seen.go(f"/karta?root={GROUP}")
    seen.page.fill("#rt-find_to", "vision2030")
    seen.page.press("#rt-find_to", "Enter")
    seen.until("to=vision2030")
    assert seen.boxes()[0] == "g:vision2030" and f"g:{GROUP}" in seen.boxes()
    assert "till ”Vision 2030”" in seen.text("#rt-chips")
    all_is_told(seen)


def test_words_that_fit_several_goals_are_offered_and_none_is_said(seen: Map) -> None:
    seen.go("/karta")
    seen.page.fill("#rt-find", "trygg")
    seen.page.press("#rt-find", "Enter")
    seen.page.wait_for_selector(".rt-hits a")
    axe(seen)
    seen.page.locator(".rt-hits a").first.click()
    seen.until("root=")
    seen.page.fill("#rt-find", "finnsinte")
    seen.page.press("#rt-find", "Enter")
    seen.page.wait_for_selector(".rt-hits")
    assert "Inget mål passar" in seen.text(".rt-hits")


def test_print_holds_title_view_digest_picture_legend_and_table(seen: Map) -> None:
    seen.go("/karta?root=aon24-1&drop=goal:aon24-1")
    seen.choose("hem24-1")
    seen.page.click("#rt-chosen [data-act=hide]")
    seen.until("hidden=hem24-1")
    seen.page.emulate_media(media="print")
    for part in ("h1", "#rt-said", "#rt-still svg", "#rt-source", "#rt-legend", "#rt-rows"):
        assert seen.page.is_visible(part), part
    for part in ("#rt-controls", "#rt-canvas", "#rt-tools", "#rt-tree", "#rt-chosen-box"):
        assert not seen.page.is_visible(part), part
    assert "sha256:" in seen.text("#rt-source") and "år 2024" in seen.text("#rt-source")
    # The picture that is printed is the one that is shown.
    assert len(seen.boxes()) == seen.page.locator("#rt-still .rt-box").count()
    pdf = seen.page.pdf(prefer_css_page_size=True)
    # A4 lying down from the first page, so that the head has none to itself.
    boxes = set(re.findall(rb"/MediaBox \[0 0 (\d+)\S* (\d+)", pdf))
    assert boxes <= {(b"841", b"594"), (b"842", b"595"), (b"842", b"594"), (b"841", b"595")}


def test_narrow_dark_and_forced_colours_hold_everything(seen: Map) -> None:
    seen.page.set_viewport_size({"width": 320, "height": 700})
    seen.go("/karta?root=aon24-1&drop=goal:aon24-1")
    seen.choose("aon24-1")
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    seen.page.click("#rt-controls > summary")
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    axe(seen, contrast=True)
    seen.page.emulate_media(color_scheme="dark")
    axe(seen, contrast=True)
    seen.page.emulate_media(forced_colors="active")
    axe(seen)


def test_without_script_form_chips_list_and_picture_work(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/karta")
    page.fill("#rt-find", GROUP)
    page.click("#rt-only > summary")
    page.check("#rt-level-3")
    page.click("#rt-controls button")
    assert "level=namnd" in page.url and f"root={GROUP}" in page.url and "set=" not in page.url
    assert page.locator("#rt-tree li").count() == page.locator(".rt-box").count()
    page.click(".rt-chip >> nth=1")
    assert "level=" not in page.url
    assert page.is_visible("#rt-still svg")
    page.goto("/karta?set=1&find=trygg")
    assert page.locator(".rt-hits a").count() > 1
    context.close()


def test_touch_chooses_a_goal(browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, has_touch=True
    )
    touched = Map(context, address)
    touched.go("/karta?root=aon24-1")
    box = touched.page.locator("#rt-canvas").bounding_box()
    assert box
    touched.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    touched.page.wait_for_selector("#rt-chosen-box:not([hidden])")
    assert touched.said == []
    context.close()


def test_hostile_texts_only_stand_there(browser: Browser, hostile_address: str) -> None:
    context = browser.new_context(base_url=hostile_address, viewport={"width": 1440, "height": 900})
    bad = Map(context, hostile_address)
    bad.page.on("dialog", lambda dialog: bad.said.append(dialog.message))
    for path in ("/karta", "/karta?lens=indicators", "/karta?drop=goal:root"):
        bad.go(path)
        for number in range(min(4, len(bad.boxes()))):
            bad.page.locator("#rt-tree .rt-name").nth(number).click()
            bad.settled()
    bad.go("/karta")
    for words in hostile_ids()[:8:2]:
        bad.page.fill("#rt-find", words)
        bad.page.press("#rt-find", "Enter")
        bad.settled()
        bad.page.wait_for_selector("#rt-find")
    assert bad.said == []
    assert bad.page.locator("main script:not([type='application/json'])").count() == 0
    context.close()


def test_suggestions_are_few_and_empty_for_no_words(client: FlaskClient) -> None:
    found = client.get("/karta/forslag?q=a").get_json()
    assert len(found["goals"]) == 10 < found["total"]
    assert client.get("/karta/forslag?q=+").get_json() == {"goals": [], "total": 0}


def test_the_form_gives_way_from_a_lens_to_a_drop(client: FlaskClient) -> None:
    answer = client.get("/karta?set=1&lens=weight&drop_unit=tyr-aon&level=&find=")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/karta?drop=unit%3Atyr-aon&year=2024"


def test_another_year_keeps_every_filter(client: FlaskClient) -> None:
    answer = client.get("/karta?level=namnd&level=enhet&view=1&year=2023&as_of=")
    assert answer.headers["Location"] == "/karta?level=namnd&level=enhet&year=2023"
