"""docs/proofs.md shows a proof of the right shape, and names every verdict there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from queries.links import LINK_STATES
from queries.matrix import CELL_STATUSES
from queries.proofs import FORMAT
from queries.proved import UNPROVED
from queries.states import GOAL_STATES
from service.reports.proofs import FORMAT as INDEX_FORMAT
from tools.check_proof import FACTS, PARTS, RULES, STATES

PAGE = (Path(__file__).parents[2] / "docs" / "proofs.md").read_text(encoding="utf-8")


def test_the_proof_shown_has_the_parts_of_a_proof() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    proof = json.loads(block)
    assert set(proof) == PARTS | {"rule"}
    assert proof["format"] == FORMAT
    assert RULES[proof["rule"]] == f"{proof['subject']['kind']} {proof['verdict']}"


def test_the_page_names_every_kind_verdict_and_format() -> None:
    named = set(re.findall(r"`([a-z_./0-9]+)`", PAGE))
    verdicts = {word for said in (*FACTS, *RULES.values()) for word in said.split()[:2]}
    states = {*GOAL_STATES, *CELL_STATUSES, *LINK_STATES}
    assert named >= {*states, *STATES, *verdicts, *UNPROVED.values(), INDEX_FORMAT}


def test_the_page_names_every_rule_that_is_proved_and_every_one_that_is_not() -> None:
    named = set(re.findall(r"T0[0-9]{2}", PAGE))
    for first, last in re.findall(r"T(0[0-9]{2})–T(0[0-9]{2})", PAGE):
        named |= {f"T{number:03}" for number in range(int(first), int(last) + 1)}
    assert named >= {*RULES, *UNPROVED}
