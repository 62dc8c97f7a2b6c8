"""
Rules that are a Cypher text: asked of the store, each row's `id` a goal at fault.

The text may use the parameters `$view` and `$model` and the parts that the catalogue has
(docs/catalogue.md). It is run in a transaction that is always rolled back, and not at all
if it would write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.errors import Fault, InputError, StoreError, UsageError
from queries.audit import Audit
from queries.rules.finding import Looked, goal_finding
from queries.rules.spec import Rule
from queries.texts import filled

Rows = list[dict[str, Any]]
# Runs a Cypher text with parameters and gives so many rows at most, as `Store.ask` does.
Ask = Callable[..., Rows]

MOST_ROWS = 100_000
# The embedded engine says so, and no more, of whatever is wrong with a text.
_SILENT = "Check the server log"


def writes(text: str) -> tuple[str, dict[str, str]] | None:
    """Why a text can't be a rule, as the code and values of a fault; None if it can."""
    # Loaded here: the store brings the driver, and few rule files have such a rule.
    from graph.store.chain_only import beyond_chain
    from graph.store.reading_only import writing_word

    try:
        whole = filled(text)
    except KeyError as missing:
        return "rule_cypher_part", {"part": str(missing.args[0])}
    if word := writing_word(whole):
        return "store.writes", {"word": word}
    part = beyond_chain(whole)
    return ("store.beyond", {"part": part}) if part else None


def look(audit: Audit, rule: Rule, ask: Ask) -> Looked:
    """
    A finding for each goal in force that a row names.

    InputError, with the rule's place, where the database refuses the text, where a row has no
    `id`, and where there are more rows than anyone will read.
    """
    assert rule.cypher is not None
    try:
        rows = ask(filled(rule.cypher), _parameters(audit), limit=MOST_ROWS + 1)
    except StoreError:
        raise
    except UsageError as refused:
        said = str(refused.values.get("reason", ""))
        near = {} if _SILENT in said else {"near": said}
        raise _at(rule, "rule_cypher_failed", **near) from refused
    if any("id" not in row for row in rows):
        raise _at(rule, "rule_cypher_column")
    if len(rows) > MOST_ROWS:
        raise _at(rule, "rule_cypher_rows", limit=MOST_ROWS)
    p, scene = audit.projection, audit.scene
    goals = {p.number[row["id"]] for row in rows if row["id"] in p.number}
    found = [_told(audit, rule, goal) for goal in sorted(goals) if scene.goals[goal]]
    return Looked(int(scene.goals.sum()), found)


def _told(audit: Audit, rule: Rule, goal: int) -> Any:
    p = audit.projection
    plan = p.frame.plans[p.plan[goal]] if p.plan[goal] >= 0 else None
    return goal_finding(
        audit,
        rule,
        goal,
        level=p.governance.levels[p.level[goal]].name,
        unit=", ".join(p.frame.units[unit].name for unit in p.held_by.of(goal).tolist()),
        plan=(plan.name or plan.id) if plan else "",
    )


def _parameters(audit: Audit) -> Mapping[str, Any]:
    # The same that the texts of the catalogue get.
    from queries.rounds import model_parameters, view_parameters

    governance = audit.projection.governance
    return {
        "view": view_parameters(audit.view, governance),
        "model": model_parameters(audit.view, governance),
    }


def _at(rule: Rule, code: str, **values: object) -> InputError:
    place = rule.place
    assert place is not None
    return InputError([Fault.at(place.file, place.line, 0, code, rule=rule.id, **values)])
