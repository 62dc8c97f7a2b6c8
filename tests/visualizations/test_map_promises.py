"""What holds for every map: nothing dropped, nothing overlapping, the same every time."""

import json
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from random import Random
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from service.maps import facts_of, focus_map, map_request_from_args, model_json
from tests.chains import random_chain
from tests.visualizations.chains_to_draw import audit_of, goals, tyreso
from visualizations.drawing import WIDTH
from visualizations.facts import Facts
from visualizations.model import MapModel
from visualizations.page import payload, standalone
from visualizations.request import MapRequest
from visualizations.svg import svg

ROOT = Path(__file__).resolve().parents[2]
QUICK = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def shown(facts: Facts, model: MapModel) -> set[int]:
    return {facts.projection.number[node.goal] for node in model.nodes if node.goal is not None}


def check_links(facts: Facts, model: MapModel) -> None:
    """Drawn and counted together are every link of a goal that is shown."""
    p, here = facts.projection, shown(facts, model)
    touching = [
        link
        for link in np.flatnonzero(facts.seen).tolist()
        if int(p.source[link]) in here or int(p.target[link]) in here
    ]
    both = [k for k in touching if int(p.source[k]) in here and int(p.target[k]) in here]
    drawn = sorted((e.source, e.target) for e in model.edges if e.state != "merged")
    assert drawn == sorted((f"g:{p.ids[p.source[k]]}", f"g:{p.ids[p.target[k]]}") for k in both)
    assert model.counts.links_drawn == len(both)
    assert model.counts.links_counted == len(touching) - len(both)
    merged = sum(edge.count for edge in model.edges if edge.state == "merged")
    on_boxes = sum(node.hidden_up + node.hidden_down for node in model.nodes)
    assert merged + on_boxes == model.counts.links_counted


def check_picture(model: MapModel) -> None:
    """No boxes overlap, each level has columns of its own, every edge has a line."""
    for a, b in combinations(model.nodes, 2):
        beside = abs(a.x - b.x) >= WIDTH - 0.2
        assert beside or abs(a.y - b.y) >= (a.height + b.height) / 2 - 0.2, (a.key, b.key)
    spans = {heading.level: (heading.left, heading.right) for heading in model.levels}
    for node in model.nodes:
        left, right = spans[node.level]
        assert left - 0.2 <= node.x - WIDTH / 2 and node.x + WIDTH / 2 <= right + 0.2
    for (_, right), (left, _) in zip(list(spans.values()), list(spans.values())[1:], strict=False):
        assert right < left
    level = {node.key: node.level for node in model.nodes}
    across = {k for k, e in enumerate(model.edges) if level[e.source] != level[e.target]}
    assert {edge for line in model.lines for edge in line.edges} == across
    assert sorted(line.alone for line in model.lines if line.alone >= 0) == sorted(across)
    for line in model.lines:
        if line.start[:2] != "w:" or line.start[:-1] != line.end[:-1]:
            continue
        # A wire through a column runs between the boxes, never behind one.
        (x1, y), (x2, _) = line.points
        for node in model.nodes:
            if x1 - 1 < node.x < x2 + 1:
                assert abs(node.y - y) > node.height / 2, (node.key, line.start)


def check_tree(model: MapModel) -> None:
    assert sorted(row.key for row in model.tree) == sorted(node.key for node in model.nodes)
    depth = 0
    for row in model.tree:
        assert 1 <= row.depth <= depth + 1
        assert 1 <= row.position <= row.size
        depth = row.depth


