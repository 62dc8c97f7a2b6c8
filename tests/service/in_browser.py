"""What tests in a real browser share: a page that is watched, the keyboard, axe, a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

# What the console says of an answer that isn't 200: that a form was refused, a page isn't there.
REFUSED = "status of"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


class Tab:
    """
    One page that tests use in turn, each as if it were new: a page of its own costs a test as
    much as five pages that are loaded in it.
    """

    def __init__(self, browser: Browser) -> None:
        """Nothing is opened yet."""
        self._browser = browser
        self._kept: tuple[str, Page] | None = None

    @contextmanager
    def at(self, address: str) -> Iterator[Page]:
        """The page, which must raise nothing, break no policy and ask nobody but `address`."""
        page, said = self._page(address), list[str]()

        def note(text: str, expected: bool) -> None:
            if not expected:
                said.append(text)

        listeners: dict[Any, Any] = {
            "pageerror": lambda error: note(str(error), False),
            "console": lambda each: note(each.text, REFUSED in each.text),
            "request": lambda each: note(each.url, each.url.startswith((address, "data:"))),
        }
        for event, listener in listeners.items():
            page.on(event, listener)
        yield page
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        as_new(page, DESKTOP)
        assert said == []

    def close(self) -> None:
        """Close the page, if there is one."""
        if self._kept is not None:
            self._kept[1].context.close()
            self._kept = None

    def _page(self, address: str) -> Page:
        if self._kept is None or self._kept[0] != address:
            self.close()
            context = self._browser.new_context(base_url=address, viewport=DESKTOP)
            self._kept = address, context.new_page()
        return self._kept[1]


def as_new(page: Page, size: ViewportSize) -> None:
    """What a test has set is undone: where it was, who it was, how large, in what colours."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    page.goto("about:blank")
    page.context.clear_cookies()
    page.set_viewport_size(size)
    page.emulate_media(
        media="null", color_scheme="null", reduced_motion="null", forced_colors="null"
    )


def tab_to(page: Page, wanted: str, *, within: int = 150) -> None:
    """Press Tab until what has the focus matches; a person would give up sooner."""
    for _ in range(within):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard never reaches {wanted}")


def axe(page: Page, context: dict[str, Any] | None = None, **options: Any) -> None:
    """Axe finds nothing; only what it finds is brought back, since the rest is long."""
    found = Axe().run(page, context, {"resultTypes": ["violations"], **options})
    assert found.violations_count == 0, found.generate_report()


def fits_a_phone(page: Page) -> None:
    """Nothing is wider than the narrowest screen; the page is left on it."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
