"""Maps in a real browser: from a file, with keys alone, on narrow screens, without script."""

import threading
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from service.maps import focus_map, map_request_from_args
from tests.visualizations.chains_to_draw import tyreso
from visualizations.model import MapModel
from visualizations.page import SCRIPTS, VENDORED, fragment, standalone
from visualizations.request import MapRequest

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
)
OTHER = "(was) => document.getElementById('rt-summary').innerText !== was"
SAME = "(was) => document.getElementById('rt-summary').innerText === was"
FOCUSED = "document.activeElement.dataset.key"


class Opened:
    """A page with what it said on the console and asked of the network."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def go(self, url: str) -> None:
        self.page.goto(url)
        self.page.wait_for_selector("#rt-map[data-ready]", state="attached")

    def key(self, name: str) -> str:
        self.page.keyboard.press(name)
        found: str = self.page.evaluate(FOCUSED)
        return found


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Opened]]:
    pages: list[Page] = []

    def make(**options: Any) -> Opened:
        options.setdefault("viewport", {"width": 1700, "height": 900})
        pages.append(browser.new_page(**options))
        return Opened(pages[-1])

    yield make
    for page in pages:
        page.close()


@pytest.fixture
def from_file(tmp_path: Path) -> Callable[[MapModel], str]:
    def write(model: MapModel) -> str:
        path = tmp_path / "karta med å.html"
        path.write_text(standalone(model), "utf-8")
        return path.as_uri()

    return write


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The fragment in a page of its own under a strict policy, and the data of other maps."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            kind = "text/html"
            if url.path.startswith("/static/"):
                name = url.path.removeprefix("/static/")
                body = files("visualizations").joinpath("static", name).read_text("utf-8")
                kind = "text/css" if name.endswith(".css") else "text/javascript"
            elif url.path == "/favicon.ico":
                body = ""
            else:
                model = focus_map(tyreso(), map_request_from_args(parse_qs(url.query)))
                scripts = "".join(
                    f'<script src="/static/{name}" defer></script>' for name in (VENDORED, *SCRIPTS)
                )
                body = (
                    '<!DOCTYPE html><html lang="sv"><head><title>Karta</title>'
                    f'<link rel="stylesheet" href="/static/map.css">{scripts}</head>'
                    f'<body><main><h1 id="rt-title">{escape(model.title)}</h1>'
                    f"{fragment(model, data_url='/data')}</main></body></html>"
                )
            data = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_asks_for_nothing_and_says_nothing(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str]
) -> None:
    tab, url = opened(), from_file(focus_map(tyreso()))
    tab.go(url)
    assert tab.page.evaluate(
        "[...document.querySelector('#rt-canvas canvas').getContext('2d')"
        ".getImageData(0, 0, 1600, 700).data].some((value) => value > 0)"
    )
    assert [each for each in tab.asked if not each.startswith(("file:", "data:"))] == []
    assert len([each for each in tab.asked if each.startswith("file:")]) == 1
    assert tab.said == []


def test_keys_alone_lead_from_the_vision_to_a_group_and_back(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str]
) -> None:
    tab = opened()
    tab.go(from_file(focus_map(tyreso(), MapRequest(root="boll24-1"))))
    tab.page.focus("#rt-tree [tabindex='0']")
    way = [tab.page.evaluate(FOCUSED)] + [tab.key("ArrowRight") for _ in range(4)]
    assert way == ["g:vision2030", "g:kf24-3", "g:aon24-1", "g:hem24-1", "g:boll24-1"]
    tab.page.keyboard.press("Enter")
    assert "rotad" in tab.page.inner_text("#rt-live")
    assert tab.page.get_attribute("[data-key='g:boll24-1'][role]", "aria-selected") == "true"
    assert tab.page.get_attribute("tr[data-key='g:boll24-1']", "aria-current") == "true"
    assert [tab.key("ArrowUp") for _ in range(4)] == way[-2::-1]
    assert tab.key("End") == "g:boll24-1"
    assert tab.key("Home") == "g:vision2030"
    assert tab.key("ArrowLeft") == "g:vision2030"
    assert tab.page.locator("#rt-tree [role=treeitem]:visible").count() == 1
    assert tab.key("ArrowRight") == "g:vision2030"
    assert tab.page.locator("#rt-tree [role=treeitem]:visible").count() == 5
    assert tab.key("3") == "g:kf24-3"


def test_picture_tree_and_table_are_in_step(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str]
) -> None:
    tab = opened()
    tab.go(from_file(focus_map(tyreso(), MapRequest(root="boll24-1"))))
    box = tab.page.locator("#rt-canvas").bounding_box()
    assert box
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 8)
    chosen = tab.page.get_attribute("#rt-tree [aria-selected='true']", "data-key")
    assert chosen == tab.page.get_attribute("#rt-rows [aria-current]", "data-key")
    assert chosen == "g:aon24-1"


def test_a_count_opens_and_back_leads_back(opened: Callable[..., Opened], served: str) -> None:
    tab = opened()
    tab.go(f"{served}/?target=12")
    first = tab.page.inner_text("#rt-summary")
    tab.page.locator("#rt-tree [data-key^='c:'], #rt-tree [data-key^='r:']").first.focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function(OTHER, arg=first)
    assert "?" in tab.page.url and tab.page.url != f"{served}/?target=12"
    assert tab.page.evaluate("document.activeElement.getAttribute('role')") == "treeitem"
    second = tab.page.inner_text("#rt-tree")
    tab.page.reload()
    tab.page.wait_for_selector("#rt-map[data-ready]", state="attached")
    assert tab.page.inner_text("#rt-tree") == second
    tab.page.go_back()
    tab.page.wait_for_function(SAME, arg=first)
    assert tab.said == []


def test_a_link_in_the_table_brings_that_map_without_a_new_page(
    opened: Callable[..., Opened], served: str
) -> None:
    tab = opened()
    tab.go(served)
    tab.page.evaluate("window.same = true")
    tab.page.locator("#rt-rows a").nth(2).click()
    tab.page.wait_for_function("() => location.search.includes('root=')")
    tab.page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    assert tab.page.evaluate("window.same")
    assert tab.page.inner_text("h1").startswith("Karta: ")
    assert tab.said == []


def test_the_wheel_over_the_map_scrolls_the_page(
    opened: Callable[..., Opened], served: str
) -> None:
    tab = opened()
    tab.go(served)
    tab.page.mouse.move(800, 500)
    tab.page.mouse.wheel(0, 300)
    tab.page.wait_for_function("() => scrollY > 100")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str], scheme: str
) -> None:
    tab = opened(color_scheme=scheme)
    tab.go(from_file(focus_map(tyreso())))
    found = Axe().run(tab.page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_nothing_overflows_at_320_pixels(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str]
) -> None:
    tab = opened(viewport={"width": 320, "height": 700})
    tab.go(from_file(focus_map(tyreso())))
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_forced_colours_keep_the_boxes_apart(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str]
) -> None:
    tab = opened(forced_colors="active", color_scheme="dark")
    tab.go(from_file(focus_map(tyreso(), MapRequest(root="boll24-1"))))
    colours = tab.page.evaluate(
        "(() => { const d = document.querySelector('#rt-canvas canvas').getContext('2d')"
        ".getImageData(0, 0, 1600, 150).data; const s = new Set();"
        "for (let i = 0; i < d.length; i += 4) if (d[i + 3] === 255)"
        " s.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]); return s.size; })()"
    )
    assert colours > 2
    assert tab.said == []


def test_without_script_tree_table_and_picture_are_there(
    opened: Callable[..., Opened], from_file: Callable[[MapModel], str]
) -> None:
    tab = opened(java_script_enabled=False)
    tab.page.goto(from_file(focus_map(tyreso(), MapRequest(root="boll24-1"))))
    assert tab.page.locator("#rt-still svg").is_visible()
    assert tab.page.locator("#rt-tree li").count() == 5
    assert tab.page.locator("#rt-tree [role], #rt-tree [tabindex]").count() == 0
    assert tab.page.locator("#rt-tree > li > ul > li").count() >= 1
    assert "Vision 2030" in tab.page.inner_text("#rt-rows")
    assert "Bläddra i bilden" in tab.page.inner_text("noscript")
    assert not tab.page.locator("#rt-tools").is_visible()


def test_a_map_made_in_a_hidden_tab_fits_when_it_is_shown(
    opened: Callable[..., Opened], served: str
) -> None:
    tab = opened()
    tab.page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => {"
        " document.querySelector('main').hidden = true; })"
    )
    tab.go(served)
    tab.page.evaluate("document.querySelector('main').hidden = false")
    tab.page.wait_for_timeout(400)
    assert tab.page.evaluate(
        "[...document.querySelector('#rt-canvas canvas').getContext('2d')"
        ".getImageData(0, 0, 1600, 700).data].some((value) => value > 0)"
    )
