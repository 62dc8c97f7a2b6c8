"""
`rodtrad check`: the whole audit of plan files, storing nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import filing, options
from service.commands.audit import print_audit
from service.commands.marked import marked_option, marking
from service.language import tr


@click.command(
    "check",
    cls=Command,
    help=tr(
        "Läs planfiler eller kalkylblad, säg allt som är fel i dem, och granska kedjan. "
        "Inget sparas.",
        "Read plan files or spreadsheets, say all that is wrong in them, and audit the chain. "
        "Nothing is stored.",
    ),
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=tr("FIL…", "FILE…")
)
@marked_option
@options.view_options
@options.rules_option
@options.fail_on_option
@filing.filing_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    marked: Path | None,
    rules: Path | None,
    fail_on: str,
    **asked: Any,
) -> None:
    """Print the audit of the files; exit 1 when something is as severe as `--fail-on`."""
    asked_form = filing.filing_of(asked)
    with (
        marking(files, marked, asked_form.force),
        options.open_checked(files, "", rules, **asked) as (audit, outcomes),
    ):
        failed = print_audit(audit, outcomes, fail_on, asked_form)
    ctx.exit(1 if failed else 0)
