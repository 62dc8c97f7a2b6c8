"""
The catalogue: named questions in Cypher, for the terminal, for a database's own browser and
for what doesn't fit in memory (docs/catalogue.md).

A question is one text of `cypher/`, or is put together from several that are asked in rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from graph.errors import UsageError
from graph.governance import Governance
from graph.nearest import Nearest
from graph.store import Store
from graph.store.records import governance_of
from queries.rounds import Rounds, Row
from queries.texts import Text, names, text
from queries.view import View

# What a text of its own may ask the asker for; all else comes from the view or from rounds.
ASKED_FOR = {"goal", "unit", "plan"}
ROWS_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """
    A named question: what it answers, the parameters its asker gives, the columns of its
    rows, and the texts it is made of. `viewed` is False where the view makes no difference.
    """

    name: str
    title: str
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    viewed: bool


def questions() -> tuple[Question, ...]:
    """All questions of the catalogue, by name."""
    return tuple(_questions().values())


def ask(
    store: Store,
    name: str,
    view: View | None = None,
    parameters: Mapping[str, str] | None = None,
    *,
    limit: int = ROWS_AT_MOST,
) -> list[Row]:
    """
    At most `limit` rows of a named question about a view.

    UsageError if no question has the name, if a parameter is missing or isn't one of the
    question's, or if the view names an unknown level; StoreError if the store is at fault.
    """
    question = _question(name)
    given = dict(parameters or {})
    for key in question.parameters:
        if key not in given:
            raise UsageError("question_parameter_missing", name=name, key=key)
    for key in given:
        if key not in question.parameters:
            known = ", ".join(question.parameters) or "–"
            raise UsageError("question_parameter_unknown", name=name, key=key, known=known)
    governance = stored_governance(store)
    rounds = Rounds(store, governance, (view or View()).settled(governance))
    if name in COMPOSED:
        return COMPOSED[name].rows(rounds, given)[:limit]
    rows = store.ask(text(name).cypher, {**rounds.parameters, "given": given}, limit=limit)
    # A list of ids is a set, and engines gather it in orders of their own.
    return [
        {key: sorted(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in rows
    ]


def stored_governance(store: Store) -> Governance:
    """The governance model of what is stored; the default where it brings none."""
    rows = store.ask(text("governance").cypher)
    return governance_of(rows[0]["governance"]) if rows else Governance()


def _question(name: str) -> Question:
    known = _questions()
    if name not in known:
        near = Nearest(known).like(name).get("near", "")
        raise UsageError("unknown_question", name=name, near=near, known=", ".join(known))
    return known[name]


@cache
def _questions() -> dict[str, Question]:
    found = {each.name: each for each in map(_of_text, map(text, names())) if each}
    for name, way in COMPOSED.items():
        title = way.title or text(name).title
        found[name] = Question(name, title, way.parameters, way.columns, way.texts, True)
    return dict(sorted(found.items()))


def _of_text(said: Text) -> Question | None:
    """A text as a question; None where it needs what only rounds can give."""
    if not ASKED_FOR.issuperset(said.own):
        return None
    viewed = "view" in said.parameters
    return Question(said.name, said.title, said.own, said.columns, (said.name,), viewed)


@dataclass(frozen=True, slots=True)
class _Composed:
    """How a question is put together. Its title stands in the text of its name, if any."""

    rows: Callable[[Rounds, Mapping[str, str]], list[Row]]
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    title: str = ""
    parameters: tuple[str, ...] = ()


def _states(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    return [
        {"id": goal, "level": rounds.goals[goal], "state": state}
        for goal, state in sorted(rounds.states.items())
    ]


def _links(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    return [
        {"from": start, "to": end, "state": state}
        for (start, end), state in sorted(rounds.link_states.items())
    ]


def _witness(rounds: Rounds, given: Mapping[str, str]) -> list[Row]:
    return [
        {"step": step, "id": goal, "level": rounds.goals[goal]}
        for step, goal in enumerate(rounds.witness(_in_force(rounds, given["goal"])))
    ]


def _trace(rounds: Rounds, given: Mapping[str, str]) -> list[Row]:
    up, down = rounds.trace(_in_force(rounds, given["goal"]))
    found = [("up", goal) for goal in sorted(up)] + [("down", goal) for goal in sorted(down)]
    return [{"way": way, "id": goal, "level": rounds.goals[goal]} for way, goal in found]


def _in_force(rounds: Rounds, goal: str) -> str:
    if goal not in rounds.goals:
        raise UsageError("not_in_view", name=goal)
    return goal


def _deep(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    return [{"id": goal, "deep_any": goal in rounds.deep_any} for goal in sorted(rounds.goals)]


def _missing(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    return [
        {"id": goal, "level": rounds.goals[goal], "answered": not missing, "missing": missing}
        for goal, missing in sorted(rounds.missing.items())
    ]


def _areas(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    return [
        {"id": goal, "areas": sorted(rounds.areas.get(goal, ()))} for goal in sorted(rounds.goals)
    ]


def _matrix(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    order = rounds.governance.order
    return [
        {
            "level": level,
            "unit": unit,
            "area": area,
            "status": row["status"],
            "goals": sorted(row["goals"]),
            "goals_by_tag": sorted(row["goals_by_tag"]),
        }
        for (level, unit, area), row in sorted(
            rounds.cells.items(), key=lambda cell: (order[cell[0][0]], cell[0])
        )
    ]


def _score(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    return [rounds.score]


def _handed(rounds: Rounds, _: Mapping[str, str]) -> list[Row]:
    keys = ("goal", "unit", "level", "from")
    return [{key: row[key] for key in keys} for row in rounds.handed]


COMPOSED: dict[str, _Composed] = {
    "areas-by-chain": _Composed(
        _areas,
        ("id", "areas"),
        ("goals-in-force", "root-areas", "areas-by-chain"),
        "The areas that each goal in force reaches by chain, by every way to every root.",
    ),
    "deep-any": _Composed(
        _deep,
        ("id", "deep_any"),
        ("goals-in-force", "forwards-in-force", "units", "units-above", "handed-on", "supported"),
        "Which goals in force are covered all the way down (deep_any).",
    ),
    "goal-states": _Composed(
        _states, ("id", "level", "state"), ("goals-in-force", "supporters", "goal-states")
    ),
    "handed-on": _Composed(
        _handed,
        ("goal", "unit", "level", "from"),
        ("forwards-in-force", "units", "units-above", "handed-on"),
    ),
    "link-states": _Composed(
        _links,
        ("from", "to", "state"),
        ("replacing", "replaced", "forwards-in-force", "units", "units-above", "handed-on",
         "link-states"),
    ),
    "matrix": _Composed(
        _matrix,
        ("level", "unit", "area", "status", "goals", "goals_by_tag"),
        ("goals-in-force", "supporters", "goal-states", "root-areas", "areas-by-chain",
         "forwards-in-force", "units", "units-above", "handed-on", "areas-in-force",
         "plans-in-force", "goals-in-rows", "matrix"),
        "The status of each cell unit × area, and the goals that cover it or are tagged so.",
    ),
    "missing-levels": _Composed(
        _missing,
        ("id", "level", "answered", "missing"),
        ("goals-in-force", "forwards-in-force", "units", "units-above", "handed-on",
         "missing-levels"),
        "Which goals in force are answered, and the needed levels that are missing.",
    ),
    "score": _Composed(
        _score,
        ("rooted", "below", "answered", "needs", "suspect", "exempt"),
        ("goals-in-force", "supporters", "goal-states", "replacing", "replaced",
         "forwards-in-force", "units", "units-above", "handed-on", "link-states",
         "missing-levels", "score"),
    ),
    "trace": _Composed(
        _trace,
        ("way", "id", "level"),
        ("goals-in-force", "supported", "supporters"),
        "What one goal leads to (up) and what leans on it (down), by carrying links.",
        ("goal",),
    ),
    "witness": _Composed(
        _witness,
        ("step", "id", "level"),
        ("goals-in-force", "supporters", "goal-states"),
        "A shortest way from one goal to a root, of several the first by ids; no row where "
        "there is none.",
        ("goal",),
    ),
}  # fmt: skip
