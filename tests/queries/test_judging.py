"""Whether root goals can be judged along the chain, as a walk down from each of them finds it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from queries.judging import judged_roots
from tests.asking import Doc, audit_of
from tests.chains import PERIODS, random_chain
from tests.oracle import World, as_list, period_of

TARGET = {"target": 3}
SOUND = {"definition": "D", **TARGET, "readings": [{"period": "2024", "value": 2}]}
Told = dict[str, tuple[bool, tuple[str, ...]]]


def told(doc: Doc, view: Doc) -> Told:
    found = audit_of(doc, view)
    ids = found.projection.ids
    return {ids[each.goal]: (each.own, each.missing) for each in judged_roots(found)}


def chain(*indicators: Doc, year: int = 2024) -> Told:
    numbered = [{"id": f"i{n}", "name": "I", **each} for n, each in enumerate(indicators)]
    return told(
        {
            "rodtrad": 1, "source": {"id": "s"}, "model": {"current_year": 2024},
            "units": [{"id": "n", "name": "N", "kind": "nämnd"}],
            "goals": [{"id": "k", "title": "K", "level": "fullmaktige"},
                      {"id": "l", "title": "L", "level": "fullmaktige"},
                      {"id": "n1", "title": "N1", "level": "namnd", "unit": "n",
                       "contributes_to": ["k"]},
                      {"id": "e1", "title": "E1", "level": "enhet", "unit": "n",
                       "contributes_to": ["n1"]},
                      {"id": "d1", "title": "D1", "level": "enhet", "unit": "n",
                       "status": "draft", "contributes_to": ["l"]}],
            "indicators": numbered,
        },
        {"year": year},
    )  # fmt: skip


def test_a_goal_is_judged_by_its_own_indicator_or_by_one_far_below() -> None:
    assert chain({"measures": ["k"], **SOUND})["k"] == (True, ())
    assert chain({"measures": ["e1"], **SOUND}) == {
        "k": (False, ()), "l": (False, ("indicator",))
    }
    # A goal that isn't in force makes nothing fit to be judged.
    assert chain({"measures": ["d1"], **SOUND})["l"] == (False, ("indicator",))


@pytest.mark.parametrize("part", ["definition", "target"])
def test_what_the_only_indicator_lacks_is_missing(part: str) -> None:
    kept = {key: value for key, value in SOUND.items() if key != part}
    assert chain({"measures": ["k"], **kept})["k"] == (False, (part,))


def test_an_outcome_of_the_year_before_counts_and_an_older_one_does_not() -> None:
    for year, missing in ((2023, ("outcome",)), (2024, ()), (2025, ()), (2026, ("outcome",))):
        assert chain({"measures": ["k"], **SOUND}, year=year)["k"] == (not missing, missing)


def test_two_halves_are_no_whole_and_the_nearer_one_tells_what_is_missing() -> None:
    bare = {"measures": ["k"], "definition": "D"}
    near = {"measures": ["e1"], "definition": "D", "target": 3}
    assert chain(bare)["k"] == (False, ("target", "outcome"))
    assert chain(bare, near)["k"] == (False, ("outcome",))
    without = {"measures": ["k"], **SOUND, "target": None}
    assert chain(bare, near, without)["k"] == (False, ("target",))


def slow(doc: Doc, view: Doc) -> Told:
    world = World(doc, view)

    def lacks(indicator: Doc) -> tuple[str, ...]:
        readings = indicator.get("readings", [])
        has = {
            "definition": indicator.get("definition"),
            "target": any("target" in each for each in (indicator, *readings)),
            "outcome": any("value" in each and in_time(each) for each in readings),
        }
        return tuple(part for part, there in has.items() if not there)

    def in_time(reading: Doc) -> bool:
        first, last = period_of(reading["period"])
        return world.holds(first, last.replace(year=last.year + 1))

    order = ("definition", "target", "outcome")
    out = {}
    for root in filter(world.is_root, world.in_force):
        below = world.reached_from(root, down=True) | {root}
        those = [each for each in doc.get("indicators", [])
                 if below & world.in_force & set(as_list(each["measures"]))]
        ways = [lacks(each) for each in those]
        # By how much is lacking, then by the heaviest part that is.
        best = min(ways, key=lambda way: (len(way), [order.index(each) for each in way][::-1]),
                   default=("indicator",))
        own = any(not lacks(each) and root in as_list(each["measures"]) for each in those)
        out[root] = (own, best)
    return out


def dressed(doc: Doc, dice: Random) -> None:
    """More indicators than a random chain has, each with some of what it could have."""
    goals = [each["id"] for each in doc.get("goals", [])]
    doc["indicators"] = []
    for number in range(dice.randint(0, 6) if goals else 0):
        each: dict[str, Any] = {"id": f"i{number}", "name": "I",
                                "measures": dice.sample(goals, min(len(goals), 2))}
        each |= {"definition": "D"} if dice.random() < 0.6 else {}
        each |= TARGET if dice.random() < 0.5 else {}
        each["readings"] = [
            {"period": period, **dice.choice(({"value": 1}, TARGET, {"value": 1, **TARGET}))}
            for period in dice.sample(PERIODS[:10], dice.randint(0, 2))
        ]
        doc["indicators"].append(each)


@pytest.mark.parametrize("block", range(0, 240, 40))
def test_it_is_what_a_walk_down_from_each_root_goal_finds(block: int) -> None:
    seen = set()
    for seed in range(block, block + 40):
        doc, view = random_chain(seed)
        dressed(doc, Random(seed))
        expected = slow(doc, view)
        assert told(doc, view) == expected, seed
        seen |= set(expected.values())
    assert len(seen) > 3
