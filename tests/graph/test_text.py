"""How names are put in order."""

from __future__ import annotations

import unicodedata

from graph.text import swedish_order


def test_names_are_in_swedish_order() -> None:
    names = [
        "Allé", "Allén", "allmän", "Bygg", "Byggenhet 2", "Byggenhet 10", "Égalité", "ekonomi",
        "Müller", "Myra", "Vård", "W-huset", "Zon", "Åkern", "Ängby", "Ærø", "Öberga", "Ørsted",
    ]
    assert sorted(reversed(names), key=swedish_order) == names
    # However å, ä and ö are put together, they are letters of their own.
    apart = [unicodedata.normalize("NFD", name) for name in names]
    assert sorted(reversed(apart), key=swedish_order) == apart


def test_names_that_differ_by_a_mark_alone_are_always_in_one_order() -> None:
    assert sorted(["idé", "Ide", "ide"], key=swedish_order) == ["Ide", "ide", "idé"]
