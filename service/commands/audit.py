"""
`rodtrad audit`: the whole audit, of the store or of files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.errors import UsageError
from service.cli import Command
from service.commands import filing, options
from service.language import tr


@click.command(
    "audit",
    cls=Command,
    help=tr(
        "Granska hela kedjan: leder varje mål till fullmäktige, och är varje mål besvarat?",
        "Audit the whole chain: does every goal lead to fullmäktige, and is every goal answered?",
    ),
)
@options.data_options
@options.view_options
@options.rules_option
@options.fail_on_option
@filing.filing_options
@click.option(
    "--verify",
    is_flag=True,
    help=tr(
        "Räkna även ut svaret med Cypher i databasen och jämför.",
        "Work the answer out with Cypher in the database as well, and compare.",
    ),
)
@click.option(
    "--proofs",
    type=click.Path(path_type=Path),
    metavar=tr("MAPP", "FOLDER"),
    help=tr(
        "Lägg bevis för varje omdöme, och data de gäller, i en ny mapp (docs/proofs.md).",
        "Leave proofs of each verdict, and the data they are of, in a new folder (docs/proofs.md).",
    ),
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    store_url: str,
    rules: Path | None,
    fail_on: str,
    verify: bool,
    proofs: Path | None,
    **asked: Any,
) -> None:
    """Print the audit; exit 1 when something is as severe as `--fail-on`."""
    if verify and files:
        raise UsageError("verify_needs_store")
    asked_form = filing.filing_of(asked)
    if proofs is not None:
        from service.reports.proofs import require_free

        require_free(proofs)
    with options.open_checked(files, store_url, rules, **asked) as (audit, outcomes):
        bad = print_audit(audit, outcomes, fail_on, asked_form)
    if proofs is not None:
        _prove(files, store_url, audit, outcomes, proofs)
    if verify:
        bad = _verify(store_url, audit, asked_form) or bad
    ctx.exit(1 if bad else 0)


def print_audit(audit: Any, outcomes: Any, fail_on: str, asked: filing.Filing) -> bool:
    """Write an audit in the form asked for; True if a finding is at `fail_on` or worse."""
    from queries.findings import findings_of, worst

    filing.file_report(audit, outcomes, asked)
    return worst(findings_of(outcomes), fail_on)


def _prove(
    files: tuple[Path, ...], store_url: str, audit: Any, outcomes: Any, folder: Path
) -> None:
    from queries.findings import findings_of
    from queries.rules.book import RuleBook
    from service.reports.proofs import write_proofs

    if files:
        chain = audit.projection.frame
    else:
        # The projection of a store holds no goals' texts.
        with options.open_existing(store_url) as store:
            chain = store.chain()
    book = RuleBook(tuple(outcome.rule for outcome in outcomes)).digest
    index = write_proofs(audit, chain, findings_of(outcomes), book, folder)
    count = sum(file.get("proofs", 0) for file in index["files"])
    said = tr(f"Skrev {count} bevis i {folder}.\n", f"Wrote {count} proofs in {folder}.\n")
    options.echo_text(said, err=True)


def _verify(store_url: str, audit: Any, asked: filing.Filing) -> bool:
    from queries.verify import verify

    with options.open_existing(store_url) as store:
        differences = verify(store, audit)
    if not differences:
        said = tr("Databasen svarar likadant (Cypher).", "The database answers the same (Cypher).")
        click.echo(said, err=asked.form != "text")
        return False
    for each in differences:
        options.echo_text(f"{each}\n", err=True)
    return True
