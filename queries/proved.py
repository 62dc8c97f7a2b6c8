"""
The proofs of findings: the verdict that each of them tells, or what it misses in the data
(docs/proofs.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from graph.digest import plain
from queries.areas import listed
from queries.lacks import LACKS, Lacks
from queries.proofs import Proof, Prover
from queries.rules.finding import Finding


def proved(prover: Prover, found: Iterable[Finding]) -> Iterator[Proof]:
    """
    The proof of each finding, with its rule.

    Left out are those whose rule isn't in PROVED, and those of a rule in LACKS that no single
    item shows.
    """
    several, lacks = _by_subject(prover), Lacks(prover.chain)
    for finding in found:
        proof: Proof | None = None
        if finding.rule in _ON_ONE:
            proof = _ON_ONE[finding.rule](prover, finding)
        elif finding.rule in LACKS:
            shown = lacks.of(finding)
            proof = shown and {**prover.proof("", "so", shown[1]), "subject": shown[0]}
        elif finding.rule in PROVED:
            proof = several[finding.rule, finding.subject].pop(0)()
        if proof:
            yield {**proof, "rule": finding.rule}


def _goal(prover: Prover, finding: Finding) -> Proof:
    return prover.of_goal(prover.audit.projection.number[finding.subject])


def _needs(prover: Prover, finding: Finding) -> Proof:
    return prover.of_needs(prover.audit.projection.number[finding.subject])


def _link(prover: Prover, finding: Finding) -> Proof:
    p = prover.audit.projection
    source, target = (p.number[goal] for goal in finding.witness)
    found = np.flatnonzero(p.target[p.out[source] : p.out[source + 1]] == target)
    return prover.of_link(int(p.out[source] + found[0]))


def _slope(prover: Prover, finding: Finding) -> Proof:
    source, target = finding.witness
    return prover.proof("slope", "down", {}, **{"from": source, "to": target})


def _ring(prover: Prover, finding: Finding) -> Proof:
    return prover.proof("ring", "closed", {"path": list(finding.witness)}, id=finding.subject)


def _view(prover: Prover, finding: Finding) -> Proof:
    return prover.proof("view", "no_root", {})


def _vision(prover: Prover, finding: Finding) -> Proof:
    led = prover.witnesses.above([prover.audit.projection.number[finding.subject]])
    return prover.proof("vision", "out_of_reach", {"closed": prover.ids(led)}, id=finding.subject)


def _area(prover: Prover, finding: Finding) -> Proof:
    return prover.proof("area", "no_root_goal", {}, id=finding.subject)


def _by_subject(prover: Prover) -> dict[tuple[str, str], list[Callable[[], Proof]]]:
    """
    What findings could be about that have no single id, by rule and subject, in their order.

    Such a subject is put together of ids and may stand for several things; each of them then
    has a finding of its own.
    """
    audit, frame, ids = prover.audit, prover.audit.projection.frame, prover.audit.projection.ids
    found: dict[tuple[str, str], list[Callable[[], Proof]]] = {}

    def wait(rule: str, subject: str, make: Callable[[], Proof]) -> None:
        found.setdefault((rule, subject), []).append(make)

    for cell in audit.matrix:
        if cell.status in _ON_CELLS:
            subject = "/".join(prover.cell_names(cell).values())
            wait(_ON_CELLS[cell.status], subject, partial(prover.of_cell, cell))
    for answer in audit.answers:
        if answer.addressed and answer.status == "missing":
            wait("T025", ids[answer.goal], partial(prover.of_answer, answer))
    for handing in audit.links.handed:
        forward = frame.forwards[handing.forward]
        names = {"goal": forward.goal, "unit": forward.unit, "level": forward.level}
        decision = {"decision": plain(forward)}
        make = partial(prover.proof, "forward", "not_taken_up", decision, **names)
        wait("T017", "/".join(names.values()), make)
    for level, rows in audit.rows.items():
        for unit in rows.units.tolist():
            if not audit.states.supported[prover.witnesses.able(level, unit)].any():
                subject = f"{frame.units[unit].id}/{audit.scene.levels[level].id}"
                wait("T020", subject, partial(_unit, prover, level, unit))
    for goal, area in _drifted(prover):
        wait("T068", ids[goal], partial(_tag, prover, goal, area))
    return found


def _unit(prover: Prover, level: int, unit: int) -> Proof:
    closed = prover.ids(prover.witnesses.above(prover.witnesses.able(level, unit)))
    names = {
        "id": prover.audit.projection.frame.units[unit].id,
        "level": prover.audit.scene.levels[level].id,
    }
    return prover.proof("unit", "no_rooted_goal", {"closed": closed}, **names)


def _drifted(prover: Prover) -> Iterator[tuple[int, int]]:
    """Supported goals below the root level, each with the tags its chain doesn't lead to."""
    audit, p = prover.audit, prover.audit.projection
    for goal in np.flatnonzero(audit.states.supported & (p.level > p.governance.root)).tolist():
        led = set(listed(audit.chain_areas, goal))
        yield from ((goal, area) for area in p.areas.of(goal).tolist() if area not in led)


def _tag(prover: Prover, goal: int, area: int) -> Proof:
    p, shown = prover.audit.projection, prover.witnesses
    way = prover.ids(shown.way(goal, shown.roots))
    witness = {"path": way, "closed": prover.ids(shown.above([goal]))}
    return prover.proof("tag", "drifted", witness, id=p.ids[goal], area=p.frame.areas[area].id)


_ON_ONE: dict[str, Callable[[Prover, Finding], Proof]] = {
    **dict.fromkeys(("T001", "T002", "T003"), _goal),
    **dict.fromkeys(("T004", "T005", "T006", "T007", "T008"), _link),
    "T009": _slope,
    **dict.fromkeys(("T010", "T011"), _needs),
    "T012": _ring,
    "T015": _view,
    "T016": _vision,
    "T080": _area,
}
_ON_CELLS = {"tag_only": "T021", "weak": "T022", "no_plan": "T023", "empty": "T024"}
# The rules whose findings are proved.
PROVED = frozenset(
    {*_ON_ONE, *_ON_CELLS.values(), *LACKS, "T017", "T020", "T025", "T068"}
)
# Why findings of other rules have no proof; of rules that aren't here: a municipality's own.
UNPROVED = {
    **dict.fromkeys(("T061", "T062", "T064"), "likeness_of_texts"),
    **dict.fromkeys(("T069", "T078"), "all_ways_at_once"),
    **dict.fromkeys(
        ("T013", "T018", "T019", "T026", "T029", "T031", "T033", "T034", "T041", "T042", "T043",
         "T044", "T045", "T050", "T051", "T052", "T053", "T066"),
        "several_records_together",
    ),
    **dict.fromkeys(
        ("T027", "T028", "T035", "T036", "T037", "T038", "T039", "T046", "T048", "T057", "T070",
         "T071", "T072", "T073"),
        "days_compared",
    ),
    **dict.fromkeys(
        ("T014", "T055", "T060", "T063", "T065", "T079", "T081", "T082"),
        "counts_against_thresholds",
    ),
}  # fmt: skip
