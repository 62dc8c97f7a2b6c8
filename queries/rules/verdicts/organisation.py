"""
Verdicts on how goals are spread over plans and units: load, concentration, participation, drift
(A05, A13, A19, A20, A29).
"""

from __future__ import annotations

import numpy as np

from graph.layers import expand
from queries.audit import Audit
from queries.concentration import SEVERAL, necks_of_roots, sole_units_of_roots, upward
from queries.matrix import columns_of
from queries.meetings import meetings
from queries.rules.finding import Finding, Looked, Told, goal_finding, item_place
from queries.rules.spec import Rule
from queries.rules.verdicts.facts import item_finding, kept, plans_in_parts, plans_looked_at

_upward = kept(upward)


def plans_without_goals(audit: Audit, rule: Rule) -> Looked:
    """
    Plans in force of a level's kind without any goal, nor in their parts (A02, A06).

    A plan that was replaced in the course of the view is looked at too.
    """
    p = audit.projection
    held = np.zeros(len(p.frame.plans) + 1, dtype=np.bool_)
    held[p.plan[p.exists]] = True
    parts = np.flatnonzero(plans_in_parts(audit) & held[:-1]).tolist()
    held[[p.plan_number[p.frame.plans[part].part_of or ""] for part in parts]] = True
    looked = plans_looked_at(audit)
    bare = np.flatnonzero(looked & ~held[:-1])
    return Looked(
        int(looked.sum()), Told(bare, lambda plan: item_finding(rule, p.frame.plans[plan]))
    )


def too_many(audit: Audit, rule: Rule) -> Looked:
    """Plans in force with more goals in force than the parameter `most` (A19)."""
    p, scene = audit.projection, audit.scene
    counts = np.bincount(p.plan[scene.goals & (p.plan >= 0)], minlength=len(p.frame.plans))
    looked = scene.plans & (counts > 0)
    over = np.flatnonzero(looked & (counts > rule.parameters["most"]))

    def tell(plan: int) -> Finding:
        return item_finding(rule, p.frame.plans[plan], count=str(counts[plan]))

    return Looked(int(looked.sum()), Told(over, tell))


def not_broken_down(audit: Audit, rule: Rule) -> Looked:
    """
    Root goals that are answered, but by no way all the way down (A05, A13).

    Told where the way ends out of sight: where a goal that contributes straight to the root
    goal is answered in its turn. Otherwise that goal is told of itself.
    """
    p, roots, depth = audit.projection, audit.scene.roots, audit.depth
    answered = roots[depth.answered[roots]]
    shallow = answered[~depth.deep_any[answered]]
    links = p.inward[expand(p.into, shallow)]
    links = links[audit.links.carries[links] & depth.answered[p.source[links]]]
    thin = np.unique(p.target[links]).tolist()
    return Looked(len(answered), [goal_finding(audit, rule, goal) for goal in thin])


def areas_without_root(audit: Audit, rule: Rule) -> Looked:
    """Areas in force of a kind that a level asks for, with no root goal in force in them (A05)."""
    p, scene = audit.projection, audit.scene
    asked = [columns_of(scene, level) for level in range(scene.lowest + 1)]
    looked = np.unique(np.concatenate(asked))
    held = {area for root in scene.roots.tolist() for area in p.areas.of(root).tolist()}
    bare = [p.frame.areas[area] for area in looked.tolist() if area not in held]
    return Looked(len(looked), [item_finding(rule, area) for area in bare])


def participation_missing(audit: Audit, rule: Rule) -> Looked:
    """
    Units of the lowest level that owes goals, without a goal meeting in the view or so many
    months before it as the parameter `months_before` says (A29).

    Nothing is looked at where no meeting of that time is recorded at all.
    """
    p = audit.projection
    met = {each.unit for each in meetings(audit, rule.parameters["months_before"])}
    if not met or not audit.rows:
        return Looked(0, [])
    units = [p.frame.units[unit] for unit in audit.rows[max(audit.rows)].units.tolist()]
    found = [item_finding(rule, unit) for unit in units if unit.id not in met]
    return Looked(len(units), found)


def participation_low(audit: Audit, rule: Rule) -> Looked:
    """Goal meetings where a smaller share took part than the parameter `share` (A29)."""
    p = audit.projection
    of, found = 0, []
    for each in meetings(audit, rule.parameters["months_before"]):
        if each.took_part is None or not each.of:
            continue
        of += 1
        if each.took_part < rule.parameters["share"] * each.of:
            unit = p.frame.units[p.unit_number[each.unit]]
            values = {"unit": unit.name, "date": each.date.isoformat()}
            values |= {"took_part": str(each.took_part), "whole": str(each.of)}
            subject = f"{each.unit}/{each.date.isoformat()}"
            found.append(Finding(rule, subject, (), values, item_place(each)))
    return Looked(of, found)


def drift(audit: Audit, rule: Rule) -> Looked:
    """Supported goals tagged with an area that their chains don't lead to (A01, A20)."""
    p, words = audit.projection, audit.chain_areas
    owner, area = p.areas.owner, p.areas.values
    below = audit.states.supported & (p.level > p.governance.root)
    seen = below[owner]
    bit = np.left_shift(np.uint64(1), (area % 64).astype(np.uint64))
    led = (words[owner, area // 64] & bit) != 0
    found = []
    for place in np.flatnonzero(seen & ~led).tolist():
        name = p.frame.areas[int(area[place])].name
        found.append(goal_finding(audit, rule, int(owner[place]), area=name))
    return Looked(len(np.unique(owner[seen])), found)


def on_one_unit(audit: Audit, rule: Rule) -> Looked:
    """
    Root goals that only one unit of a level leads to, though more of that level answer other
    root goals, and it isn't addressed to that unit alone (A05).
    """
    p, roots = audit.projection, audit.scene.roots
    found = []
    for level, sole in sole_units_of_roots(audit, _upward(audit)).items():
        alone = np.flatnonzero(sole != SEVERAL)
        for root, unit in zip(roots[alone].tolist(), sole[alone].tolist(), strict=True):
            if set(p.addressed.of(root).tolist()) == {unit}:
                continue
            name, on = p.frame.units[unit].name, audit.scene.levels[level].name
            found.append(goal_finding(audit, rule, root, unit=name, level=on))
    return Looked(len(roots), found)


def on_one_goal(audit: Audit, rule: Rule) -> Looked:
    """
    Root goals that every way up to passes one and the same goal, in which several ways meet
    (A05).
    """
    p, roots = audit.projection, audit.scene.roots
    tree = necks_of_roots(audit, _upward(audit))
    found = []
    for root in roots[tree.single(roots)].tolist():
        nearest = tree.of(root)[0]
        inward = p.inward[expand(p.into, np.array(nearest, dtype=np.intp))]
        if np.count_nonzero(audit.links.carries[inward]) > 1:
            names = ", ".join(p.ids[goal] for goal in nearest)
            found.append(goal_finding(audit, rule, root, (root, *nearest), through=names))
    return Looked(len(roots), found)
