"""docs/proofs.md shows a proof of the right shape, and names every verdict there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from queries.matrix import CELL_STATUSES
from queries.proofs import FORMAT
from queries.states import GOAL_STATES
from service.reports.proofs import FORMAT as INDEX_FORMAT
from tools.check_proof import KINDS, PARTS, RULES

PAGE = (Path(__file__).parents[2] / "docs" / "proofs.md").read_text(encoding="utf-8")


def test_the_proof_shown_has_the_parts_of_a_proof() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    proof = json.loads(block)
    assert set(proof) == PARTS | {"rule"}
    assert proof["format"] == FORMAT
    assert RULES[proof["rule"]] == f"{proof['subject']['kind']} {proof['verdict']}"


def test_the_page_names_every_kind_verdict_and_format() -> None:
    named = set(re.findall(r"`([a-z_./0-9]+)`", PAGE))
    verdicts = {said.split()[1] for said in RULES.values()}
    assert named >= {*GOAL_STATES, *CELL_STATUSES, *KINDS, *verdicts, INDEX_FORMAT}
