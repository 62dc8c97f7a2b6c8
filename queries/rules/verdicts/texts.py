"""
Verdicts on what goals say: said twice, copied down, too wide, too vague (A18, A20, A25).

Advice all of it. A machine sees that words are alike; it can't tell whether that is a slip.
"""

from __future__ import annotations

import numpy as np

from graph.layers import Indices
from queries.audit import Audit
from queries.likeness import Pair, alike, alike_among, folded
from queries.rules.finding import Finding, Looked, goal_finding, goal_place
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import asked_levels, goals_at

# So many goals of a plan are compared each with each; those of larger plans by their likeness.
COMPARED_EACH = 40


def near_duplicates(audit: Audit, rule: Rule) -> Looked:
    """
    Goals that say nearly the same as an earlier one of the same level and plan, or of the same
    unit where they have no plan (A18).
    """
    p = audit.projection
    goals = np.flatnonzero(audit.scene.goals)
    least = rule.parameters["likeness"]
    told: dict[int, Pair] = {}
    for pair in _among(audit, goals, least):
        told.setdefault(pair.other, pair)
    found = [
        goal_finding(
            audit, rule, goal, (goal, pair.one), other=p.ids[pair.one], likeness=str(pair.likeness)
        )
        for goal, pair in sorted(told.items())
    ]
    return Looked(len(goals), found)


def _among(audit: Audit, goals: Indices, least: int) -> list[Pair]:
    """Pairs of goals alike, each group by itself: small ones all with all, larger by likeness."""
    p = audit.projection
    held = p.held_by
    unit = np.append(held.values, -1)[held.start[goals]]
    none = np.diff(held.start)[goals] == 0
    own = np.where(p.plan[goals] >= 0, -1, np.where(none, -1, unit))
    order = np.lexsort((goals, own, p.plan[goals], p.level[goals]))
    goals, own = goals[order], own[order]
    new = np.ones(len(goals), dtype=np.bool_)
    for key in (p.level[goals], p.plan[goals], own):
        new[1:] &= key[1:] == key[:-1]
    new[1:] = ~new[1:]
    group = np.cumsum(new) - 1
    size = np.bincount(group)[group] if len(goals) else group
    small = np.flatnonzero(size <= COMPARED_EACH)
    pairs = [(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))]
    for beside in range(1, min(COMPARED_EACH, len(small))):
        first, second = small[:-beside], small[beside:]
        same = group[first] == group[second]
        if not same.any():
            break
        pairs.append((goals[first[same]], goals[second[same]]))
    ones, others = (np.concatenate(each) for each in zip(*pairs, strict=True))
    found = alike_among(p.titles, ones, others, least)
    for number in np.unique(group[size > COMPARED_EACH]).tolist():
        those = goals[group == number].tolist()
        found += [
            Pair(those[pair.one], those[pair.other], pair.likeness)
            for pair in alike([p.titles[goal] for goal in those], least)
        ]
    return sorted(found, key=lambda pair: (pair.one, pair.other))


def copied_down(audit: Audit, rule: Rule) -> Looked:
    """Links whose goal says nearly the same as the goal of a higher level it leads to (A18)."""
    p = audit.projection
    above = p.level[p.target]
    higher = (above < p.level_from) & (above >= p.governance.root)
    links = np.flatnonzero(audit.links.carries & higher)
    found = []
    least = rule.parameters["likeness"]
    for pair in alike_among(p.titles, p.source[links], p.target[links], least):
        start, end = p.ids[pair.one], p.ids[pair.other]
        values = {"from": start, "to": end, "title": p.titles[pair.one]}
        values["likeness"] = str(pair.likeness)
        place = goal_place(audit, pair.one)
        found.append(Finding(rule, f"{start}->{end}", (start, end), values, place))
    return Looked(len(links), found)


def too_wide(audit: Audit, rule: Rule) -> Looked:
    """Goals at the levels asked about whose chains lead to so many areas, or more (A20)."""
    goals = goals_at(audit, asked_levels(audit, rule))
    goals = goals[audit.states.supported[goals]]
    areas = np.bitwise_count(audit.chain_areas[goals]).sum(axis=1)
    wide = np.flatnonzero(areas >= rule.parameters["areas"]).tolist()
    found = [
        goal_finding(audit, rule, int(goals[place]), areas=str(int(areas[place]))) for place in wide
    ]
    return Looked(len(goals), found)


def vague(audit: Audit, rule: Rule) -> Looked:
    """Goals, at the levels asked about, with a word that can't be followed up (A25)."""
    p = audit.projection
    words = tuple(word.casefold() for word in rule.parameters["words"])
    looked = goals_at(audit, asked_levels(audit, rule)).tolist()
    found = []
    for goal in looked:
        title = f" {folded(p.titles[goal])} "
        word = next((word for word in words if f" {word} " in title), None)
        if word is not None:
            found.append(goal_finding(audit, rule, goal, word=word))
    return Looked(len(looked), found)
