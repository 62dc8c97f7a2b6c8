"""What a screen reader is told of a map: the accessibility tree of every view of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.service.test_map_opening import ASKED
from tests.service.test_map_page import Map

pytestmark = pytest.mark.browser
# Views that the drawing of addresses has no need of: a choice by state, a way between two.
VIEWS = (*ASKED, "?state=orphan&state=broken", "?root=boll24-1&to=vision2030")


@pytest.fixture(scope="module")
def told(browser: Browser, address: str) -> Iterator[Map]:
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    yield Map(context, address)
    context.close()


class Heard:
    """The accessibility tree of a page, as Chromium hands it to a screen reader."""

    def __init__(self, of: Map) -> None:
        client = of.page.context.new_cdp_session(of.page)
        self._nodes: dict[str, dict[str, Any]] = {
            node["nodeId"]: node for node in client.send("Accessibility.getFullAXTree")["nodes"]
        }
        client.detach()

    def named(self, role: str) -> list[str]:
        """What those of a role are called."""
        return [node["name"]["value"] for node in self._of(role)]

    def read(self, role: str) -> list[str]:
        """What is read out of those of a role, when they are gone through."""
        return [self._text(node) for node in self._of(role)]

    def _of(self, role: str) -> list[dict[str, Any]]:
        return [
            node for node in self._nodes.values()
            if not node["ignored"] and node["role"]["value"] == role
        ]

    def _text(self, top: dict[str, Any]) -> str:
        said, waiting = [], [top]
        while waiting:
            node = waiting.pop()
            if node["role"]["value"] == "StaticText":
                said.append(node["name"]["value"])
            else:
                below = (self._nodes.get(each) for each in node.get("childIds", ()))
                waiting += [each for each in below if each][::-1]
        return "".join(said)


@pytest.mark.parametrize("query", VIEWS)
def test_every_box_and_line_is_told(told: Map, query: str) -> None:
    told.go(f"/karta{query}")
    data, heard = told.data(), Heard(told)
    items, rows = heard.named("treeitem"), heard.read("row")
    title = {node["key"]: node["title"] for node in data["nodes"]}
    assert len(items) == len(title) == len(rows) - 1
    for node in data["nodes"]:
        name = " ".join([node["title"], ", ".join(node["notes"])]).strip()
        assert any(" ".join(item.split()).startswith(name) for item in items), (name, items[:3])
    assert data["edges"] or query.startswith("?groups")
    for edge in data["edges"]:
        here = [row for row in rows if title[edge["from"]] in row]
        assert any(title[edge["to"]] in row for row in here), edge
    assert told.said == []
