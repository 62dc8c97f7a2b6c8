"""Editing plan files item by item, and edits taken back whatever they were."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.chain import PlanFile
from graph.editing import (
    Clash,
    drop_item,
    find_item,
    has_ids,
    home,
    item_key,
    item_tag,
    plain_item,
    put_item,
)
from graph.errors import InputError, UsageError
from graph.model import SECTIONS, Exemption, Plan, Unit
from graph.plain import restored_item
from graph.store import Signature, Store
from graph.writing import write_yaml
from tests.conftest import EMBEDDED, wipe
from tests.graph.store.content import everything, file, goal, nasty, places

SIGNED = Signature("åsa", "page", "goal.put")


def tag_of(files: tuple[PlanFile, ...], section: str, id: str) -> str:
    found = find_item(files, section, id)
    assert found is not None
    return item_tag(section, found[1])


def test_every_item_is_found_by_its_key_and_tagged_by_what_it_says() -> None:
    files = (file("tom"), everything())
    for section in SECTIONS:
        for item in files[1].section(section):
            key = item_key(section, item)
            assert find_item(files, section, key) == (files[1], item)
            assert key == (item.id if has_ids(section) else item_tag(section, item))
            other = dataclasses.replace(item, note="något annat")
            assert item_tag(section, other) != item_tag(section, item)
            assert item_tag(section, dataclasses.replace(item, place=None)) == item_tag(
                section, item
            )
    assert find_item(files, "goals", "borta") is None


def test_every_item_comes_back_from_its_plain_form() -> None:
    for given_ in (everything(), nasty()):
        for section, of in SECTIONS.items():
            for item in given_.section(section):
                assert restored_item(of, plain_item(item)) == item


def test_an_item_put_is_read_as_in_a_plan_file() -> None:
    files = (everything(),)
    said = {"id": "k", "title": "Nytt", "level": "fullmaktige", "contributes_to": ["v"],
            "budget_tkr": 2.5, "valid_from": "2024-01-31", "unit": "kf"}  # fmt: skip
    (after,) = put_item(files, "goals", said, id="k", tag=tag_of(files, "goals", "k"))
    assert after.goals[1] == goal(
        "k", "v", title="Nytt", level="fullmaktige", budget_tkr=2.5, unit=("kf",),
        valid_from=datetime.date(2024, 1, 31),
    )  # fmt: skip
    assert (after.goals[0], after.goals[2]) == (files[0].goals[0], files[0].goals[2])
    assert after.goals[1].place is None


def test_faults_name_the_field() -> None:
    said = {"id": "x", "titel": "T", "valid_from": "2024-02-30"}
    with pytest.raises(InputError) as caught:
        put_item((file("a"),), "goals", said, id=None)
    told = {(fault.code, *dict(fault.values).values()) for fault in caught.value.faults}
    assert {("missing", "title"), ("missing", "level")} < told
    assert "Menade du 'title'" in str(caught.value)
    assert "2024-02-30" in str(caught.value)


def test_who_has_not_seen_the_item_as_it_is_is_told_how_it_is() -> None:
    files = (file("a", goal("g")),)
    said = {"id": "g", "title": "Nytt", "level": "grupp"}
    for tag in (None, "", item_tag("goals", goal("g", title="Förr"))):
        with pytest.raises(Clash) as caught:
            put_item(files, "goals", said, id="g", tag=tag)
        assert caught.value.code == "clash"
        assert caught.value.item == {"id": "g", "title": "Mål g", "level": "grupp"}
        with pytest.raises(Clash):
            drop_item(files, "goals", "g", tag=tag)
    with pytest.raises(Clash) as gone:
        drop_item(files, "goals", "borta", tag="x")
    assert gone.value.item is None
    assert "tagits bort" in str(gone.value)


def test_of_equal_items_without_ids_one_is_edited() -> None:
    twice = Exemption(goal="g", reason="r")
    files = (file("a", goal("g"), exemptions=(twice, dataclasses.replace(twice))),)
    key = item_key("exemptions", twice)
    (after,) = drop_item(files, "exemptions", key, tag=key)
    assert after.exemptions == (twice,)
    said = {"goal": "g", "reason": "annat"}
    (after,) = put_item(files, "exemptions", said, id=key, tag=key)
    assert [each.reason for each in after.exemptions] == ["annat", "r"]


def test_a_new_item_lands_where_it_belongs() -> None:
    unit = Unit(id="u", name="U", kind="enhet")
    files = (
        file("a", units=(unit,)),
        file("b", plans=(Plan(id="p", kind="enhetsplan", unit="u"),)),
        file("c", goal("g"), goal("h")),
    )
    new = {"id": "n", "title": "N", "level": "grupp"}
    assert home(files, "goals", new | {"plan": "p", "unit": "u"}) == "b"
    assert home(files, "goals", new | {"unit": ["borta", "u"]}) == "a"
    assert home(files, "goals", new | {"contributes_to": [{"to": "g"}]}) == "c"
    assert home(files, "exemptions", {"goal": "g", "unit": "u"}) == "c"
    assert home(files, "indicators", {"measures": "g"}) == "c"
    assert home(files, "goals", new) == "c"
    assert home(files, "documents", {}) == "a"
    after = put_item(files, "goals", new | {"plan": "p"}, id=None)
    assert [each.id for each in after[1].goals] == ["n"]
    after = put_item(files, "goals", new, id=None, source="a")
    assert [each.id for each in after[0].goals] == ["n"]
    for nowhere, source in ((files, "borta"), ((), None)):
        with pytest.raises(UsageError) as caught:
            put_item(nowhere, "goals", new, id=None, source=source)
        assert caught.value.code == "no_source"


TITLES = st.sampled_from(["Ett", "Två", "  tre\n", "$rows"])
GOALS = [f"g{n}" for n in range(5)]


@st.composite
def plan_files(draw: st.DrawFn) -> list[PlanFile]:
    """Two or three sources with a few goals among them, in any order, linked anyhow."""
    ids = draw(st.lists(st.sampled_from(GOALS), unique=True))
    count = draw(st.integers(1, 3))
    goals = [
        goal(
            id,
            *draw(st.lists(st.sampled_from(GOALS), unique=True, max_size=2)),
            title=draw(TITLES),
            description=draw(st.none() | TITLES),
        )
        for id in ids
    ]
    homes = [draw(st.integers(0, count - 1)) for _ in goals]
    known = sorted(ids)
    exempt = draw(st.lists(st.sampled_from(known), max_size=2)) if known else []
    return [
        file(
            f"k{at}",
            *(each for each, to in zip(goals, homes, strict=True) if to == at),
            exemptions=tuple(Exemption(goal=id, reason="r") for id in exempt) if at == 0 else (),
        )
        for at in range(count)
    ]


@pytest.fixture(scope="module", params=[EMBEDDED])
def kept_store(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("embedded_store")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(contents=st.lists(plan_files(), min_size=2, max_size=4))
def test_any_change_can_be_taken_back(kept_store: Store, contents: list[list[PlanFile]]) -> None:
    wipe(kept_store.url)
    told = []
    for content in contents:
        told.append((_export(kept_store), kept_store.info().digest))
        if kept_store.change(lambda files, to=content: to, SIGNED).number is None:  # type: ignore[misc]
            told.pop()
    for number in range(len(told), 0, -1):
        kept_store.undo(number, SIGNED)
        assert (_export(kept_store), kept_store.info().digest) == told[number - 1]
    assert kept_store.verify_log() is None


def _export(store: Store) -> list[str]:
    """All that the store says, read anew."""
    kept = store.files()
    store._content._kept = None
    files = store.files()
    assert files == kept
    assert places(files) == places(kept)
    return [write_yaml(each) for each in files]
