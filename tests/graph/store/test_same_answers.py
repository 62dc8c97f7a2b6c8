"""What went through an engine answers as the documents do, to the byte."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import numpy as np

from graph.chain import PlanFile, gather
from graph.checking import join
from graph.digest import digest
from graph.projection import Projection, build, project
from graph.reading import read_files, read_text
from graph.store import Store
from queries.audit import audit
from queries.contract import audit_json
from queries.rules.check import check
from queries.view import View
from tests.chains import random_chain
from tests.conftest import wipe

SAMPLE = sorted((Path(__file__).resolve().parents[3] / "samples" / "tyreso").glob("*.yaml"))
SEEDS = range(7_000, 7_008)


def test_the_sample_answers_the_same_from_an_engine(store: Store) -> None:
    files = read_files(SAMPLE).files
    assert files
    _import_and_compare(store, files, View())


def test_random_chains_answer_the_same_from_an_engine(store: Store) -> None:
    for seed in SEEDS:
        doc, asked = random_chain(seed)
        if isinstance(asked.get("as_of"), str):
            asked["as_of"] = datetime.date.fromisoformat(asked["as_of"])
        files = read_text(json.dumps(doc), f"{seed}.json").files
        # What an earlier chain said under the same ids would count as reviewed.
        wipe(store.url)
        _import_and_compare(store, files, View(**asked))


def test_a_goals_budget_comes_back_also_where_it_is_nothing(store: Store) -> None:
    goals = [{"id": f"g{budget}", "title": "Mål", "level": "namnd", "budget_tkr": budget}
             for budget in (0, 12, -3, 2.5)]  # fmt: skip
    goals.append({"id": "none", "title": "Mål", "level": "namnd"})
    doc = {"rodtrad": 1, "source": {"id": "s"}, "goals": goals}
    files = read_text(json.dumps(doc), "budget.json").files
    store.import_files(files)
    assert build(store.columns()).budgets.tolist()[:4] == [-3, 0, 12, 2.5]
    assert np.isnan(build(store.columns()).budgets[4])


def test_why_and_by_whom_a_goal_is_exempt_comes_back(store: Store) -> None:
    decided = {"reason": "Lag, oavsett «plan»", "decided_by": "tyr-ks", "until": "2025-12-31"}
    goals = [{"id": name, "title": "Mål", "level": "namnd", **more} for name, more in (
        ("bare", {"exempt": {"reason": "Utan beslut"}}), ("not", {}), ("whole", {"exempt": decided})
    )]  # fmt: skip
    files = read_text(json.dumps({"rodtrad": 1, "source": {"id": "s"}, "goals": goals}), "e").files
    store.import_files(files)
    back = build(store.columns())
    assert back.ids[:3] == ["bare", "not", "whole"]
    assert list(back.exempt_reason[:3]) == ["Utan beslut", None, "Lag, oavsett «plan»"]
    assert list(back.exempt_by[:3]) == [None, None, "tyr-ks"]


def _import_and_compare(store: Store, files: tuple[PlanFile, ...], view: View) -> None:
    report = store.import_files(files)
    chain = join(files)
    assert report.digest == store.info().digest == digest(chain) == digest(gather(store.files()))
    assert _told(build(store.columns()), view) == _told(project(chain), view)


def _told(projection: Projection, view: View) -> str:
    found = audit(projection, view)
    told = audit_json(found, check(found))
    told.pop("data")
    return json.dumps(told, ensure_ascii=False)
