"""
`rodtrad import --propose`: a list without ids becomes a workbook in which a person confirms links.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from graph.chain import Chain
from graph.checking import read_chain
from graph.errors import StoreError
from graph.sheets.lists import read_list
from graph.store import open_store
from service.commands import options
from service.language import language, tr
from service.proposing import propose


def write_proposal(files: Sequence[Path], store_url: str, out: Path, force: bool) -> None:
    """Write the proposal for the first file, beside the others or else what the store holds."""
    proposal = propose(
        read_list(files[0]), files[0].stem, _beside(files[1:], store_url), language()
    )
    options.write_file(proposal.book(language()), out, force)
    texts = len({(link.goal, link.wording) for link in proposal.links}) - proposal.unmatched
    counts = (len(proposal.goals), len(proposal.units), texts, proposal.unmatched)
    click.echo(
        tr("Mål: {}. Nya enheter: {}. Texter med förslag till koppling: {}, utan: {}.",
           "Goals: {}. New units: {}. Texts with a proposed link: {}, without: {}.").format(*counts)
    )
    click.echo(
        tr(f"Nästa steg: skriv ja för de kopplingar som stämmer, och kör rodtrad import {out}",
           f"Next step: write yes for the links that are right, and run rodtrad import {out}")
    )


def _beside(files: Sequence[Path], store_url: str) -> Chain:
    """The chain that is there already; empty where there is none."""
    if files:
        return read_chain(files)[0]
    try:
        with open_store(store_url, create=False) as store:
            return store.chain()
    except StoreError as error:
        if error.code == "store.missing":
            return Chain()
        raise
