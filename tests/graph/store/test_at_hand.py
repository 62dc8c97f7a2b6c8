"""What is kept in memory after a change is what a stranger would read from the database."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest

from graph.chain import PlanFile, gather
from graph.digest import digest
from graph.projection import build
from graph.reading import read_text
from graph.store import Store, open_store
from graph.store.log import Signature
from tests.chains import random_chain
from tests.graph.test_cache import told


def some_files(seed: int) -> tuple[PlanFile, ...]:
    return read_text(json.dumps(random_chain(seed)[0], default=str), "slump.json").files


def edited(files: tuple[PlanFile, ...], dice: random.Random) -> list[PlanFile]:
    """Some goals reworded, some left with one link less, one new or gone."""
    shaken = []
    for file in files:
        goals = list(file.goals)
        for place, goal in enumerate(goals):
            if dice.random() < 0.2:
                goals[place] = dataclasses.replace(goal, title=goal.title + " igen")
            elif dice.random() < 0.2:
                goals[place] = dataclasses.replace(goal, contributes_to=goal.contributes_to[1:])
        if goals and goals[-1].id == "ny":
            goals.pop()
        elif goals:
            goals.append(dataclasses.replace(goals[0], id="ny", contributes_to=()))
        shaken.append(dataclasses.replace(file, goals=tuple(goals)))
    return shaken


@pytest.mark.parametrize("seed", range(8_100, 8_102))
def test_after_every_change_memory_and_database_say_the_same(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    store.import_files(some_files(seed))
    for _ in range(4):
        store.change(lambda files: edited(files, dice), Signature("eva", "api", "put"))
        kept, read = store.columns_at_hand(), store.columns()
        assert kept is not None
        assert (kept.digest, kept.revision) == (read.digest, read.revision)
        assert told(build(kept)) == told(build(read))
        assert digest(gather(store.files())) == read.digest


def test_a_change_made_elsewhere_is_not_at_hand(store: Store) -> None:
    store.import_files(some_files(8_110))
    assert store.columns_at_hand() is not None
    with open_store(store.url) as other:
        assert other.columns_at_hand() is None
        dice = random.Random(1)
        other.change(lambda found: edited(found, dice), Signature("eva", "api", "put"))
    assert store.columns_at_hand() is None
