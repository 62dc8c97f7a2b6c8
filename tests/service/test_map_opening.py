"""A map that is opened, pinched and zoomed in a real browser; what stands where no script runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, ViewportSize

from tests.service.in_browser import as_new
from tests.service.test_map_page import Map, axe

pytestmark = pytest.mark.browser
SCREEN: ViewportSize = {"width": 1440, "height": 900}
# Every scale that the picture has been drawn at.
SCALES = """
window.scales = [];
const plain = CanvasRenderingContext2D.prototype.scale;
CanvasRenderingContext2D.prototype.scale = function (x, y) {
  if (this.canvas.isConnected && scales.at(-1) !== x) scales.push(x);
  return plain.call(this, x, y);
};
"""
DRAWN = "document.querySelector('#rt-canvas canvas').toDataURL()"
ASKED = (
    "", "?root=kf24-3&down=1&expanded=bun24-1", "?lens=indicators", "?lens=weight&root=kf24-3",
    "?drop=goal:kf24-3", "?against=2023", "?groups=unit", "?groups=area&lang=en",
)


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[Map]:
    context = browser.new_context(base_url=address, viewport=SCREEN, has_touch=True)
    context.add_init_script(SCALES)
    yield Map(context, address)
    context.close()


@pytest.fixture
def opened(shared: Map) -> Iterator[Map]:
    """The shared page, as if it were new."""
    yield shared
    as_new(shared.page, SCREEN)
    shared.said.clear()


@pytest.mark.parametrize("query", ASKED)
def test_the_picture_of_an_address_is_that_of_its_page(client: FlaskClient, query: str) -> None:
    page = client.get(f"/karta{query}").text
    (held,) = re.findall(r'id="rt-data">([^<]*)<', page)
    picture = client.get(f"/karta/bild{query}").get_json()
    assert json.loads(held)["picture"] == picture
    rows = set(re.findall(r'tr data-key="([^"]+)', page))
    assert {each["key"] for each in picture["boxes"]} == rows
    assert client.get(f"/api/v1/map{query}").get_json()["picture"] == picture


def test_an_opened_goal_is_drawn_before_the_page_is_there(opened: Map) -> None:
    opened.go("/karta?root=kf24-3&down=1")
    boxes = opened.boxes()
    held: list[Route] = []
    opened.page.route("**/karta?*expanded=*", lambda route: held.append(route))
    opened.choose("bun24-1")
    opened.page.wait_for_timeout(300)
    before = opened.page.evaluate(DRAWN)
    opened.page.click("#rt-chosen [data-act=more]")
    opened.page.wait_for_function(f"(was) => {DRAWN} !== was", arg=before)
    assert "expanded=bun24-1" in opened.page.url
    assert opened.boxes() == boxes
    assert opened.page.get_attribute("#rt-map", "aria-busy") == "true"
    opened.page.wait_for_timeout(100)
    (page,) = held
    page.continue_()
    opened.settled()
    assert len(opened.boxes()) > len(boxes)
    assert opened.said == []


def test_a_page_that_never_comes_is_said_and_back_mends_it(opened: Map) -> None:
    opened.go("/karta?root=kf24-3&down=1")
    boxes = opened.boxes()
    opened.page.route("**/karta?*expanded=*", lambda route: route.abort())
    opened.choose("bun24-1")
    opened.page.click("#rt-chosen [data-act=more]")
    opened.page.wait_for_selector("#rt-live[data-seen]")
    assert not opened.page.get_attribute("#rt-map", "aria-busy")
    opened.page.go_back()
    opened.page.wait_for_selector("#rt-live:not([data-seen])", state="attached")
    opened.settled()
    assert opened.boxes() == boxes


def test_back_leads_to_where_the_keys_were(opened: Map) -> None:
    opened.go("/karta")
    item = opened.page.locator("#rt-tree > li[data-key^='g:'][aria-expanded='false']").last
    key = item.get_attribute("data-key")
    item.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.until("expanded=")
    at = "document.activeElement.dataset.key"
    assert opened.page.evaluate(at) == key
    told = opened.text("#rt-live")
    assert re.match(r"Tillkomna rutor: [1-9]", told) and ": 0" not in told
    opened.page.go_back()
    opened.gone("expanded=")
    assert opened.page.evaluate(at) == key
    assert not opened.page.is_visible("#rt-chosen-box")


def test_a_goal_is_typed_by_its_words_as_by_its_number(opened: Map) -> None:
    opened.go("/karta")
    names = opened.page.locator("#rt-tree .rt-name").all_inner_texts()
    numbered = next(name for name in names if re.match(r"S\d ", name))
    opened.page.locator("#rt-tree > li").first.focus()
    words = numbered.split(" ", 1)[1].lower()
    others = [re.split(r"^\S*\d\S*\s+", name)[-1].lower() for name in names if name != numbered]
    least = next(n for n in range(1, len(words))
                 if not any(other.startswith(words[:n]) for other in others))  # fmt: skip
    begin = words[:least]
    opened.page.keyboard.type(begin)
    assert numbered in opened.page.evaluate("document.activeElement.textContent")


def touching(opened: Map) -> Callable[..., None]:
    """Puts fingers on the screen, moves them and lifts them."""
    client = opened.page.context.new_cdp_session(opened.page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        opened.page.wait_for_timeout(10)

    return touch


def test_two_fingers_zoom_the_picture_and_not_the_page(opened: Map) -> None:
    opened.page.set_viewport_size({"width": 390, "height": 844})
    opened.go("/karta?root=aon24-1")
    opened.page.locator("#rt-canvas").scroll_into_view_if_needed()
    opened.page.wait_for_timeout(200)
    box = opened.page.locator("#rt-canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = opened.page.evaluate("scales.at(-1)")
    fingers = touching(opened)
    fingers("touchStart", (x - 20, y), (x + 20, y))
    for apart in range(25, 85, 5):
        fingers("touchMove", (x - apart, y), (x + apart, y))
    fingers("touchEnd")
    opened.page.wait_for_function("(was) => scales.at(-1) > 1.5 * was", arg=before)
    assert opened.page.evaluate("visualViewport.scale") == 1
    assert opened.said == []


def test_one_finger_scrolls_the_page_and_sideways_moves_the_picture(opened: Map) -> None:
    opened.page.set_viewport_size({"width": 390, "height": 844})
    opened.go("/karta?root=aon24-1")
    opened.page.locator("#rt-canvas").scroll_into_view_if_needed()
    opened.page.wait_for_timeout(200)
    finger = touching(opened)
    seen = "[scrollY, document.getElementById('rt-beyond').textContent]"

    def swipe(across: int, down: int) -> list[Any]:
        box = opened.page.locator("#rt-canvas").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + 200
        finger("touchStart", (x, y))
        for step in range(1, 16):
            finger("touchMove", (x + across * step, y + down * step))
        finger("touchEnd")
        opened.page.wait_for_timeout(200)
        found: list[Any] = opened.page.evaluate(seen)
        return found

    top, beyond = opened.page.evaluate(seen)
    scrolled, same = swipe(0, -10)
    assert scrolled > top + 100 and same == beyond
    still, moved = swipe(-12, 0)
    assert still == scrolled and moved != beyond
    assert opened.said == []


def test_what_lies_outside_is_counted_until_all_is_shown(opened: Map) -> None:
    opened.go("/karta")
    outside = opened.text("#rt-beyond")
    boxes = len(opened.boxes())
    assert re.fullmatch(rf"Utanför bilden: [1-9]\d* av {boxes} rutor", outside)
    opened.page.click("[data-act=fit]")
    opened.page.wait_for_function("document.getElementById('rt-beyond').textContent === ''")
    assert opened.page.get_attribute("#rt-picture", "data-beyond") == ""


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_asks_for_no_motion(opened: Map, motion: str) -> None:
    opened.page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    opened.go("/karta?root=kf24-3")
    opened.page.wait_for_timeout(300)
    opened.page.evaluate("scales.length = 0")
    opened.page.click("[data-act=in]")
    opened.page.wait_for_timeout(400)
    steps = opened.page.evaluate("scales.length")
    assert steps == 1 if motion == "reduce" else steps > 1
    moving = opened.page.evaluate(
        "[...document.querySelectorAll('*')].filter((each) => { const s = getComputedStyle(each);"
        " return s.transitionDuration !== '0s' || s.animationName !== 'none'; }).length"
    )
    assert moving == 0


def test_what_a_box_is_is_told_where_a_pointer_rests_until_escape(opened: Map) -> None:
    opened.page.emulate_media(reduced_motion="reduce")
    opened.go("/karta?root=kf24-3")
    opened.choose("bun24-1")
    opened.page.evaluate("scrollTo(0, 0)")
    opened.page.wait_for_timeout(300)
    box = opened.page.locator("#rt-canvas").bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.page.wait_for_selector(".rt-tip:visible")
    assert "Barn- och utbildningsnämnden" in opened.text(".rt-tip")
    opened.page.keyboard.press("Escape")
    assert not opened.page.is_visible(".rt-tip")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query",
    ["?state=orphan&state=broken&state=detached&state=exempt", "?lens=indicators",
     "?drop=unit:tyr-aon", "?against=2023", "?groups=area"],
)
def test_every_state_has_contrast(opened: Map, query: str, scheme: str) -> None:
    opened.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened.go(f"/karta{query}")
    axe(opened, contrast=True)


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_script_each_goal_can_be_opened_hidden_and_dropped(plain: Page) -> None:
    plain.goto("/karta?root=kf24-3&down=1")
    row = plain.locator("tr[data-key='g:bun24-1']")
    boxes = plain.locator(".rt-box").count()
    row.get_by_role("link", name="Visa under").click()
    assert "expanded=bun24-1" in plain.url and plain.locator(".rt-box").count() > boxes
    row.get_by_role("link", name="Fäll ihop").click()
    assert "closed=bun24-1" in plain.url and plain.locator(".rt-box").count() == boxes
    row.get_by_role("link", name="Vad händer om målet tas bort?").click()
    assert "drop=goal%3Abun24-1" in plain.url and "tas bort" in row.inner_text()
    row.get_by_role("link", name="Ta inte bort målet").click()
    assert "drop=" not in plain.url
    row.get_by_role("link", name="Dölj").click()
    assert "hidden=bun24-1" in plain.url and row.count() == 0
