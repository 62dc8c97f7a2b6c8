"""
Which function each verdict's name stands for. A rule names one in its file; nothing registers
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from queries.audit import Audit
from queries.rules.finding import Looked
from queries.rules.spec import Rule
from queries.rules.verdicts import (
    chain,
    contradictions,
    coverage,
    decisions,
    exemptions,
    followup,
    links,
    measures,
    money,
    organisation,
    plans,
    texts,
    timeliness,
)

Verdict = Callable[[Audit, Rule], Looked]

VERDICTS: Mapping[str, Verdict] = {
    # Goals and their chain.
    "barren_goals": chain.barren,
    "goals_answered_in_part": chain.answered_in_part,
    "rings": chain.rings,
    "roots_without_vision": chain.roots_without_vision,
    "no_root_goal": chain.no_root_goal,
    # Links.
    "broken_links": links.broken,
    "outdated_links": links.outdated,
    "suspect_links": links.suspect,
    "predated_links": links.predated,
    "unwanted_links": links.unwanted,
    "downward_links": links.downward,
    # Plans.
    "two_plans_in_force": plans.two_in_force,
    # Who covers what.
    "no_area": coverage.no_area,
    "rowless_goals": coverage.rowless,
    "units_without_goals": coverage.units_without_goals,
    "tag_only_cells": coverage.tag_only,
    "weak_cells": coverage.weak,
    "cells_without_plan": coverage.no_plan,
    "empty_cells": coverage.empty,
    "unanswered_addresses": coverage.unanswered_addresses,
    # Decisions that lift an obligation.
    "forwards_not_taken_up": decisions.not_taken_up,
    "forwards_and_own_goals": decisions.handed_on_and_kept,
    "exemptions_ending": exemptions.ending,
    "exemptions_ended": exemptions.ended,
    "forwards_ending": decisions.ending,
    "forwards_ended": decisions.ended,
    "exemptions_undecided": exemptions.undecided,
    "exemptions_endless": exemptions.endless,
    "forwards_undecided": decisions.undecided,
    "forwards_endless": decisions.endless,
    # When and by whom plans are decided, and on what they build.
    "undecided_plans": timeliness.undecided,
    "late_plans": timeliness.late,
    "plans_after_start": timeliness.after_start,
    "plans_by_another": timeliness.by_another,
    "plan_decision_unknown": timeliness.decision_unknown,
    "plans_first_shown_after_start": timeliness.first_shown_after_start,
    "plans_without_basis": timeliness.without_basis,
    "stale_basis": timeliness.stale_basis,
    "plans_without_upper": timeliness.without_upper,
    "plans_before_basis": timeliness.before_basis,
    # Records that can't all be right.
    "conflicting_decision_days": contradictions.decision_days,
    "impossible_plan_days": contradictions.plan_days,
    "impossible_assignment_days": contradictions.assignment_days,
    "decided_too_late_by_order": contradictions.decided_too_late_by_order,
    "budgets_disagree": contradictions.budgets_disagree,
    "figures_disagree": contradictions.figures_disagree,
    "digits_swapped": contradictions.digits_swapped,
    "redefined_indicators": contradictions.redefined,
    "conflicting_targets": contradictions.conflicting_targets,
    # Indicators, and what can be judged by them.
    "indicators_without_target": measures.without_target,
    "indicators_without_outcome": measures.without_outcome,
    "goals_without_indicator": measures.goals_without,
    "roots_not_judged": measures.roots_not_judged,
    "one_sided_goals": measures.one_sided,
    # Follow-up.
    "goals_not_followed_up": followup.not_followed_up,
    "met_but_missed": followup.met_but_missed,
    "missed_but_met": followup.missed_but_met,
    "verdicts_without_outcome": followup.without_outcome,
    "verdicts_without_analysis": followup.without_analysis,
    "links_without_how": followup.links_without_how,
    "assignments_without_due": followup.without_due,
    "assignments_overdue": followup.overdue,
    "deviations_without_action": followup.without_action,
    "plans_without_budget": followup.plans_without_budget,
    "goals_over_budget": money.goals_over_budget,
    "goals_without_budget": money.goals_without_budget,
    # What goals say.
    "near_duplicates": texts.near_duplicates,
    "copied_down": texts.copied_down,
    "too_wide_goals": texts.too_wide,
    "vague_goals": texts.vague,
    # How goals are spread.
    "areas_without_root": organisation.areas_without_root,
    "plans_without_goals": organisation.plans_without_goals,
    "too_many_goals": organisation.too_many,
    "roots_not_broken_down": organisation.not_broken_down,
    "participation_missing": organisation.participation_missing,
    "participation_low": organisation.participation_low,
    "drifted_goals": organisation.drift,
    "on_one_unit": organisation.on_one_unit,
    "on_one_goal": organisation.on_one_goal,
}
