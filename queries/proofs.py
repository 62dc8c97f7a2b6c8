"""
Proofs: each verdict as a small JSON value with a witness that a stranger can check.

That something is there is shown by a way; that nothing is, by a set of goals that no carrying
link leads out of. docs/proofs.md tells what each holds; `tools/check_proof.py`, which shares
no code with this, holds them against the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Any

import numpy as np

from graph.chain import Chain
from graph.digest import canonical, digest, plain
from graph.errors import UsageError
from graph.text import escape
from queries.areas import holds, listed
from queries.audit import Audit
from queries.links import FIRST_CARRYING, LINK_STATES, UNSEEN
from queries.matrix import Answer, Cell, answering_level
from queries.rules.finding import Finding
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

    `chain` is the data that was audited, goals and all; UsageError if it is another.
    """

    def __init__(self, audit: Audit, chain: Chain) -> None:
        if digest(chain) != audit.projection.digest:
            raise UsageError("proofs_of_other_data")
        self._audit = audit
        self._written = chain.by_id("goals")
        self._witnesses = Witnesses(audit)

    def goals(self) -> Iterator[Proof]:
        """The state of every goal in force."""
        return map(self.of_goal, self._audit.goals_in_force)

    def links(self) -> Iterator[Proof]:
        """Of every link of a goal in force, whether it carries."""
        return map(self.of_link, np.flatnonzero(self._audit.links.state != UNSEEN).tolist())

    def needs(self) -> Iterator[Proof]:
        """Of every goal in force that needs contributions, whether it is answered."""
        scene = self._audit.scene
        asking = np.flatnonzero(scene.needs.any(axis=1))
        needy = scene.goals & np.isin(self._audit.projection.level, asking)
        return map(self.of_needs, np.flatnonzero(needy).tolist())

    def cells(self) -> Iterator[Proof]:
        """The status of every cell of the matrix unit × area."""
        return map(self.of_cell, self._audit.matrix)

    def answers(self) -> Iterator[Proof]:
        """The status of every cell of the matrix unit × root goal."""
        return map(self.of_answer, self._audit.answers)

    def findings(self, found: Iterable[Finding]) -> Iterator[Proof]:
        """
        The proof of each finding, with its rule; those whose rule isn't in PROVED are left out.
        """
        waiting = self._by_subject()
        for finding in found:
            if finding.rule in _ON_ONE:
                proof = _ON_ONE[finding.rule](self, finding)
            elif finding.rule in PROVED:
                proof = waiting[finding.rule, finding.subject].pop(0)()
            else:
                continue
            yield {**proof, "rule": finding.rule}

    def of_goal(self, goal: int) -> Proof:
        """Vision and root: itself; rooted: a way; else the links, the closed set, the decision."""
        p, states = self._audit.projection, self._audit.states
        state = int(states.state[goal])
        witness: dict[str, Any]
        if state < ROOTED:
            witness = {"path": [p.ids[goal]]}
        elif state == ROOTED:
            witness = {"path": self._ids(states.witness(goal))}
        elif state in (EXEMPT, DETACHED):
            witness = {"closed": self._ids(self._witnesses.above([goal]))}
            if state == EXEMPT:
                witness["decision"] = plain(
                    self._witnesses.exempting_goal(self._written[p.ids[goal]])
                )
        else:
            witness = {
                "links": [
                    {"to": p.ids[p.target[link]], "why": self._witnesses.why_not(link)}
                    for link in range(p.out[goal], p.out[goal + 1])
                ]
            }
        return self._proof("goal", GOAL_STATES[state], witness, id=p.ids[goal])

    def of_link(self, link: int) -> Proof:
        """Carries, or why it doesn't."""
        p, state = self._audit.projection, int(self._audit.links.state[link])
        verdict = "carries" if state >= FIRST_CARRYING else LINK_STATES[state]
        ends = {"from": p.ids[p.source[link]], "to": p.ids[p.target[link]]}
        return self._proof("link", verdict, {"why": self._witnesses.why_not(link)}, **ends)

    def of_needs(self, goal: int) -> Proof:
        """All that contribute, as goals of which levels, and the levels that are missing."""
        audit, p = self._audit, self._audit.projection
        levels = audit.scene.levels
        inward = p.inward[p.into[goal] : p.into[goal + 1]]
        inward = inward[audit.links.carries[inward]]
        counted = {int(p.source[link]): {levels[p.level_from[link]].id} for link in inward}
        for level, sources in self._handed.get(goal, ()):
            for source in sources:
                counted[source].add(levels[level].id)
        missing = [levels[n].id for n in np.flatnonzero(audit.depth.missing[goal]).tolist()]
        verdict = ("answered_in_part" if counted else "barren") if missing else "answered"
        told = [{"goal": p.ids[each], "as": sorted(counted[each])} for each in sorted(counted)]
        return self._proof("needs", verdict, {"from": told, "missing": missing}, id=p.ids[goal])

    @cached_property
    def _handed(self) -> dict[int, list[tuple[int, list[int]]]]:
        """For each goal handed on: the level it was handed on from, and who took it up."""
        found: dict[int, list[tuple[int, list[int]]]] = {}
        for handing in self._audit.links.handed:
            sources = self._audit.projection.source[handing.links].tolist()
            found.setdefault(handing.goal, []).append((handing.level, sources))
        return found

    def of_cell(self, cell: Cell) -> Proof:
        """Covered: a way; else all that the row leads to, and what there is instead."""
        audit, shown = self._audit, self._witnesses
        able = shown.able(cell.level, cell.unit)
        aim = shown.roots_in.get(cell.area, set())
        taken = shown.taken_up(cell.level, cell.unit)
        witness: dict[str, Any] = {}
        if cell.status == "covered":
            witness["path"] = self._ids(shown.way(cell.goals[0], aim))
        elif cell.status == "forwarded":
            handed = next(goal for goal in taken if holds(audit.chain_areas, goal, cell.area))
            witness["path"] = self._ids(shown.way(handed, aim))
            witness["closed"] = self._ids(shown.above(able))
        else:
            witness["closed"] = self._ids(shown.above([*able, *taken]))
        tagged = set(able).intersection(cell.goals_by_tag)
        if cell.status == "exempt":
            witness["decision"] = plain(shown.exempting_unit(cell.unit, {cell.area}))
        elif cell.status == "tag_only":
            rooted = min(goal for goal in tagged if audit.states.supported[goal])
            witness["path"] = self._ids(shown.way(rooted, shown.roots))
        elif cell.status in ("weak", "no_plan", "empty"):
            witness["unrooted"] = self._ids(shown.above(tagged))
        names = self._cell_names(cell)
        return self._proof("cell", cell.status, witness, **names)

    def _cell_names(self, cell: Cell) -> dict[str, str]:
        frame = self._audit.projection.frame
        return {
            "level": self._audit.scene.levels[cell.level].id,
            "unit": frame.units[cell.unit].id,
            "area": frame.areas[cell.area].id,
        }

    def of_answer(self, answer: Answer) -> Proof:
        """Answered: a way; else all that the row leads to, and the decision or its absence."""
        audit, p, shown = self._audit, self._audit.projection, self._witnesses
        level = answering_level(audit.scene)
        assert level is not None
        witness: dict[str, Any] = {}
        if answer.status == "answered":
            witness["path"] = self._ids(shown.way(answer.goals[0], {answer.goal}))
        else:
            witness["closed"] = self._ids(shown.above(shown.able(level, answer.unit)))
        if answer.status == "missing":
            witness["chain"] = self._ids(shown.above([answer.goal]))
        elif answer.status == "exempt":
            areas = listed(audit.chain_areas, answer.goal)
            decision = shown.exempting_unit(answer.unit, areas)
            area = None if decision.area is None else p.area_number[decision.area]
            ends = shown.roots if area is None else shown.roots_in[area]
            witness["decision"] = plain(decision)
            witness["path"] = self._ids(shown.way(answer.goal, ends))
        unit = p.frame.units[answer.unit].id
        return self._proof("answer", answer.status, witness, unit=unit, goal=p.ids[answer.goal])

    def _of_unit(self, level: int, unit: int) -> Proof:
        names = {
            "id": self._audit.projection.frame.units[unit].id,
            "level": self._audit.scene.levels[level].id,
        }
        closed = self._ids(self._witnesses.above(self._witnesses.able(level, unit)))
        return self._proof("unit", "no_rooted_goal", {"closed": closed}, **names)

    def _proof(
        self, kind: str, verdict: str, witness: dict[str, Any], /, **names: str
    ) -> Proof:
        return {
            "format": FORMAT,
            "data": self._audit.projection.digest,
            "view": self._audit.view.as_json(),
            "subject": {"kind": kind, **names},
            "verdict": verdict,
            "witness": witness,
        }

    def _ids(self, goals: Iterable[int]) -> list[str]:
        return [self._audit.projection.ids[goal] for goal in goals]

    # --- From a finding to its verdict --------------------------------------------------------

    def _on_goal(self, finding: Finding) -> Proof:
        return self.of_goal(self._audit.projection.number[finding.subject])

    def _on_needs(self, finding: Finding) -> Proof:
        return self.of_needs(self._audit.projection.number[finding.subject])

    def _on_link(self, finding: Finding) -> Proof:
        p = self._audit.projection
        source, target = (p.number[goal] for goal in finding.witness)
        found = np.flatnonzero(p.target[p.out[source] : p.out[source + 1]] == target)
        return self.of_link(int(p.out[source] + found[0]))

    def _on_ring(self, finding: Finding) -> Proof:
        return self._proof("ring", "closed", {"path": list(finding.witness)}, id=finding.subject)

    def _on_view(self, finding: Finding) -> Proof:
        return self._proof("view", "no_root", {})

    def _by_subject(self) -> dict[tuple[str, str], list[Callable[[], Proof]]]:
        """
        What findings about cells, answers and units could be about, by rule and subject.

        Such a subject is put together of ids and may stand for several things; each of them
        then has a finding of its own.
        """
        audit, frame = self._audit, self._audit.projection.frame
        found: dict[tuple[str, str], list[Callable[[], Proof]]] = {}
        for cell in audit.matrix:
            if cell.status in _ON_CELLS:
                subject = "/".join(self._cell_names(cell).values())
                key = _ON_CELLS[cell.status], subject
                found.setdefault(key, []).append(partial(self.of_cell, cell))
        for answer in audit.answers:
            if answer.addressed and answer.status == "missing":
                key = "T025", audit.projection.ids[answer.goal]
                found.setdefault(key, []).append(partial(self.of_answer, answer))
        for level, rows in audit.rows.items():
            for unit in rows.units.tolist():
                if audit.states.supported[self._witnesses.able(level, unit)].any():
                    continue
                key = "T020", f"{frame.units[unit].id}/{audit.scene.levels[level].id}"
                found.setdefault(key, []).append(partial(self._of_unit, level, unit))
        return found


_ON_ONE: dict[str, Callable[[Prover, Finding], Proof]] = {
    **dict.fromkeys(("T001", "T002", "T003"), Prover._on_goal),
    **dict.fromkeys(("T004", "T005"), Prover._on_link),
    **dict.fromkeys(("T010", "T011"), Prover._on_needs),
    "T012": Prover._on_ring,
    "T015": Prover._on_view,
}
_ON_CELLS = {"tag_only": "T021", "weak": "T022", "no_plan": "T023", "empty": "T024"}
# The rules whose findings are proved.
PROVED = frozenset({*_ON_ONE, *_ON_CELLS.values(), "T020", "T025"})
