"""What every map promises holds through every lens, whatever is hidden, shut or between."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.chain import Chain
from graph.checking import join
from graph.errors import UsageError
from graph.projection import project
from graph.reading import read_text
from queries.audit import Audit, audit
from queries.differences import differences
from queries.impact import impact
from queries.leaning import leaning
from queries.view import View
from service.compared import compared, together
from service.maps import Earlier, earlier_year, facts_of, focus_map, map_request_from_args
from tests.chains import random_chain
from tests.visualizations.chains_to_draw import audit_of, tyreso
from tests.visualizations.test_map_promises import QUICK, check_links, check_picture, check_tree
from visualizations.drawing import BESIDE_WIRE, WIDTH
from visualizations.facts import Facts
from visualizations.model import MapModel
from visualizations.plots import SMALL, plots
from visualizations.request import MapRequest
from visualizations.selection import select
from visualizations.wrapping import ems


def chain_of(seed: int) -> tuple[Chain, dict[str, Any]]:
    doc, view = random_chain(seed, "small")
    chain = join(read_text(json.dumps(doc, default=str), f"{seed}.json").files)
    return chain, {key: value for key, value in view.items() if key in ("year", "all")}


def check(facts: Facts, model: MapModel) -> None:
    check_links(facts, model)
    check_picture(model)
    check_tree(model)
    drawn = {("change", node.change) for node in model.nodes if node.change}
    assert {(s.kind, s.state) for s in model.legend if s.kind == "change"} == drawn


@QUICK
@given(st.integers(0, 10**6), st.data())
def test_every_lens_keeps_what_maps_promise(seed: int, data: st.DataObject) -> None:
    doc, view = random_chain(seed, data.draw(st.sampled_from(["small", "medium"])))
    found = audit_of(doc, **{key: value for key, value in view.items() if key in ("year", "all")})
    ids = found.projection.ids
    one = st.sampled_from(ids) if ids else st.nothing()
    some = st.lists(one, max_size=3, unique=True).map(tuple) if ids else st.just(())
    lens = data.draw(st.sampled_from(["drop", "weight", "indicators", None]))
    request = MapRequest(
        root=(root := data.draw(st.none() | one)),
        to=data.draw(st.none() | one) if root is not None else None,
        expanded=data.draw(some),
        closed=data.draw(some),
        hidden=data.draw(some),
        lens=None if lens == "drop" else lens,
        target=data.draw(st.integers(10, 60)),
    )
    gone = [goal for goal in found.goals_in_force if f"goal:{ids[goal]}" not in ids]
    units = {unit.id for unit in found.projection.frame.units}
    if lens == "drop" and gone:
        name = ids[data.draw(st.sampled_from(gone))]
        if f"goal:{name}" not in units:
            request = MapRequest(**{**_fields(request), "drop": (f"goal:{name}",)})
    model = focus_map(found, request)
    check(facts_of(found), model)
    assert not {node.goal for node in model.nodes} & (set(request.hidden) - {root, request.to})
    assert model == focus_map(found, request)


def _fields(request: MapRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in MapRequest.__dataclass_fields__}


@QUICK
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_comparison_shows_both_and_says_of_each_what_its_own_audit_says(
    one: int, other: int
) -> None:
    (before_chain, _), (after_chain, view) = chain_of(one), chain_of(other)
    before, after = (audit(project(c), View(**view)) for c in (before_chain, after_chain))
    try:
        both = project(together(after_chain, before_chain))
    except UsageError as error:
        assert error.code == "map_other_levels"
        return
    earlier = Earlier(before, "x", both)
    before, after, asked = *earlier.in_order(after), after
    found = compared(before, after, both, asked.view)
    held = [{a.projection.ids[g] for g in a.goals_in_force} for a in (before, after)]
    shown = {both.ids[g] for g in np.flatnonzero(found.facts.in_force)}
    assert shown == held[0] | held[1]
    for ident in shown:
        mine = after if ident in held[1] else before
        goal = both.number[ident]
        own = mine.projection.number[ident]
        assert found.facts.goal_state[goal] == mine.states.state[own]
    carried = [_carried(a) for a in (before, after)]
    assert _pairs(both, found.new_links) == carried[1] - carried[0]
    assert _pairs(both, found.gone_links) == carried[0] - carried[1]
    model = focus_map(asked, MapRequest(against="x"), earlier=earlier)
    check(found.facts, model)
    said = {node.goal for node in model.nodes if node.change}
    assert said <= set(differences(before, after))


def _carried(found: Audit) -> set[tuple[str, str]]:
    return _pairs(found.projection, found.links.carries)


def _pairs(projection: Any, flags: Any) -> set[tuple[str, str]]:
    ids = projection.ids
    ends = zip(projection.source[flags].tolist(), projection.target[flags].tolist(), strict=True)
    return {(ids[source], ids[target]) for source, target in ends}


def test_two_years_of_the_sample_are_compared_by_its_own_data() -> None:
    found = tyreso()
    earlier = earlier_year("2023", found, lambda view: audit(found.projection, view))
    model = focus_map(found, MapRequest(against="2023"), earlier=earlier)
    check(compared(earlier.audit, found, earlier.both, found.view).facts, model)
    assert any(node.change == "removed" for node in model.nodes)
    assert model.summary[0].startswith("Från 2023 till 2024: ")


def test_the_picture_of_a_drop_says_what_impact_says() -> None:
    found = tyreso()
    told = impact(found, ["unit:tyr-aon"])
    model = focus_map(found, MapRequest(drop=("unit:tyr-aon",), target=150))
    by_change: dict[str, set[str]] = {}
    for node in model.nodes:
        if node.goal is not None:
            by_change.setdefault(node.change, set()).add(node.goal)
    for code in ("loses_last", "loses_one"):
        wanted = {found.projection.ids[goal] for goal in getattr(told, code)}
        assert by_change.get(code, set()) == wanted


def test_the_thickest_line_is_the_one_most_hangs_on() -> None:
    found = tyreso()
    model = focus_map(found, MapRequest(lens="weight"))
    p, links = found.projection, leaning(found).links
    weight = {
        (f"g:{p.ids[s]}", f"g:{p.ids[t]}"): int(n)
        for s, t, n in zip(p.source.tolist(), p.target.tolist(), links.tolist(), strict=True)
    }
    drawn = [edge for edge in model.edges if edge.state != "merged"]
    ordered = sorted(drawn, key=lambda edge: weight[edge.source, edge.target])
    assert [e.width for e in ordered] == sorted(e.width for e in drawn)
    assert len({e.width for e in drawn}) > 3


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"drop": "kf", "against": "2023"}, "map_lens"),
        ({"lens": "weight", "against": "2023"}, "map_lens"),
        ({"to": "kf24-1"}, "map_to"),
        ({"expanded": [f"g{number}" for number in range(41)]}, "map_values"),
        ({"lens": "röntgen"}, "map_choice"),
        ({"groups": "färg"}, "map_choice"),
        ({"root": "kf24-1", "to": "finns inte"}, "map_goal"),
        ({"plan": "finns inte"}, "map_plan"),
        ({"change": "new"}, "map_change_alone"),
        ({"change": "new", "lens": "weight"}, "map_change"),
    ],
)
def test_what_a_map_cannot_show_is_told_in_words(args: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        focus_map(tyreso(), map_request_from_args(args))
    assert caught.value.code == code
    assert caught.value.text() and caught.value.text("en")


@pytest.mark.parametrize("year", ["i fjol", "", "20234", "-1", "²"])
def test_only_a_year_can_be_compared_with(year: str) -> None:
    with pytest.raises(UsageError) as caught:
        earlier_year(year, tyreso(), lambda view: tyreso())
    assert caught.value.code == "map_against"


@QUICK
@given(st.integers(0, 10**6), st.data())
def test_counts_below_are_those_of_walking_down(seed: int, data: st.DataObject) -> None:
    doc, view = random_chain(seed, "medium")
    found = audit_of(doc, **{key: value for key, value in view.items() if key in ("year", "all")})
    facts, count = facts_of(found), found.projection.count
    marked = np.random.default_rng(data.draw(st.integers(0, 99))).random(count) < 0.5
    marked &= facts.in_force
    tops = np.flatnonzero(facts.in_force)
    slow = {}
    for top in tops.tolist():
        below = facts.under(np.array([top]))
        below[top] = False
        slow[top] = int(np.count_nonzero(below & marked))
    assert facts.counts_below(tops, marked) == slow


def test_what_is_shut_opens_again_where_it_stood() -> None:
    first = focus_map(tyreso(), MapRequest(root="kf24-3"))
    opened = next(node for node in first.nodes if node.more is not None and node.kind == "goal")
    assert opened.goal is not None and opened.more is not None
    before = focus_map(tyreso(), opened.more)
    shut = focus_map(tyreso(), opened.more.shut(opened.goal))
    assert {node.goal for node in shut.nodes} < {node.goal for node in before.nodes}
    again = next(node for node in shut.nodes if node.goal == opened.goal).more
    assert again == opened.more


def test_a_full_map_leads_on_to_a_map_around_the_goal() -> None:
    request = MapRequest(cap=20, target=18)
    model = focus_map(tyreso(), request)
    ways = [(node.goal, node.more) for node in model.nodes if node.goal and node.more]
    assert ways
    assert all(more == request.focused(goal) for goal, more in ways)


def lensed(**asked: Any) -> MapModel:
    """A map of the sample, through any lens."""
    found, earlier = tyreso(), None
    if "against" in asked:
        earlier = earlier_year(asked["against"], found, lambda view: audit(found.projection, view))
    return focus_map(found, MapRequest(**asked), earlier=earlier)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"lens": "weight"},
        {"lens": "indicators"},
        {"drop": ("goal:kf24-3",)},
        {"drop": ("unit:tyr-bun",), "target": 20},
        {"against": "2023"},
        {"against": "2025"},
    ],
    ids=str,
)
def test_no_number_in_a_box_is_cut_by_what_a_lens_says(asked: dict[str, Any]) -> None:
    for node in lensed(**asked).nodes:
        label = " ".join(node.label)
        if node.kind == "count":
            assert label.endswith(node.title)
            continue
        if node.hidden_down:
            assert f"▸ {node.below} under" in label
        if node.hidden_down and node.troubled:
            assert f"! {node.troubled}" in label
        if node.hidden_up:
            assert f"◂ {node.hidden_up}" in label


def test_lines_that_much_hangs_on_are_no_thicker_than_there_is_room_for_and_say_how_much() -> None:
    model = lensed(lens="weight")
    assert max(edge.width for edge in model.edges) < BESIDE_WIRE
    p, links = tyreso().projection, leaning(tyreso()).links
    for edge in model.edges:
        if edge.state == "valid" and edge.text:
            ends = p.number[edge.source[2:]], p.number[edge.target[2:]]
            (link,) = np.flatnonzero((p.source == ends[0]) & (p.target == ends[1]))
            assert edge.text == str(links[link])
    assert all("bär" in node.change_text and node.change_text[4].isdigit()
               for node in model.nodes if node.change)


@QUICK
@given(st.integers(0, 10**6), st.data())
def test_no_goal_vanishes_uncounted_when_others_are_hidden(seed: int, data: st.DataObject) -> None:
    doc, view = random_chain(seed, "small")
    found = audit_of(doc, **{key: value for key, value in view.items() if key in ("year", "all")})
    ids, facts = found.projection.ids, facts_of(found)
    if not ids:
        return
    hidden = tuple(data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)))
    request = MapRequest(hidden=hidden, target=150, down=50)
    chosen = select(facts, request)
    # Each box counts what leads to it, shown or not.
    told = facts.under(np.array(list(chosen.shown), dtype=np.intp), chosen.barred) | chosen.barred
    for goals in chosen.rest.values():
        told[goals] = True
    assert np.count_nonzero(told & facts.in_force) + chosen.behind == facts.total
    if chosen.behind:
        assert f"och {chosen.behind} som bara nåddes genom" in focus_map(found, request).hidden


@pytest.mark.parametrize(
    "asked",
    [
        {"levels": ("namnd",)},
        {"units": ("tyr-ks",)},
        {"drop": ("goal:kf24-3",)},
        {"against": "2023"},
    ],
    ids=str,
)
def test_a_choice_fills_the_map(asked: dict[str, Any]) -> None:
    assert 40 <= len(lensed(**asked).nodes) <= 60


def test_the_legend_tells_numbers_tints_thickness_and_removed_links() -> None:
    signs = {(sign.kind, sign.state): sign for sign in lensed(lens="weight").legend}
    for code in ("below", "look", "thick"):
        assert ("note", code) in signs
    assert signs["link", "valid"].mark != signs["link", "unwanted"].mark
    model = lensed(against="2023")
    signs = {(sign.kind, sign.state): sign for sign in model.legend}
    gone = [edge for edge in model.edges if edge.change == "removed"]
    assert signs["link", "removed"].count == len(gone) > 0
    assert signs["link", "valid"].count == sum(
        edge.state == "valid" and edge.change != "removed" for edge in model.edges
    )


def test_figures_are_never_cut_and_leave_the_verdict_to_the_mark_of_the_box() -> None:
    drawn = 0
    for node in lensed(lens="indicators", target=150).nodes:
        for chart, plot in zip(node.charts, plots(node), strict=True):
            assert plot.figures == chart.figures
            assert plot.figures_at[0] + SMALL * ems(plot.figures) <= node.x + WIDTH / 2 + 1
            if "nått" in chart.text:
                assert not set(chart.figures) & set("✓▽")
                assert any(period in chart.figures for period in chart.periods)
                drawn += 1
            assert ("påhittade" in chart.text) == chart.name.startswith("Ex: ")
    assert drawn
