"""No question reaches what the shelf keeps, on either engine; those of the chain are answered."""

from __future__ import annotations

import pytest

from graph.errors import UsageError
from graph.reading import read_text
from graph.store import Store
from graph.store.chain_only import beyond_chain
from graph.store.shelf import KINDS
from queries.texts import names, text

CHAIN = """
rodtrad: 1
source: {id: t}
units: [{id: kf, name: KF, kind: fullmäktige}]
goals:
  - {id: k, title: Målet, level: fullmaktige, unit: kf}
  - {id: n, title: Ett annat, level: namnd, unit: kf, contributes_to: [k]}
"""

BEYOND = (
    *(f"MATCH (x:{kind}) RETURN x.body AS x" for kind in KINDS),
    "MATCH (x:user) RETURN x.body AS x",
    "MATCH (x:`User`) RETURN x.body AS x",
    "MATCH (x:`\\u0055ser`) RETURN x.body AS x",
    "MATCH (x:Goal|User) RETURN x.body AS x",
    "MATCH (x:!Goal) RETURN x.body AS x",
    "MATCH (x:%) RETURN x.body AS x",
    "MATCH (x IS %) RETURN x.body AS x",
    "MATCH (x:$($name)) RETURN x.body AS x",
    "MATCH (x:$name) RETURN x.body AS x",
    "MATCH (x) RETURN x.body AS x",
    "MATCH(x) RETURN x.body AS x",
    "MATCH (x) WHERE x:Goal RETURN x.body AS x",
    "MATCH (x)/* )- */ RETURN x.body AS x",
    "MATCH () RETURN count(*) AS x",
    "MATCH (x {id: 'asa'}) RETURN x.body AS x",
    "MATCH (x WHERE x.body CONTAINS ')-') RETURN x.body AS x",
    "MATCH (g:Goal), (x) RETURN x.body AS x",
    "MATCH (x:Goal) WITH 1 AS one MATCH (x) RETURN x.body AS x",
    "MATCH p = (x) RETURN x.body AS x",
    "MATCH ANY SHORTEST (x) RETURN x.body AS x",
    "MATCH (x)-[:CONTRIBUTES_TO*0..2]->(y) RETURN x.body AS x",
    "MATCH (x)-->{,2}(y) RETURN x.body AS x",
    "MATCH (x) ((a)-->(b))* (y) RETURN x.body AS x",
    "MATCH (g:Goal) WHERE EXISTS { (x) WHERE x.body CONTAINS 'a' } RETURN g.id AS x",
    "MATCH (g:Goal) WHERE EXISTS{MATCH(x)} RETURN g.id AS x",
    "RETURN apoc.cypher.runFirstColumnSingle('MATCH (x) RETURN x.body', {}) AS x",
    "CALL db.index.fulltext.queryNodes('User', 'a') YIELD node RETURN node.body AS x",
)

WITHIN = (
    "MATCH (g:Goal) WHERE g.title <> 'User (x)' RETURN count(g) AS x",
    "MATCH (a)-[:CONTRIBUTES_TO]->(b) RETURN a.id AS x",
    "MATCH (g:Goal) WHERE (g.level = 'namnd') AND NOT (g)<-[:CONTRIBUTES_TO]-() RETURN g.id AS x",
    "MATCH (g:Goal)-[:CONTRIBUTES_TO*0..3]->(r:Goal) RETURN r.id AS x",
    "MATCH (g:Goal {id: $name}) RETURN size(g.title) % 2 * 3 AS x",
    "MATCH (g:Goal) CALL (g) { MATCH (g)-[:OWNED_BY]->(u) RETURN u.id AS x } RETURN x",
)


@pytest.mark.parametrize("said", BEYOND)
def test_what_may_reach_the_shelf_is_refused(store: Store, said: str) -> None:
    store.shelf("User").add("asa", {"password": "$argon2id$a"})
    with pytest.raises(UsageError) as refused:
        store.ask(said, {"name": "User"})
    assert refused.value.code in ("store.beyond", "store.writes")


def test_questions_of_the_chain_are_answered_and_find_nothing_else(store: Store) -> None:
    store.import_files(read_text(CHAIN, "t.yaml").files)
    for kind in KINDS:
        store.shelf(kind).add("asa", {"password": "$argon2id$a"})
    for said in WITHIN:
        rows = store.ask(said, {"name": "k"})
        assert rows and all(row["x"] != "asa" for row in rows), said
    # What the embedded engine calls its own kinds finds none of ours.
    for label in ("V", "Vertex", "Document", "Node", "Any"):
        assert store.ask(f"MATCH (x:{label}) RETURN x.body AS x") == []


@pytest.mark.parametrize("name", names())
def test_every_question_of_the_catalogue_keeps_to_the_chain(name: str) -> None:
    assert beyond_chain(text(name).cypher) == ""
