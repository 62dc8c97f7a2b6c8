"""What becomes of the verdicts, on the sample."""

from __future__ import annotations

from dataclasses import replace

from graph.chain import Chain, gather
from graph.projection import project
from graph.reading import read_files
from queries.audit import Audit, audit
from queries.few import MOST, few
from queries.findings import findings
from queries.verdict_changes import verdict_changes
from service.samples import tyreso_files


def sample() -> Chain:
    return gather(read_files(tyreso_files()).files)


def without_links(chain: Chain, goal: str) -> Audit:
    goals = tuple(replace(each, contributes_to=()) if each.id == goal else each
                  for each in chain.goals)
    return audit(project(replace(chain, goals=goals)))


def test_nothing_changes_between_equals() -> None:
    one = audit(project(sample()))
    assert verdict_changes(one, audit(project(sample()))).same


def test_a_goal_that_loses_its_links_is_told_with_what_follows() -> None:
    chain = sample()
    before, after = audit(project(chain)), without_links(chain, "bun24-2")
    found = verdict_changes(before, after)
    states = {each.goal: (each.before, each.after) for each in found.goals}
    assert states["bun24-2"] == ("rooted", "orphan")
    assert found.score[1].up[0] == found.score[0].up[0] - sum(
        after == "orphan" or after == "detached" for _, after in states.values()
    )
    assert ("T001", "bun24-2") in {(each.rule, each.subject) for each in found.come}
    assert not found.begun and not found.ended


def test_what_comes_less_what_goes_is_the_difference_in_findings() -> None:
    chain = sample()
    before, after = audit(project(chain)), without_links(chain, "bun24-2")
    found = verdict_changes(before, after)
    assert found.come.total - found.gone.total == len(findings(after)) - len(findings(before))


def test_back_again_is_the_same_the_other_way_round() -> None:
    chain = sample()
    before, after = audit(project(chain)), without_links(chain, "bun24-2")
    there, back = verdict_changes(before, after), verdict_changes(after, before)
    assert (there.come.total, there.gone.total) == (back.gone.total, back.come.total)
    assert {(each.goal, each.before, each.after) for each in there.goals} == {
        (each.goal, each.after, each.before) for each in back.goals
    }
    assert {each.unit for each in there.cells} == {each.unit for each in back.cells}


def test_goals_that_begin_and_end_are_counted_by_state() -> None:
    chain = sample()
    gone = replace(chain, goals=tuple(each for each in chain.goals if each.id != "bun24-2"))
    found = verdict_changes(audit(project(chain)), audit(project(gone)))
    assert (found.begun, found.ended) == ({}, {"rooted": 1})


def test_a_long_list_is_cut_and_counted() -> None:
    some = few(range(MOST + 7))
    assert (len(some.rows), some.total, some.left) == (MOST, MOST + 7, 7)
