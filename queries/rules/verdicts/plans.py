"""
Verdicts on plans.
"""

from __future__ import annotations

import numpy as np

from graph.model import Plan
from queries.audit import Audit
from queries.rules.finding import Finding, Looked, item_place
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import holders


def two_in_force(audit: Audit, rule: Rule) -> Looked:
    """
    Plans of one kind and unit in force that neither replace nor are part of others.

    With `--all` no plan is cut by another, so nothing is looked at.
    """
    scene, plans = audit.scene, audit.projection.frame.plans
    if scene.window is None:
        return Looked(0, [])
    looked = np.flatnonzero(scene.plans & (holders(audit) >= 0))
    _, holder, sizes = np.unique(holders(audit)[looked], return_inverse=True, return_counts=True)
    beside_others = np.flatnonzero(sizes[holder] > 1).tolist()
    by_holder: dict[int, list[Plan]] = {}
    for place in beside_others:
        by_holder.setdefault(int(holder[place]), []).append(plans[looked[place]])
    replaced = {plan.id: plan.replaces for plan in plans} if by_holder else {}
    found = []
    for held in by_holder.values():
        older = {plan.id: _all_replaced(plan.id, replaced) for plan in held}
        for plan in held:
            beside = sorted(other.id for other in held if not _hang_together(plan, other, older))
            if beside:
                values = {"id": plan.id, "title": plan.name or plan.id, "plans": ", ".join(beside)}
                found.append(Finding(rule, plan.id, (), values, item_place(plan)))
    return Looked(int(scene.plans.sum()), found)


def _hang_together(one: Plan, other: Plan, older: dict[str, set[str]]) -> bool:
    """True if one plan replaces the other, in steps too, or they are parts or whole."""
    return (
        one.id == other.id
        or other.id in older[one.id]
        or one.id in older[other.id]
        or one.part_of == other.id
        or other.part_of == one.id
        or (one.part_of is not None and one.part_of == other.part_of)
    )


def _all_replaced(plan: str, replaced: dict[str, tuple[str, ...]]) -> set[str]:
    """The plans that a plan replaces, directly or in steps."""
    found: set[str] = set()
    waiting = [plan]
    while waiting:
        older = [each for each in replaced[waiting.pop()] if each not in found]
        found.update(older)
        waiting += older
    return found
