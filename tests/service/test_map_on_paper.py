"""A large map printed by a browser: a picture that can be read, whatever its size."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from service.maps import focus_map
from tests.service.in_browser import watched_page
from tests.visualizations.chains_to_draw import tyreso
from visualizations.drawing import WIDTH
from visualizations.page import standalone
from visualizations.request import MapRequest
from visualizations.tiles import PAGE_HIGH, PAGE_WIDE, READABLE, parts_of

WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
)
# A line of text is so much higher than its letters are said to be.
LINE = 1.1
POINTS = 6.9


@pytest.mark.parametrize("target", [48, 150])
def test_each_box_is_whole_on_one_part_and_no_part_is_larger_than_a_page(target: int) -> None:
    model = focus_map(tyreso(), MapRequest(target=target))
    parts = parts_of(model)
    assert parts
    for _, _, wide, high in parts:
        assert wide * READABLE <= PAGE_WIDE + 1 and high * READABLE <= PAGE_HIGH + 1
    for node in model.nodes:
        left, right = node.x - WIDTH / 2, node.x + WIDTH / 2
        top, bottom = node.y - node.height / 2, node.y + node.height / 2
        assert any(
            x <= left and right <= x + wide and y <= top and bottom <= y + high
            for x, y, wide, high in parts
        ), node.key


def test_what_can_be_read_on_one_page_has_no_parts() -> None:
    model = focus_map(tyreso(), MapRequest(root="kf24-3", down=0))
    assert parts_of(model) == ()
    assert "<use" not in standalone(model)


@pytest.fixture
def paper(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address)
    with watched_page(context, address) as page:
        yield page
    context.close()


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext isn't installed")
def test_every_goal_of_the_whole_chain_is_printed_at_seven_points(
    paper: Page, tmp_path: Path
) -> None:
    paper.goto("/karta?lens=weight")
    paper.wait_for_selector("#rt-map[data-ready]", state="attached")
    assert not paper.is_visible("#rt-parts")
    # The parts follow the picture to the next map.
    paper.click("#rt-as-state")
    paper.wait_for_function("() => !location.search.includes('lens')")
    paper.wait_for_selector("#rt-map:not([aria-busy])")
    file = tmp_path / "karta.pdf"
    file.write_bytes(paper.pdf(prefer_css_page_size=True))
    told = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = told.split("<page ")[1:]
    parts = [page for page in pages if ">del<" in page and ">Bilden,<" in page]
    model = focus_map(tyreso())
    assert len(parts) == len(parts_of(model)) > 1
    highest: dict[str, float] = defaultdict(float)
    for page in parts:
        for _, top, _, bottom, word in WORD.findall(page):
            word = word.rstrip("…")
            highest[word] = max(highest[word], float(bottom) - float(top))
    for node in model.nodes:
        for word in " ".join(node.label[:2]).replace("…", " ").split():
            if word.isalnum():
                assert highest[word] >= POINTS * LINE, (word, highest[word])
