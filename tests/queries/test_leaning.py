"""What leans on each goal and link, against dropping them one at a time."""

from __future__ import annotations

from hypothesis import given, settings

from graph.projection import Projection
from queries.impact import impact
from queries.leaning import leaning
from tests.asking import Doc, audit_of
from tests.chains import chains


def is_an_id(p: Projection, name: str) -> bool:
    """Taken whole, a name may be something else's id."""
    plans = {plan.id for plan in p.frame.plans}
    return name in p.number or name in p.unit_number or name in plans


@settings(max_examples=80, deadline=None)
@given(chains())
def test_what_leans_on_a_goal_is_what_loses_its_last_support_with_it(
    chain: tuple[Doc, Doc],
) -> None:
    audit = audit_of(*chain)
    p = audit.projection
    found = leaning(audit).goals.tolist()
    for goal in audit.goals_in_force:
        name = f"goal:{p.ids[goal]}"
        if not is_an_id(p, name):
            assert found[goal] == len(impact(audit, [name]).loses_last), name


@settings(max_examples=80, deadline=None)
@given(chains())
def test_what_leans_on_a_link_is_what_loses_its_last_support_with_it(
    chain: tuple[Doc, Doc],
) -> None:
    audit = audit_of(*chain)
    p = audit.projection
    found = leaning(audit).links.tolist()
    for link, (source, target) in enumerate(zip(p.source.tolist(), p.target.tolist(), strict=True)):
        name = f"{p.ids[source]}->{p.ids[target]}"
        if is_an_id(p, name) or name.count("->") > 1:
            continue
        assert found[link] == len(impact(audit, [name]).loses_last), name
