"""The SVG file of a map: all that stands on it, and nothing that runs or leads out."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pytest

from service.maps import focus_map, map_request_from_args
from tests.visualizations.chains_to_draw import audit_of, goals, tyreso
from visualizations.drawing import WIDTH
from visualizations.framed import framed, short_digest, view_words
from visualizations.looks import LOOKS
from visualizations.model import MapModel
from visualizations.shown import COLUMNS, headings, rows
from visualizations.svg import svg

SVG = "{http://www.w3.org/2000/svg}"
ASKED: list[dict[str, object]] = [
    {},
    {"root": "kf24-3"},
    {"root": "bun24-1", "down": "1"},
    {"unit": ["tyr-bun"]},
    {"drop": ["kf24-3"]},
    {"lens": "indicators"},
    {"lens": "weight"},
    {"groups": "unit"},
    {"state": ["orphan", "detached"]},
]
HOSTILE = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    '#read("/etc/passwd")',
    "&xxe; ]]> <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "\u202eomvänt\u2066",
    "🚲漢" * 20,
    "å" * 5000,
)


def drawn(**args: object) -> MapModel:
    return focus_map(tyreso(), map_request_from_args(args))


def hostile_map(text: str) -> MapModel:
    """A map with the text in every field that stands on it."""
    name = text[:200].replace("\u202e", "")
    doc = goals(
        {"id": "n", "title": text, "level": "namnd", "contributes_to": ["finns <b>inte</b>"]},
        {
            "id": name,
            "title": text,
            "code": text[:50],
            "level": "enhet",
            "unit": "u",
            "contributes_to": [{"to": "n", "how": text}],
        },
    )
    doc["units"] = [{"id": "u", "name": text, "kind": "enhet"}]
    doc["indicators"] = [
        {"id": "i", "name": text, "measures": ["n"], "target": 1, "target_op": ">=",
         "readings": [{"period": "2024", "value": -0.5}, {"period": "2023", "value": 2}]}
    ]
    return focus_map(audit_of(doc), map_request_from_args({"root": "n", "lens": "indicators"}))


def texts(root: Xml.Element) -> list[str]:
    """Each text as it is read, whatever pieces it is set in."""
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def boxes(root: Xml.Element) -> list[Xml.Element]:
    return [each for each in root.iter(f"{SVG}g") if "rt-box" in each.get("class", "").split()]


@pytest.mark.parametrize("args", ASKED, ids=str)
def test_the_file_holds_each_box_with_its_text_and_each_line(args: dict[str, object]) -> None:
    model = drawn(**args)
    root = Xml.fromstring(framed(model))
    for node, box in zip(model.nodes, boxes(root), strict=True):
        rect = box.find(f"{SVG}rect")
        assert rect is not None
        assert float(rect.attrib["x"]) == pytest.approx(node.x - WIDTH / 2, abs=0.06)
        assert float(rect.attrib["y"]) == pytest.approx(node.y - node.height / 2, abs=0.06)
        assert rect.attrib["height"] == str(node.height)
        lines = ["".join(each.itertext()) for each in box.findall(f"{SVG}text")]
        assert lines == list(node.label)
        # A chart has its name and its figures.
        assert len(list(box.iter(f"{SVG}text"))) == len(node.label) + 2 * len(node.charts)
    inline = Xml.fromstring(svg(model))
    assert [each.attrib.get("d") for each in inline.iter(f"{SVG}path")] == [
        each.attrib.get("d")
        for each in root.iter(f"{SVG}path")
        # All lines but the samples of the legend.
        if "h30" not in each.attrib["d"]
    ]


@pytest.mark.parametrize("args", ASKED, ids=str)
def test_title_sentences_view_digest_and_legend_stand_on_the_picture(
    args: dict[str, object],
) -> None:
    model = drawn(**args)
    root = Xml.fromstring(framed(model))
    read = " ".join(texts(root))
    for said in (model.title, *model.summary, model.hidden, view_words(model)):
        assert said in read
    assert short_digest(model) in read and model.digest not in read
    signs = [each.text for each in root.iter(f"{SVG}text") if each.get("class") == "rt-sign"]
    assert signs == [f"{sign.text} ({sign.count})" for sign in model.legend]
    title, desc, metadata = (root.findtext(f"{SVG}{tag}") for tag in ("title", "desc", "metadata"))
    assert title == model.title
    assert desc and model.hidden in desc and model.digest in desc
    assert metadata and model.digest in metadata


def test_everything_drawn_is_within_the_picture() -> None:
    for args in ASKED:
        root = Xml.fromstring(framed(drawn(**args)))
        width, height = int(root.attrib["width"]), int(root.attrib["height"])
        assert root.attrib["viewBox"] == f"0 0 {width} {height}"
        (picture,) = (each for each in root.findall(f"{SVG}g") if "transform" in each.attrib)
        right, down = map(float, re.findall(r"[\d.]+", picture.attrib["transform"]))
        for rect in picture.iter(f"{SVG}rect"):
            x, y, wide, high = (float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
            assert x + right > 0 and x + right + wide < width
            assert y + down > 0 and y + down + high < height


def test_the_picture_on_a_page_is_without_the_frame() -> None:
    model = drawn()
    page = svg(model)
    assert short_digest(model) not in page and "<style" not in page and "<?xml" not in page


def test_the_file_asks_for_nothing_outside_and_runs_nothing() -> None:
    text = framed(drawn())
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org')
    assert text.count("http") == 1
    assert not re.search(r"<script|<a |<image|<use|href|@import|@font-face|\son\w+=", text)
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#rt-arrow", "#rt-arrow-weak"}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_only_text(text: str) -> None:
    made = framed(hostile_map(text))
    root = Xml.fromstring(made)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "desc", "metadata", "style", "rect", "text", "tspan", "g", "defs",
        "marker", "path",
    }
    assert "<!ENTITY" not in made and "\u202e" not in made and "\u2066" not in made
    assert not any(name.startswith("on") for each in root.iter() for name in each.attrib)
    assert len(boxes(root)) == 3


def test_the_view_is_said_in_words() -> None:
    assert view_words(drawn()) == "år 2024, alla nivåer"
    doc = goals({"id": "kf", "title": "Målet", "level": "fullmaktige"})
    for view, said in (
        ({"all": True}, "alla tider, alla nivåer"),
        ({"year": 2023, "drafts": True}, "år 2023, alla nivåer, med utkast"),
    ):
        assert view_words(focus_map(audit_of(doc, **view))) == said
    english = focus_map(audit_of(doc, through="fullmaktige"), language="en")
    assert view_words(english) == "the year 2024, through the level Fullmäktigemål"


def test_rows_are_the_boxes_of_the_tree_and_the_links_drawn() -> None:
    for args in ASKED:
        model = drawn(**args)
        told = [dict(zip((*COLUMNS, "view", "digest"), row, strict=True)) for row in rows(model)]
        assert len(headings(model)) == len(COLUMNS) + 2
        number = {node.key: node for node in model.nodes}
        listed = [number[row.key] for row in model.tree]
        assert [row["goal"] for row in told] == [node.title for node in listed] + [
            number[edge.source].title for edge in model.edges
        ]
        assert [row["to"] for row in told[len(listed) :]] == [
            number[edge.target].title for edge in model.edges
        ]
        for node, row in zip(listed, told, strict=False):
            assert (row["count"], row["below"], row["look"]) == (
                node.count, node.below, node.troubled
            )
            assert row["id"] == (node.goal or node.key)
            assert (row["change"] or "") == node.change_text
        assert {row["digest"] for row in told} == {model.digest}


def test_bars_stay_in_their_box_and_say_their_numbers() -> None:
    root = Xml.fromstring(framed(hostile_map("Mål")))
    (chart,) = (each for each in root.iter(f"{SVG}g") if each.get("class") == "rt-chart")
    assert chart.findtext(f"{SVG}title")
    bars = chart.findall(f"{SVG}rect")
    assert len(bars) == 2
    box = next(each for each in boxes(root) if chart in list(each)).find(f"{SVG}rect")
    assert box is not None
    top, high = float(box.attrib["y"]), float(box.attrib["height"])
    for bar in bars:
        y = float(bar.attrib["y"])
        assert top < y and y + float(bar.attrib["height"]) < top + high
    assert box.attrib["fill"] in {paper for paper, _ in LOOKS.values()}
