"""What tests in a real browser share: a page that is watched, the keyboard, axe, a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

# What the console says of an answer that isn't 200: that a form was refused, a page isn't there.
REFUSED = "status of"


@contextmanager
def watched_page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that must raise nothing, break no policy and ask nobody but `address`."""
    page, said = context.new_page(), list[str]()

    def note(text: str, expected: bool) -> None:
        if not expected:
            said.append(text)

    page.on("pageerror", lambda error: note(str(error), False))
    page.on("console", lambda each: note(each.text, REFUSED in each.text))
    page.on("request", lambda each: note(each.url, each.url.startswith((address, "data:"))))
    yield page
    assert said == []


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
