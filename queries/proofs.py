"""
Proofs: each verdict as a small JSON value with a witness that a stranger can check.

That something is there is shown by a way; that nothing is, by a set of goals that no carrying
link leads out of. docs/proofs.md tells what each holds; `tools/check_proof.py`, which shares
no code with this, holds them against the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from graph.chain import Chain
from graph.digest import canonical, digest, plain
from graph.errors import UsageError
from graph.text import escape
from queries.areas import holds, listed
from queries.audit import Audit
from queries.grounds import Grounds
from queries.links import LINK_STATES, UNSEEN
from queries.matrix import Answer, Cell, answering_level
from queries.states import DETACHED, EXEMPT, GOAL_STATES, ROOTED
from queries.witnesses import Witnesses

FORMAT = "rodtrad.proof/1"
Proof = dict[str, Any]


def lines(proofs: Iterable[Proof]) -> Iterator[str]:
    """Proofs as JSON Lines: one to a line, the same bytes for the same audit."""
    return (escape(canonical(proof)) + "\n" for proof in proofs)


class Prover:
    """
    The proofs of one audit, in the order of its answers.

    `chain` is the data that was audited, goals and all; UsageError if it is another. The proofs of
    findings are made by queries/proved.py.
    """

    def __init__(self, audit: Audit, chain: Chain) -> None:
        if digest(chain) != audit.projection.digest:
            raise UsageError("proofs_of_other_data")
        self.audit = audit
        self._written = chain.by_id("goals")
        self.chain = chain
        self.witnesses = Witnesses(audit)

    def parts(self) -> dict[str, Iterator[Proof]]:
        """Every verdict there is, findings apart, by what it is about."""
        return {
            "answers": self.answers(),
            "cells": self.cells(),
            "depths": self.depths(),
            "goals": self.goals(),
            "links": self.links(),
            "needs": self.needs(),
            "score": self.score(),
        }

    def goals(self) -> Iterator[Proof]:
        """The state of every goal in force."""
        return map(self.of_goal, self.audit.goals_in_force)

    def links(self) -> Iterator[Proof]:
        """The state of every link of a goal in force."""
        return map(self.of_link, np.flatnonzero(self.audit.links.state != UNSEEN).tolist())

    def needs(self) -> Iterator[Proof]:
        """Of every goal in force that needs contributions, whether it is answered."""
        scene = self.audit.scene
        asking = np.flatnonzero(scene.needs.any(axis=1))
        needy = scene.goals & np.isin(self.audit.projection.level, asking)
        return map(self.of_needs, np.flatnonzero(needy).tolist())

    def depths(self) -> Iterator[Proof]:
        """Of every goal in force, whether it is deep_any and whether it is deep_all."""
        for kind, grounds in self._grounds.items():
            for goal in self.audit.goals_in_force:
                covered, shown = grounds.of(goal)
                verdict, part = ("covered", "order") if covered else ("uncovered", "set")
                names = {"id": self.audit.projection.ids[goal]}
                yield self.proof(kind, verdict, {part: self.ids(shown)}, **names)

    def score(self) -> Iterator[Proof]:
        """The trace score, with what is lacking and what stands beside by name."""
        audit, p, told = self.audit, self.audit.projection, self.audit.score
        state, root = audit.states.state, p.governance.root
        asked = audit.scene.goals & (state != EXEMPT) & (p.level >= root)
        below = asked & (p.level > root) & (state != ROOTED)
        links = np.flatnonzero(audit.links.state == LINK_STATES.index("suspect"))
        missing = np.argwhere(audit.depth.missing & asked[:, None]).tolist()
        ends = (self.ids((int(p.source[link]), int(p.target[link]))) for link in links)
        witness = {
            "unrooted": self.ids(np.flatnonzero(below).tolist()),
            "missing": [[p.ids[goal], audit.scene.levels[level].id] for goal, level in missing],
            "suspect": list(ends),
            "exempt": self.ids(np.flatnonzero(state == EXEMPT).tolist()),
        }
        (up, expected), (down, needed) = told.up, told.down
        parts = (f"up {up}/{expected}", f"down {down}/{needed}", f"suspect {told.suspect}")
        yield self.proof("score", ", ".join((*parts, f"exempt {told.exempt}")), witness)

    def cells(self) -> Iterator[Proof]:
        """The status of every cell of the matrix unit × area."""
        return map(self.of_cell, self.audit.matrix)

    def answers(self) -> Iterator[Proof]:
        """The status of every cell of the matrix unit × root goal."""
        return map(self.of_answer, self.audit.answers)

    def of_goal(self, goal: int) -> Proof:
        """Vision and root: itself; rooted: a way; else the links, the closed set, the decision."""
        p, states = self.audit.projection, self.audit.states
        state = int(states.state[goal])
        witness: dict[str, Any]
        if state < ROOTED:
            witness = {"path": [p.ids[goal]]}
        elif state == ROOTED:
            witness = {"path": self.ids(states.witness(goal))}
        elif state in (EXEMPT, DETACHED):
            witness = {"closed": self.ids(self.witnesses.above([goal]))}
            if state == EXEMPT:
                witness["decision"] = plain(
                    self.witnesses.exempting_goal(self._written[p.ids[goal]])
                )
        else:
            witness = {
                "links": [
                    {"to": p.ids[p.target[link]], "why": self.witnesses.why_not(link)}
                    for link in range(p.out[goal], p.out[goal + 1])
                ]
            }
        return self.proof("goal", GOAL_STATES[state], witness, id=p.ids[goal])

    def of_link(self, link: int) -> Proof:
        """Its state, and why it doesn't carry if it doesn't."""
        p = self.audit.projection
        verdict = LINK_STATES[self.audit.links.state[link]]
        ends = {"from": p.ids[p.source[link]], "to": p.ids[p.target[link]]}
        return self.proof("link", verdict, {"why": self.witnesses.why_not(link)}, **ends)

    def of_needs(self, goal: int) -> Proof:
        """All that contribute, as goals of which levels, and the levels that are missing."""
        audit, p, levels = self.audit, self.audit.projection, self.audit.scene.levels
        counted = self._counted[goal]
        missing = [levels[n].id for n in np.flatnonzero(audit.depth.missing[goal]).tolist()]
        verdict = ("answered_in_part" if counted else "barren") if missing else "answered"
        told = [
            {"goal": p.ids[each], "as": sorted(levels[level].id for level in counted[each])}
            for each in sorted(counted)
        ]
        return self.proof("needs", verdict, {"from": told, "missing": missing}, id=p.ids[goal])

    @cached_property
    def _counted(self) -> dict[int, dict[int, set[int]]]:
        """For each goal in force those that contribute, each with the levels it counts as."""
        links, p = self.audit.links, self.audit.projection
        found: dict[int, dict[int, set[int]]] = {
            goal: {} for goal in np.flatnonzero(self.audit.scene.goals).tolist()
        }
        for link in np.flatnonzero(links.carries).tolist():
            found[int(p.target[link])][int(p.source[link])] = {int(p.level_from[link])}
        for handing in links.handed:
            for source in p.source[handing.links].tolist():
                found[handing.goal][source].add(handing.level)
        return found

    @cached_property
    def _grounds(self) -> dict[str, Grounds]:
        scene, level = self.audit.scene, self.audit.projection.level
        asked = [set(np.flatnonzero(needed).tolist()) for needed in scene.needs]
        needs = {goal: asked[level[goal]] for goal in self._counted}
        kinds = (("deep_all", True), ("deep_any", False))
        return {kind: Grounds(self._counted, needs, whole=whole) for kind, whole in kinds}

    def of_cell(self, cell: Cell) -> Proof:
        """Covered: a way; else all that the row leads to, and what there is instead."""
        audit, shown = self.audit, self.witnesses
        able = shown.able(cell.level, cell.unit)
        aim = shown.roots_in.get(cell.area, set())
        taken = shown.taken_up(cell.level, cell.unit)
        witness: dict[str, Any] = {}
        if cell.status == "covered":
            witness["path"] = self.ids(shown.way(cell.goals[0], aim))
        elif cell.status == "forwarded":
            handed = next(goal for goal in taken if holds(audit.chain_areas, goal, cell.area))
            witness["path"] = self.ids(shown.way(handed, aim))
            witness["closed"] = self.ids(shown.above(able))
        else:
            witness["closed"] = self.ids(shown.above([*able, *taken]))
        tagged = set(able).intersection(cell.goals_by_tag)
        if cell.status == "exempt":
            witness["decision"] = plain(shown.exempting_unit(cell.unit, {cell.area}))
        elif cell.status == "tag_only":
            rooted = min(goal for goal in tagged if audit.states.supported[goal])
            witness["path"] = self.ids(shown.way(rooted, shown.roots))
        elif cell.status in ("weak", "no_plan", "empty"):
            witness["unrooted"] = self.ids(shown.above(tagged))
        names = self.cell_names(cell)
        return self.proof("cell", cell.status, witness, **names)

    def cell_names(self, cell: Cell) -> dict[str, str]:
        """A cell by its ids."""
        frame = self.audit.projection.frame
        return {
            "level": self.audit.scene.levels[cell.level].id,
            "unit": frame.units[cell.unit].id,
            "area": frame.areas[cell.area].id,
        }

    def of_answer(self, answer: Answer) -> Proof:
        """Answered: a way; else all that the row leads to, and the decision or its absence."""
        audit, p, shown = self.audit, self.audit.projection, self.witnesses
        level = answering_level(audit.scene)
        assert level is not None
        witness: dict[str, Any] = {}
        if answer.status == "answered":
            witness["path"] = self.ids(shown.way(answer.goals[0], {answer.goal}))
        else:
            witness["closed"] = self.ids(shown.above(shown.able(level, answer.unit)))
        if answer.status == "missing":
            witness["chain"] = self.ids(shown.above([answer.goal]))
        elif answer.status == "exempt":
            areas = listed(audit.chain_areas, answer.goal)
            decision = shown.exempting_unit(answer.unit, areas)
            area = None if decision.area is None else p.area_number[decision.area]
            ends = shown.roots if area is None else shown.roots_in[area]
            witness["decision"] = plain(decision)
            witness["path"] = self.ids(shown.way(answer.goal, ends))
        unit = p.frame.units[answer.unit].id
        return self.proof("answer", answer.status, witness, unit=unit, goal=p.ids[answer.goal])

    def proof(
        self, kind: str, verdict: str, witness: dict[str, Any], /, **names: str
    ) -> Proof:
        """A claim about a subject of a kind, by its names, and what shows it."""
        return {
            "format": FORMAT,
            "data": self.audit.projection.digest,
            "view": self.audit.view.as_json(),
            "subject": {"kind": kind, **names},
            "verdict": verdict,
            "witness": witness,
        }

    def ids(self, goals: Iterable[int]) -> list[str]:
        """The ids of goals by their numbers."""
        return [self.audit.projection.ids[goal] for goal in goals]