@QUICK
@given(st.integers(0, 10**6), st.data())
def test_no_link_is_dropped_and_no_boxes_overlap(seed: int, data: st.DataObject) -> None:
    doc, view = random_chain(seed, data.draw(st.sampled_from(["tiny", "small", "medium"])))
    audit = audit_of(doc, **{key: value for key, value in view.items() if key in ("year", "all")})
    facts = facts_of(audit)
    ids = audit.projection.ids
    one = st.sampled_from(ids) if ids else st.nothing()
    request = MapRequest(
        root=data.draw(st.none() | one),
        up=data.draw(st.none() | st.integers(0, 3)),
        down=data.draw(st.integers(0, 4)),
        expanded=tuple(sorted(set(data.draw(st.lists(one, max_size=3))))) if ids else (),
        states=tuple(data.draw(st.sampled_from([(), (), ("orphan", "broken"), ("rooted",)]))),
        page=data.draw(st.integers(0, 2)),
        target=data.draw(st.integers(10, 60)),
    )
    model = focus_map(audit, request)
    check_links(facts, model)
    check_picture(model)
    check_tree(model)
    assert len(shown(facts, model)) <= request.cap
    legend = {(sign.kind, sign.state) for sign in model.legend if sign.kind != "note"}
    drawn = {("goal", n.state) for n in model.nodes} | {("link", e.state) for e in model.edges}
    assert legend == drawn
    json.dumps(model_json(model))


@pytest.mark.parametrize("root", [None, "kf24-3", "bun24-1", "boll24-1", "it24-3", "kfn24-5"])
def test_maps_of_the_sample_keep_every_promise(root: str | None) -> None:
    model = focus_map(tyreso(), MapRequest(root=root))
    check_links(facts_of(tyreso()), model)
    check_picture(model)
    check_tree(model)
    assert model == focus_map(tyreso(), MapRequest(root=root))


def test_the_first_map_of_the_sample_is_large_enough_to_read() -> None:
    model = focus_map(tyreso())
    scale = min(1660 / (model.width + 24), 920 / (model.height + 24))
    assert 13.5 * scale >= 10.8
    assert 40 <= len(model.nodes) <= 60


