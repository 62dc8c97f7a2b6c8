"""
`rodtrad audit`: the whole audit, of the store or of files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.errors import UsageError
from service.cli import Command
from service.commands import options
from service.language import language, tr


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
@options.fail_on_option
@options.format_option("text", "json")
@click.option(
    "--verify",
    is_flag=True,
    help=tr(
        "Räkna även ut svaret med Cypher i databasen och jämför.",
        "Work the answer out with Cypher in the database as well, and compare.",
    ),
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    store_url: str,
    fail_on: str,
    format_: str,
    verify: bool,
    **view: Any,
) -> None:
    """Print the audit; exit 1 when something is as severe as `--fail-on`."""
    if verify and files:
        raise UsageError("verify_needs_store")
    with options.open_audit(files, store_url, **view) as audit:
        bad = print_audit(audit, fail_on, format_)
    if verify:
        bad = _verify(store_url, audit, format_) or bad
    ctx.exit(1 if bad else 0)


def print_audit(audit: Any, fail_on: str, format_: str) -> bool:
    """Print an audit in a format; True if a finding is at `fail_on` or worse."""
    from queries.contract import audit_json
    from queries.findings import findings, worst
    from service.reports.terminal import audit_text

    found = findings(audit)
    if format_ == "json":
        options.echo_json(audit_json(audit, found, language()))
    else:
        options.echo_text(audit_text(audit, found, language()))
    return worst(found, fail_on)


def _verify(store_url: str, audit: Any, format_: str) -> bool:
    from queries.verify import verify

    with options.open_existing(store_url) as store:
        differences = verify(store, audit)
    if not differences:
        said = tr("Databasen svarar likadant (Cypher).", "The database answers the same (Cypher).")
        click.echo(said, err=format_ == "json")
        return False
    for each in differences:
        options.echo_text(f"{each}\n", err=True)
    return True
