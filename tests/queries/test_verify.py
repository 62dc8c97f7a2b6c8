"""The projection, Cypher on each engine and the slow version give the same verdicts."""

from __future__ import annotations

import dataclasses
import datetime
import time
from typing import Any

import pytest

from graph.checking import read_chain
from graph.projection import build
from graph.store import Store
from queries.audit import audit
from queries.catalogue import ask
from queries.rounds import Rounds
from queries.verify import verify
from queries.view import View
from service.samples import tyreso_files
from tests.joining import agree, fill, groups

# Chains of the default levels go together, with and without local unit kinds; the others
# have each a model of their own and go alone.
GROUPS = sorted(groups(range(75), 30), key=lambda group: -len(group[0]))[:3]

LAYERS = ("root", *(f"l{number}" for number in range(1, 30)))


def layered(links: list[tuple[str, str]], level_of: dict[str, str], depth: int) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"id": name, "name": name, "needs": [LAYERS[place + 1]] if place + 1 < depth else []}
        for place, name in enumerate(LAYERS[:depth])
    ]
    levels[0]["root"] = True
    above: dict[str, list[str]] = {}
    for start, end in links:
        above.setdefault(start, []).append(end)
    goals = [
        {"id": goal, "title": goal, "level": level, "contributes_to": above.get(goal, [])}
        for goal, level in level_of.items()
    ]
    return {"rodtrad": 1, "source": {"id": "lager"}, "model": {"levels": levels}, "goals": goals}


def explosion() -> dict[str, Any]:
    """12 layers of 100 goals with 5 parents each: 5 to the power 11 paths from each at the foot."""
    level_of = {f"g{layer}-{n}": LAYERS[layer] for layer in range(12) for n in range(100)}
    links = [
        (f"g{layer}-{n}", f"g{layer - 1}-{(7 * n + 13 * step) % 100}")
        for layer in range(1, 12)
        for n in range(100)
        for step in range(5)
    ]
    return layered(links, level_of, 12)


def diamonds() -> dict[str, Any]:
    """24 diamonds on end: 2 to the power 24 paths."""
    level_of: dict[str, str] = {"t0": LAYERS[0]}
    links = []
    for n in range(24):
        for side in ("a", "b"):
            level_of[f"{side}{n}"] = level_of[f"t{n + 1}"] = LAYERS[1]
            links += [(f"{side}{n}", f"t{n}"), (f"t{n + 1}", f"{side}{n}")]
    return layered(links, level_of, 2)


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_three_ways_agree_on_random_chains(store: Store, group: int) -> None:
    docs, views = GROUPS[group]
    fill(store, docs)
    for view in views[:2]:
        agree(store, docs, view)


def test_a_plan_without_a_start_ends_none_that_it_replaces(store: Store) -> None:
    doc = {
        "rodtrad": 1,
        "source": {"id": "öppen"},
        "units": [{"id": "u", "name": "Nämnden", "kind": "nämnd"}],
        "plans": [
            {"id": "old", "kind": "nämndplan", "unit": "u", "period": "2024"},
            {"id": "new", "kind": "nämndplan", "unit": "u", "replaces": "old",
             "period": {"to": "2025-12-31"}},
        ],
        "goals": [
            {"id": "g", "title": "G", "level": "namnd", "plan": "old"},
            {"id": "h", "title": "H", "level": "namnd", "plan": "new"},
        ],
    }  # fmt: skip
    fill(store, [doc])
    agree(store, [doc], {"year": 2024})
    assert [row["id"] for row in ask(store, "goals-in-force", View(year=2024))] == ["g", "h"]
    assert [row["id"] for row in ask(store, "plans-in-force", View(year=2024))] == ["new", "old"]


def test_both_ways_agree_on_the_sample(store: Store) -> None:
    chain, _ = read_chain(tyreso_files())
    store.import_files(chain.files)
    projection = build(store.columns())
    for view in (
        View(year=2024),
        View(all=True, through="namnd"),
        View(year=2022, drafts=True),
        View(as_of=datetime.date(2024, 3, 1)),
    ):
        assert verify(store, audit(projection, view)) == []


@pytest.mark.parametrize(("make", "rounds"), [(explosion, 12), (diamonds, 49)])
def test_graphs_with_countless_paths_are_asked_in_as_many_rounds_as_layers(
    store: Store, make: Any, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, [make()])
    found = audit(build(store.columns()), View(all=True))
    asked: list[str] = []
    real = Rounds.ask

    def counting(self: Rounds, name: str, **own: Any) -> Any:
        asked.append(name)
        return real(self, name, **own)

    monkeypatch.setattr(Rounds, "ask", counting)
    started = time.monotonic()
    assert verify(store, found) == []
    assert asked.count("supporters") == rounds
    assert time.monotonic() - started < 120


def test_a_false_verdict_is_told_with_both_answers(store: Store) -> None:
    chain, _ = read_chain(tyreso_files())
    store.import_files(chain.files)
    found = audit(build(store.columns()), View(year=2024))
    wrong = found.states.state.copy()
    goal = found.goals_in_force[0]
    wrong[goal] = 0
    found.__dict__["states"] = dataclasses.replace(found.states, state=wrong)
    told = {str(each) for each in verify(store, found) if each.question == "goal-states"}
    assert told == {f"goal-states {found.projection.ids[goal]}: 'vision' ≠ 'rooted'"}


def test_a_store_that_has_changed_since_is_said_to_have(store: Store) -> None:
    fill(store, [diamonds()])
    found = audit(build(store.columns()), View(year=2024))
    fill(store, [{**diamonds(), "goals": []}])
    assert [each.question for each in verify(store, found)] == ["revision"]
