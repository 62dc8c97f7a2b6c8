"""
A map as PNG and as a tagged PDF (PDF/UA-1), set by typst from the very SVG that is saved.

No font of the machine and no clock is used: the same map gives the same bytes anywhere.
"""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from importlib.resources import as_file, files
from typing import Literal
from xml.etree import ElementTree as Xml

from graph.errors import UsageError
from service.reports.filed.glyphs import covered
from visualizations.framed import framed, said_of, view_words
from visualizations.model import MapModel
from visualizations.svg import SPACE

SCALE = 2
# An SVG's pixel is a 96th of an inch.
DOTS_PER_INCH = 96.0 * SCALE
# Readers of PDF promise to show no more than 14 400 points.
LONGEST = 19_200
# A PNG takes sixteen bytes for each of these while it is drawn.
MOST_PIXELS = 10_000_000
TEXTS = ("text", "tspan")
OTHER_FONT = "DejaVu Sans"
# What contextual alternates of Inter turn into a multiplication sign or an arrow.
_TURNED = re.compile(r"(?<=\d)[xX](?=\d)|<?[-=\u2013]+>|<[-=\u2013]+")


def pdf(model: MapModel) -> bytes:
    """The map as one page of PDF, its text selectable; UsageError for one too large."""
    return _set(model, "pdf")


def png(model: MapModel) -> bytes:
    """The map as PNG, two dots to a pixel of the SVG each way; UsageError for one too large."""
    return _set(model, "png")


def _set(model: MapModel, form: Literal["pdf", "png"]) -> bytes:
    # Loaded here: a large library that other forms don't need.
    import typst

    picture = framed(model)
    _check_size(picture, form)
    data = {
        "picture": as_written(drawn(picture)),
        "title": model.title,
        "language": model.language,
        "alt": f"{model.title}. {said_of(model)} {view_words(model)}. {model.digest}",
    }
    with ExitStack() as opened:
        template = opened.enter_context(as_file(files("service").joinpath("templates", "map.typ")))
        fonts = opened.enter_context(as_file(files("service.reports.filed").joinpath("fonts")))
        compiler = typst.Compiler(template, font_paths=[fonts], ignore_system_fonts=True)
        done = compiler.compile(
            format=form,
            ppi=DOTS_PER_INCH,
            pdf_standards="ua-1" if form == "pdf" else [],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    assert isinstance(done, bytes)
    return done


def _check_size(picture: str, form: str) -> None:
    root = Xml.fromstring(picture)
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    if max(width, height) > LONGEST or (form == "png" and width * height > MOST_PIXELS):
        raise UsageError("map_too_large", width=width, height=height)


def as_written(picture: str) -> str:
    """
    The SVG with letters that Inter would turn into others, as in `m0x11` or `a->b`, in DejaVu Sans.

    What sets it heeds no `font-feature-settings`, and shapes letters by their neighbours whatever
    element they stand in, unless these have another font.
    """
    root = Xml.fromstring(picture)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SPACE}}}")
    root.set("xmlns", SPACE)
    for element in [each for each in root.iter() if each.tag in TEXTS]:
        text, last = element.text or "", 0
        for place, found in enumerate(_TURNED.finditer(text)):
            apart = Xml.Element("tspan", {"font-family": OTHER_FONT})
            apart.text = found.group()
            before = text[last : found.start()]
            if place:
                element[place - 1].tail = before
            else:
                element.text = before
            element.insert(place, apart)
            last = found.end()
            apart.tail = text[last:]
    return Xml.tostring(root, encoding="unicode")


def drawn(text: str) -> str:
    """The text with what no font of ours draws as `�`, as wide as what it stands for."""
    known = covered()
    return "".join(each if each == "\n" or ord(each) in known else "\ufffd" for each in text)
