"""Verdicts that take a short cut, against the long way round on random chains."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from queries.audit import Audit
from queries.likeness import SHORTEST, folded
from queries.rules.book import RuleBook, builtin
from queries.rules.check import check
from tests import oracle
from tests.asking import Doc, audit_of
from tests.chains import chains, random_chain

TITLES = [
    *("Fler barn läser varje dag hemma", "Fler barn läser varje dag, hemma!", "Mål 1", "Mål 2"),
    *("Fler barn räknar varje dag hemma", "Nya bostäder planeras nära kollektivtrafik"),
]


def subjects(found: Audit, rule: str, **parameters: Any) -> list[str]:
    known = builtin()[rule]
    own = replace(known, parameters={**known.parameters, **parameters})
    return [each.subject for each in check(found, RuleBook((own,)))[0].findings]


@settings(max_examples=80, deadline=None)
@given(chains(), st.integers(0, 10**6))
def test_near_duplicates_are_those_that_comparing_all_with_all_gives(
    chain: tuple[Doc, Doc], seed: int
) -> None:
    doc, view = chain
    rng = Random(seed)
    for goal in doc["goals"]:
        goal["title"] = rng.choice(TITLES)
    found = audit_of(doc, view)
    p = found.projection
    # The ids in the order that the rule takes them: of two alike the later is told.
    told = set()
    goals = [goal for goal in found.goals_in_force]
    for at, other in enumerate(goals):
        for one in goals[:at]:
            home = [
                (p.level[goal], p.plan[goal],
                 tuple(p.held_by.of(goal)[:1].tolist()) if p.plan[goal] < 0 else None)
                for goal in (one, other)
            ]  # fmt: skip
            texts = [folded(p.titles[goal]) for goal in (one, other)]
            long = min(map(len, texts)) >= SHORTEST
            alike = texts[0] == texts[1] or (long and fuzz.ratio(*texts) >= 88)
            if home[0] == home[1] and alike:
                told.add(p.ids[other])
    assert sorted(subjects(found, "T061")) == sorted(told)


@settings(max_examples=80, deadline=None)
@given(chains())
def test_what_has_drifted_is_tagged_where_its_chain_does_not_lead(chain: tuple[Doc, Doc]) -> None:
    found = audit_of(*chain)
    drifted = [
        goal
        for goal, told in oracle.audit(*chain)["goals"].items()
        if told["state"] == "rooted"
        for area in told["areas_by_tag"]
        if area not in told["areas_by_chain"]
    ]
    assert sorted(subjects(found, "T068")) == sorted(drifted)


def test_wide_goals_are_counted_by_their_chains() -> None:
    seen = 0
    for seed in range(120):
        doc, view = random_chain(seed)
        found = audit_of(doc, view)
        levels = tuple(level.id for level in found.scene.levels)
        goals = oracle.audit(doc, view)["goals"]
        exempt = {found.projection.ids[goal] for goal in range(found.projection.count)
                  if found.scene.exempt[goal]}  # fmt: skip
        wide = sorted(
            goal
            for goal, told in goals.items()
            if told["state"] in ("rooted", "root")
            and len(told["areas_by_chain"]) >= 2
            and goal not in exempt
        )
        assert sorted(subjects(found, "T063", areas=2, levels=levels)) == wide
        seen += len(wide)
    assert seen > 50


def test_a_text_of_many_goals_is_compared_by_likeness_and_finds_the_same() -> None:
    """More goals in one unit than are compared each with each."""
    rng = Random(2)
    words = ["barn", "unga", "trygg", "skola", "läser", "varje", "dag", "hemma", "fritid", "stöd"]
    words += ["plats", "park", "gata", "vatten"]
    titles = [" ".join(rng.sample(words, 7)) for _ in range(60)]
    titles += [f"{title}." for title in titles[:20]]
    goals = [
        {"id": f"g{place:02}", "title": title, "level": "namnd", "unit": "n"}
        for place, title in enumerate(titles)
    ]
    doc = {"rodtrad": 1, "source": {"id": "s"}, "goals": goals,
           "units": [{"id": "n", "name": "N", "kind": "nämnd"}]}  # fmt: skip
    found = audit_of(doc, {"year": 2024})
    assert {f"g{place}" for place in range(60, 80)} <= set(subjects(found, "T061"))
