"""
Takes the pictures of the documents anew: `make pictures`. The sample's pages, in Chromium.

With `--all FOLDER` every page is pictured instead, whole, on a desk and on a phone.
"""

from __future__ import annotations

import argparse
import logging
import re
import secrets
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

from graph.reading import read_files
from graph.store import open_store
from service.accounts.people import People
from service.app import create_app
from service.data import from_store
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
# What there is without signing in; then what is for those who have.
READ = (
    "/", "/matris", "/mal", "/mal/kf24-3", "/enhet", "/enhet/tyr-alleplan", "/plan",
    "/plan/ep-bib-2024", "/indikator", "/indikator/ind-bibliotek", "/omrade", "/omrade/mo2",
    "/karta", "/om", "/om?drop=goal:kf24-1", "/granskning", "/sok?q=skola", "/undantag", "/hjalp",
    "/hjalp/fel", "/api", "/tillganglighet", "/logga-in", "/mal/finns-inte",
)  # fmt: skip
SIGNED = (
    "/", "/mal/kf24-3", "/ny/goals", "/andra/goals?id=kf24-3", "/ta-bort/goals?id=kf24-3",
    "/ny/indicators", "/andringar", "/andringar/2", "/las-in", "/inbaddning",
    "/inbaddning/ny?kind=chain&subject=kf24-3", "/konto", "/konto/nyckel", "/anvandare",
    "/installningar",
)  # fmt: skip


def main() -> None:
    """Take those of the documents, or all."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--all", type=Path, metavar="FOLDER", help="picture every page into it")
    folder: Path | None = reader.parse_args().all
    password = secrets.token_urlsafe(12)
    with served(password) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        if folder is None:
            for name, page, size, scheme in PICTURES:
                with window(browser, size, scheme) as context:
                    take(context, address + page, FOLDER / f"{name}.png")
            with window(browser, DESK) as context:
                change(sign_in(context, address, password), address)
                context.pages[0].screenshot(path=FOLDER / "andrad.png")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            take_all(browser, address, password, folder)
        browser.close()


def take_all(browser: Browser, address: str, password: str, folder: Path) -> None:
    """Every page on a desk and on a phone, with something changed, imported and embedded."""
    for form, size in (("desk", DESK), ("phone", PHONE)):
        with window(browser, size) as context:
            for page in READ:
                take(context, address + page, folder / f"{form}-{_named(page)}.png", whole=True)
            tab = sign_in(context, address, password)
            if form == "desk":
                change(tab, address)
                tab.screenshot(path=folder / "desk-andrad.png", full_page=True)
                made = [upload(tab, address), embed(tab, address)]
            for page in (*SIGNED, *made):
                path = folder / f"{form}-inne-{_named(page)}.png"
                take(context, address + page, path, whole=True)


def _named(page: str) -> str:
    """What a picture of a page is called; what is random in an address left out."""
    for part in ("/las-in/", "/inbaddning/"):
        if page.startswith(part) and "?" not in page:
            page = f"{part}en"
    return "".join(sign if sign.isalnum() else "-" for sign in page).strip("-") or "start"


@contextmanager
def window(
    browser: Browser, size: tuple[int, int], scheme: str = "light"
) -> Iterator[BrowserContext]:
    """A window of a size, without motion."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context
    context.close()


def take(context: BrowserContext, url: str, path: Path, *, whole: bool = False) -> None:
    """One picture of what a window shows first, or of the whole page."""
    tab = context.new_page()
    tab.goto(url, wait_until="networkidle")
    tab.screenshot(path=path, full_page=whole)
    wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    tab.close()
    sys.stdout.write(f"{path.name}{f'  {wide} px too wide' if wide > 0 else ''}\n")


def sign_in(context: BrowserContext, address: str, password: str) -> Page:
    """A tab of somebody who may everything."""
    tab = context.new_page()
    tab.goto(f"{address}/logga-in")
    tab.fill("input[name=name]", "asa")
    tab.fill("input[type=password]", password)
    tab.click("main button")
    return tab


def change(tab: Page, address: str) -> None:
    """Change a goal; what is shown then is what is told of it."""
    tab.goto(f"{address}/andra/goals?id=kf24-3")
    tab.fill("#f-code", "3 a")
    tab.click("form.fields button")
    tab.wait_for_load_state("networkidle")


def upload(tab: Page, address: str) -> str:
    """Send a plan file where something is new; the address of its preview."""
    path = tyreso_files()[1]
    text = re.sub("title: (?=[A-ZÅÄÖ])", "title: Än ", path.read_text("utf-8"), count=12)
    tab.goto(f"{address}/las-in")
    tab.set_input_files(
        "#filer", {"name": path.name, "mimeType": "text/yaml", "buffer": text.encode()}
    )
    with tab.expect_navigation():
        tab.click("form.upload button")
    tab.wait_for_selector("[data-wait]", state="detached", timeout=120_000)
    return tab.url.removeprefix(address)


def embed(tab: Page, address: str) -> str:
    """Place an embed; the address of its page."""
    tab.goto(f"{address}/inbaddning/ny?kind=sight&subject=kf24-3")
    with tab.expect_navigation():
        tab.click("main form[method=post] button")
    return tab.url.removeprefix(address)


@contextmanager
def served(password: str) -> Iterator[str]:
    """The address of a service on the sample, with an admin, while the pictures are taken."""
    # The pages are read one after the other; that some wait in line isn't worth a word.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"embedded:{folder}/lager") as store,
        socket.create_server(("127.0.0.1", 0)) as line,
    ):
        store.import_files(read_files(tyreso_files()).files)
        People(store).add("asa", role="admin", title="Åsa Öberg", password=password)
        server = create_server(create_app(from_store(store), store=store), sockets=[line])
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{line.getsockname()[1]}"
        server.close()
        thread.join(timeout=10)


if __name__ == "__main__":
    main()
