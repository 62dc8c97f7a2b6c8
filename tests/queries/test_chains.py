"""The random chains are valid, repeatable and varied; the oracle keeps its own promises on them."""

import unicodedata
from collections import Counter
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.chains import LINK_STATES, STATES, STATUSES, chains, drops, random_chain
from tests.oracle import (
    CARRYING,
    DEFAULT_LEVELS,
    as_list,
    audit,
    fingerprint,
    impact,
    period_of,
    resolve,
    trace,
)

SEEDS = range(300)
SLOW_IS_FINE = settings(
    max_examples=50,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
DATES = [("valid_from", "valid_to"), ("decided_on", "until"), ("from", "to")]
LOSSES = ["loses_last", "loses_one", "lost_cells", "loses_answer", "loses_deep_any"]


def links_of(goal: dict[str, Any]) -> list[dict[str, Any]]:
    links = as_list(goal.get("contributes_to"))
    return [link if isinstance(link, dict) else {"to": link} for link in links]


def every_dict(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            found.append(item)
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found


def faults(doc: dict[str, Any]) -> list[str]:
    """What a reader of plan files would refuse in this one."""
    wrong = []
    ids: dict[str, list[str]] = {}
    for section in ("units", "plans", "areas", "goals", "indicators"):
        ids[section] = [item["id"] for item in doc.get(section, [])]
        if len(set(ids[section])) < len(ids[section]):
            wrong.append(f"doubled id among {section}")
        wrong += [
            i for i in ids[section] if i != i.strip() or not unicodedata.is_normalized("NFC", i)
        ]
    model = doc.get("model") or {}
    levels = model.get("levels") or DEFAULT_LEVELS
    ids["levels"] = [level["id"] for level in levels]
    if sum(bool(level.get("root")) for level in levels) != 1:
        wrong.append("not one root level")
    references = {
        "goals": {"unit": "units", "plan": "plans", "areas": "areas", "addressed_to": "units"},
        "units": {"parent": "units"},
        "plans": {"unit": "units", "replaces": "plans", "part_of": "plans"},
        "exemptions": {"unit": "units", "goal": "goals", "area": "areas", "decided_by": "units"},
        "forwards": {"unit": "units", "goal": "goals", "level": "levels"},
        "indicators": {"measures": "goals"},
    }
    references["goals"]["level"] = "levels"
    for section, keys in references.items():
        for item in doc.get(section, []):
            for key, among in keys.items():
                lost = set(as_list(item.get(key))) - set(ids[among])
                wrong += [f"{section}: {key} {each}" for each in lost]
    wrong += [
        f"need {need}" for x in levels for need in x.get("needs", []) if need not in ids["levels"]
    ]
    for section, upward in (("units", ["parent"]), ("plans", ["replaces", "part_of"])):
        by_id = {item["id"]: item for item in doc.get(section, [])}
        for start in by_id:
            front, seen = {start}, set[str]()
            while front - seen:
                seen |= front
                front = {t for i in front for key in upward for t in as_list(by_id[i].get(key))}
                if start in front:
                    wrong.append(f"circle at {start}")
                    break
    for goal in doc["goals"]:
        targets = [link["to"] for link in links_of(goal)]
        if len(set(targets)) < len(targets):
            wrong.append(f"{goal['id']} links twice")
    for item in every_dict(doc):
        for start, end in DATES:
            if start in item and end in item and item[start] > item[end]:
                wrong.append(f"end before start: {item}")
    return wrong


def test_every_chain_is_valid_input() -> None:
    found = {seed: wrong for seed in SEEDS if (wrong := faults(random_chain(seed)[0]))}
    assert found == {}


def test_the_same_seed_gives_the_same_chain() -> None:
    assert [random_chain(seed) for seed in range(20)] == [random_chain(seed) for seed in range(20)]


def test_three_hundred_chains_hold_every_verdict_often() -> None:
    states: Counter[str] = Counter()
    links: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    for seed in SEEDS:
        answer = audit(*random_chain(seed))
        states.update(goal["state"] for goal in answer["goals"].values())
        links.update(answer["links"].values())
        cells.update(cell["status"] for cell in answer["matrix"].values())
        answers.update(cell["status"] for cell in answer["answers"].values())
    for counted, names in ((states, STATES), (links, LINK_STATES), (cells, STATUSES)):
        assert {name: counted[name] for name in names if counted[name] < 10} == {}
        assert set(counted) == set(names)
    assert min(answers[status] for status in ("answered", "missing", "exempt")) >= 10


def test_three_hundred_drops_show_every_loss() -> None:
    hit: Counter[str] = Counter()
    for seed in SEEDS:
        doc, view = random_chain(seed)
        answer = impact(doc, view, drops(doc, Random(seed)))
        hit.update(key for key, value in answer.items() if value)
    assert min(hit[key] for key in [*LOSSES, "indicators_without_goal"]) >= 10


@SLOW_IS_FINE
@given(chains())
def test_a_witness_is_a_path_of_carrying_links_to_a_root(chain: Any) -> None:
    doc, view = chain
    assert faults(doc) == []
    answer = audit(doc, view)
    goals, links = answer["goals"], answer["links"]
    for gid, goal in goals.items():
        path = goal["witness"]
        assert bool(path) == (goal["state"] in ("root", "rooted"))
        if path:
            assert path[0] == gid and goals[path[-1]]["state"] == "root"
            steps = list(pairwise(path))
            assert all(links[step] in CARRYING for step in steps)
            nearer = [
                [gid, *goals[to]["witness"]]
                for (source, to), state in links.items()
                if source == gid and state in CARRYING and goals[to]["witness"]
            ]
            assert goal["state"] == "root" or all((len(p), p) >= (len(path), path) for p in nearer)


@SLOW_IS_FINE
@given(chains())
def test_neither_order_nor_files_matter(chain: Any) -> None:
    doc, view = chain
    back = {key: value[::-1] if isinstance(value, list) else value for key, value in doc.items()}
    parts = [
        {
            "rodtrad": 1,
            "units": doc["units"],
            "goals": doc["goals"][::2],
            "model": doc.get("model"),
        },
        {**doc, "units": [], "goals": doc["goals"][1::2]},
    ]
    assert audit(doc, view) == audit(back, view) == audit(parts, view)


def test_dropped_goals_are_as_if_never_written() -> None:
    for seed in range(0, 300, 3):
        doc, view = random_chain(seed)
        gone = {goal["id"] for goal in Random(seed).sample(doc["goals"], len(doc["goals"]) // 4)}
        # A goal that replaced something goes too, and is then no longer known to have done so;
        # that can turn an outdated link into a broken one, and neither carries.
        left = {**doc, "goals": [goal for goal in doc["goals"] if goal["id"] not in gone]}
        left["forwards"] = [f for f in doc.get("forwards", []) if f["goal"] not in gone]
        before, after = audit(doc, view)["goals"], audit(left, view)["goals"]
        answer = impact(doc, view, sorted(gone))
        for key, wanted in (("loses_answer", "answered"), ("loses_deep_any", "deep_any")):
            lost = [g for g in before if g in after and before[g][wanted] > after[g][wanted]]
            assert answer[key] == lost
        was = [g for g in before if g in after and before[g]["state"] == "rooted"]
        assert answer["loses_last"] == [g for g in was if after[g]["state"] != "rooted"]


def test_what_is_up_from_one_goal_is_down_from_the_other() -> None:
    for seed in range(40):
        doc, view = random_chain(seed, "tiny")
        traces = {gid: trace(doc, view, gid) for gid in audit(doc, view)["goals"]}
        for gid, seen in traces.items():
            assert all(gid in traces[other]["down"] for other in seen["up"])
            assert all(gid in traces[other]["up"] for other in seen["down"])


def test_a_drop_is_read_in_one_way() -> None:
    for seed in range(60):
        doc, _ = random_chain(seed)
        for name in drops(doc, Random(seed)):
            gone = resolve(doc, [name])
            assert gone.goals or gone.links or gone.units or gone.plans


def test_periods_cover_whole_days_from_first_to_last() -> None:
    spans = {
        "2024": "2024-01-01 2024-12-31",
        "2024-2027": "2024-01-01 2027-12-31",
        "2024-02": "2024-02-01 2024-02-29",
        "2024-T2": "2024-05-01 2024-08-31",
        "2024-Q4": "2024-10-01 2024-12-31",
    }
    assert {text: "{} {}".format(*period_of(text)) for text in spans} == spans


def test_a_fingerprint_looks_at_the_words_alone() -> None:
    plain = {"title": "Å mål", "description": "Vi gör mer."}
    spaced = {"title": " A\u030a\u00a0 mål", "description": "Vi gör\n\tmer. ", "code": "7"}
    assert fingerprint(plain) == fingerprint(spaced) != fingerprint({"title": "Å mål"})
