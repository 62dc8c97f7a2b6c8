"""What differs between two contents, item by item."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.chain import PlanFile
from graph.model import Assessment, Goal, Link, Source, Unit
from graph.period import parse_period
from queries.item_changes import IN_SOURCE, FieldChange, item_changes


def file(*goals: Goal, source: str = "s", **more: Any) -> PlanFile:
    return PlanFile(source=Source(id=source), goals=goals, **more)


def goal(id: str, title: str = "t", *links: Link) -> Goal:
    return Goal(id=id, title=title, level="namnd", contributes_to=links)


def told(before: PlanFile, after: PlanFile, reviews: Any = None) -> list[tuple[str, str, Any]]:
    return [(each.kind, each.id, each.fields)
            for each in item_changes([before], [after], reviews or {})]


def test_new_changed_and_gone_are_told_field_by_field() -> None:
    before = file(goal("a"), goal("b", "was"), goal("c"))
    after = file(goal("b", "is"), goal("c"), goal("d"))
    assert told(before, after) == [
        ("gone", "a", ()), ("changed", "b", (FieldChange("title", "was", "is"),)), ("new", "d", ()),
    ]  # fmt: skip


def test_of_a_list_only_what_left_and_came_is_told() -> None:
    before = file(goal("a", "t", Link(to="x"), Link(to="y")))
    after = file(goal("a", "t", Link(to="z", how="så"), Link(to="x")))
    assert told(before, after) == [
        ("changed", "a", (FieldChange("contributes_to", ["y"], [{"to": "z", "how": "så"}]),))
    ]


def test_the_order_of_a_list_is_no_change() -> None:
    one, other = Link(to="x"), Link(to="y")
    assert told(file(goal("a", "t", one, other)), file(goal("a", "t", other, one))) == []


def test_a_link_that_states_no_review_keeps_the_one_it_has() -> None:
    before = file(goal("a", "t", Link(to="x", fingerprint_from="f1", fingerprint_to="f2")))
    reviews = {("a", "x"): ("f1", "f2")}
    assert told(before, file(goal("a", "t", Link(to="x"))), reviews) == []
    again = Link(to="x", fingerprint_from="f1", fingerprint_to="other")
    (change,) = told(before, file(goal("a", "t", again)), reviews)
    assert change[0] == "changed"


def test_an_item_that_changes_source_says_so() -> None:
    before = [file(goal("a"), source="one"), file(source="two")]
    after = [file(source="one"), file(goal("a"), source="two")]
    (change,) = item_changes(before, after, {})
    assert change.fields == (FieldChange(IN_SOURCE, "one", "two"),)


def test_items_without_ids_are_new_or_gone() -> None:
    said = Assessment(goal="a", period=parse_period("2024"), verdict="met")
    before, after = (file(goal("a"), assessments=(each,))
                     for each in (said, replace(said, verdict="partly")))
    assert sorted(kind for kind, _, _ in told(before, after)) == ["gone", "new"]


def test_headings_are_told_as_sources() -> None:
    before = file()
    after = replace(before, source=Source(id="s", title="Ny"))
    (change,) = item_changes([before], [after], {})
    assert (change.section, change.fields) == ("sources", (FieldChange("title", None, "Ny"),))


ITEMS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["x", "y"]))


@given(ITEMS, ITEMS)
def test_every_difference_is_told_once_and_nothing_else(
    one: dict[str, str], other: dict[str, str]
) -> None:
    before, after = (
        file(units=tuple(Unit(id=id, name=name, kind="enhet") for id, name in each.items()))
        for each in (one, other)
    )
    kinds = {(each.id, each.kind) for each in item_changes([before], [after], {})}
    expected = {(id, "gone") for id in one.keys() - other.keys()}
    expected |= {(id, "new") for id in other.keys() - one.keys()}
    expected |= {(id, "changed") for id in one.keys() & other.keys() if one[id] != other[id]}
    assert kinds == expected
