"""
Verdicts on the money of goals: does it fit in their plans, and do all of them have some?

Where no goal of the data tells a budget, nothing is looked at: then money isn't kept by goal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.layers import Flags
from queries.audit import Audit
from queries.rules.finding import Finding, Looked, Told, goal_finding
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import item_finding, kept, plans_in_parts, wholes


def goals_over_budget(audit: Audit, rule: Rule) -> Looked:
    """
    Plans in force whose goals, those of their parts counted in, have more money together than
    the plan (A27).

    Less is nothing to remark on: not all of a plan's money is for goals. A difference up to the
    parameter `tolerance`, in thousands of kronor, is rounding.
    """
    p = audit.projection
    told = _told(audit)
    if not told.any():
        return Looked(0, [])
    plans = p.frame.plans
    own = np.bincount(p.plan[told], weights=p.budgets[told], minlength=len(plans))
    has = np.bincount(p.plan[told], minlength=len(plans)) > 0
    sums, having = own.copy(), has.copy()
    for part in np.flatnonzero(plans_in_parts(audit) & has).tolist():
        for whole in wholes(p, plans[part]):
            place = p.plan_number[whole.id]
            sums[place] += own[part]
            having[place] = True
    of, found = 0, []
    for place in np.flatnonzero(audit.scene.plans & having).tolist():
        budget = plans[place].budget_tkr
        if budget is None:
            continue
        of += 1
        if sums[place] > budget + rule.parameters["tolerance"]:
            values = {"budget": _number(budget), "sum": _number(round(float(sums[place]), 3))}
            found.append(item_finding(rule, plans[place], **values))
    return Looked(of, found)


def goals_without_budget(audit: Audit, rule: Rule) -> Looked:
    """
    Goals in force without a budget in a plan that has one, where at least such a share of the
    plan's goals as the parameter `share` has one (A14).

    Of a plan in parts, the money of the whole is money of the part.
    """
    p = audit.projection
    told, held = _told(audit), _in_plans(audit)
    if not told.any():
        return Looked(0, [])
    plans = p.frame.plans
    count = np.bincount(p.plan[held], minlength=len(plans))
    having = np.bincount(p.plan[told], minlength=len(plans))
    used = _funded(audit) & (having > 0) & (having >= rule.parameters["share"] * count)
    # Goals without a plan find the last entry.
    looked = held & np.append(used, False)[p.plan]

    def tell(goal: int) -> Finding:
        plan = int(p.plan[goal])
        return goal_finding(
            audit, rule, goal,
            plan=plans[plan].name or plans[plan].id,
            having=str(having[plan]), count=str(count[plan]),
        )  # fmt: skip

    return Looked(int(looked.sum()), Told(np.flatnonzero(looked & ~told), tell))


@kept
def _told(audit: Audit) -> Flags:
    """Goals in force in a plan that tell a budget."""
    told: Flags = _in_plans(audit) & ~np.isnan(audit.projection.budgets)
    return told


def _in_plans(audit: Audit) -> Flags:
    held: Flags = audit.scene.goals & (audit.projection.plan >= 0)
    return held


def _funded(audit: Audit) -> NDArray[np.bool_]:
    """Plans that tell a budget of their own, or are a part of one that does."""
    p = audit.projection
    return np.array(
        [
            any(each.budget_tkr is not None for each in (plan, *wholes(p, plan)))
            for plan in p.frame.plans
        ],
        dtype=np.bool_,
    )


def _number(value: float) -> str:
    return str(value).removesuffix(".0")
