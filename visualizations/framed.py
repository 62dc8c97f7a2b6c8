"""
A map as an SVG file of its own: the picture with what a page says beside it.

Title, sentences, legend, view and digest stand on the picture. It looks the same whatever
surrounds it, asks for nothing outside, and nothing in it runs.
"""

from __future__ import annotations

from math import ceil
from xml.etree import ElementTree as Xml

from graph.text import thousands
from visualizations.looks import weak
from visualizations.model import MapModel, Sign
from visualizations.svg import bounds, draw, put, px, start, stroke
from visualizations.wording import say
from visualizations.wrapping import ems, wrapped

# Inter is what pictures made of this file are set in; it is about as wide as we reckon.
FONT = "Inter, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
# Colours stay as they are, also where a reader's system would turn or replace them.
STYLE = "svg{color-scheme:only light;forced-color-adjust:none;background:#fff}"
NARROWEST = 560
MARGIN = 16
TITLE, TEXT = 22.0, 13.5
SAMPLE = 30
BETWEEN, ROW = 22, 21
SENTENCE_LINES = 12
DIGEST_SHOWN = len("sha256:") + 16


def framed(model: MapModel) -> str:
    """The file, as text; its width and height are whole pixels."""
    left, top, wide, high = bounds(model)
    width = ceil(max(wide, NARROWEST)) + 2 * MARGIN
    root = start(model, "rt", width, 0)
    root.set("font-family", FONT)
    root.set("lang", model.language)
    root[1].text = " ".join([said_of(model), view_words(model), model.digest])
    put(root, "metadata", f"{view_words(model)}; {model.digest}")
    put(root, "style", STYLE)
    paper = Xml.SubElement(root, "rect", {"width": "100%", "fill": "#ffffff"})
    room = width - 2 * MARGIN
    y = _lines(root, model.title, MARGIN, room, TITLE, 2)
    y = _lines(root, said_of(model), y + 2, room, TEXT, SENTENCE_LINES) + 14
    picture = Xml.SubElement(
        root, "g", {"transform": f"translate({px(MARGIN - left)} {px(y - top)})"}
    )
    draw(picture, model, "rt")
    y = _legend(root, model, y + high + 10, room)
    told = f"{say('view', model.language)}: {view_words(model)}"
    digest = f"{say('digest', model.language)}: {short_digest(model)}"
    y = _lines(root, f"{told} · {digest} · Röda tråden", y, room, TEXT, 3)
    height = str(ceil(y + MARGIN))
    root.set("height", height)
    root.set("viewBox", f"0 0 {width} {height}")
    paper.set("height", height)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def said_of(model: MapModel) -> str:
    """What the map says in sentences, what it leaves out among them."""
    return " ".join([*model.summary, model.hidden])


def view_words(model: MapModel) -> str:
    """The view in words: `år 2024, alla nivåer`."""
    view, language = model.view, model.language
    when = next(key for key in ("as_of", "all", "year") if view.get(key))
    words = [say(f"view.{when}", language, **{when: str(view[when])})]
    through = view.get("through")
    if through:
        names = {heading.level: heading.name for heading in model.levels}
        words.append(say("view.through", language, level=names.get(str(through), through)))
    else:
        words.append(say("view.whole", language))
    if view.get("drafts"):
        words.append(say("view.drafts", language))
    return ", ".join(words)


def short_digest(model: MapModel) -> str:
    """So much of the digest that two sets of data aren't taken for one another."""
    digest = model.digest
    return digest if len(digest) <= DIGEST_SHOWN else digest[:DIGEST_SHOWN] + "…"


def _lines(root: Xml.Element, text: str, y: float, room: float, size: float, most: int) -> float:
    """A paragraph from `y` down; gives back where the next may begin."""
    for line in wrapped(text, room / size, most):
        y += size * 1.35
        put(root, "text", line, x=px(MARGIN), y=px(y), **{"font-size": px(size)})
    return y


def _legend(root: Xml.Element, model: MapModel, y: float, room: float) -> float:
    """What is drawn, sign by sign, as many to a row as there is room for."""
    x: float = MARGIN
    for sign in model.legend:
        text = f"{sign.text} ({thousands(sign.count, model.language)})"
        before = SAMPLE + 8 if sign.kind == "link" else 20
        width = before + TEXT * ems(text)
        if x > MARGIN and x + width > MARGIN + room:
            x, y = MARGIN, y + ROW
        if sign.kind == "link":
            _sample(root, model, sign, x, y + TEXT)
        else:
            put(root, "text", sign.mark, x=px(x), y=px(y + TEXT))
        put(root, "text", text, x=px(x + before), y=px(y + TEXT), **{"class": "rt-sign"})
        x += width + BETWEEN
    return y + ROW + 6


def _sample(root: Xml.Element, model: MapModel, sign: Sign, x: float, y: float) -> None:
    """A piece of line, drawn as those of its state are."""
    edge = next(edge for edge in model.edges if sign.state in (edge.change, edge.state))
    dashed = weak(edge)
    line = stroke(dashed, 3 if edge.state == "merged" else edge.width)
    line["d"] = f"M{px(x)} {px(y - 4)}h{SAMPLE}"
    line["marker-end"] = f"url(#rt-arrow{'-weak' if dashed else ''})"
    Xml.SubElement(root, "path", line)
