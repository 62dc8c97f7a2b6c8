"""What was on the map stays where it was when a goal is opened."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.maps import facts_of, focus_map
from tests.chains import random_chain
from tests.visualizations.chains_to_draw import audit_of, tyreso
from tests.visualizations.test_map_promises import QUICK, check_links, check_picture, check_tree
from visualizations.drawing import Box
from visualizations.model import MapModel
from visualizations.opening import TALL, Stage, place_in_turn
from visualizations.request import MapRequest


def check_stays(before: MapModel, after: MapModel) -> None:
    """Boxes that are still there, at their level, stand where they stood."""
    now = {node.key: node for node in after.nodes}
    stay = [node for node in before.nodes if node.key in now and now[node.key].level == node.level]
    assert {node.key for node in before.nodes if node.kind == "goal"} <= set(now)
    moved: dict[float, set[float]] = {}
    for node in stay:
        assert now[node.key].y == node.y, node.key
        moved.setdefault(node.x, set()).add(now[node.key].x - node.x)
    # A column moves as one, and only to make room: for a level that wasn't there, or where new
    # boxes would reach further down than anyone scrolls.
    assert all(len(each) == 1 for each in moved.values())
    steps = [moved[x].pop() for x in sorted(moved)]
    assert steps == sorted(steps)
    levels = {heading.level for heading in before.levels}
    between = any(h.level not in levels and h.left < max(moved, default=0) for h in after.levels)
    if not between and after.height < TALL - 100:
        assert set(steps) <= {0.0}


def openings(model: MapModel) -> Sequence[str]:
    return [
        node.more.expanded[-1]
        for node in model.nodes
        if node.more is not None and len(node.more.expanded) > len(model.request.expanded)
    ]


@QUICK
@given(st.integers(0, 10**6), st.data())
def test_opening_any_goals_moves_nothing(seed: int, data: st.DataObject) -> None:
    doc, view = random_chain(seed, data.draw(st.sampled_from(["small", "medium"])))
    audit = audit_of(doc, **{key: value for key, value in view.items() if key in ("year", "all")})
    ids = audit.projection.ids
    if not ids:
        return
    request = MapRequest(
        root=data.draw(st.none() | st.sampled_from(ids)),
        down=data.draw(st.integers(0, 2)),
        target=data.draw(st.integers(10, 30)),
    )
    model = focus_map(audit, request)
    for _ in range(3):
        choices = openings(model)
        if not choices:
            return
        before, request = model, request.opened(data.draw(st.sampled_from(choices)))
        model = focus_map(audit, request)
        check_stays(before, model)
        check_links(facts_of(audit), model)
        check_picture(model)
        check_tree(model)


@pytest.mark.parametrize("root", [None, "kf24-3", "bun24-1"])
def test_opening_the_sample_goal_by_goal_moves_nothing(root: str | None) -> None:
    request = MapRequest(root=root, target=24)
    model = focus_map(tyreso(), request)
    for _ in range(6):
        request = request.opened(openings(model)[0])
        before, model = model, focus_map(tyreso(), request)
        assert len(model.nodes) > len(before.nodes)
        check_stays(before, model)
        check_picture(model)


@pytest.mark.parametrize("opened", [(), ("aon24-1", "kfn24-5")])
def test_hiding_and_shutting_move_nothing(opened: tuple[str, ...]) -> None:
    whole = MapRequest(expanded=opened)
    stood = {node.key: (node.x, node.y) for node in focus_map(tyreso(), whole).nodes}
    for less in (whole.without("aon24-1"), whole.shut("kf24-3"), whole.shut("bun24-1")):
        model = focus_map(tyreso(), less)
        there = [node for node in model.nodes if node.key in stood]
        assert len(there) > len(stood) / 2
        assert all(stood[node.key] == (node.x, node.y) for node in there)
        check_picture(model)


def test_a_new_box_stands_level_with_what_it_is_joined_to_if_that_place_is_free() -> None:
    names = ["top", *(f"mål {k}" for k in range(6))]
    boxes = [Box(0, 46), *[Box(1, 46)] * 6]
    first = Stage(names, boxes, [(k, 0) for k in range(1, 7)])
    more = Stage(
        [*names, "ny", "grupp"],
        [*boxes, Box(1, 46), Box(3, 46)],
        [*first.links, (7, 0), (8, 3)],
    )
    alone, both = place_in_turn([first]), place_in_turn([first, more])
    assert (both.x[:7], both.y[:7]) == (alone.x, alone.y)
    assert both.y[8] == both.y[3]
    assert both.columns[:2] == alone.columns


def test_a_column_that_grows_too_tall_gets_another_beside_it_and_pushes_what_follows() -> None:
    first = Stage(["a", "b", "c"], [Box(0, 46), Box(1, 46), Box(2, 46)], [(1, 0), (2, 1)])
    many = [f"n{k:02}" for k in range(60)]
    more = Stage(
        [*first.names, *many],
        [*first.boxes, *[Box(1, 46)] * 60],
        [*first.links, *((k, 0) for k in range(3, 63))],
    )
    alone, both = place_in_turn([first]), place_in_turn([first, more])
    assert both.y[:3] == alone.y
    assert both.x[:2] == alone.x[:2]
    assert both.x[2] > alone.x[2]
    assert both.height <= TALL
