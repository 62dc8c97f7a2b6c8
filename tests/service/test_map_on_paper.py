"""A large map printed by a browser: a picture that can be read, whatever its size."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from service.maps import focus_map
from tests.service.in_browser import Tab
from tests.visualizations.chains_to_draw import tyreso
from visualizations.drawing import WIDTH
from visualizations.page import standalone
from visualizations.request import MapRequest
from visualizations.tiles import PAGE_HIGH, PAGE_WIDE, READABLE, parts_of

# A page of A4 lying down within its margins, in pixels; the text of boxes in the picture.
SHEET = (1031, 703)
TEXT, POINTS_TO_A_PIXEL = 13.5, 0.75


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
def paper(tab: Tab, address: str) -> Iterator[Page]:
    with tab.at(address) as page:
        yield page


@pytest.mark.browser
def test_every_goal_of_the_whole_chain_is_printed_at_seven_points(paper: Page) -> None:
    paper.goto("/karta?lens=weight")
    paper.wait_for_selector("#rt-map[data-ready]", state="attached")
    assert not paper.is_visible("#rt-parts")
    # The parts follow the picture to the next map.
    paper.click("#rt-as-state")
    paper.wait_for_function("() => !location.search.includes('lens')")
    paper.wait_for_selector("#rt-map:not([aria-busy])")
    whole = len(re.findall(rb"/MediaBox", paper.pdf(prefer_css_page_size=True)))
    paper.emulate_media(media="print")
    # As wide as a page is between its margins.
    paper.set_viewport_size({"width": SHEET[0], "height": SHEET[1]})
    parts = paper.locator("#rt-parts > div")
    assert parts.count() == len(parts_of(focus_map(tyreso()))) > 1
    for k in range(parts.count()):
        room = parts.nth(k).bounding_box()
        assert room and room["width"] <= SHEET[0] and room["height"] <= SHEET[1]
        part = parts.nth(k).locator("svg")
        drawn = part.bounding_box()
        assert drawn
        scale = drawn["width"] / float(str(part.get_attribute("viewBox")).split()[2])
        assert TEXT * scale * POINTS_TO_A_PIXEL >= 7
        # What it shows again is there: a blank one is a few hundred bytes.
        assert len(part.screenshot()) > 10_000
    # Each part has a page of its own.
    paper.evaluate("document.getElementById('rt-parts').replaceChildren()")
    fewer = len(re.findall(rb"/MediaBox", paper.pdf(prefer_css_page_size=True)))
    assert whole - fewer >= len(parts_of(focus_map(tyreso())))
