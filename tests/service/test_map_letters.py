"""Saved pictures draw the letters that are there, whatever a font would make of them."""

from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest

from service.maps import focus_map
from service.pictures import as_written, drawn, png
from tests.visualizations.chains_to_draw import audit_of, goals
from visualizations.framed import framed
from visualizations.model import MapModel


def titled(title: str) -> MapModel:
    found = audit_of(goals({"id": "kf", "title": "Mål", "level": "fullmaktige"}))
    model = focus_map(found)
    (node,) = model.nodes
    return replace(model, nodes=(replace(node, label=(f"{node.mark} {title}",)),))


@pytest.mark.parametrize(
    ("written", "turned"),
    [("m0x11", "m0\u00d711"), ("a->b", "a\u2192b"), ("1x2x3 <-", "1\u00d72\u00d73 \u2190")],
)
def test_letters_are_not_turned_into_others(written: str, turned: str) -> None:
    assert png(titled(written)) != png(titled(turned))
    picture = framed(titled(written))
    kept = ["".join(Xml.fromstring(each).itertext()) for each in (picture, as_written(picture))]
    assert kept[0] == kept[1]
    assert as_written(picture).count('font-family="DejaVu Sans"') == (3 if "x2" in written else 1)


def test_other_pictures_stay_as_they_are() -> None:
    picture = drawn(framed(titled("Max 3 x 2 och x9 – <b>")))
    assert 'font-family="DejaVu Sans"' not in as_written(picture)
    assert Xml.canonicalize(as_written(picture)) == Xml.canonicalize(picture)
