"""
Verdicts on links: what their states tell, and links that lead down.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.layers import Indices
from queries.audit import Audit
from queries.links import LINK_STATES, UNSEEN
from queries.rules.finding import Finding, Looked, Told, goal_place
from queries.rules.spec import Rule
from queries.witnesses import Witnesses


def broken(audit: Audit, rule: Rule) -> Looked:
    """Links to what isn't there or isn't in force, or out of force themselves (A03)."""
    why = Witnesses(audit).why_not

    def tell(link: int) -> Finding:
        cause = why(link) or ""
        told = _link(audit, rule, link)
        return replace(told, otherwise=cause if cause in rule.otherwise else "")

    links = _in_state(audit, "broken")
    return Looked(_seen(audit), Told(links, tell))


def outdated(audit: Audit, rule: Rule) -> Looked:
    """Links to a goal that another in force has replaced (A17)."""
    return _told(audit, rule, _in_state(audit, "outdated"))


def suspect(audit: Audit, rule: Rule) -> Looked:
    """Links whose ends no longer say what was reviewed."""
    return _told(audit, rule, _in_state(audit, "suspect"))


def predated(audit: Audit, rule: Rule) -> Looked:
    """Links to a goal whose plan was decided after that of the goal led from (A15)."""
    return _told(audit, rule, _in_state(audit, "predated"))


def unwanted(audit: Audit, rule: Rule) -> Looked:
    """Links to a goal that has no need of goals from that level (A02)."""
    return _told(audit, rule, _in_state(audit, "unwanted"))


def downward(audit: Audit, rule: Rule) -> Looked:
    """Carrying links to a goal of a lower level."""
    p = audit.projection
    down = audit.links.carries & (p.level[p.target] > p.level_from)
    return _told(audit, rule, np.flatnonzero(down))


def _in_state(audit: Audit, state: str) -> Indices:
    p = audit.projection
    links = np.flatnonzero(audit.links.state == LINK_STATES.index(state))
    # A goal below the view's lowest level is left out by the asker, not missing.
    return links[p.level[p.target[links]] <= audit.scene.lowest]


def _told(audit: Audit, rule: Rule, links: Indices) -> Looked:
    return Looked(_seen(audit), Told(links, lambda link: _link(audit, rule, link)))


def _seen(audit: Audit) -> int:
    return int(np.count_nonzero(audit.links.state != UNSEEN))


def _link(audit: Audit, rule: Rule, link: int) -> Finding:
    p = audit.projection
    source, target = int(p.source[link]), int(p.target[link])
    start, end = p.ids[source], p.ids[target]
    level = p.governance.levels[p.level[source]].name
    values = {"from": start, "to": end, "title": p.titles[source], "level": level}
    return Finding(rule, f"{start}->{end}", (start, end), values, goal_place(audit, source))
