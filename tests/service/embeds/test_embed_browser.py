"""The whole task in a real browser: build, place on another site, change the goal, be warned."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from graph.store import Store
from service.settings import Settings
from tests.conftest import wipe
from tests.service.answering import answering
from tests.service.embeds.placing import filled, placed_now, reword
from tests.service.in_browser import axe, fits_a_phone
from tests.service.signing import signed_in

pytestmark = pytest.mark.browser


class Intranet:
    """A site of its own, on another origin; `body` is its page."""

    def __init__(self) -> None:
        site = self
        self.body = ""

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                head = '<!doctype html><html lang="sv"><title>Intranät</title><h1>Skolan</h1>'
                self.wfile.write((head + site.body).encode())

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        # By this name it is another origin than the service, and another site.
        self.origin = f"http://localhost:{self.server.server_port}"


@pytest.fixture
def intranet() -> Iterator[Intranet]:
    """The other site, answering."""
    site = Intranet()
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join(timeout=10)


@pytest.fixture
def app(embedded_store: Store, intranet: Intranet) -> Flask:
    """The service, which the other site may frame."""
    wipe(embedded_store.url)
    app = filled(embedded_store)
    keeper = app.extensions["rodtrad.settings"]
    keeper.save(replace(Settings(version=1), frame_ancestors=(intranet.origin,)))
    return app


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the service answers."""
    with answering(app) as found:
        yield found


@pytest.fixture
def editor(browser: Browser, app: Flask, address: str) -> Iterator[BrowserContext]:
    """The browser of an editor."""
    client = signed_in(app.extensions["rodtrad.store"], "editor", app=app)
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.add_cookies([
        {"name": each.key, "value": each.value, "url": address}
        for each in (client._cookies or {}).values()
    ])
    yield context
    context.close()


def fine(page: Page) -> None:
    """Nothing for axe to find, and nothing wider than the narrowest screen."""
    axe(page)
    size = page.viewport_size
    assert size is not None
    fits_a_phone(page)
    page.set_viewport_size(size)


def test_an_embed_is_built_placed_elsewhere_and_warns_when_its_goal_changes(
    editor: BrowserContext, browser: Browser, intranet: Intranet, app: Flask, address: str
) -> None:
    page = editor.new_page()
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/inbaddning")
    fine(page)
    page.click("text=Ny inbäddning")
    page.fill("#f-find", "lärare")
    page.wait_for_selector("#found option", state="attached")
    page.keyboard.press("Enter")
    page.wait_for_selector("iframe.preview")
    page.select_option("#f-picture", "still")
    page.wait_for_selector("iframe.preview[src*=still]")
    preview = page.frame_locator("iframe.preview")
    assert preview.locator("h1").inner_text() == "Fler behöriga lärare"
    preview.locator("svg.rt-svg").wait_for()
    fine(page)
    page.fill("#f-name", "larare")
    page.fill("#f-page", f"{intranet.origin}/skolan")
    page.click("text=Spara inbäddningen")
    page.wait_for_url("**/inbaddning/larare")
    fine(page)
    page.locator("[data-copy=c-frame]").click()
    page.wait_for_selector("text=Kopierat")
    intranet.body = page.input_value("#c-frame") + page.input_value("#c-script")
    assert said == []

    reader = browser.new_context()
    other = reader.new_page()
    other.on("console", lambda each: said.append(each.text))
    other.goto(intranet.origin)
    other.wait_for_function("document.querySelector('iframe').style.height !== ''")
    frame = other.frames[1]
    height = frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    told = other.evaluate("document.querySelector('iframe').style.height")
    assert told == f"{height}px" and height > 300
    # A link leads the whole page on, not the frame.
    assert frame.get_attribute(".rodtrad-source a", "target") == "_top"
    assert reader.cookies() == [] and said == []
    reader.close()

    reword(app.extensions["rodtrad.store"], "bun1", title="Ännu fler behöriga lärare")
    page.wait_for_timeout(300)
    page.goto("/inbaddning")
    assert "1 av 1 inbäddningar visar något annat" in page.inner_text("main")
    fine(page)
    page.click("th a")
    assert "Ännu fler behöriga lärare" in page.inner_text(".finding")
    assert "av åsa" in page.inner_text(".finding")
    fine(page)
    page.click("button:text-is('Granskad')")
    page.wait_for_selector("text=samma mål som när den placerades")


