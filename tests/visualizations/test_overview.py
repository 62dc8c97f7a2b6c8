"""What holds for every overview: all counted, few boxes, whole numbers, the same each time."""

import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.towns import projection
from graph.errors import UsageError
from queries.audit import Audit, audit
from queries.view import View
from service.lenses import weight_lens
from service.maps import facts_of, focus_map
from tests.chains import random_chain
from tests.visualizations.chains_to_draw import audit_of, tyreso
from tests.visualizations.test_map_promises import HOSTILE, check_picture, check_tree
from visualizations.facts import Facts
from visualizations.model import MapModel, Node
from visualizations.page import standalone
from visualizations.request import MapRequest
from visualizations.svg import svg

ROOT = Path(__file__).resolve().parents[2]
QUICK = settings(
    max_examples=50,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
NOWHERE = ""


@cache
def town() -> Audit:
    return audit(projection(10_000), View(year=2024))


def rows_of(facts: Facts, request: MapRequest) -> dict[int, set[str]]:
    """For each goal in force the units or areas it is counted with, worked out one by one."""
    p = facts.projection
    units = {unit.id: unit for unit in p.frame.units}
    below = Counter(unit.parent for unit in p.frame.units)
    tops = set(request.units) or {unit.id for unit in p.frame.units if unit.parent is None}
    if len(tops) == 1:
        (top,) = tops
        while below[top] == 1:
            top = next(unit.id for unit in p.frame.units if unit.parent == top)
            tops.add(top)

    def row(unit: str) -> str | None:
        way = [unit]
        while (parent := units[way[-1]].parent) is not None:
            way.append(parent)
        own = [place for place, each in enumerate(way) if each in tops]
        if not own:
            return None
        # The lowest of a line of only children, or the one asked for.
        found = own[0]
        return way[found - 1] if found else way[found]

    out = {}
    for goal in facts.in_force.nonzero()[0].tolist():
        if request.groups == "unit":
            held = {row(p.frame.units[unit].id) for unit in p.held_by.of(goal).tolist()}
            out[goal] = {each for each in held if each is not None} or {NOWHERE}
        else:
            words = facts.chain_areas[goal].tolist()
            led = {a.id for k, a in enumerate(p.frame.areas) if words[k // 64] >> k % 64 & 1}
            out[goal] = led or {NOWHERE}
    return out


def row_of(node: Node) -> str | None:
    """The row a box is for; None for boxes that hold the rest of a level."""
    kind, _, name = node.key.split(":", 2) if node.key[0] in "ua" else (node.key[0], "", NOWHERE)
    return None if kind == "c" else name


def check_counts(facts: Facts, request: MapRequest, model: MapModel) -> None:
    """Each box has the goals of its rows; the boxes of a level have all, joint ones in each."""
    p, rows = facts.projection, rows_of(facts, request)
    for level in p.governance.levels:
        goals = [g for g in rows if p.governance.levels[int(p.level[g])].id == level.id]
        boxes = [node for node in model.nodes if node.level == level.id]
        alone = {p.number[node.goal] for node in boxes if node.goal is not None}
        groups = [node for node in boxes if node.goal is None]
        if alone:
            assert not groups
            assert alone == set(goals)
            continue
        shown = {row_of(node) for node in groups if row_of(node) is not None}
        held = [len(rows[g] & shown) + bool(rows[g] - shown) for g in goals]
        assert sum(node.count for node in groups) == sum(held)
        for node in groups:
            row = row_of(node)
            mine = [g for g in goals if (rows[g] - shown if row is None else row in rows[g])]
            assert node.count == len(mine)
            assert node.troubled == sum(facts.troubled[g] for g in mine)


def check_links(facts: Facts, model: MapModel) -> None:
    """Drawn and counted together are every link of a goal in force, and lines have theirs."""
    assert model.counts.links_drawn + model.counts.links_counted == facts.seen.sum()
    keys = {node.key for node in model.nodes}
    assert len({(edge.source, edge.target) for edge in model.edges}) == len(model.edges)
    for edge in model.edges:
        assert {edge.source, edge.target} <= keys
        assert edge.source != edge.target
        assert edge.count >= 1
        assert 1.4 <= edge.width <= 10
    assert model.counts.links_drawn <= sum(edge.count for edge in model.edges)


@QUICK
@given(st.integers(0, 10**6), st.data())
def test_every_goal_and_link_is_counted(seed: int, data: st.DataObject) -> None:
    doc, view = random_chain(seed, data.draw(st.sampled_from(["tiny", "small", "medium"])))
    found = audit_of(doc, **{key: value for key, value in view.items() if key in ("year", "all")})
    facts = facts_of(found)
    request = MapRequest(
        groups=data.draw(st.sampled_from(["unit", "area"])),
        target=data.draw(st.sampled_from([10, 12, 48])),
        page=data.draw(st.integers(0, 2)),
    )
    model = focus_map(found, request)
    check_counts(facts, request, model)
    check_links(facts, model)
    check_picture(model)
    check_tree(model)


@pytest.mark.parametrize("groups", ["unit", "area"])
def test_ten_thousand_goals_stay_readable(groups: str) -> None:
    request = MapRequest(groups=groups)
    model = focus_map(town(), request)
    assert len(model.nodes) <= 60
    assert len(model.edges) <= 75
    assert model.counts.goals_shown == model.counts.goals_total == facts_of(town()).total
    check_counts(facts_of(town()), request, model)
    check_links(facts_of(town()), model)
    scale = min(1660 / (model.width + 24), 1.0)
    assert 13.5 * scale >= 10.8


@pytest.mark.parametrize("groups", ["unit", "area"])
def test_no_number_in_a_box_is_cut(groups: str) -> None:
    for each, drop in ((town(), "unit:n02"), (tyreso(), "unit:tyr-bun")):
        for node in focus_map(each, MapRequest(groups=groups, drop=(drop,))).nodes:
            if node.kind == "count":
                assert node.state_text in " ".join(node.label)
                assert not node.label[-1].endswith("…")


@pytest.mark.parametrize("groups", ["unit", "area"])
def test_what_a_box_opens_holds_its_goals(groups: str) -> None:
    """One step further, until single goals are drawn; the first map counts what the box did."""
    seen: set[MapRequest] = set()
    waiting = [MapRequest(groups=groups)]
    opened = 0
    while waiting:
        request = waiting.pop()
        if request in seen:
            continue
        seen.add(request)
        model = focus_map(tyreso(), request)
        assert model.nodes
        for node in model.nodes if request.groups else ():
            if node.kind == "goal":
                assert node.more is None
                continue
            assert node.more is not None
            assert node.more_text
            further = focus_map(tyreso(), node.more)
            opened += 1
            if node.more.groups is None:
                tagged = any("märkt" in note for note in node.notes)
                assert further.counts.goals_total >= node.count
                if node.key[0] in "ua" and not tagged and not request.units:
                    assert further.counts.goals_total == node.count, node.key
            waiting.append(node.more)
    assert opened >= 15


def test_units_that_do_not_fit_can_be_leafed_through() -> None:
    request = MapRequest(groups="unit", target=10, levels=("grupp",))
    met: set[str] = set()
    for _ in range(4):
        model = focus_map(town(), request)
        met |= {node.key for node in model.nodes if node.key[0] == "u"}
        rest = next(node for node in model.nodes if node.key[0] == "c")
        assert rest.more is not None
        request = rest.more
    assert len(met) == 20


def test_a_lens_is_counted_in_boxes() -> None:
    request = MapRequest(groups="unit", drop=("unit:tyr-bun",))
    model = focus_map(tyreso(), request)
    found = {node.key: node for node in model.nodes if "tas bort" in " ".join(node.notes)}
    assert set(found) == {"u:2:tyr-bun", "u:3:tyr-bun", "u:4:tyr-bun"}
    # A goal that two units share stays.
    assert "✕ 6 tas bort" in found["u:2:tyr-bun"].label
    assert (found["u:2:tyr-bun"].count, found["u:2:tyr-bun"].change) == (7, "")
    assert (found["u:3:tyr-bun"].change, found["u:3:tyr-bun"].change_text) == (
        "dropped", "13 tas bort"
    )
    assert model.lens == "impact"


def test_by_weight_a_line_is_as_thick_as_the_link_that_most_hangs_on() -> None:
    """The link under which the most stands alone is the thickest of its bundle, and of them all."""
    given = weight_lens(tyreso(), "sv").width
    assert given is not None
    model = focus_map(tyreso(), MapRequest(groups="unit", lens="weight"))
    assert max(edge.width for edge in model.edges) == round(float(given.max()), 1)
    assert len({edge.width for edge in model.edges}) > 5
    assert any("Linjerna står för 165 kopplingar." in sentence for sentence in model.summary)


def test_two_processes_give_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from tests.visualizations.chains_to_draw import tyreso\n"
        "from service.maps import focus_map\n"
        "from visualizations.page import standalone\n"
        "from visualizations.request import MapRequest\n"
        "for groups in ('unit', 'area'):\n"
        "    page = standalone(focus_map(tyreso(), MapRequest(groups=groups)))\n"
        "    print(hashlib.sha256(page.encode()).hexdigest())\n"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0] == found[1]
    assert len(found[0].split()) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_only_text(text: str) -> None:
    doc = {
        "rodtrad": 1,
        "source": {"id": "s"},
        "model": {"current_year": 2024},
        "areas": [{"id": "a", "name": text, "period": "2024"}],
        "units": [
            {"id": "k", "name": text, "kind": "kommun"},
            {"id": text[:200].strip(), "name": text, "kind": "nämnd", "parent": "k"},
        ],
        "goals": [
            {"id": "f", "title": text, "level": "fullmaktige", "areas": ["a"]},
            {
                "id": "n",
                "title": text,
                "level": "namnd",
                "unit": text[:200].strip(),
                "contributes_to": ["f"],
            },
        ],
    }
    for groups in ("unit", "area"):
        model = focus_map(audit_of(doc), MapRequest(groups=groups))
        assert len(model.nodes) == 2
        for page in (re.sub(r'data-key="[^"]*"', "", standalone(model)), svg(model)):
            for bad in ("<script>alert", "<img", "<a href='http", "\u202e", "\u2066"):
                assert bad not in page
        assert all(len(line) < 80 for node in model.nodes for line in node.label)


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (MapRequest(groups="unit", root="x"), "map_goal"),
        (MapRequest(groups="unit", units=("x",)), "map_unit"),
        (MapRequest(groups="area", areas=("x",)), "map_area"),
        (MapRequest(groups="unit", levels=("x",)), "map_level"),
    ],
)
def test_names_that_there_are_not_are_refused_in_words(request_: MapRequest, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        focus_map(tyreso(), request_)
    assert caught.value.code == code


def test_an_overview_of_no_goals_says_so_and_speaks_english() -> None:
    nothing = audit_of({"rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024}})
    for groups in ("unit", "area"):
        model = focus_map(nothing, MapRequest(groups=groups))
        assert model.summary == ("Inga mål att visa år 2024.",)
        assert "<svg" in svg(model)
    model = focus_map(tyreso(), MapRequest(groups="area"), "en")
    assert model.summary[0].startswith("The overview counts 169 goals in 2024")


def test_table_and_tree_hold_every_box_and_line() -> None:
    model = focus_map(tyreso(), MapRequest(groups="area"))
    page = standalone(model)
    for node in model.nodes:
        assert page.count(f'data-key="{node.key}"') == 2
    titles = {node.key: node.title for node in model.nodes}
    for edge in model.edges:
        assert f"{titles[edge.target]} ({edge.count})" in page


@pytest.mark.parametrize("groups", ["unit", "area"])
def test_the_rooted_are_counted_as_in_the_trace_score(groups: str) -> None:
    rooted, asked = tyreso().score.up
    assert tyreso().score.exempt > 0
    said = " ".join(focus_map(tyreso(), MapRequest(groups=groups)).summary)
    assert f"{rooted} av {asked} mål under fullmäktige är rotade." in said
