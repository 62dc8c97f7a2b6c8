"""
What every kind of embed is told with: addresses, a goal as a line, dates, and what became of
goals that are replaced or gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

import numpy as np

from graph.model import Plan
from graph.projection import Projection
from queries.states import GOAL_STATES, NOT_IN_FORCE, ROOT, VISION
from service.addresses import thing_address
from service.embeds.content import Content, Line, Notice
from service.embeds.embed import Embed
from service.reading import Reading
from service.reports.words import STATES, pick
from service.showing import day_text, visible
from service.words import say

# So many lines are told; the page that the embed links to has them all.
LINES = 40


class Telling:
    """One embed's words about the reading of its view."""

    def __init__(self, embed: Embed, reading: Reading, base: str, changed: str) -> None:
        """
        `base` is the service's public address, `changed` when the subject was last changed, as
        an ISO instant or empty.
        """
        self.embed = embed
        self.reading = reading
        self.audit = reading.audit
        self.projection = reading.audit.projection
        self.language = embed.language
        self._base = base.rstrip("/")
        self._changed = changed
        self.kept = {
            "year": embed.year,
            "lang": embed.language if embed.language != "sv" else None,
        }

    def say(self, key: str, **values: object) -> str:
        """One of the embeds' texts."""
        return say(f"embed.{key}", self.language, **values)

    def address(self, page: str, ident: str | None = None, **query: object) -> str:
        """The whole address of a page that shows the same view."""
        path, more = thing_address(page, ident) if ident is not None else (page, {})
        pairs = {**more, **self.kept, **query}.items()
        said = urlencode([(key, value) for key, value in pairs if value is not None])
        return self._base + path + (f"?{said}" if said else "")

    def goal(self, goal: int, *, how: str = "", about: str = "") -> Line:
        """A goal as a line; `about` stands in place of its level and units."""
        p, state = self.projection, int(self.audit.states.state[goal])
        level = int(p.level[goal])
        names = [p.frame.units[unit].name for unit in p.held_by.of(goal).tolist()]
        told = [p.governance.levels[level].name if level >= 0 else "", *names[:3]]
        # That a goal is of the highest levels is told by its level.
        named = GOAL_STATES[state] if state not in (VISION, ROOT, NOT_IN_FORCE) else ""
        return Line(
            text=p.titles[goal] or p.ids[goal],
            url=self.address("/mal", p.ids[goal]) if p.exists[goal] else None,
            about=about or " · ".join(visible(each, 80) for each in told if each),
            state=named,
            state_word=pick(STATES[named], self.language) if named else "",
            how=how,
            made_up=p.bases[goal] == "made_up",
        )

    def goals(self, goals: Iterable[int]) -> tuple[Line, ...]:
        """Several goals as lines."""
        return tuple(self.goal(goal) for goal in goals)

    def facts(self, plan: Plan | None = None) -> tuple[tuple[str, str], ...]:
        """When it was decided and by whom, when it was last changed, and which time is shown."""
        found = []
        if plan is not None and plan.decided_on:
            found.append((self.say("decided"), self._decision(plan)))
        if self._changed:
            found.append((self.say("changed"), day_text(self._changed[:10], self.language)))
        year = str(self.audit.view.year)
        shown = year if self.embed.year else self.say("now", year=year)
        return (*found, (self.say("shown"), shown))

    def _decision(self, plan: Plan) -> str:
        units = self.projection.frame.by_id("units")
        by = plan.decided_by or ""
        said = [
            day_text(plan.decided_on, self.language),
            visible(units[by].name if by in units else by, 100),
            visible(plan.reference or "", 80),
        ]
        return ", ".join(each for each in said if each)

    def latest(self, unit: str | None = None) -> Plan | None:
        """The plan in force that was decided last: of a unit, else of those of the root goals."""
        p = self.projection
        kind = p.governance.levels[p.governance.root].plan
        decided = [
            plan
            for plan, holds in zip(p.frame.plans, self.audit.scene.plans.tolist(), strict=True)
            if holds and plan.decided_on and (plan.unit == unit if unit else plan.kind == kind)
        ]
        return max(decided, key=lambda plan: (plan.decided_on, plan.id), default=None)

    def plan_of(self, goal: int) -> Plan | None:
        """The goal's plan."""
        place = int(self.projection.plan[goal])
        return self.projection.frame.plans[place] if place >= 0 else None

    def became(self, goal: int) -> tuple[Notice, ...]:
        """What a reader must know of a goal that is replaced, gone or not in force."""
        p = self.projection
        replaced = tuple(
            Notice("replaced", self.say("replaced"), p.titles[each],
                   self.address("/mal", p.ids[each]))
            for each in successors(self.reading, goal)
        )
        if replaced:
            return replaced
        if not p.exists[goal]:
            return (Notice("gone", self.say("gone")),)
        if self.audit.states.state[goal] == NOT_IN_FORCE:
            return (Notice("not_in_force", self.say("not_in_force", year=self.audit.view.year)),)
        return ()

    def gone(self) -> Content:
        """What is said of a subject that isn't in the data any more."""
        return Content(
            title=self.embed.title or self.embed.subject,
            url=self.address("/"),
            notices=(Notice("gone", self.say("gone")),),
            facts=self.facts(),
        )


def how_of(p: Projection, source: int, target: int) -> str | None:
    """How one goal contributes to another; None where no link goes from the one to the other."""
    start, end = int(p.out[source]), int(p.out[source + 1])
    place = start + int(np.searchsorted(p.target[start:end], target))
    return p.hows[place] or "" if place < end and p.target[place] == target else None


def successors(reading: Reading, goal: int) -> list[int]:
    """
    The goals in force that replace a goal, straight or in steps; else the last ones in the row
    that are there at all. By id; linear in what replaces it.
    """
    p, state = reading.audit.projection, reading.audit.states.state
    seen, waiting = {goal}, [goal]
    in_force, last = [], []
    while waiting:
        each = waiting.pop()
        if each != goal and state[each] != NOT_IN_FORCE:
            in_force.append(each)
            continue
        following = [after for after in p.replaced_by.of(each).tolist() if after not in seen]
        seen.update(following)
        waiting += following
        if each != goal and not following and p.exists[each]:
            last.append(each)
    return sorted(in_force or last)
