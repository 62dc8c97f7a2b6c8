"""What differs between two audits: told goal by goal, and nothing where nothing does."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from queries.audit import Audit
from queries.differences import differences
from tests.asking import Doc, audit_of
from tests.chains import chains

LEVELS: list[Doc] = [
    {"id": "kf", "title": "Målet", "level": "fullmaktige"},
    {"id": "kf2", "title": "Ett mål till", "level": "fullmaktige"},
]


def asked(*goals: Doc, above: list[Doc] = LEVELS) -> Audit:
    units = [{"id": unit, "name": f"Nämnd {unit}", "kind": "nämnd"} for unit in ("u1", "u2")]
    doc = {"rodtrad": 1, "source": {"id": "s"}, "units": units, "goals": [*above, *goals]}
    return audit_of(doc, {"year": 2024})


def goal(**other: Any) -> Doc:
    plain = {"id": "n", "title": "Nämndens mål", "level": "namnd", "unit": "u1"}
    return {**plain, "contributes_to": ["kf"], **other}


def told(before: Audit, after: Audit) -> dict[str, tuple[str, ...]]:
    return {ident: each.kinds for ident, each in differences(before, after).items()}


@settings(max_examples=60, deadline=None)
@given(chains())
def test_nothing_differs_from_itself(chain: tuple[Doc, Doc]) -> None:
    assert differences(audit_of(*chain), audit_of(*chain)) == {}


@settings(max_examples=60, deadline=None)
@given(chains(), chains())
def test_what_is_new_one_way_is_removed_the_other(
    one: tuple[Doc, Doc], other: tuple[Doc, Doc]
) -> None:
    before, after = audit_of(*one), audit_of(*other)
    held = [{a.projection.ids[g] for g in a.goals_in_force} for a in (before, after)]
    kinds = told(before, after)
    carried = {each.earlier for each in differences(before, after).values()} - {None}
    assert {i for i, k in kinds.items() if "removed" in k} <= held[0] - held[1]
    assert {i for i, k in kinds.items() if "new" in k} <= held[1] - held[0]
    # Each goal of one side alone is told: as removed or new, or as one that replaces another.
    alone = {i for i, k in kinds.items() if set(k) & {"removed", "new", "renewed"}}
    assert held[0] ^ held[1] == alone | (carried - held[1])


def test_a_change_is_told_by_its_kind_with_what_was_and_what_is() -> None:
    before = asked(goal())
    assert told(before, asked(goal(title="Ett annat"))) == {"n": ("reworded",)}
    assert told(before, asked(goal(unit="u2"))) == {"n": ("moved",)}
    assert told(before, asked(goal(contributes_to=[]))) == {"n": ("lost", "moved")}
    found = differences(before, asked(goal(contributes_to=["kf2"])))["n"]
    assert found.kinds == ("moved",)
    assert found.told == (("to", ("kf",), ("kf2",)),)


def test_a_goal_that_replaces_another_carries_it_on() -> None:
    later = asked(goal(id="n2", replaces="n"))
    found = differences(asked(goal()), later)
    assert {ident: each.kinds for ident, each in found.items()} == {"n2": ("renewed",)}
    assert found["n2"].earlier == "n"
    moved = asked(goal(id="n2", replaces="n", title="Nytt"))
    assert told(asked(goal()), moved) == {"n2": ("renewed", "reworded")}


def test_goals_above_that_were_replaced_are_not_a_move() -> None:
    before = asked(goal())
    after = asked(
        {"id": "kf3", "title": "Målet", "level": "fullmaktige", "replaces": "kf"},
        goal(contributes_to=["kf3"]),
        above=LEVELS[1:],
    )
    assert told(before, after) == {"kf3": ("renewed",)}
