"""
Proofs held against their data, the way a stranger does it: bytes in, reasons out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from graph.digest import canonical_chain
from queries.audit import Audit
from queries.findings import findings
from queries.proofs import Proof, Prover, lines
from queries.proved import proved
from tools.check_proof import Checker


def data_of(audit: Audit) -> bytes:
    """The exported data of an audit of plan files."""
    return "".join(canonical_chain(audit.projection.frame)).encode()


def proofs_of(audit: Audit) -> Iterator[bytes]:
    """Every proof of an audit of plan files, as written."""
    prover = Prover(audit, audit.projection.frame)
    for part in (*prover.parts().values(), proved(prover, findings(audit))):
        yield from (line.encode() for line in lines(part))


def wrong_with(audit: Audit) -> list[tuple[str, str]]:
    """The proofs of an audit that the checker rejects, and what it misses: none, if all is well."""
    checker = Checker(data_of(audit))
    checker.view = dict(audit.view.as_json())
    checked = [checker.check(said) for said in proofs_of(audit)]
    wrong = [(claim, fault) for claim, fault in checked if fault]
    return wrong + [("kept back", each) for each in checker.kept_back()]


def read(said: bytes) -> Proof:
    """A proof as written."""
    proof: Proof = json.loads(said)
    return proof