def test_two_processes_draw_the_same_bytes() -> None:
    program = (
        "import json, hashlib\n"
        "from tests.visualizations.chains_to_draw import tyreso\n"
        "from service.maps import focus_map\n"
        "from visualizations.page import standalone\n"
        "from visualizations.request import MapRequest\n"
        "for root in (None, 'kf24-3'):\n"
        "    page = standalone(focus_map(tyreso(), MapRequest(root=root)))\n"
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


def test_counts_below_are_those_of_a_plain_walk() -> None:
    for seed in range(25):
        doc, view = random_chain(seed, "medium")
        facts = facts_of(audit_of(doc, **{k: v for k, v in view.items() if k in ("year", "all")}))
        p = facts.projection
        for goal in np.flatnonzero(facts.in_force).tolist():
            below = facts.under(np.array([goal])) & facts.in_force
            below[goal] = False
            assert facts.below.goals[goal] == np.count_nonzero(below), (seed, p.ids[goal])
            assert facts.below.troubled[goal] == np.count_nonzero(below & facts.troubled)


def test_every_goal_that_does_not_fit_can_be_reached_by_leafing() -> None:
    many = [
        {"id": f"n{k:03}", "title": f"Mål {k}", "level": "namnd", "contributes_to": ["kf"]}
        for k in range(400)
    ]
    audit = audit_of(goals({"id": "kf", "title": "Målet", "level": "fullmaktige"}, *many))
    request, met = MapRequest(root="kf"), set()
    for _ in range(60):
        model = focus_map(audit, request)
        met |= {node.goal for node in model.nodes if node.goal}
        box = next(node for node in model.nodes if node.kind == "count")
        assert box.more is not None
        request = box.more
    assert len(met) == 401


def test_expanding_shows_more_and_keeps_the_cap() -> None:
    many = [
        {"id": f"n{k:03}", "title": f"Mål {k}", "level": "namnd", "contributes_to": ["kf"]}
        for k in range(400)
    ]
    audit = audit_of(goals({"id": "kf", "title": "Målet", "level": "fullmaktige"}, *many))
    closed, opened = focus_map(audit, MapRequest()), focus_map(audit, MapRequest(expanded=("kf",)))
    assert len(closed.nodes) < len(opened.nodes) <= 151


HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "<a href='http://x.example'>href</a>",
    "{{ 1234 * 5678 }}{% raw %}",
    "\u202eomvänt\u2066",
    "🚲" * 30,
    "å" * 10_000,
    "=cmd()",
    "a&b]]>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_text(text: str) -> None:
    item = {"id": text[:200], "title": text, "code": text[:50], "level": "enhet", "unit": "u"}
    link = {"to": "n", "how": text}
    doc = goals(
        {"id": "n", "title": text, "level": "namnd", "contributes_to": ["finns <b>inte</b>"]},
        {**item, "contributes_to": [link]},
    )
    doc["units"] = [{"id": "u", "name": text, "kind": "enhet"}]
    model = focus_map(audit_of(doc), MapRequest(root="n"))
    assert len(model.nodes) == 3
    for page in (re.sub(r'data-key="[^"]*"', "", standalone(model)), svg(model)):
        for bad in ("<script>alert", "<img", "<a href='http", "<b>inte", "\u202e", "\u2066"):
            assert bad not in page
        assert "7006652" not in page
    assert all(len(line) < 80 for node in model.nodes for line in node.label)
    raw = standalone(model).split('id="rt-data">')[1].split("</script>")[0]
    # What the picture beside says already isn't said twice.
    whole = json.loads(json.dumps(payload(model)))["nodes"]
    held = json.loads(raw)["nodes"]
    cut = [{key: node[key] for key in some} for node, some in zip(whole, held, strict=True)]
    assert cut == held
    assert [node["title"] for node in held] == [node["title"] for node in whole]


@pytest.mark.parametrize("seed", range(20))
def test_an_address_brings_back_the_request(seed: int) -> None:
    r = Random(seed)
    names = ["å", "a b", "x/y?", "#1", "100%", "<b>", "a&b=c", "+"]
    request = MapRequest(
        root=r.choice([None, *names]),
        up=r.choice([None, 0, 3]),
        down=r.randrange(4),
        expanded=tuple(sorted(r.sample(names, 2))),
        units=tuple(sorted(r.sample(names, r.randrange(3)))),
        states=r.choice([(), ("orphan",)]),
        page=r.randrange(3),
    )
    query = parse_qs(request.address({"year": 2024}, "en")[1:])
    assert query["year"] == ["2024"]
    assert query["lang"] == ["en"]
    assert map_request_from_args(query) == request


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"down": "två"}, "map_number"),
        ({"down": "-1"}, "map_number"),
        ({"up": "1e9"}, "map_number"),
        ({"page": "9" * 30}, "map_number"),
        ({"down": "²"}, "map_number"),
        ({"root": "a\x00b"}, "map_value"),
        ({"root": "x" * 2000}, "map_value"),
        ({"expanded": ["x"] * 500}, "map_values"),
    ],
)
def test_values_that_cannot_be_are_refused_in_words(args: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        map_request_from_args(args)
    assert caught.value.code == code
    assert caught.value.text() and caught.value.text("en")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (MapRequest(root="finns inte"), "map_goal"),
        (MapRequest(levels=("x",)), "map_level"),
        (MapRequest(areas=("x",)), "map_area"),
        (MapRequest(units=("x",)), "map_unit"),
        (MapRequest(states=("x",)), "map_state"),
    ],
)
def test_names_that_there_are_not_are_refused_in_words(request_: MapRequest, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        focus_map(tyreso(), request_)
    assert caught.value.code == code


def test_numbers_out_of_reach_are_brought_in() -> None:
    request = map_request_from_args({"down": "4000", "cap": "1", "target": "99999", "page": ""})
    assert (request.down, request.cap, request.target, request.page) == (50, 10, 150, 0)


def test_a_map_speaks_english() -> None:
    model = focus_map(tyreso(), language="en")
    assert model.summary[0].startswith("The map shows 48 of 169 goals in 2024")
    assert 'lang="en"' in standalone(model)


def test_no_goals_at_all_is_said() -> None:
    model = focus_map(audit_of(goals()))
    assert model.summary == ("Inga mål att visa år 2024.",)
    assert "<svg" in svg(model) and standalone(model)
