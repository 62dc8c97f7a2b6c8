"""
Takes the pictures of the documents anew: `make pictures`. The sample's pages, in Chromium.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from service.app import create_app
from service.data import from_files
from service.samples import tyreso_files

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, WIDE, PHONE = (1280, 1150), (1600, 1000), (390, 1400)
# Name, page, size of the window, and its colours.
PICTURES = (
    ("overview", "/", DESK, "light"),
    ("overview-phone", "/", PHONE, "light"),
    ("matris", "/matris", DESK, "light"),
    ("matris-phone", "/matris", PHONE, "light"),
    ("goal", "/mal/kf24-3", DESK, "light"),
    ("goal-dark", "/mal/kf24-3", DESK, "dark"),
    ("karta", "/karta", WIDE, "light"),
    ("karta-om", "/karta?drop=goal:kf24-1", WIDE, "light"),
    ("karta-kommunen", "/karta?groups=unit", WIDE, "light"),
    ("karta-indikatorer", "/karta?root=kf24-2&lens=indicators", WIDE, "dark"),
    ("karta-phone", "/karta?root=kf24-1", PHONE, "light"),
    ("granskning", "/granskning", DESK, "light"),
)


def main() -> None:
    """Take them all."""
    with served() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, page, size, scheme in PICTURES:
            take(browser, address + page, size, scheme, FOLDER / f"{name}.png")
        browser.close()


def take(browser: Browser, url: str, size: tuple[int, int], scheme: str, path: Path) -> None:
    """One picture of what a window of that size shows first."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.goto(url, wait_until="networkidle")
    tab.screenshot(path=path)
    context.close()
    sys.stdout.write(f"{path.name}\n")


@contextmanager
def served() -> Iterator[str]:
    """The address of the sample's service while the pictures are taken."""
    data, _ = from_files(tyreso_files())
    # The pages are read one after the other; that some wait in line isn't worth a word.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as line:
        server = create_server(create_app(data), sockets=[line])
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{line.getsockname()[1]}"


if __name__ == "__main__":
    main()
