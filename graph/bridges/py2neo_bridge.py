"""
py2neo on an open store, for notebooks that already speak it.

py2neo is at the end of its life and gets no more releases, so it is an extra
(`pip install 'rodtrad[py2neo]'`), imported only when a function here is called. It works
on both engines, with two exceptions: `graph.schema.get_indexes` fails, and
`graph.relationships.match` is slow on the embedded engine; `graph.run` does both jobs.

What is read here is the store's own graph. What is changed goes back through the store:
written by py2neo itself, a change would leave the revision, the digest and the goals'
fingerprints as they were.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graph.chain import PlanFile
from graph.errors import StoreError, UsageError
from graph.model import Goal
from graph.store import ImportReport, Store
from graph.store.addresses import parse_address
from graph.store.embedded import USER, open_embedded

if TYPE_CHECKING:
    from py2neo import Graph, Subgraph

# What may be changed on a goal in a Subgraph: its words. The rest is for a plan file.
CHANGEABLE = ("title", "description", "code", "note")
_READ = """
MATCH (g:Goal)
OPTIONAL MATCH (g)-[link:CONTRIBUTES_TO]->(:Goal)
RETURN g AS goal, collect(link) AS links
"""


@contextmanager
def connect(
    store: Store, *, user: str | None = None, password: str | None = None
) -> Iterator[Graph]:
    """
    py2neo's Graph on the database of an open store; name and password as for open_store.

    A context manager: py2neo keeps its connections open until the end of the program.

    UsageError if py2neo isn't installed; StoreError if the database can't be reached.
    """
    py2neo = _py2neo()
    address = parse_address(store.url, user, password)
    uri, auth = address.uri, (address.user, address.password)
    if address.path is not None:
        engine = open_embedded(address.path, ([], []), create=False)
        if not engine.attached:
            # Nobody holds the store, so it was closed; a visitor doesn't open it anew.
            engine.stop()
            raise StoreError("store.unreachable", url=store.url)
        uri, auth = engine.uri, (USER, engine.password)
    try:
        graph: Graph = py2neo.Graph(uri, auth=auth, name=address.database)
        graph.run("RETURN 1").evaluate()
    except Exception as error:
        raise StoreError("store.unreachable", url=store.url) from error
    try:
        yield graph
    finally:
        graph.service.connector.close()


def read_goals(graph: Graph) -> Subgraph:
    """All goals and the links between them as one Subgraph; placeholders are among them."""
    subgraph = _py2neo().Subgraph
    nodes: list[Any] = []
    links: list[Any] = []
    for record in graph.run(_READ):
        nodes.append(record["goal"])
        links.extend(record["links"])
    found: Subgraph = subgraph(nodes, links)
    return found


def merge(store: Store, changed: Subgraph) -> ImportReport:
    """
    Put the words of a Subgraph's goals into the store, and say what that changed.

    Goals are known by `id`; of their properties CHANGEABLE are taken, all others left as
    they are, and goals that aren't in the Subgraph stay. All or nothing. UsageError if the
    Subgraph holds a goal that the store doesn't; InputError if words can't be so.
    """
    said = {node["id"]: node for node in changed.nodes if "Goal" in node.labels}
    files = store.files()
    known = {goal.id for file in files for goal in file.goals}
    for name, node in sorted(said.items()):
        if name not in known and not node["absent"]:
            raise UsageError("unknown_name", name=name)
    changed_files = [(file, _changed(file, said)) for file in files]
    return store.import_files([new for old, new in changed_files if new != old])


def _changed(file: PlanFile, said: dict[str, Any]) -> PlanFile:
    goals = tuple(
        _reworded(goal, said[goal.id]) if goal.id in said else goal for goal in file.goals
    )
    return dataclasses.replace(file, goals=goals)


def _reworded(goal: Goal, node: Any) -> Goal:
    words: dict[str, Any] = {key: node[key] or None for key in CHANGEABLE}
    if not words["title"]:
        raise UsageError("graph_title", name=goal.id)
    return dataclasses.replace(goal, **words)


def _py2neo() -> Any:
    try:
        import py2neo
    except ImportError as error:
        raise UsageError("py2neo_missing") from error
    return py2neo
