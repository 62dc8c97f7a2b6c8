"""
The names that rules take from the data: levels, units, areas, plans, goals, indicators.

A name that the data doesn't have would make a rule look at nothing and find nothing, so it is
told as a fault of the rule file.
"""

from __future__ import annotations

from graph.errors import Fault, InputError
from graph.nearest import Nearest
from graph.projection import Projection
from graph.text import shown
from queries.rules.book import RuleBook


def hold_against(book: RuleBook, projection: Projection) -> None:
    """InputError with each name of the book's rules that the data doesn't have."""
    p = projection
    known: dict[str, dict[str, int] | set[str]] = {
        "goals": {goal for goal, there in zip(p.ids, p.exists.tolist(), strict=True) if there},
        "levels": p.governance.order,
        "units": p.unit_number,
        "areas": p.area_number,
        "plans": p.plan_number,
        "indicators": {each.id for each in p.frame.indicators},
    }
    faults = []
    for name in dict.fromkeys(name for rule in book for name in rule.named):
        there = known[name.section]
        if name.name in there:
            continue
        said = {"value": shown(name.name)}
        if name.section == "levels":
            code, said["known"] = "unknown_level", shown(", ".join(there), 200)
        else:
            code, said["section"] = "unknown_reference", name.section
            said |= Nearest(there).like(name.name)
        faults.append(Fault.at(name.file, name.line, name.column, code, **said))
    if faults:
        raise InputError(faults)
