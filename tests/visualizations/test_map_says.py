"""What a map says when it was asked for what isn't there, and how it writes numbers and names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queries.audit import audit
from queries.view import View
from service.maps import focus_map
from tests.visualizations.chains_to_draw import tyreso
from tests.visualizations.test_lenses import lensed
from tests.visualizations.test_overview import town
from visualizations.gather import short
from visualizations.request import MapRequest
from visualizations.wording import say
from visualizations.wrapping import wrapped


@pytest.mark.parametrize(
    "request_",
    [MapRequest(levels=("enhet",)), MapRequest(root="kf24-1"),
     MapRequest(groups="unit", levels=("grupp",), target=10)],
    ids=str,
)  # fmt: skip
def test_a_page_that_isnt_there_is_told_and_is_no_page_of_what_is_asked_next(
    request_: MapRequest,
) -> None:
    far = focus_map(tyreso(), replace(request_, page=99))
    assert far.request.page < 99
    shown = focus_map(tyreso(), replace(request_, page=far.request.page))
    assert f"Sida 100 finns inte. Det här är sida {far.request.page + 1}." in far.summary
    assert far.nodes == shown.nodes
    assert not [line for line in shown.summary if "finns inte" in line]


def test_leafing_on_names_no_page_that_isnt_there() -> None:
    request = MapRequest(levels=("enhet",))
    for _ in range(6):
        model = focus_map(tyreso(), request)
        assert model.request == request
        request = next(node.more for node in model.nodes if node.kind == "count" and node.more)


def test_goals_that_there_are_not_are_no_part_of_what_is_said_to_be_opened() -> None:
    asked = MapRequest(expanded=("kf24-1", "foo"), closed=("bar",), hidden=("baz", "bun24-1"))
    told = focus_map(tyreso(), asked).request
    assert (told.expanded, told.closed, told.hidden) == (("kf24-1",), (), ("bun24-1",))


def test_a_root_that_is_not_in_force_is_told_in_a_sentence() -> None:
    model = focus_map(audit(tyreso().projection, View(2018)), MapRequest(root="kf24-1"))
    assert model.summary[0].startswith("Målet ”") and "gäller inte år 2018." in model.summary[0]
    assert "gäller inte" not in " ".join(lensed(root="kf24-1").summary)


def test_counts_have_their_thousands_apart_and_years_do_not() -> None:
    assert say("below", "sv", n=10309) == "10\u202f309 under"
    assert say("below", "en", n=10309) == "10,309 below"
    whole = " ".join(focus_map(town(), MapRequest(groups="unit")).summary)
    assert "\u202f" in whole and "år 2024" in whole
    assert wrapped("ett tal, 10\u202f309 mål", 6, 3)[1].startswith("10\u202f309")


def test_names_are_cut_at_the_end_of_a_word() -> None:
    title = "Medarbetare i Tyresö kommunkoncern är motiverade och delaktiga i kommunens utveckling"
    assert short(title) == "Medarbetare i Tyresö kommunkoncern är motiverade och…"
    assert short("x" * 80) == "x" * 59 + "…"
    assert short("kort") == "kort"


def test_the_legend_says_where_a_number_is_that_has_no_room() -> None:
    for model in (focus_map(town(), MapRequest(groups="unit")), lensed(lens="weight")):
        lines = [sign.text for sign in model.legend if sign.state in ("bundle", "thick")]
        assert lines and all("där det får plats, och i tabellen" in text for text in lines)
