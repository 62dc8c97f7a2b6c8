"""
Verdicts on forwards: nobody took up what was handed on, or the unit has a goal for it all the
same; the decision ends soon, has ended, or doesn't say who decided it or until when.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.days import FOREVER, NEVER, day_number
from graph.model import Forward
from queries.audit import Audit
from queries.links import Handing
from queries.rules.finding import Finding, Looked, item_place
from queries.rules.spec import Rule
from queries.rules.verdicts import lasting
from queries.rules.verdicts.facts import kept
from queries.rules.verdicts.lasting import Lasting


def not_taken_up(audit: Audit, rule: Rule) -> Looked:
    """
    Goals that a unit has handed on and nobody took up (A04).

    Not looked at where the view leaves out the level that would take the goal up.
    """
    scene = audit.scene
    cut = scene.lowest < len(scene.levels) - 1
    looked = [each for each in audit.links.handed if not cut or each.level < scene.lowest]
    found = [
        _forward(audit, rule, handing, ())
        for handing in looked
        if scene.goals[handing.goal] and not handing.links.size
    ]
    return Looked(len(looked), found)


def handed_on_and_kept(audit: Audit, rule: Rule) -> Looked:
    """Goals that a unit has handed on, and has a goal of its own for all the same (A04)."""
    p, found = audit.projection, []
    for handing in audit.links.handed:
        forward = p.frame.forwards[handing.forward]
        unit = p.unit_number[forward.unit]
        inside = audit.scene.goals[handing.goal]
        own = _own_goals(audit, handing.goal, unit, handing.level) if inside else []
        if own:
            found.append(_forward(audit, rule, handing, tuple(own)))
    return Looked(len(audit.links.handed), found)


def ending(audit: Audit, rule: Rule) -> Looked:
    """Forwards that end within so many days and aren't renewed."""
    return lasting.ending(audit, rule, _forwards(audit))


def ended(audit: Audit, rule: Rule) -> Looked:
    """Forwards that have ended, of a goal in force that the unit has no goal of its own for."""
    scene = audit.scene

    def needed(each: Lasting) -> bool:
        goal, unit, level = each.key
        own = _own_goals(audit, goal, unit, level)
        return bool(scene.goals[goal] and scene.units[unit] and level <= scene.lowest) and not own

    return lasting.ended(audit, rule, _forwards(audit), needed)


def undecided(audit: Audit, rule: Rule) -> Looked:
    """Forwards in force that don't say who decided them, or when."""
    return lasting.undecided(audit, rule, _forwards(audit))


def endless(audit: Audit, rule: Rule) -> Looked:
    """Forwards in force that don't say when they end."""
    return lasting.endless(audit, rule, _forwards(audit))


@kept
def _forwards(audit: Audit) -> list[Lasting]:
    """Every forward; keys are goal, unit and level."""
    return list(_told(audit))


def _told(audit: Audit) -> Iterator[Lasting]:
    p = audit.projection
    for item in p.frame.forwards:
        goal, unit = p.number[item.goal], p.unit_number[item.unit]
        level = p.governance.order[item.level]
        yield Lasting(
            (goal, unit, level),
            day_number(item.decided_on, NEVER),
            day_number(item.until, FOREVER),
            item.decided_by,
            f"{item.goal}/{item.unit}/{item.level}",
            witness=(item.goal,),
            values=_values(audit, item),
            place=item_place(item),
        )


def _own_goals(audit: Audit, goal: int, unit: int, level: int) -> list[str]:
    """Goals of the level, of the unit or one below it, that contribute to the goal."""
    p = audit.projection
    inward = p.inward[p.into[goal] : p.into[goal + 1]]
    inward = inward[audit.links.carries[inward]]
    own = []
    for each in p.source[inward].tolist():
        # A goal may be held through a part-plan of the unit as well as by itself.
        held = np.append(p.held_by.of(each), p.plan_unit[p.plan[each]])
        if p.level[each] == level and p.under(held[held >= 0], unit).any():
            own.append(p.ids[each])
    return own


def _forward(audit: Audit, rule: Rule, handing: Handing, own: tuple[str, ...]) -> Finding:
    forward = audit.projection.frame.forwards[handing.forward]
    subject = f"{forward.goal}/{forward.unit}/{forward.level}"
    witness = (*own, forward.goal)
    return Finding(rule, subject, witness, _values(audit, forward), item_place(forward))


def _values(audit: Audit, forward: Forward) -> dict[str, str]:
    p = audit.projection
    return {
        "id": forward.goal,
        "title": p.titles[p.number[forward.goal]],
        "unit": p.frame.units[p.unit_number[forward.unit]].name,
        "level": p.governance.level(forward.level).name,
    }
