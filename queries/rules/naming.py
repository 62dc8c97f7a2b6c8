"""
The names that rules take from the data: levels, units, areas, plans, goals, indicators,
and the kinds of units and plans.

A name that the data doesn't have would make a rule look at nothing and find nothing, so it is
told as a fault of the rule file.
"""

from __future__ import annotations

from graph.errors import Fault, InputError
from graph.governance import Governance
from graph.nearest import Nearest
from graph.projection import Projection
from graph.text import shown
from queries.rules.book import RuleBook

_KINDS = {"unit_kinds": "rule_unit_kind", "plan_kinds": "rule_plan_kind"}


def hold_against(book: RuleBook, projection: Projection) -> None:
    """InputError with each name of the book's rules that the data doesn't have."""
    faults = missing_names(book, projection)
    if faults:
        raise InputError(faults)


def missing_names(book: RuleBook, projection: Projection) -> list[Fault]:
    """A fault for each name of the book's rules that the data doesn't have."""
    p = projection
    known: dict[str, dict[str, int] | set[str]] = {
        "goals": {goal for goal, there in zip(p.ids, p.exists.tolist(), strict=True) if there},
        "levels": p.governance.order,
        "units": p.unit_number,
        "areas": p.area_number,
        "plans": p.plan_number,
        "indicators": {each.id for each in p.frame.indicators},
        "unit_kinds": _unit_kinds(p.governance) | {each.kind for each in p.frame.units},
        "plan_kinds": {each.plan for each in p.governance.levels if each.plan}
        | {each.kind for each in p.frame.plans},
    }
    faults = []
    for name in dict.fromkeys(name for rule in book for name in rule.named):
        there = known[name.section]
        if name.name in there:
            continue
        said = {"value": shown(name.name)}
        if name.section == "levels":
            code, said["known"] = "unknown_level", shown(", ".join(there), 200)
        elif name.section in _KINDS:
            code, said["known"] = _KINDS[name.section], shown(", ".join(sorted(there)), 200)
            said |= Nearest(there).like(name.name)
        else:
            code, said["section"] = "unknown_reference", name.section
            said |= Nearest(there).like(name.name)
        faults.append(Fault.at(name.file, name.line, name.column, code, **said))
    return faults


def _unit_kinds(governance: Governance) -> set[str]:
    """The kinds that the model speaks of, whether or not there is a unit of each."""
    mapped = {kind for pair in governance.unit_kinds for kind in pair}
    return mapped.union(*(level.owed_by for level in governance.levels))
