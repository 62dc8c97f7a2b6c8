"""
Line of sight: what a goal, or a group, works for, as plain sentences in Swedish and English.

Told along the witness, the shortest way to fullmäktige; other root goals that the goal leads to
are named after it. The sentences stand in `sight.yaml`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import yaml

from graph.period import day_words
from queries.areas import closure, leading_to, listed
from queries.audit import Audit
from queries.meetings import last_meetings
from queries.rules.verdicts.facts import kept, measured
from queries.states import BROKEN, DETACHED, EXEMPT, NOT_IN_FORCE, ORPHAN

LANGUAGES = ("sv", "en")
# So many other root goals are named, then it is said how many more there are.
NAMED = 5

_met = kept(last_meetings)


def goal_sight(audit: Audit, goal: int, language: str = "sv") -> list[str]:
    """
    The line of sight of a goal in force, sentence by sentence; none for a goal that isn't.

    Linear in what lies above the goal.
    """
    told = _chain_sight(audit, goal, language)
    units = audit.projection.held_by.of(goal).tolist() if told else []
    said = (meeting_sight(audit, unit, language, named=len(units) > 1) for unit in units)
    return [*told, *filter(None, said)]


def _chain_sight(audit: Audit, goal: int, language: str) -> list[str]:
    """The sentences about the goal itself, without how its unit set it."""
    p, states = audit.projection, audit.states
    if states.state[goal] == NOT_IN_FORCE:
        return []
    root = p.governance.root
    own = "root" if p.level[goal] <= root else "own"
    told = [_say(own, language, who=_who(audit, goal, language), title=p.titles[goal])]
    way = states.witness(goal)
    for lower, upper in pairwise(way):
        told += _step(audit, lower, upper, language)
    if way:
        told += _onward(audit, goal, way[-1], language)
    else:
        told += _why_not(audit, goal, language)
    below = len(leading_to(audit.scene, audit.links, np.array([goal]))) - 1
    if below:
        told.append(_say("below" if below > 1 else "below_one", language, count=str(below)))
    if measured(audit)[goal]:
        names = [
            _say("made_up", language, name=each.name) if each.basis == "made_up" else each.name
            for each in p.frame.indicators
            if p.ids[goal] in each.measures
        ]
        told.append(_say("measured", language, indicators=_joined(names, language)))
    return told


def unit_sight(
    audit: Audit, unit: int, language: str = "sv", most: int | None = None
) -> list[list[str]]:
    """
    A unit's own line of sight: how many goals it has and how they were set, then those of each
    of its goals.

    No more than the first `most` goals are told, where that is given; they count all the same.
    """
    p = audit.projection
    goals = np.unique(p.held_by.owner[p.held_by.values == unit])
    goals = goals[audit.scene.goals[goals]]
    name = p.frame.units[unit].name
    if not goals.size:
        return [[_say("nothing", language, who=name)]]
    first = _say("several" if len(goals) > 1 else "one", language, who=name, count=str(len(goals)))
    met = meeting_sight(audit, unit, language)
    chains = (_chain_sight(audit, goal, language) for goal in goals[:most].tolist())
    return [[first, met] if met else [first], *chains]


def meeting_sight(audit: Audit, unit: int, language: str = "sv", *, named: bool = False) -> str:
    """
    When a unit set its goals and how many took part; empty where no meeting is noted in the
    view or the year before. With the unit's name where `named`.
    """
    meeting = _met(audit).get(unit)
    if meeting is None:
        return ""
    share = ""
    if meeting.took_part is not None:
        key = "took_part" if meeting.of is None else "took_part_of"
        share = _say(key, language, part=str(meeting.took_part), whole=str(meeting.of))
    who = audit.projection.frame.units[unit].name
    day = day_words(meeting.date, language)
    key = "met_named" if named else "met"
    return _say(key, language, who=who, whose=_whose(who), day=day, share=share)


def without_meeting(audit: Audit, unit: int) -> bool:
    """
    True if a unit that owes goals has no meeting noted, though others of the same time have.

    Where nobody has, such things are kept elsewhere.
    """
    met = _met(audit)
    owes = any((rows.units == unit).any() for rows in audit.rows.values())
    return bool(met) and unit not in met and owes


def _step(audit: Audit, lower: int, upper: int, language: str) -> list[str]:
    p = audit.projection
    title = p.titles[upper]
    if p.level[upper] == p.governance.root:
        told = [_say("last", language, title=title)]
    else:
        who = _who(audit, upper, language)
        told = [_say("step", language, who=who, whose=_whose(who), title=title)]
    row = p.target[p.out[lower] : p.out[lower + 1]]
    how = p.hows[int(p.out[lower]) + int(np.searchsorted(row, upper))]
    return [*told, _say("how", language, how=_ended(how))] if how else told


def _onward(audit: Audit, goal: int, root: int, language: str) -> list[str]:
    """Where the way leads beyond its root goal: other root goals, areas, the vision."""
    p, scene = audit.projection, audit.scene
    above = closure(scene, audit.links, np.array([goal]))
    others = [
        p.titles[each]
        for each in above.tolist()
        if p.level[each] == p.governance.root and scene.goals[each] and each not in (root, goal)
    ]
    told = []
    if others:
        named = [f"”{title}”" if language == "sv" else f"“{title}”" for title in others[:NAMED]]
        named += [f"+{len(others) - NAMED}"] if len(others) > NAMED else []
        told.append(_say("more", language, roots=_joined(named, language)))
    areas = [p.frame.areas[area].name for area in listed(audit.chain_areas, goal)]
    if areas:
        told.append(_say("areas", language, areas="; ".join(areas)))
    visions = [
        p.titles[each]
        for each in closure(scene, audit.links, np.array([root])).tolist()
        if 0 <= p.level[each] < p.governance.root
    ]
    told += [_say("vision", language, title=title) for title in visions]
    return told


def _why_not(audit: Audit, goal: int, language: str) -> list[str]:
    """Why a goal has no way to fullmäktige, and how far it gets."""
    p, state = audit.projection, int(audit.states.state[goal])
    plain = {EXEMPT: "exempt", ORPHAN: "orphan", BROKEN: "broken"}
    if state in plain:
        return [_say(plain[state], language)]
    if state != DETACHED:
        return []
    links = np.arange(p.out[goal], p.out[goal + 1])
    # A detached goal has a link that carries; the first is told.
    upper = int(p.target[links[audit.links.carries[links]][0]])
    key = "stops" if _ends(audit, upper) else "detached"
    return [*_step(audit, goal, upper, language), _say(key, language)]


def _ends(audit: Audit, goal: int) -> bool:
    """True if no link leads on from a goal."""
    p = audit.projection
    return not audit.links.carries[p.out[goal] : p.out[goal + 1]].any()


def _who(audit: Audit, goal: int, language: str) -> str:
    p = audit.projection
    names = [p.frame.units[unit].name for unit in p.held_by.of(goal).tolist()]
    return _joined(names, language) if names else _say("without_unit", language)


def _ended(text: str) -> str:
    """A text that ends as a sentence does, so that the next one can stand after it."""
    said = text.rstrip()
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def _whose(name: str) -> str:
    """A name in the genitive, as Swedish has it: nothing is put after s, x and z."""
    return name if name[-1:].casefold() in ("s", "x", "z") else f"{name}s"


def _joined(parts: list[str], language: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {_say('and', language)} {parts[-1]}"


def _say(key: str, language: str, **values: str) -> str:
    return _texts()[key][LANGUAGES.index(language)].format(**values)


@cache
def _texts() -> dict[str, tuple[str, str]]:
    text = files("queries").joinpath("sight.yaml").read_text(encoding="utf-8")
    told: dict[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {key: (swedish, english) for key, (swedish, english) in told.items()}
