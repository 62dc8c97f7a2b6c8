"""
The folder of proofs that an audit can leave behind (docs/proofs.md): the data, the proofs, and
an index with the digest of each file.

The folder is there whole or not at all, and the same audit gives the same bytes. No name of a
file comes from the data.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.chain import Chain
from graph.digest import canonical_chain
from graph.errors import UsageError
from queries.audit import Audit
from queries.lacks import LACKS
from queries.proofs import Prover, lines
from queries.proved import UNPROVED, proved
from queries.rules.finding import Finding
from service.reports.unwritable import unwritable

FORMAT = "rodtrad.proofs/1"


def require_free(folder: Path) -> None:
    """UsageError if something is there already, but for an empty folder."""
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and _empty(folder))):
        raise UsageError("proofs_exist", folder=folder)


def _empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def write_proofs(
    audit: Audit, chain: Chain, found: Sequence[Finding], book: str, folder: Path
) -> dict[str, Any]:
    """
    Write the folder; its index. `chain` is the data that was audited, goals and all; `book` the
    digest of the rules that gave the findings.

    UsageError if the folder isn't free, can't be written, or the data is another.
    """
    require_free(folder)
    prover = Prover(audit, chain)
    fresh = folder.absolute().with_name(f".{folder.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        fresh.mkdir()
        try:
            index = _fill(fresh, prover, audit, chain, found, book)
            os.replace(fresh, folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        raise unwritable(folder, error) from error
    return index


def _fill(
    folder: Path, prover: Prover, audit: Audit, chain: Chain, found: Sequence[Finding], book: str
) -> dict[str, Any]:
    shown = list(proved(prover, found))
    parts = {**prover.parts(), "findings": shown}
    files = [_write(folder / "data.json", canonical_chain(chain))]
    for name, proofs in sorted(parts.items()):
        files.append(_write(folder / f"{name}.jsonl", lines(proofs), count=True))
    unproved = Counter(each.rule for each in found) - Counter(each["rule"] for each in shown)
    without = {
        rule: {"findings": count, "why": "not_by_one_item" if rule in LACKS
               else UNPROVED.get(rule, "rule_of_the_municipality")}
        for rule, count in sorted(unproved.items())
    }  # fmt: skip
    index = {
        "format": FORMAT,
        "data": audit.projection.digest,
        "rules_digest": book,
        "view": audit.view.as_json(),
        "files": files,
        "without_proof": without,
    }
    _write(folder / "index.json", [json.dumps(index, ensure_ascii=False, indent=1) + "\n"])
    return index


def _write(file: Path, texts: Iterable[str], *, count: bool = False) -> dict[str, Any]:
    """Write texts one after another: the file's name, its digest, and how many they were."""
    said = sha256()
    number = 0
    with open(file, "wb") as out:
        for text in texts:
            data = text.encode()
            said.update(data)
            out.write(data)
            number += 1
    entry: dict[str, Any] = {"name": file.name, "sha256": f"sha256:{said.hexdigest()}"}
    return {**entry, "proofs": number} if count else entry
