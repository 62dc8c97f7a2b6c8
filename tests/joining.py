"""
Many random chains as one: ids get a prefix of their chain's own, so that an engine is filled
once and asked once for all of them. Only chains of one governance model go together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from graph.chain import PlanFile
from graph.reading import read_text
from graph.store import Store
from queries.audit import audit
from queries.rounds import Rounds
from queries.verify import by_cypher, compare
from tests import oracle
from tests.asking import projection_of, view_of
from tests.chains import random_chain

Doc = dict[str, Any]
REFERENCES = (
    "id", "parent", "unit", "plan", "areas", "addressed_to", "replaces", "part_of", "goal", "area",
    "measures", "to",
)  # fmt: skip
QUESTIONS = (
    "goal-states", "witness", "missing-levels", "deep-any", "areas-by-chain", "link-states",
    "matrix",
)  # fmt: skip
SECTIONS = ("units", "plans", "areas", "goals", "exemptions", "forwards", "indicators")


def prefixed(doc: Doc, prefix: str) -> Doc:
    """
    The plan file with a prefix on every id and every reference. Titles stay, and with them
    the fingerprints of what was reviewed.
    """
    out = {**doc, "source": {**doc["source"], "id": prefix + doc["source"]["id"]}}
    for section in SECTIONS:
        if section in doc:
            out[section] = [_item(item, prefix) for item in doc[section]]
    return out


def _item(item: Doc, prefix: str) -> Doc:
    out = {key: _ids(value, prefix) if key in REFERENCES else value for key, value in item.items()}
    if "contributes_to" in item:
        out["contributes_to"] = [
            _item(link, prefix) if isinstance(link, dict) else prefix + link
            for link in item["contributes_to"]
        ]
    return out


def _ids(value: Any, prefix: str) -> Any:
    return [prefix + each for each in value] if isinstance(value, list) else prefix + value


def groups(seeds: Iterable[int], size: int) -> Iterator[tuple[list[Doc], list[Doc]]]:
    """Chains by model, at most so many together, each group with the views of its chains."""
    by_model: dict[str, list[tuple[Doc, Doc]]] = defaultdict(list)
    for seed in seeds:
        doc, view = random_chain(seed)
        model = {key: value for key, value in doc.get("model", {}).items() if key != "current_year"}
        doc = prefixed(doc, f"{seed}·")
        doc.pop("model", None)
        if model:
            doc["model"] = model
        by_model[json.dumps(model, sort_keys=True)].append((doc, view))
    for chains in by_model.values():
        for start in range(0, len(chains), size):
            some = chains[start : start + size]
            views = {json.dumps(view, sort_keys=True): view for _, view in some}
            yield [doc for doc, _ in some], list(views.values())


def fill(store: Store, docs: list[Doc]) -> None:
    """Put the plan files in the store."""
    store.import_files(list(_files(docs)))


def _files(docs: list[Doc]) -> Iterator[PlanFile]:
    for number, doc in enumerate(docs):
        yield from read_text(json.dumps(doc), f"{number}.json").files


def agree(store: Store, docs: list[Doc], asked: Doc) -> None:
    """The three ways agree on every verdict about chains that are in the store."""
    found = audit(projection_of(*docs), view_of(asked))
    rounds = Rounds(store, found.projection.governance, found.view)
    assert compare(found, rounds) == []
    assert told(rounds) == slow(docs, asked)


def told(rounds: Rounds) -> Doc:
    """What Cypher says, in the words of `slow`: cells of two chains at once left out."""
    said = dict(by_cypher(rounds))
    said["matrix"] = {
        f"{level}/{unit}/{area}": (row["status"], sorted(row["goals"]), sorted(row["goals_by_tag"]))
        for (level, unit, area), row in rounds.cells.items()
        if chain_of(unit) == chain_of(area)
    }
    return said


def chain_of(ident: str) -> str:
    """The prefix of an id."""
    return ident.partition("·")[0]


def slow(docs: list[Doc], asked: Doc) -> Doc:
    """What the slow and plain version says of each chain by itself, put together."""
    out: Doc = {question: {} for question in QUESTIONS}
    score: Doc = {"up": (0, 0), "down": (0, 0), "suspect": 0, "exempt": 0}
    for doc in docs:
        answer = oracle.audit(doc, asked)
        for goal, said in answer["goals"].items():
            out["goal-states"][goal] = said["state"]
            out["witness"][goal] = said["witness"]
            out["missing-levels"][goal] = said["missing_levels"]
            out["deep-any"][goal] = said["deep_any"]
            out["areas-by-chain"][goal] = said["areas_by_chain"]
        for (start, end), state in answer["links"].items():
            out["link-states"][f"{start}->{end}"] = state
        for (level, unit, area), cell in answer["matrix"].items():
            verdict = (cell["status"], sorted(cell["goals"]), sorted(cell["goals_by_tag"]))
            out["matrix"][f"{level}/{unit}/{area}"] = verdict
        for key, value in answer["score"].items():
            score[key] = (
                (score[key][0] + value[0], score[key][1] + value[1])
                if isinstance(value, tuple)
                else score[key] + value
            )
    return {**out, "score": score}