def test_an_embed_is_built_with_the_keyboard_alone(editor: BrowserContext, app: Flask) -> None:
    page = editor.new_page()
    page.goto("/inbaddning/ny")
    press, typed = page.keyboard.press, page.keyboard.type

    def reach(ident: str, key: str = "Tab") -> None:
        """Go on from field to field until this one."""
        for _ in range(60):
            if page.evaluate("document.activeElement?.id") == ident:
                return
            press(key)
        raise AssertionError(f"{ident} isn't reached")

    reach("k-sight")
    press("ArrowDown")
    page.wait_for_url("**kind=chain*")
    reach("f-find")
    typed("behöriga")
    press("Enter")
    page.wait_for_selector("iframe.preview")
    # What was replaced on the page hasn't taken the place away.
    assert page.evaluate("document.activeElement.id") == "f-find"
    reach("f-picture")
    press("ArrowDown")
    page.wait_for_selector("iframe.preview[src*=still]")
    reach("f-name")
    typed("kedjan")
    press("Enter")
    page.wait_for_url("**/inbaddning/kedjan")
    for _ in range(60):
        press("Tab")
        if page.evaluate("document.activeElement.dataset.copy") == "c-frame":
            break
    press("Enter")
    page.wait_for_selector("text=Kopierat")
    page.goto("/inbaddning/kedjan/andra")
    fine(page)
    reach("k-chain")
    press("ArrowUp")
    page.wait_for_url("**kind=sight*")
    page.wait_for_selector("iframe.preview[src*=sight]")
    for _ in range(60):
        press("Tab")
        if page.evaluate("document.activeElement.form?.id") == "save":
            break
    press("Enter")
    page.wait_for_url("**/inbaddning/kedjan")
    assert "i ord" in page.inner_text(".over")
    page.emulate_media(forced_colors="active")
    # Without the page's own colours it is the edge that says where a button is.
    bare = page.evaluate(
        "[...document.querySelectorAll('main button:not([hidden])')]"
        ".filter((e) => getComputedStyle(e).borderTopStyle === 'none').map((e) => e.innerText)"
    )
    assert bare == []
    page.close()


def test_a_message_from_elsewhere_sets_no_height(
    browser: Browser, intranet: Intranet, app: Flask, address: str
) -> None:
    placed_now(app, "larare")
    forged = (
        "parent.postMessage({rodtrad: 'height', id: 'larare', height: 5000}, '*');"
        "parent.frames[0].postMessage({rodtrad: 'height', height: 5000}, '*');"
    )
    intranet.body = (
        f'<iframe src="{address}/embed/larare" title="a"></iframe>'
        f'<iframe srcdoc="<script>{forged}</script>" title="b"></iframe>'
        f'<script src="{address}/embed/host.js"></script>'
        f"<script>postMessage({{rodtrad: 'height', id: 'larare', height: 5000}}, '*')</script>"
    )
    page = browser.new_page()
    page.goto(intranet.origin)
    page.wait_for_function("document.querySelector('iframe').style.height !== ''")
    page.wait_for_timeout(200)
    heights = page.evaluate("[...document.querySelectorAll('iframe')].map((f) => f.style.height)")
    assert heights[0] not in ("", "5000px") and heights[1] == ""
    page.close()


def test_a_site_that_is_not_listed_frames_nothing_and_hears_nothing(
    browser: Browser, intranet: Intranet, app: Flask, address: str
) -> None:
    placed_now(app, "larare")
    intranet.body = f'<iframe src="{address}/embed/larare" title="a"></iframe>'
    unlisted = intranet.origin.replace("localhost", "127.0.0.1")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text))
    page.goto(unlisted)
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in each or "refused" in each.lower() for each in said)
    assert "larare" not in page.frames[1].url
    # The pages that people work in are framed by nobody, listed or not.
    intranet.body = f'<iframe src="{address}/mal/bun1" title="a"></iframe>'
    said.clear()
    page.goto(intranet.origin)
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in each or "refused" in each.lower() for each in said)
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_an_embed_is_read_at_280_pixels_in_the_dark_and_without_script(
    browser: Browser, app: Flask, address: str, script: bool
) -> None:
    picture = "interactive" if script else "still"
    placed_now(app, "kedjan", kind="chain", subject="kf1", picture=picture)
    context = browser.new_context(
        java_script_enabled=script, viewport={"width": 280, "height": 600}, color_scheme="dark"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text))
    page.goto(f"{address}/embed/kedjan")
    assert page.locator(".rodtrad-line").count() == 3
    assert page.locator("svg.rt-svg").count() == 1
    if script:
        page.wait_for_selector(".rt-canvas canvas")
        assert page.evaluate("document.documentElement.scrollWidth") == 280
        axe(page)
        page.emulate_media(forced_colors="active")
        # States and borders are the system's own colours there, and the text stands out from them.
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        body = "getComputedStyle(document.querySelector('.rodtrad-line'))"
        ground = "getComputedStyle(document.documentElement)"
        assert page.evaluate(f"{body}.color !== {ground}.backgroundColor")
        assert page.locator(".rodtrad-line").first.is_visible()
        page.emulate_media(media="print", forced_colors="none", color_scheme="light")
        # On paper all lines stand, none cut off by a box that scrolls.
        assert all(each.is_visible() for each in page.locator(".rodtrad-line").all())
        assert page.evaluate(
            "[...document.querySelectorAll('.rodtrad-line')]"
            ".every((e) => e.getBoundingClientRect().right <= document.body.clientWidth + 1)"
        )
        assert page.pdf().startswith(b"%PDF")
    assert [each for each in said if "Task queue" not in each] == []
    context.close()
