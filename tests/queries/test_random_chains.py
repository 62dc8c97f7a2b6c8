"""The projection and the slow, obvious version agree on random chains."""

from random import Random

import pytest
from hypothesis import given, settings

from queries.candidates import COMPARED
from queries.impact import impact
from tests import oracle
from tests.asking import Doc, audit_answer, audit_of, impact_answer, trace_answer
from tests.chains import chains, drops, random_chain

SEEDS = range(500)


def agree(doc: Doc, view: Doc, drop_seed: int) -> None:
    found = audit_of(doc, view)
    expected = oracle.audit(doc, view)
    answer = audit_answer(found)
    for goals in (answer["goals"], expected["goals"]):
        for goal in goals.values():
            goal["units"] = sorted(goal["units"])
    for part in ("goals", "links", "matrix", "answers", "cycles", "score"):
        assert answer[part] == expected[part], part
    names = drops(doc, Random(drop_seed))
    assert impact_answer(found, names) == oracle.impact(doc, view, names), names
    for goal in sorted(expected["goals"])[:2]:
        assert trace_answer(found, goal) == oracle.trace(doc, view, goal), goal


@pytest.mark.parametrize("block", range(0, len(SEEDS), 50))
def test_the_projection_answers_as_the_slow_version_does(block: int) -> None:
    for seed in SEEDS[block : block + 50]:
        doc, view = random_chain(seed)
        agree(doc, view, seed)


@settings(max_examples=60, deadline=None)
@given(chains())
def test_the_projection_answers_as_the_slow_version_does_on_any_chain(
    chain: tuple[Doc, Doc],
) -> None:
    doc, view = chain
    agree(doc, view, 7)


def test_candidates_are_supported_goals_of_the_level_above_with_an_area_in_common() -> None:
    told = 0
    for seed in range(60):
        doc, view = random_chain(seed)
        found = audit_of(doc, view)
        lost = impact(found, drops(doc, Random(seed)))
        after = oracle.World(doc, view, oracle.resolve(doc, list(lost.drops.names)))
        p = found.projection
        for goal, candidates in lost.candidates(COMPARED).items():
            own = set(oracle.audit(doc, view)["goals"][p.ids[goal]]["areas_by_chain"])
            now = oracle._audit(after)["goals"]
            for each in candidates:
                other = now[p.ids[each.goal]]
                assert other["state"] in ("root", "rooted")
                assert p.level[each.goal] == p.level[goal] - 1
                assert own & set(other["areas_by_chain"])
                told += 1
            order = [(each.steps, -each.likeness, p.ids[each.goal]) for each in candidates]
            assert order == sorted(order)
    assert told > 20


def test_of_many_equally_near_the_likest_in_words_comes_first() -> None:
    units = [
        {"id": "kf", "name": "KF", "kind": "fullmäktige"},
        {"id": "n", "name": "N", "kind": "nämnd", "parent": "kf"},
        {"id": "e", "name": "E", "kind": "enhet", "parent": "n"},
    ]
    goals = [
        {"id": "k", "title": "K", "level": "fullmaktige", "unit": "kf", "areas": ["a"]},
        *(
            {"id": f"n{place:03}", "title": f"Annat {place}", "level": "namnd", "unit": "n",
             "contributes_to": ["k"]}
            for place in range(3 * COMPARED)
        ),
        {"id": "zz", "title": "Trygg skola för alla", "level": "namnd", "unit": "n",
         "contributes_to": ["k"]},
        {"id": "e1", "title": "Trygg skola för alla", "level": "enhet", "unit": "e",
         "contributes_to": ["n000"]},
    ]  # fmt: skip
    doc = {"rodtrad": 1, "source": {"id": "s"}, "units": units, "goals": goals,
           "areas": [{"id": "a", "name": "A"}]}  # fmt: skip
    lost = impact(audit_of(doc, {"year": 2024}), ["n000"])
    p = lost.audit.projection
    ((_, candidates),) = lost.candidates(3).items()
    assert p.ids[candidates[0].goal] == "zz"
    assert candidates[0].likeness == 100
